using Workbook.Operations;
using Workbook.Operations.Monitoring;

namespace Workbook.Retail;

/// <summary>The star schema, as its users meet it.</summary>
internal static class GoldMonitors
{
    public static IReadOnlyList<MonitorDefinition> All { get; } =
    [
        // One line twice is revenue twice: not one may be.
        Monitors.Unique("gold", "fct_sales", ["order_id", "line_number"], Severity.P0) with { Threshold = Threshold.AtLeast(100, 100) },
        Monitors.Unique("gold", "fct_shipments", ["shipment_id"], Severity.P1),
        Monitors.Unique("gold", "fct_returns", ["return_id"], Severity.P1),
        Monitors.Share("known_members.fct_sales", "sales with a known customer, product and store", "fct_sales", Severity.P1,
            "customer_key IN (SELECT customer_key FROM gold.dim_customer WHERE customer_id IS NOT NULL) AND product_key IN (SELECT product_key FROM gold.dim_product_scd WHERE product_id IS NOT NULL) AND store_key IN (SELECT store_key FROM gold.dim_store WHERE store_id IS NOT NULL)",
            needs: ["gold.dim_customer", "gold.dim_product_scd", "gold.dim_store"]),
        Monitors.Share("converted.fct_sales", "sales with an exchange rate", "fct_sales", Severity.P1, "rate_to_aud IS NOT NULL"),
        Monitors.Share("on_time.fct_shipments", "parcels that are not late", "fct_shipments", Severity.P2, "is_on_time IS NOT FALSE AND NOT is_overdue", Threshold.AtLeast(95, 90)),
        Monitors.Share("anomaly.sensors.temperature", "shelf hours whose temperature is like the day before", "fct_sensor_readings", Severity.P2, "NOT is_temperature_anomaly"),
        Monitors.Share("anomaly.sensors.safe_band", "shelf hours within the safe band", "fct_sensor_readings", Severity.P2, "NOT is_out_of_safe_band"),
        Monitors.Share("anomaly.sensors.battery", "shelf hours with a charged battery", "fct_sensor_readings", Severity.P2, "NOT is_battery_low", Threshold.AtLeast(95, 80)),
    ];
}
