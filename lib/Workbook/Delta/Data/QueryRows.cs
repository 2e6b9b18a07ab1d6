using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Delta.Schema;

namespace Workbook.Delta.Data;

/// <summary>A query's rows brought to a table's columns: matched by name, cast where nothing can be lost, else refused.</summary>
internal static partial class QueryRows
{
    public static IReadOnlyList<(string Name, string SqlType)> Describe(DuckDBConnection connection, string query) =>
        connection.Query($"DESCRIBE SELECT * FROM ({Trim(query)})", row => (row.GetString(0), row.GetString(1))).ToList();

    /// <summary>Without the semicolon that would end the statement around it, and on lines of its own, should it end in a comment.</summary>
    public static string Trim(string query) => query.TrimEnd().TrimEnd(';') + "\n";

    /// <summary>The table's schema with the query's additional columns, which are refused unless they may be merged.</summary>
    public static DeltaSchema Evolve(string table, DeltaSchema schema, IReadOnlyList<(string Name, string SqlType)> columns, bool mergeSchema)
    {
        var found = DeltaSchema.FromSql(columns);
        foreach (var field in found.Fields)
            if (schema.Find(field.Name) is { } known && !known.Type.Holds(field.Type))
                throw new WorkbookException(
                    $"Delta table '{table}' expected {known.Type} in column '{known.Name}' but found {field.Type} in the query. "
                    + "Types of existing columns don't change: cast the column in the query.");
        var added = found.Fields.Where(field => schema.Find(field.Name) is null).ToList();
        if (added.Count == 0) return schema;
        if (!mergeSchema)
            throw new WorkbookException(
                $"Delta table '{table}' has no column {string.Join(", ", added.Select(field => $"'{field.Name}' ({field.Type})"))}, which the query gives. "
                + $"It has: {string.Join(", ", schema.Fields.Select(field => field.Name))}. Drop it from the query, add the column first, or allow it with MergeSchema.");
        return new([.. schema.Fields, .. added]);
    }

    /// <summary>The query as a relation with exactly the schema's columns; those it lacks are NULL.</summary>
    public static string Align(string query, IReadOnlyList<(string Name, string SqlType)> columns, DeltaSchema schema)
    {
        var select = schema.Fields.Select(field =>
        {
            var (name, sqlType) = columns.FirstOrDefault(column => string.Equals(column.Name, field.Name, StringComparison.OrdinalIgnoreCase));
            var value = name is null ? "NULL" : Declare(Sql.Identifier(name), sqlType, name);
            return $"CAST({value} AS {field.Type.Sql}) AS {Sql.Identifier(field.Name)}";
        });
        return $"(SELECT {string.Join(", ", select)} FROM ({Trim(query)}))";
    }

    /// <summary>Says that a timestamp without zone is UTC; a plain cast would take the session's zone.</summary>
    public static string Declare(string expression, string sqlType, string column)
    {
        if (SqlTypes.IsNaiveTimestamp(sqlType)) return $"(CAST({expression} AS TIMESTAMP) AT TIME ZONE 'UTC')";
        if (NestedNaiveTimestamp().IsMatch(sqlType))
            throw new WorkbookException(
                $"Column '{column}' has timestamps without zone inside {sqlType}; expected them with zone. Write them as TIMESTAMPTZ in the query.");
        return expression;
    }

    /// <summary>
    /// Expressions as values for these fields, in order, cast as an INSERT would; an overflow or a text that is no number
    /// fails when the statement runs.
    /// </summary>
    /// <param name="from">What the expressions refer to, as a FROM clause.</param>
    public static IReadOnlyList<string> Assign(DuckDBConnection connection, string from, IReadOnlyList<(DeltaField Field, string Expression)> values)
    {
        if (values.Count == 0) return [];
        var select = string.Join(", ", values.Select((value, index) => $"({value.Expression}) AS v{index}"));
        var types = connection.Query($"DESCRIBE SELECT {select} FROM {from}", row => row.GetString(1)).ToList();
        return [.. values.Select((value, index) =>
            $"CAST({(value.Field.Type == DeltaType.Timestamp ? Declare($"({value.Expression})", types[index], value.Field.Name) : $"({value.Expression})")} AS {value.Field.Type.Sql})")];
    }

    [GeneratedRegex(@"TIMESTAMP(_S|_MS|_NS)?(?! WITH TIME ZONE)(?=[,)\[]|$)")]
    private static partial Regex NestedNaiveTimestamp();
}
