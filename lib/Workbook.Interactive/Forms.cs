using Microsoft.DotNet.Interactive.Formatting;
using Workbook.Charts;
using Workbook.Notebooks;
using Workbook.Notebooks.Display;
using Workbook.Query;
using Formats = Microsoft.DotNet.Interactive.Formatting.Formatter;
using Ours = Workbook.Notebooks.Display.Formatter;

namespace Workbook.Interactive;

/// <summary>Values look as in our own kernel: tables, lists, results and charts, in the same forms.</summary>
internal static class Forms
{
    private const string Markdown = "text/markdown";

    private static readonly string[] Tables = [Ours.Html, Ours.Plain];

    /// <summary>Those of our display types that .NET Interactive has no namesake of.</summary>
    public static IReadOnlyList<Type> Named { get; } = [typeof(FormattedText), typeof(IDisplayable), typeof(ProgressBar)];

    /// <summary>Those that are registered here.</summary>
    private static readonly HashSet<ITypeFormatter> Own = [];

    public static void Register()
    {
        Ours.Fallback = Theirs;
        var others = Formats.RegisteredFormatters(includeDefaults: false).ToHashSet();
        var shown = new ShownValue();
        foreach (var mime in Tables)
            Add<object?>(mime);
        Formats.SetPreferredMimeTypesFor(typeof(object), Tables);
        // One line says it all.
        foreach (var type in (Type[])[typeof(string), typeof(IFormattable), typeof(bool), typeof(Type)])
            Formats.SetPreferredMimeTypesFor(type, Ours.Plain);

        Add<Chart>(Chart.MimeType);
        Formats.SetPreferredMimeTypesFor(typeof(Chart), [Chart.MimeType, .. Tables]);
        Add<FormattedText>(Markdown);
        Formats.SetPreferredMimeTypesFor(typeof(FormattedText), Markdown, Ours.Plain);
        Formats.Register<SqlRows>(RowsJson.Of, RowsJson.MimeType);
        Own.UnionWith(Formats.RegisteredFormatters(includeDefaults: false).Except(others));

        void Add<T>(string mime) => Formats.Register(new FormatDelegate<T>((value, context) =>
        {
            context.Writer.Write((value is null ? null : Theirs(value, mime)) ?? shown.Form(value, mime));
            return true;
        }), mime);
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
            if (formatter.MimeType == mime && !Own.Contains(formatter) && type.IsInstanceOfType(value) && (registered.Contains(formatter) || IsTheirs(type))
                && (best is null || (best.Type != type && best.Type.IsAssignableFrom(type))))
                best = formatter;
        }

        return best is null ? null : value.ToDisplayString(best);
    }

    /// <summary>Other types of the platform look as ours do.</summary>
    private static bool IsTheirs(Type type) => type.Namespace is "System.Text.Json" || type.Namespace?.StartsWith("System", StringComparison.Ordinal) is not true;
}
