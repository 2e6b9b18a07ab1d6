using Workbook.Contracts;
using Workbook.Contracts.Retail;
using Workbook.Database;

namespace Workbook.Operations.Monitoring.Retail;

/// <summary>Keys that are unique, and references that lead somewhere.</summary>
internal static class KeyMonitors
{
    private static readonly (string Table, string[] Key)[] OtherKeys =
        [("customers", ["natural_key"]), ("products", ["sku"]), ("stores", ["store_code"]), ("suppliers", ["supplier_code"])];

    private static readonly (string Child, string Column, string Parent)[] References =
    [
        ("orders_header", "customer_id", "customers"), ("orders_header", "store_id", "stores"),
        ("orders_lines", "order_id", "orders_header"), ("orders_lines", "product_id", "products"),
        ("shipments", "order_id", "orders_header"), ("returns", "order_id", "orders_header"),
        ("returns", "product_id", "products"), ("sensors", "store_id", "stores"),
    ];

    public static IReadOnlyList<MonitorDefinition> All { get; } =
    [
        .. RetailSources.All.Select(source => Unique("bronze", source.Name, [.. source.Key], Severity.P1)),
        .. OtherKeys.Select(key => Unique("bronze", key.Table, key.Key, Severity.P2)),
        .. References.Select(Reference),
    ];

    /// <summary>Rows but for those that repeat an earlier one's key.</summary>
    public static MonitorDefinition Unique(string layer, string table, string[] key, Severity severity)
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

    private static MonitorDefinition Reference((string Child, string Column, string Parent) reference)
    {
        var (child, column, parent) = (Sql.Identifier(reference.Child), Sql.Identifier(reference.Column), Sql.Identifier(reference.Parent));
        // A row that its source deleted stays as a tombstone; what it refers to may be gone, too.
        var isCdc = RetailSources.All.Single(source => source.Name == reference.Child).Format == SourceFormat.Delta;
        var rows = isCdc ? $"(FROM bronze.{child} WHERE NOT is_deleted)" : $"bronze.{child}";
        var orphans = $"FROM {rows} AS child ANTI JOIN bronze.{parent} AS parent USING ({column})";
        return new MonitorDefinition($"foreign_key.{reference.Child}.{reference.Column}")
        {
            Title = $"rows whose {reference.Column} is in {reference.Parent}",
            Layer = "bronze",
            Severity = Severity.P1,
            Measure = $"""
                WITH counted AS (SELECT (SELECT count(*) FROM {rows} WHERE {column} IS NOT NULL) AS total, (SELECT count(*) {orphans} WHERE child.{column} IS NOT NULL) AS orphans)
                SELECT 100.0 * (total - orphans) / nullif(total, 0), orphans, total, NULL FROM counted
                """,
            Offending = $"{orphans} WHERE child.{column} IS NOT NULL",
            Needs = [$"bronze.{reference.Child}", $"bronze.{reference.Parent}"],
        };
    }
}
