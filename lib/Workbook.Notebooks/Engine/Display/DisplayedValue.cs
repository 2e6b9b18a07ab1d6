using System.Text.Json.Nodes;
using Workbook.Notebooks.Engine;

namespace Workbook.Notebooks.Display;

/// <summary>Something that was shown, and can be changed where it stands.</summary>
public sealed class DisplayedValue
{
    private readonly string _id;
    private readonly CellContext _context;

    internal DisplayedValue(CellContext context, MimeBundle bundle)
    {
        (_context, _id) = (context, Guid.NewGuid().ToString("N"));
        context.Display(bundle, _id);
    }

    /// <summary>Shows another value in its place, from the same cell or a later one.</summary>
    public void Update(object? value) => (CellContext.Current ?? _context).Display(Formatter.Bundle(value), _id, isUpdate: true);
}

/// <summary>A text that is shown as it is, in the form that it says.</summary>
public sealed record FormattedText(string MimeType, string Text) : IDisplayable
{
    /// <summary>Its own form, and as <c>text/plain</c> the same text for those who know no other.</summary>
    public MimeBundle ToMimeBundle() => MimeType == Formatter.Plain
        ? MimeBundle.Of((Formatter.Plain, Text))
        : MimeBundle.Of((MimeType, Text), (Formatter.Plain, Text));

    /// <summary>The text alone.</summary>
    public override string ToString() => Text;
}

/// <summary>How far long work is: a bar where it can be drawn, a line of text elsewhere. Redrawn ten times a second at most.</summary>
public sealed class ProgressBar : IProgress<double>
{
    private readonly string _title;
    private readonly DisplayedValue _shown;
    private long _last;

    internal ProgressBar(string title, CellContext context)
    {
        _title = title;
        _shown = new DisplayedValue(context, Draw(0));
    }

    /// <param name="value">From 0 to 1.</param>
    public void Report(double value)
    {
        var now = Environment.TickCount64;
        if (value < 1 && now - Interlocked.Read(ref _last) < 100)
            return;
        Interlocked.Exchange(ref _last, now);
        _shown.Update(Draw(Math.Clamp(value, 0, 1)));
    }

    private MimeBundle Draw(double value)
    {
        var percent = (int)Math.Round(value * 100);
        return new MimeBundle(new Dictionary<string, JsonNode>
        {
            [Formatter.Html] = JsonValue.Create($"<div>{Formatter.Encode(_title)} <progress value=\"{percent}\" max=\"100\"></progress> {percent} %</div>"),
            [Formatter.Plain] = JsonValue.Create($"{_title} {percent} %"),
        }, new Dictionary<string, JsonNode>());
    }
}
