using System.Globalization;

namespace Workbook.Delta.Schema;

/// <summary>
/// DuckDB's type names as Delta types. What Delta lacks becomes the narrowest type that holds it: unsigned integers the
/// next signed ones, HUGEINT decimal(38,0), UUID, ENUM and JSON strings, timestamps without zone UTC timestamps.
/// </summary>
internal static class SqlTypes
{
    private static readonly string[] NaiveTimestamps = ["TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"];

    /// <param name="column">Named in the error when there is no such type.</param>
    public static DeltaType Parse(string sqlType, string column)
    {
        var position = 0;
        var type = Read(sqlType, ref position, column);
        return position == sqlType.Length ? type : throw NotStorable(sqlType, column);
    }

    /// <summary>Whether values of this DuckDB type are wall-clock times that must be declared UTC when they are written.</summary>
    public static bool IsNaiveTimestamp(string sqlType) => NaiveTimestamps.Contains(sqlType);

    private static DeltaType Read(string text, ref int at, string column)
    {
        DeltaType type;
        if (Take(text, ref at, "STRUCT(")) type = new DeltaType.Struct(ReadFields(text, ref at, column));
        else if (Take(text, ref at, "MAP("))
        {
            var key = Read(text, ref at, column);
            Expect(text, ref at, ", ", column);
            type = new DeltaType.Map(key, Read(text, ref at, column));
            Expect(text, ref at, ")", column);
        }
        else type = ReadScalar(text, ref at, column);

        while (at < text.Length && text[at] == '[')
        {
            at = text.IndexOf(']', at) + 1;
            type = new DeltaType.Array(type);
        }
        return type;
    }

    private static List<DeltaField> ReadFields(string text, ref int at, string column)
    {
        var fields = new List<DeltaField>();
        do
        {
            var name = ReadFieldName(text, ref at);
            Expect(text, ref at, " ", column);
            fields.Add(new(name, Read(text, ref at, column)));
        }
        while (Take(text, ref at, ", "));
        Expect(text, ref at, ")", column);
        return fields;
    }

    private static string ReadFieldName(string text, ref int at)
    {
        if (text[at] != '"')
        {
            var bare = at;
            while (at < text.Length && text[at] != ' ') at++;
            return text[bare..at];
        }
        var start = ++at;
        while (text[at] != '"' || (at + 1 < text.Length && text[at + 1] == '"')) at += text[at] == '"' ? 2 : 1;
        return text[start..at++].Replace("\"\"", "\"");
    }

    private static DeltaType ReadScalar(string text, ref int at, string column)
    {
        var start = at;
        while (at < text.Length && !",)[(".Contains(text[at])) at++;
        var name = text[start..at];
        var arguments = "";
        if (at < text.Length && text[at] == '(')
        {
            var open = ++at;
            for (var quoted = false; text[at] != ')' || quoted; at++) quoted ^= text[at] == '\'';
            arguments = text[open..at++];
        }
        if (NaiveTimestamps.Contains(name)) return DeltaType.Timestamp;
        if (name == "DECIMAL")
        {
            var digits = arguments.Split(',');
            return new DeltaType.Decimal(int.Parse(digits[0], CultureInfo.InvariantCulture), int.Parse(digits[1], CultureInfo.InvariantCulture));
        }
        return name switch
        {
            "VARCHAR" or "UUID" or "ENUM" or "JSON" => DeltaType.String,
            "BIGINT" or "UINTEGER" => DeltaType.Long,
            "INTEGER" or "USMALLINT" => DeltaType.Integer,
            "SMALLINT" or "UTINYINT" => new DeltaType.Primitive("short"),
            "TINYINT" => new DeltaType.Primitive("byte"),
            "UBIGINT" => new DeltaType.Decimal(20, 0),
            "HUGEINT" => new DeltaType.Decimal(38, 0),
            "FLOAT" => new DeltaType.Primitive("float"),
            "DOUBLE" => DeltaType.Double,
            "BOOLEAN" => DeltaType.Boolean,
            "BLOB" => new DeltaType.Primitive("binary"),
            "DATE" => DeltaType.Date,
            "TIMESTAMP WITH TIME ZONE" or "TIMESTAMPTZ" => DeltaType.Timestamp,
            _ => throw NotStorable(text, column),
        };
    }

    private static bool Take(string text, ref int at, string expected)
    {
        if (!text.AsSpan(at).StartsWith(expected, StringComparison.Ordinal)) return false;
        at += expected.Length;
        return true;
    }

    private static void Expect(string text, ref int at, string expected, string column)
    {
        if (!Take(text, ref at, expected)) throw NotStorable(text, column);
    }

    private static WorkbookException NotStorable(string sqlType, string column) => new(
        $"Column '{column}' has the type {sqlType}, which a Delta table can't hold. Cast it in the query, for example to VARCHAR.");
}
