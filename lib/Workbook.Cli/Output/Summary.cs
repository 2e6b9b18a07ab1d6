using Spectre.Console;

namespace Workbook.Cli.Output;

/// <summary>Small tables of what a command did.</summary>
internal static class Summary
{
    /// <param name="headers">A header that begins with <c>#</c> (not shown) is a column of numbers.</param>
    public static void WriteTable(this Terminal terminal, IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = Framed(terminal);
        foreach (var header in headers)
        {
            var column = new TableColumn(new Text(header.TrimStart('#'), terminal.OutIsTerminal ? new Style(decoration: Decoration.Bold) : Style.Plain)) { NoWrap = true };
            table.AddColumn(header.StartsWith('#') ? column.RightAligned() : column);
        }
        foreach (var row in rows)
            table.AddRow(row.Select(cell => new Text(cell)));
        terminal.OutConsole.Write(table);
    }

    /// <summary>The frame of every table: lines that a plain text can hold where it goes to a file.</summary>
    public static Table Framed(Terminal terminal) =>
        new Table { Border = terminal.OutIsTerminal ? TableBorder.Rounded : TableBorder.Ascii, Expand = false, UseSafeBorder = true };

    public static string Megabytes(long bytes) => $"{bytes / (1024.0 * 1024.0):N1}";
}
