using System.Globalization;
using System.Collections;
using System.Text;
using Workbook.Notebooks.Documents.Html;
using Workbook.Query;

namespace Workbook.Notebooks.Display;

/// <summary>A value as an HTML table: a list has a row for each item, an object one for each part; parts nest.</summary>
internal static class HtmlTable
{
    public static string Of(object? value) => TableStyle.Html + Show(value, 0);

    /// <summary>All items of a list that is short by its nature.</summary>
    public static string Whole(IReadOnlyCollection<object> list) => TableStyle.Html + List(list, 0, list.Count);

    private static string Show(object? value, int depth)
    {
        if (Formatter.Own(value, Formatter.Html) is { } own)
            return own;
        if (value is IDisplayable displayable && displayable.ToMimeBundle().Text(Formatter.Html) is { } html)
            return html;
        if (value is SqlRows rows)
            return RowsTable.Of(rows).Text(Formatter.Html)!;
        if (PictureBytes.Of(value) is { } picture)
            return picture.Html;
        if (DataGrid.Of(value) is { } grids)
            return string.Join("<br>", grids.Select(grid => grid.Html(cell => Show(cell, depth + 1))));
        if (Formatter.Scalar(value) is { } scalar)
            return Formatter.Encode(scalar);
        return depth >= Parts.MaxDepth ? Formatter.Encode(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")
            : value is IDictionary dictionary ? Dictionary(dictionary, depth)
            : value is IEnumerable list ? List(list, depth)
            : Object(value!, depth);
    }

    private static string Dictionary(IDictionary dictionary, int depth)
    {
        var entries = dictionary.Keys.Cast<object>().Take(Parts.MaxItems).Select(key => (Show(key, depth + 1), Show(dictionary[key], depth + 1)));
        return Table(["key", "value"], entries.Select(entry => new[] { entry.Item1, entry.Item2 }), Parts.Rest(Parts.MaxItems, dictionary.Count));
    }

    private static string List(IEnumerable list, int depth, int most = Parts.MaxItems)
    {
        var (items, count) = Parts.First(list, most);
        var rest = Parts.Rest(items.Count, count);
        var type = items.FirstOrDefault(item => item is not null)?.GetType();
        var parts = type is null || items.Any(item => item is not null && (Formatter.Scalar(item) is not null || item is IEnumerable)) ? [] : Parts.Of(type);
        return parts.Count == 0 || items.Any(item => item is not null && item.GetType() != type)
            ? Table(["index", "value"], items.Select((item, index) => new[] { $"{index}", Show(item, depth + 1) }), rest)
            : Table(["index", .. parts.Select(part => Formatter.Encode(part.Name))],
                items.Select((item, index) => (string[])[$"{index}", .. parts.Select(part => item is null ? "" : Show(part.Get(item), depth + 1))]), rest);
    }

    private static string Object(object value, int depth)
    {
        var parts = Parts.Of(value.GetType());
        return parts.Count == 0
            ? Formatter.Encode(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")
            : Table([], parts.Select(part => new[] { $"<b>{Formatter.Encode(part.Name)}</b>", Show(part.Get(value), depth + 1) }), null);
    }

    private static string Table(IReadOnlyList<string> headers, IEnumerable<string[]> rows, string? rest)
    {
        var table = new StringBuilder("<table class=\"wb-table\">");
        if (headers.Count > 0)
            table.Append("<thead><tr>").AppendJoin("", headers.Select(header => $"<th>{header}</th>")).Append("</tr></thead>");
        table.Append("<tbody>");
        foreach (var row in rows)
            table.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{cell}</td>")).Append("</tr>");
        table.Append("</tbody></table>");
        return rest is null ? table.ToString() : table.Append("<div class=\"wb-note\">").Append(Formatter.Encode(rest)).Append("</div>").ToString();
    }
}
