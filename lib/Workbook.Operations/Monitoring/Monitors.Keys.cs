using Workbook.Contracts;
using Workbook.Database;

namespace Workbook.Operations.Monitoring;

// Keys that are unique, and references that lead somewhere.
public static partial class Monitors
{
    /// <summary>Rows but for those that repeat an earlier one's key.</summary>
    public static MonitorDefinition Unique(string layer, string table, IReadOnlyList<string> key, Severity severity)
    {
        var columns = string.Join(", ", key.Select(Sql.Identifier));
        var relation = $"{layer}.{Sql.Identifier(table)}";
        return new MonitorDefinition($"unique.{table}.{string.Join('+', key)}")
        {
            Title = "rows that don't repeat a key",
            Layer = layer,
            Severity = severity,
            Measure = $"""
                WITH counted AS (SELECT (SELECT count(*) FROM {relation}) AS total, (SELECT count(*) FROM (SELECT DISTINCT {columns} FROM {relation})) AS keys)
                SELECT 100.0 * keys / nullif(total, 0), total - keys, total, NULL FROM counted
                """,
            Offending = $"FROM {relation} QUALIFY count(*) OVER (PARTITION BY {columns}) > 1 ORDER BY {columns}",
            Needs = [$"{layer}.{table}"],
        };
    }

    /// <summary>Rows of a source whose reference is a row of another one.</summary>
    /// <param name="column">Called the same in both.</param>
    public static MonitorDefinition References(SourceContract source, string column, string otherSource)
    {
        var (child, quoted, parent) = (Sql.Identifier(source.Name), Sql.Identifier(column), Sql.Identifier(otherSource));
        // A row that its source deleted stays as a tombstone; what it refers to may be gone, too.
        var rows = source.Format == SourceFormat.Delta ? $"(FROM bronze.{child} WHERE NOT is_deleted)" : $"bronze.{child}";
        var orphans = $"FROM {rows} AS child ANTI JOIN bronze.{parent} AS parent USING ({quoted})";
        return new MonitorDefinition($"foreign_key.{source.Name}.{column}")
        {
            Title = $"rows whose {column} is in {otherSource}",
            Layer = "bronze",
            Severity = Severity.P1,
            Measure = $"""
                WITH counted AS (SELECT (SELECT count(*) FROM {rows} WHERE {quoted} IS NOT NULL) AS total, (SELECT count(*) {orphans} WHERE child.{quoted} IS NOT NULL) AS orphans)
                SELECT 100.0 * (total - orphans) / nullif(total, 0), orphans, total, NULL FROM counted
                """,
            Offending = $"{orphans} WHERE child.{quoted} IS NOT NULL",
            Needs = [$"bronze.{source.Name}", $"bronze.{otherSource}"],
        };
    }
}
