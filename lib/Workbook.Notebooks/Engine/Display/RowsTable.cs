using System.Text;
using Workbook.Notebooks.Documents.Html;
using Workbook.Notebooks.Engine;
using Workbook.Query;

namespace Workbook.Notebooks.Display;

/// <summary>The rows of a query, as a table.</summary>
internal static class RowsTable
{
    /// <summary>A line for each of the first rows, columns side by side.</summary>
    public static MimeBundle Of(SqlRows rows)
    {
        var shown = rows.Take(Parts.MaxItems).Select(row => rows.Columns.Select(column => row[column]).ToArray()).ToList();
        var note = Parts.Rest(shown.Count, rows.Count) ?? Invariant($"{rows.Count:N0} {(rows.Count == 1 ? "row" : "rows")}");
        var html = new StringBuilder(TableStyle.Html).Append("<table class=\"wb-table\"><thead><tr>").AppendJoin("", rows.Columns.Select(column => $"<th>{Formatter.Encode(column)}</th>")).Append("</tr></thead><tbody>");
        foreach (var row in shown)
            html.Append("<tr>").AppendJoin("", row.Select(value => value is null ? "<td><span class=\"wb-note\">NULL</span></td>"
                : $"<td{(value is IConvertible and not (string or bool or DateTime) ? " class=\"n\"" : "")}>{Formatter.Encode(value.ToDisplayString())}</td>")).Append("</tr>");
        html.Append("</tbody></table><div class=\"wb-note\">").Append(note).Append("</div>");
        var lines = shown.Select(row => string.Join(" | ", row.Select(value => value is null ? "NULL" : value.ToDisplayString())));
        return MimeBundle.Of((Formatter.Html, html.ToString()), (Formatter.Plain, string.Join('\n', [string.Join(" | ", rows.Columns), .. lines, note])));
    }
}
