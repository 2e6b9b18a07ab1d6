using Workbook.Query;

namespace Workbook.Cli.Output;

/// <summary>RFC 4180, with a header. NULL is an empty field and an empty text a quoted one, so that both can be read back.</summary>
internal static class CsvOutput
{
    // The RFC's line end, whatever the machine's.
    private const string LineEnd = "\r\n";

    public static void Write(TextWriter output, QueryResult result)
    {
        WriteRow(output, [.. result.Columns.Select(column => column.Name)]);
        var row = new string?[result.Columns.Count];
        while (result.Read(row))
            WriteRow(output, row);
    }

    private static void WriteRow(TextWriter output, ReadOnlySpan<string?> row)
    {
        for (var index = 0; index < row.Length; index++)
        {
            if (index > 0)
                output.Write(',');
            output.Write(Field(row[index]));
        }
        output.Write(LineEnd);
    }

    private static string? Field(string? value) => value switch
    {
        null => null,
        "" => "\"\"",
        _ when value.AsSpan().IndexOfAny(",\"\r\n") >= 0 || char.IsWhiteSpace(value[0]) || char.IsWhiteSpace(value[^1]) => $"\"{value.Replace("\"", "\"\"")}\"",
        _ => value,
    };
}
