using Workbook.Query;

namespace Workbook.Cli.Output;

/// <summary>
/// For programs that want values with their types: a line of names, a line of DuckDB's types, then the rows (as
/// ClickHouse's TabSeparatedWithNamesAndTypes and PostgreSQL's COPY write them). Fields end at tabs; a backslash escapes
/// tab, line ends and itself; NULL is <c>\N</c>; nested values are JSON. <c>\.</c> ends a result, so that one which was
/// cut off is told from one which is whole.
/// </summary>
internal static class TsvOutput
{
    public static void Write(TextWriter output, QueryResult result)
    {
        Write(output, result.Columns.Select(column => column.Name));
        Write(output, result.Columns.Select(column => column.SqlType));
        var row = new string?[result.Columns.Count];
        while (result.Read(row))
            Write(output, row);
        output.Write("\\.\n");
    }

    private static void Write(TextWriter output, IEnumerable<string?> fields)
    {
        var isFirst = true;
        foreach (var field in fields)
        {
            if (!isFirst)
                output.Write('\t');
            output.Write(field is null ? "\\N" : Escaped(field));
            isFirst = false;
        }
        output.Write('\n');
    }

    private static string Escaped(string field) => field.AsSpan().IndexOfAny("\\\t\n\r") < 0
        ? field
        : field.Replace("\\", "\\\\").Replace("\t", "\\t").Replace("\n", "\\n").Replace("\r", "\\r");
}
