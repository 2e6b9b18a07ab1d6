using System.Globalization;
using System.Diagnostics;
using System.Text;
using Workbook.Notebooks.Display;
using Workbook.Notebooks.Documents.Html;
using Workbook.Query;

namespace Workbook.Notebooks.Engine.SqlCells;

/// <summary>A query's first rows with names and types, how many there are in all, and how long it took.</summary>
internal static class SqlGrid
{
    private const int MaxRows = 20;
    private const int LongestText = 200;

    public static void Show(QueryResult result, Stopwatch clock, CellContext context)
    {
        if (result.IsPlan)
        {
            var plan = new string?[result.Columns.Count];
            while (result.Read(plan))
                context.Display(MimeBundle.Of((Formatter.Html, $"<pre>{Formatter.Encode(plan[^1] ?? "")}</pre>"), (Formatter.Plain, plan[^1] ?? "")));
            return;
        }

        var rows = new List<string?[]>();
        var row = new string?[result.Columns.Count];
        var count = 0L;
        while (rows.Count < MaxRows ? result.Read(row) : result.Read())
        {
            context.Cancellation.ThrowIfCancellationRequested();
            if (++count <= MaxRows)
                rows.Add([.. row]);
        }

        var note = Invariant($"{count:N0} {(count == 1 ? "row" : "rows")}{(count > rows.Count ? $", the first {rows.Count} shown" : "")}, {clock.Elapsed.TotalMilliseconds:N0} ms");
        context.Display(MimeBundle.Of((Formatter.Html, Html(result.Columns, rows, note)), (Formatter.Plain, Plain(result.Columns, rows, note))));
    }

    private static string Html(IReadOnlyList<ResultColumn> columns, List<string?[]> rows, string note)
    {
        var table = new StringBuilder(TableStyle.Html).Append("<table class=\"wb-table\"><thead><tr>");
        foreach (var column in columns)
            table.Append(CultureInfo.InvariantCulture, $"<th{Class(column)}>{Formatter.Encode(column.Name)}<br><span class=\"wb-note\">{Formatter.Encode(column.SqlType)}</span></th>");
        table.Append("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            table.Append("<tr>");
            for (var index = 0; index < row.Length; index++)
                table.Append(CultureInfo.InvariantCulture, $"<td{Class(columns[index])}>{(row[index] is { } text ? Formatter.Encode(Cut(text)) : "<span class=\"wb-note\">NULL</span>")}</td>");
            table.Append("</tr>");
        }

        return table.Append(CultureInfo.InvariantCulture, $"</tbody></table><div class=\"wb-note\">{note}</div>").ToString();
    }

    private static string Plain(IReadOnlyList<ResultColumn> columns, List<string?[]> rows, string note)
    {
        var lines = rows.Select(row => row.Select(text => Cut(text ?? "NULL").ReplaceLineEndings(" ")).ToArray()).Prepend([.. columns.Select(column => column.Name)]).ToList();
        var widths = columns.Select((_, index) => lines.Max(line => line[index].Length)).ToArray();
        var text = lines.Select(line => string.Join(" | ", line.Select((cell, index) =>
            columns[index].Kind == ValueKind.Number ? cell.PadLeft(widths[index]) : cell.PadRight(widths[index]))).TrimEnd()).ToList();
        text.Insert(1, string.Join("-+-", widths.Select(width => new string('-', width))));
        return string.Join('\n', text.Append(note));
    }

    private static string Class(ResultColumn column) => column.Kind == ValueKind.Number ? " class=\"n\"" : "";

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..(LongestText - 1)] + "…";
}
