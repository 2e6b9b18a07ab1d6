using System.Globalization;
using DuckDB.NET.Data;
using Workbook.Contracts;
using Workbook.Database;

namespace Workbook.Bronze.Inference;

/// <summary>Parquet and Delta have types of their own: DuckDB counts, in one query over all columns and another over those that may be keys or lists.</summary>
internal static class ColumnarProfiler
{
    /// <param name="relation">A SELECT's FROM.</param>
    public static IReadOnlyList<DeliveredColumn> Read(DuckDBConnection connection, string relation)
    {
        var types = ColumnarRows.TypesOf(connection, relation);
        var columns = types.Select((type, place) => (Name: type.Key, Type: type.Value, Sql: Sql.Identifier(type.Key), Place: place)).ToList();
        var counts = string.Join(", ", columns.Select(column => ColumnarValue.IsScalar(column.Type)
            ? Invariant($"count({column.Sql}), approx_count_distinct({column.Sql}), CAST(min({column.Sql}) AS VARCHAR), CAST(max({column.Sql}) AS VARCHAR)")
            : Invariant($"count({column.Sql}), 0, NULL, NULL")));
        var first = connection.Query($"SELECT count(*), {counts} FROM {relation}", row => (Rows: row.GetInt64(0), Columns: columns.Select(column => (
            Values: row.GetInt64((column.Place * 4) + 1), Distinct: row.GetInt64((column.Place * 4) + 2),
            Minimum: row.Get<string?>((column.Place * 4) + 3), Maximum: row.Get<string?>((column.Place * 4) + 4))).ToList())).Single();

        // The first count is near to the truth: within some percent.
        var maybeKeys = columns.Where(column => first.Columns[column.Place] is var seen && first.Rows > 0 && seen.Values == first.Rows && seen.Distinct >= 0.9 * first.Rows).ToList();
        var exact = maybeKeys.Count == 0 ? [] : connection.Query($"SELECT {string.Join(", ", maybeKeys.Select(column => $"count(DISTINCT {column.Sql})"))} FROM {relation}", row => maybeKeys.Select((_, place) => row.GetInt64(place)).ToList()).Single();
        return [.. columns.Select(column => new DeliveredColumn(column.Name, column.Type, first.Rows, first.Columns[column.Place].Values, first.Columns[column.Place].Minimum, first.Columns[column.Place].Maximum)
        {
            IsUnique = maybeKeys.IndexOf(column) is var key and >= 0 && exact[key] == first.Rows,
            FewValues = column.Type == "VARCHAR" && first.Columns[column.Place].Distinct is > 0 and <= 2 * DistinctValues.Few ? Few(connection, relation, column.Sql) : null,
        })];
    }

    private static IReadOnlyList<string>? Few(DuckDBConnection connection, string relation, string column)
    {
        var values = connection.Query($"SELECT DISTINCT {column} FROM {relation} WHERE {column} IS NOT NULL LIMIT {DistinctValues.Few + 1}", row => row.GetString(0));
        return values.Count > DistinctValues.Few ? null : [.. values.Order(StringComparer.Ordinal)];
    }
}

/// <param name="Type">As DuckDB calls it.</param>
/// <param name="Minimum">As text; null where there is none.</param>
internal sealed record DeliveredColumn(string Name, string Type, long Rows, long Values, string? Minimum, string? Maximum)
{
    public bool IsUnique { get; init; }

    public IReadOnlyList<string>? FewValues { get; init; }

    /// <summary>The contract's type that holds all the values; null for what bronze doesn't take.</summary>
    public ColumnType? ContractType => Type switch
    {
        "TINYINT" or "SMALLINT" or "INTEGER" or "UTINYINT" or "USMALLINT" => ColumnType.Int32,
        "BIGINT" or "UINTEGER" => ColumnType.Int64,
        "HUGEINT" or "UBIGINT" or "UHUGEINT" => IsLong(Minimum) && IsLong(Maximum) ? ColumnType.Int64 : ColumnType.Text,
        "FLOAT" or "DOUBLE" => ColumnType.Double,
        "BOOLEAN" => ColumnType.Boolean,
        "DATE" => ColumnType.Date,
        "VARCHAR" or "UUID" or "TIME" => ColumnType.Text,
        _ when Type.StartsWith("TIMESTAMP", StringComparison.Ordinal) => ColumnType.Timestamp,
        _ when Type.StartsWith("ENUM", StringComparison.Ordinal) => ColumnType.Text,
        _ when Type.StartsWith("DECIMAL(", StringComparison.Ordinal) => Decimal(Type),
        _ => null,
    };

    private static bool IsLong(string? text) => text is null || long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    /// <summary>With at most 18 digits where the values have no more; otherwise as text, which keeps them all.</summary>
    private ColumnType Decimal(string type)
    {
        var parts = type["DECIMAL(".Length..^1].Split(',');
        var (precision, scale) = (int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
        if (precision <= 18)
            return ColumnType.Decimal(precision, scale);
        return scale < 18 && Math.Max(Digits(Minimum), Digits(Maximum)) <= 18 ? ColumnType.Decimal(18, scale) : ColumnType.Text;
    }

    private static int Digits(string? text) => text?.Count(char.IsAsciiDigit) ?? 0;
}
