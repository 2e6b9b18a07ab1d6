using Workbook.Dashboards;

namespace Workbook.Retail.Pages;

internal static class OperationsPage
{
    private static readonly Dictionary<string, string> Alerts = new()
    {
        ["sensor_anomalies"] = "Unusual temperature", ["sensor_unsafe_hours"] = "Unsafe temperature", ["sensor_low_batteries"] = "Low battery",
    };

    public static PageDefinition Definition { get; } = new("operations", "Operations",
    [
        new("delivery_gauges", "Delivery", "Of the parcels shipped in the period. Those under way have no delivery time yet.",
            new(TileKind.Gauges)
            {
                Values = ["on_time_rate", "average_delivery_days", "overdue_share"], Width = 12, Height = 190,
                Scales = [new(0.8, 1, [0.9, 0.95], false), new(0, 10, [4, 7], true), new(0, 0.05, [0.01, 0.03], true)],
            })
        {
            Cuts = Cuts.PeriodAndRegion, Metrics = ["on_time_rate", "average_delivery_days", "overdue_share"],
        },
        new("shipping_cost", "Shipping: cost and fee per parcel", "What carriers charge for a parcel, and what customers paid for its order's shipping, by month.",
            new(TileKind.Lines) { X = "month", Values = ["average_shipping_cost", "average_shipping_fee"], Width = 6 })
        {
            Cuts = Cuts.Region, Metrics = ["average_shipping_cost", "average_shipping_fee"], Dimensions = ["month"],
        },
        new("carriers", "Carriers", "Of the parcels shipped in the period.",
            new(TileKind.Table) { X = "carrier", XTitle = "Carrier", Values = ["shipments", "on_time_rate", "average_delivery_days", "average_shipping_cost", "overdue_share"], Width = 6 })
        {
            Cuts = Cuts.PeriodAndRegion, Metrics = ["shipments", "on_time_rate", "average_delivery_days", "average_shipping_cost", "overdue_share"], Dimensions = ["carrier"],
        },
        new("sensor_alerts", "Sensor alerts by shelf", "Hours with an alert. Unusual: three standard deviations off the shelf's day before. Unsafe: outside the band of a freezer, cooler or dry shelf. Only some stores have sensors.",
            new(TileKind.Bars)
            {
                X = "shelf", XTitle = "shelf", Values = ["alert_hours"], Color = "alert", IsStacked = true, Words = Alerts, Notes = ["sensor_hours"], Width = 6,
                Own = [new("alert_hours", "Hours with an alert", "integer", "hours") { IsLowerBetter = true }],
            })
        {
            Cuts = Cuts.PeriodAndRegion, Metrics = ["sensor_hours", "sensor_anomalies", "sensor_unsafe_hours", "sensor_low_batteries"], Dimensions = ["shelf"], HasQuery = true,
        },
        new("lead_times", "Suppliers' lead times", "Suppliers by the days from order to delivery that they state: express to 7, standard to 21, slow to 45. Suppliers aren't tied to stores or products in any source.",
            new(TileKind.Bars)
            {
                X = "tier", XTitle = "lead time", Values = ["suppliers"], Color = "region", IsStacked = true, Width = 6,
                Own = [new("suppliers", "Suppliers", "integer", "suppliers"), new("average_lead_days", "Mean lead time", "decimal", "days")],
            })
        {
            Cuts = Cuts.None, HasQuery = true,
        },
        new("store_heatmap", "Stores by weekday", "The 12 stores that sell most, with their sales on each weekday. Click a row for the store's own page.",
            new(TileKind.Heatmap)
            {
                X = "weekday", Values = ["total_sales"], Color = "store", Width = 6, Height = 400,
                Opens = new OpenedTile("store_detail", "store_id", "store", "store_name", "store")
                {
                    Facts = [("state_region", "State"), ("region", "Region"), ("channel", "Channel"), ("store_size", "Size"), ("status", "Status"), ("opened_date", "Opened")],
                },
            })
        {
            Cuts = Cuts.PeriodAndRegion, Metrics = ["total_sales"], Dimensions = ["store_id", "day_name"], HasQuery = true, SharedColumn = "store_id",
        },
        new("sla_what_if", "What if the promise were another?", "The share of delivered parcels that took at most d days, for the d that you set. The agreement with carriers is 7 days.",
            new(TileKind.WhatIfSla) { X = "within_days", XTitle = "delivery time (days, rounded up)", Values = ["parcels"], Own = [new("parcels", "Parcels delivered", "integer", "parcels", "Delivered parcels by the days they took, rounded up.")], Width = 6, Height = 280 })
        {
            Cuts = Cuts.PeriodAndRegion, HasQuery = true,
        },
        new("store_detail", "Store", "By month, for the stores that the heatmap shows.",
            new(TileKind.Lines)
            {
                X = "month", XTitle = "Month", Values = ["total_sales", "orders"], Own = [new("store_size", "Size", "text"), new("status", "Status", "text"), new("state_region", "State", "text"), new("opened_date", "Opened", "date")],
            })
        {
            Cuts = Cuts.None, Metrics = ["total_sales", "orders"], Dimensions = ["store_id", "month"], HasQuery = true, IsDetail = true,
        },
    ]);
}
