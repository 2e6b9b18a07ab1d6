using Workbook.Operations.Monitoring;

namespace Workbook.Retail;

/// <summary>Columns that may be empty and mostly shouldn't be; bronze itself rejects rows that lack a required one.</summary>
internal static class CompletenessMonitors
{
    public static IReadOnlyList<MonitorDefinition> All { get; } =
    [
        Monitors.Filled("customers", "email"),
        Monitors.Filled("customers", "address_line1"),
        // One in twenty gives no number, which was agreed to.
        Monitors.Filled("customers", "phone", Threshold.AtLeast(93, 90)),
        Monitors.Filled("customers", "birth_date"),
        Monitors.Filled("products", "subcategory"),
        Monitors.Filled("products", "discontinued_dt", where: "is_discontinued"),
        Monitors.Filled("events", "payload"),
        Monitors.Filled("shipments", "delivered_at", where: "shipped_at < (SELECT max(order_ts) FROM bronze.orders_header) - INTERVAL 30 DAY", needs: "bronze.orders_header"),
    ];
}
