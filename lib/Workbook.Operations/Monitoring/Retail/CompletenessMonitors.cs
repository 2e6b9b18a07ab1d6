using Workbook.Database;

namespace Workbook.Operations.Monitoring.Retail;

/// <summary>Columns that may be empty and mostly shouldn't be; bronze itself rejects rows that lack a required one.</summary>
internal static class CompletenessMonitors
{
    public static IReadOnlyList<MonitorDefinition> All { get; } =
    [
        Filled("customers", "email"),
        Filled("customers", "address_line1"),
        // One in twenty gives no number, which was agreed to.
        Filled("customers", "phone", Threshold.AtLeast(93, 90)),
        Filled("customers", "birth_date"),
        Filled("products", "subcategory"),
        Filled("products", "discontinued_dt", where: "is_discontinued"),
        Filled("events", "payload"),
        Filled("shipments", "delivered_at", where: "shipped_at < (SELECT max(order_ts) FROM bronze.orders_header) - INTERVAL 30 DAY", needs: "bronze.orders_header"),
    ];

    /// <param name="where">The rows in which it is expected; all by default.</param>
    private static MonitorDefinition Filled(string table, string column, Threshold? threshold = null, string? where = null, string? needs = null)
    {
        var (relation, quoted) = ($"bronze.{Sql.Identifier(table)}", Sql.Identifier(column));
        var filter = where is null ? "" : $" WHERE {where}";
        return new MonitorDefinition($"complete.{table}.{column}")
        {
            Title = $"rows with {column}",
            Layer = "bronze",
            Severity = Severity.P2,
            Threshold = threshold ?? Threshold.Quality,
            Measure = $"SELECT 100.0 * count({quoted}) / nullif(count(*), 0), count(*) - count({quoted}), count(*), NULL FROM {relation}{filter}",
            Offending = $"FROM {relation} WHERE {quoted} IS NULL{(where is null ? "" : $" AND {where}")}",
            Needs = needs is null ? [$"bronze.{table}"] : [$"bronze.{table}", needs],
        };
    }
}
