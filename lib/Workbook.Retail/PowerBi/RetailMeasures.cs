using Workbook.PowerBi;
using Workbook.PowerBi.Dax;

namespace Workbook.Retail.PowerBi;

/// <summary>What the retailer's report shows beyond the catalogue of metrics: sensors, suppliers, costs of shipping, loads.</summary>
internal static class RetailMeasures
{
    public const string SensorHours = "Sensor hours";
    public const string SensorAnomalies = "Sensor anomalies";
    public const string SensorAnomalyRate = "Sensor anomaly rate";
    public const string ShippingCost = "Shipping cost";
    public const string LeadTime = "Average lead time";
    public const string DiscountRate = "Discount rate";
    public const string FilesProcessed = "Files processed";
    public const string LoadSeconds = "Seconds of loading";

    // Backslashes rather than quotes: TMDL has its own use for those.
    public const string Dollars = @"\A\$#,0.00";

    private const string IsAnomaly = "fct_sensor_readings.is_temperature_anomaly";
    private const string Seconds = "fct_ingestion_audit.duration_seconds";

    public static IReadOnlyList<ReportMeasure> All { get; } =
    [
        new(SensorHours, "#,0", "Hours of a shelf with readings.", [IsAnomaly], columns => RowsOf(columns[0])),
        new(SensorAnomalies, "#,0", "Hours whose temperature stood out from the day's before it.", [IsAnomaly],
            columns => DaxText.Call("CALCULATE", RowsOf(columns[0]), $"KEEPFILTERS({columns[0]} == TRUE())")),
        new(SensorAnomalyRate, "0.00%", "Share of sensor hours that are anomalies.", [IsAnomaly], _ => $"DIVIDE([{SensorAnomalies}] + 0, [{SensorHours}])"),
        new(ShippingCost, Dollars, "What carriers were paid, in Australian dollars.", ["fct_shipments.ship_cost_aud_amount"], columns => $"SUM({columns[0]})"),
        new(LeadTime, "#,0.0", "Days that suppliers need, on average over suppliers.", ["dim_supplier.lead_time_days"], columns => $"AVERAGE({columns[0]})"),
        new(DiscountRate, "0.0%", "Discounts by sales before discount.", ["fct_sales.discount_aud_amount", "fct_sales.gross_aud_amount"], columns => $"DIVIDE(SUM({columns[0]}) + 0, SUM({columns[1]}))"),
        new(FilesProcessed, "#,0", "Times that bronze processed a raw file.", [Seconds], columns => RowsOf(columns[0])),
        new(LoadSeconds, "#,0.0", "Seconds that bronze spent on raw files.", [Seconds], columns => $"SUM({columns[0]})"),
    ];

    private static string RowsOf(string column) => $"COUNTROWS({column[..column.LastIndexOf('[')]})";
}
