using Workbook.Query;

namespace Workbook.Cli.Output;

/// <summary>A pipe table as GitHub and notebooks render it.</summary>
internal static class MarkdownOutput
{
    public static void Write(TextWriter output, QueryResult result)
    {
        WriteRow(output, result.Columns.Select(column => Cell(column.Name)));
        WriteRow(output, result.Columns.Select(column => column.Kind == ValueKind.Number ? "---:" : "---"));
        var row = new string?[result.Columns.Count];
        while (result.Read(row))
            WriteRow(output, row.Select(value => value is null ? "NULL" : Cell(value)));
    }

    private static void WriteRow(TextWriter output, IEnumerable<string> cells) => output.WriteLine($"| {string.Join(" | ", cells)} |");

    private static string Cell(string value) => value
        .Replace("\\", "\\\\").Replace("|", "\\|").Replace("<", "&lt;").Replace("*", "\\*").Replace("_", "\\_").Replace("`", "\\`")
        .ReplaceLineEndings("<br>");
}
