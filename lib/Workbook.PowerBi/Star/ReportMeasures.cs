using Workbook.Models.Metrics;
using Workbook.PowerBi.Dax;
using Workbook.PowerBi.Model;

namespace Workbook.PowerBi.Star;

/// <summary>
/// What the report's pages show beyond the catalogue of metrics: sensors, suppliers, costs of shipping, loads. Where gold
/// lacks the columns, the measure isn't there.
/// </summary>
internal static class ReportMeasures
{
    public const string SensorHours = "Sensor hours";
    public const string SensorAnomalies = "Sensor anomalies";
    public const string SensorAnomalyRate = "Sensor anomaly rate";
    public const string ShippingCost = "Shipping cost";
    public const string LeadTime = "Average lead time";
    public const string DiscountRate = "Discount rate";
    public const string FilesProcessed = "Files processed";
    public const string LoadSeconds = "Seconds of loading";
    private const string Folder = "Report";

    /// <summary>Those that the catalogue has under the same name are its own: what a measure means is said there.</summary>
    public static IEnumerable<ModelMeasure> Beyond(MetricCatalog catalog, IReadOnlyList<ModelTable> tables)
    {
        var known = catalog.Metrics.Select(metric => metric.Label).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Of(tables).Where(measure => !known.Contains(measure.Name));
    }

    private static IEnumerable<ModelMeasure> Of(IReadOnlyList<ModelTable> tables)
    {
        string? Column(string relation, string column) =>
            tables.FirstOrDefault(table => table.Relation == $"gold.{relation}") is { } table && table.Source(column) is { } found ? DaxText.Column(table.Name, found.Name) : null;

        if (Column("fct_sensor_readings", "is_temperature_anomaly") is { } isAnomaly)
        {
            var rows = $"COUNTROWS({isAnomaly[..isAnomaly.LastIndexOf('[')]})";
            yield return New(SensorHours, rows, "#,0", "Hours of a shelf with readings.");
            yield return New(SensorAnomalies, DaxText.Call("CALCULATE", rows, $"KEEPFILTERS({isAnomaly} == TRUE())"), "#,0", "Hours whose temperature stood out from the day's before it.");
            yield return New(SensorAnomalyRate, $"DIVIDE([{SensorAnomalies}] + 0, [{SensorHours}])", "0.00%", "Share of sensor hours that are anomalies.");
        }
        if (Column("fct_shipments", "ship_cost_aud_amount") is { } cost)
            yield return New(ShippingCost, $"SUM({cost})", ColumnFormats.Dollars, "What carriers were paid, in Australian dollars.");
        if (Column("dim_supplier", "lead_time_days") is { } days)
            yield return New(LeadTime, $"AVERAGE({days})", "#,0.0", "Days that suppliers need, on average over suppliers.");
        if (Column("fct_sales", "discount_aud_amount") is { } discount && Column("fct_sales", "gross_aud_amount") is { } gross)
            yield return New(DiscountRate, $"DIVIDE(SUM({discount}) + 0, SUM({gross}))", "0.0%", "Discounts by sales before discount.");
        if (Column("fct_ingestion_audit", "duration_seconds") is { } seconds)
        {
            yield return New(FilesProcessed, $"COUNTROWS({seconds[..seconds.LastIndexOf('[')]})", "#,0", "Times that bronze processed a raw file.");
            yield return New(LoadSeconds, $"SUM({seconds})", "#,0.0", "Seconds that bronze spent on raw files.");
        }
    }

    private static ModelMeasure New(string name, string expression, string format, string description) => new(name, expression, format, description, Folder);
}
