using Workbook.Query;

namespace Workbook.Cli.Output;

internal enum ResultFormat { Table, Csv, Json, Markdown, Tsv }

/// <summary>A query's rows in the format that was asked for. All but the table write each row as it comes.</summary>
internal static class ResultWriter
{
    /// <param name="limit">Rows that the table shows; the other formats give all.</param>
    public static void WriteResult(this Terminal terminal, QueryResult result, ResultFormat format, int limit)
    {
        if (result.Columns.Count == 0)
        {
            result.Read();
            return;
        }
        switch (format)
        {
            case ResultFormat.Csv: CsvOutput.Write(terminal.Out, result); break;
            case ResultFormat.Json: JsonOutput.Write(terminal.Out, result); break;
            case ResultFormat.Markdown: MarkdownOutput.Write(terminal.Out, result); break;
            case ResultFormat.Tsv: TsvOutput.Write(terminal.Out, result); break;
            case ResultFormat.Table when result.IsPlan: WritePlan(terminal.Out, result); break;
            default: Grid.Write(terminal, result, limit); break;
        }
        terminal.Out.Flush();
    }

    /// <summary>What <see cref="QueryResult.Run"/> needs to know of the format.</summary>
    public static ValueStyle Style(this ResultFormat format) => format is ResultFormat.Json or ResultFormat.Tsv ? ValueStyle.Json : ValueStyle.Plain;

    private static void WritePlan(TextWriter output, QueryResult result)
    {
        var row = new string?[result.Columns.Count];
        while (result.Read(row))
            output.WriteLine(row[^1]);
    }
}
