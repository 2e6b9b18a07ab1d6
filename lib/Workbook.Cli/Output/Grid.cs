using System.Text;
using Spectre.Console;
using Workbook.Query;

namespace Workbook.Cli.Output;

/// <summary>
/// A result's first rows as a table, and the number of them all. On a terminal long values are cut and columns that
/// don't fit are left out, which the last line says; elsewhere everything is there.
/// </summary>
internal static class Grid
{
    private const int LongestCell = 60;

    public static void Write(Terminal terminal, QueryResult result, int limit)
    {
        var rows = new List<string?[]>();
        long total = 0;
        var row = new string?[result.Columns.Count];
        while (rows.Count < limit ? result.Read(row) : result.Read())
        {
            total++;
            if (rows.Count < limit)
                rows.Add([.. row.Select(value => value is null ? null : Cell(value, terminal.OutIsTerminal))]);
        }

        var shown = terminal.OutIsTerminal ? Fitting(result.Columns, rows, terminal.OutConsole.Profile.Width) : result.Columns.Count;
        terminal.OutConsole.Write(Build(terminal, result.Columns, rows, shown));
        terminal.Out.WriteLine(Footer(total, rows.Count, result.Columns.Count, shown));
    }

    private static Table Build(Terminal terminal, IReadOnlyList<ResultColumn> columns, List<string?[]> rows, int shown)
    {
        var table = Summary.Framed(terminal);
        var (bold, dim) = terminal.OutIsTerminal ? (new Style(decoration: Decoration.Bold), new Style(decoration: Decoration.Dim)) : (Style.Plain, Style.Plain);
        foreach (var column in columns.Take(shown))
        {
            var header = new TableColumn(new Text(Cell(column.Name, cut: false), bold)) { NoWrap = true };
            table.AddColumn(column.Kind == ValueKind.Number ? header.RightAligned() : header);
        }
        foreach (var row in rows)
            table.AddRow(row.Take(shown).Select(value => value is null ? new Text("NULL", dim) : new Text(value)));
        return table;
    }

    private static string Footer(long total, int shownRows, int columns, int shownColumns)
    {
        var rows = total == 1 ? "1 row" : $"{total:N0} rows";
        var of = shownRows < total ? $", {shownRows:N0} shown (more with --limit)" : "";
        var left = shownColumns < columns ? $"; {shownColumns} of {columns} columns shown (name the ones you want)" : "";
        return rows + of + left;
    }

    /// <summary>How many columns from the left fit; at least one.</summary>
    private static int Fitting(IReadOnlyList<ResultColumn> columns, List<string?[]> rows, int width)
    {
        var taken = 1;
        for (var index = 0; index < columns.Count; index++)
        {
            taken += 3 + Math.Max(columns[index].Name.Length, rows.Select(row => row[index]?.Length ?? 4).DefaultIfEmpty(0).Max());
            if (taken > width)
                return Math.Max(1, index);
        }
        return columns.Count;
    }

    /// <summary>On one line, and without the control characters by which a value could steer the terminal.</summary>
    private static string Cell(string value, bool cut)
    {
        var text = value.AsSpan().IndexOfAnyInRange('\0', '\x1f') < 0 && value.AsSpan().IndexOfAnyInRange('\x7f', '\x9f') < 0 ? value : Visible(value);
        if (!cut || text.Length <= LongestCell)
            return text;
        var end = char.IsHighSurrogate(text[LongestCell - 2]) ? LongestCell - 2 : LongestCell - 1;
        return text[..end] + "…";
    }

    private static string Visible(string value)
    {
        var text = new StringBuilder(value.Length + 8);
        foreach (var letter in value)
            text.Append(letter switch
            {
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when char.IsControl(letter) => $"\\x{(int)letter:x2}",
                _ => letter.ToString(),
            });
        return text.ToString();
    }
}
