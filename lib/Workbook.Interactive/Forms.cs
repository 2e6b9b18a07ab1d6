using Microsoft.DotNet.Interactive.Formatting;
using Workbook.Charts;
using Workbook.Notebooks.Display;
using Workbook.Notebooks.Engine;
using Formats = Microsoft.DotNet.Interactive.Formatting.Formatter;
using Ours = Workbook.Notebooks.Display.Formatter;

namespace Workbook.Interactive;

/// <summary>Values look as in our own kernel: tables, lists, results and charts, in the same forms.</summary>
internal static class Forms
{
    private const string Plotly = "application/vnd.plotly.v1+json";
    private const string Markdown = "text/markdown";

    private static readonly string[] Tables = [Ours.Html, Ours.Plain];

    /// <summary>Those of our display types that .NET Interactive has no namesake of.</summary>
    public static IReadOnlyList<Type> Named { get; } = [typeof(FormattedText), typeof(IDisplayable), typeof(ProgressBar)];

    public static void Register(ICellHost host)
    {
        Ours.Elsewhere = Theirs;
        foreach (var mime in Tables)
        {
            Formats.Register(new FormatDelegate<object?>((value, context) => Write(context, Ours.ToDisplayString(value, mime))), mime);
            Formats.Register(new FormatDelegate<IDisplayable>((value, context) => Write(context, value.ToMimeBundle().Text(mime) ?? "")), mime);
        }

        Formats.SetPreferredMimeTypesFor(typeof(object), Tables);
        // One line says it all.
        foreach (var type in (Type[])[typeof(string), typeof(IFormattable), typeof(bool), typeof(Type)])
            Formats.SetPreferredMimeTypesFor(type, Ours.Plain);

        Formats.Register<Chart>(chart => chart.ToPlotlyJson(), Plotly);
        Formats.Register<Chart>(host.Charts.Fragment, Ours.Html);
        Formats.Register<Chart>(chart => chart.Title is { } title ? $"Chart: {title}" : "Chart", Ours.Plain);
        Formats.SetPreferredMimeTypesFor(typeof(Chart), [Plotly, .. Tables]);
        Formats.Register<FormattedText>(text => text.Text, Markdown);
        Formats.SetPreferredMimeTypesFor(typeof(FormattedText), Markdown, Ours.Plain);
    }

    private static bool Write(FormatContext context, string text)
    {
        context.Writer.Write(text);
        return true;
    }

    /// <summary>
    /// The form that a type of .NET Interactive's has (<c>HTML("…")</c>), or that a cell or a package has registered; null where
    /// there is but the one for all objects.
    /// </summary>
    private static string? Theirs(object value, string mime)
    {
        var registered = Formats.RegisteredFormatters(includeDefaults: false).ToHashSet();
        ITypeFormatter? best = null;
        foreach (var formatter in Formats.RegisteredFormatters())
        {
            var type = formatter.Type;
            if (formatter.MimeType == mime && type != typeof(object) && type.IsInstanceOfType(value) && (registered.Contains(formatter) || IsTheirs(type))
                && (best is null || (best.Type != type && best.Type.IsAssignableFrom(type))))
                best = formatter;
        }

        return best is null ? null : value.ToDisplayString(best);
    }

    /// <summary>Other types of the platform look as ours do.</summary>
    private static bool IsTheirs(Type type) => type.Namespace is "System.Text.Json" || type.Namespace?.StartsWith("System", StringComparison.Ordinal) is not true;
}
