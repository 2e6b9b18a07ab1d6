using Workbook.Contracts;

namespace Workbook.Bronze.Scanning;

/// <summary>What a scan itself finds wrong with a record, as small numbers for <see cref="RecordBatch.Faults"/>.</summary>
internal static class ScanFaults
{
    public const ushort None = 0;
    public const ushort FieldCount = 1;
    public const ushort UnclosedQuote = 2;
    public const ushort MalformedQuotes = 3;
    public const ushort InvalidUtf8 = 4;
    public const ushort NulByte = 5;
    public const ushort NotJson = 6;
    public const ushort UnknownMember = 7;
    public const ushort BareReturn = 8;
    public const ushort UnknownColumn = 9;

    /// <summary>The row has a value in a column that its contract doesn't know (<see cref="SchemaMode.DiscardRow"/>).</summary>
    public const string UnknownColumnCode = "row.unknown_column";

    private static readonly string[] OfRows =
        ["", "row.field_count", "row.unclosed_quote", "row.malformed_quotes", "row.invalid_utf8", "row.nul_byte", "row.not_json", "row.unknown_member", "row.bare_carriage_return", UnknownColumnCode];

    /// <summary>A text in this column is no value of its type.</summary>
    public static ushort Mismatch(int column) => (ushort)(OfRows.Length + (2 * column));

    /// <summary>A JSON object has this member twice.</summary>
    public static ushort Repeated(int column) => (ushort)(OfRows.Length + (2 * column) + 1);

    /// <summary>The code of each number, as reports name it.</summary>
    public static string[] Codes(IEnumerable<Column> columns) =>
        [.. OfRows, .. columns.SelectMany(column => (string[])[$"{column.Name}.{column.Type.MismatchReason}", $"{column.Name}.repeated"])];
}
