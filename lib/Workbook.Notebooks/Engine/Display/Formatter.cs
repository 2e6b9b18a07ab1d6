using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Workbook.Charts;
using Workbook.Notebooks.Engine;
using Workbook.Query;

namespace Workbook.Notebooks.Display;

/// <summary>
/// How values are shown. A type's own form is registered with <see cref="Register{T}"/>; everything else becomes a table
/// (<c>text/html</c>) and a line of text (<c>text/plain</c>).
/// </summary>
public static class Formatter
{
    /// <summary>MIME type of markup.</summary>
    public const string Html = "text/html";

    /// <summary>MIME type of the text that any front end can show.</summary>
    public const string Plain = "text/plain";

    private static readonly ConcurrentDictionary<(Type Type, string Mime), Func<object, string>> Registered = new();

    /// <summary>Values of the type, and of those derived from it, are shown so from now on.</summary>
    public static void Register<T>(Func<T, string> formatter, string mimeType = Plain) => Registered[(typeof(T), mimeType)] = value => formatter((T)value);

    /// <summary>As the older notebook engine spells it: the text goes to a writer.</summary>
    public static void Register<T>(Action<T, TextWriter> formatter, string mimeType = Plain) => Register<T>(value =>
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        formatter(value, writer);
        return writer.ToString();
    }, mimeType);

    /// <summary>Where the forms of another notebook engine are: asked for what isn't registered here, by value and MIME type; null for no form.</summary>
    public static Func<object, string, string?>? Fallback { get; set; }

    /// <summary>Forgets all registered forms.</summary>
    public static void ResetToDefault() => Registered.Clear();

    /// <summary>A value in one form, the registered one before the usual one; plain text for a type that has no such form.</summary>
    public static string ToDisplayString(this object? value, string mimeType = Plain) =>
        Own(value, mimeType) ?? (mimeType == Html ? HtmlTable.Of(value) : PictureBytes.Of(value)?.Bundle.Text(mimeType) ?? PlainText.Of(value));

    /// <summary>All forms in which a value is shown. A reader is read, a sequence run through.</summary>
    public static MimeBundle Bundle(object? value)
    {
        switch (value)
        {
            case MimeBundle bundle:
                return bundle;
            case IDisplayable displayable:
                return displayable.ToMimeBundle();
            case SqlRows rows:
                return RowsTable.Of(rows);
            case Chart chart:
                return PlotlyNetChart.Bundle(chart.ToPlotlyJson(), Page);
        }

        if (PlotlyNetChart.Of(value, Page) is { } figure)
            return figure;

        var forms = new Dictionary<string, JsonNode>();
        foreach (var (type, mime) in Registered.Keys)
        {
            if (type.IsInstanceOfType(value))
                forms[mime] = mime.EndsWith("json", StringComparison.Ordinal) ? JsonNode.Parse(Registered[(type, mime)](value!))! : JsonValue.Create(Registered[(type, mime)](value!));
        }

        // Read once, for both forms.
        if (forms.Count == 0 && value is System.Data.IDataReader)
            value = DataGrid.Of(value)![0];
        if (forms.Count == 0 && PictureBytes.Of(value) is { } picture)
            return picture.Bundle;
        var isSimple = value is null or string or IFormattable or bool or Type;
        if (forms.Count == 0 && !isSimple)
            forms[Html] = JsonValue.Create(HtmlTable.Of(value));
        if (!forms.ContainsKey(Plain))
            forms[Plain] = JsonValue.Create(PlainText.Of(value));
        return new MimeBundle(forms, new Dictionary<string, JsonNode>());
    }

    /// <summary>All items of a list that is short by its nature, such as tasks or variables: nothing is cut.</summary>
    public static MimeBundle Whole(IReadOnlyCollection<object> list) => MimeBundle.Of((Html, HtmlTable.Whole(list)), (Plain, PlainText.Whole(list)));

    private static ChartPage Page => CellContext.Current?.Host.Charts ?? new ChartPage();

    internal static string? Own(object? value, string mime)
    {
        if (value is null)
            return null;
        for (var type = value.GetType(); type is not null; type = type.BaseType)
        {
            if (Registered.TryGetValue((type, mime), out var formatter))
                return formatter(value);
        }

        return Registered.FirstOrDefault(pair => pair.Key.Mime == mime && pair.Key.Type.IsInterface && pair.Key.Type.IsInstanceOfType(value)).Value?.Invoke(value)
            ?? Fallback?.Invoke(value, mime);
    }

    internal static string Encode(string text) => WebUtility.HtmlEncode(text);

    /// <summary>Null for what isn't one value: an object with parts, a list.</summary>
    internal static string? Scalar(object? value) => value switch
    {
        null => "<null>",
        string text => text,
        bool truth => truth ? "true" : "false",
        DateTime moment => moment.ToString(moment.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset moment => moment.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        Type type => type.FullName ?? type.Name,
        Exception fault => $"{fault.GetType().Name}: {fault.Message}",
        not IEnumerable when OverridesToString(value) && !IsRecord(value) => Convert.ToString(value, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static bool OverridesToString(object value) => value.GetType().GetMethod("ToString", Type.EmptyTypes)!.DeclaringType is { } declaring
        && declaring != typeof(object) && declaring != typeof(ValueType) && !value.GetType().Name.Contains("AnonymousType", StringComparison.Ordinal);

    private static bool IsRecord(object value) => value.GetType().GetMethod("<Clone>$") is not null
        || (value.GetType().IsValueType && value.GetType().GetMethod("PrintMembers", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic) is not null);
}

/// <summary>Something that knows its own forms.</summary>
public interface IDisplayable
{
    /// <summary>All its forms; asked for each time that it is shown.</summary>
    MimeBundle ToMimeBundle();
}
