using System.Text;
using System.Text.Json;
using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Bronze;

/// <summary>Rejected rows of one shape: a relation whose columns have the types in which they were delivered.</summary>
internal sealed record KeptShape(string Relation, IReadOnlyDictionary<string, string> Types);

/// <summary>
/// Rejects of Parquet and Delta sources as the rows that they were. Their JSON is read token by token: DuckDB's own
/// extraction takes every number with a point for a double, and 1234567890123456.78 comes out as …456.8.
/// </summary>
internal static class KeptRows
{
    /// <param name="table">Is made here.</param>
    /// <param name="rejects">A relation of <see cref="RejectStore.Columns"/>.</param>
    /// <returns>A relation for each set of types, with <c>_file</c>, <c>_line</c> and <c>_reject</c> (the row as JSON).</returns>
    public static IReadOnlyList<KeptShape> Load(DuckDBConnection connection, string table, string rejects, IReadOnlyList<string> columns)
    {
        var names = columns.Select(Sql.Identifier).ToList();
        connection.Execute($"CREATE TEMP TABLE {table} (_file VARCHAR, _line BIGINT, _types VARCHAR, _reject VARCHAR, {string.Join(", ", names.Select(name => $"{name} VARCHAR"))})");
        using (var appender = new CheckedAppender(connection, table))
        {
            var row = new object?[4 + columns.Count];
            using var other = WorkbookDatabase.Open();
            foreach (var (file, line, types, raw) in other.Stream(
                $"SELECT src_filename, src_line, header, raw_text FROM {rejects}", row => (row.GetString(0), row.GetInt64(1), row.Get<string?>(2), row.GetString(3))))
            {
                Array.Clear(row);
                (row[0], row[1], row[2], row[3]) = (file, line, types, raw);
                Read(raw, columns, row.AsSpan(4));
                appender.AddRow(row);
            }

            appender.Complete();
        }

        return [.. connection.Query($"SELECT DISTINCT _types FROM {table} ORDER BY ALL", row => row.Get<string?>(0)).Select(types => Shape(table, types, columns))];
    }

    private static KeptShape Shape(string table, string? types, IReadOnlyList<string> columns)
    {
        // Rejects of earlier versions didn't say; their texts are judged as texts.
        var delivered = types is null ? columns.ToDictionary(column => column, _ => "VARCHAR") : JsonSerializer.Deserialize<Dictionary<string, string>>(types)!;
        var known = columns.Where(delivered.ContainsKey).ToList();
        var values = known.Select(column => $"{Cast(Sql.Identifier(column), types is null ? null : delivered[column])} AS {Sql.Identifier(column)}");
        var where = types is null ? "_types IS NULL" : $"_types = {Sql.Literal(types)}";
        return new KeptShape(
            $"(SELECT _file, _line, CAST(_reject AS JSON) AS _reject, {string.Join(", ", values)} FROM {table} WHERE {where})",
            known.ToDictionary(column => column, column => ColumnarValue.IsScalar(delivered[column]) ? delivered[column] : "BLOB"));
    }

    private static string Cast(string text, string? type) => type switch
    {
        // A zone is written as +00 by DuckDB, and as +00:00 by the standard.
        null => $"CASE WHEN regexp_full_match({text}, '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}} .*[+-][0-9]{{2}}') THEN {text} || ':00' ELSE {text} END",
        "VARCHAR" or "JSON" => text,
        _ when ColumnarValue.IsScalar(type) => $"CAST({text} AS {type})",
        // No contract's type takes it, so that it needn't be what it was: it stays a reject.
        _ => $"encode({text})",
    };

    /// <summary>The members' values in the order of the columns: a text's own text, anything else as it stands in the JSON.</summary>
    private static void Read(string raw, IReadOnlyList<string> columns, Span<object?> values)
    {
        var bytes = Encoding.UTF8.GetBytes(raw);
        var json = new Utf8JsonReader(bytes);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var column = Place(columns, json.GetString()!);
            json.Read();
            var start = (int)json.TokenStartIndex;
            var (token, text) = (json.TokenType, json.TokenType == JsonTokenType.String ? json.GetString() : null);
            json.Skip();
            if (column >= 0 && token != JsonTokenType.Null)
                values[column] = text ?? Encoding.UTF8.GetString(bytes.AsSpan(start, (int)json.BytesConsumed - start));
        }
    }

    private static int Place(IReadOnlyList<string> columns, string name)
    {
        for (var place = 0; place < columns.Count; place++)
            if (columns[place] == name)
                return place;
        return -1;
    }
}
