using Workbook.PowerBi.Report;
using Workbook.PowerBi.Star;

namespace Workbook.Retail.PowerBi;

/// <summary>The dashboard's five pages. Each has room for slicers and cards in its first two rows.</summary>
internal static class RetailPages
{
    public static IReadOnlyList<ReportPage> Of(VisualFactory show) => [Executive(show), Customers(show), Products(show), Operations(show), Quality(show)];

    private static ReportPage Executive(VisualFactory show) => new("Executive",
    [
        show.Slicer("Month", new(0, 0, 4, 1), "month"),
        show.Slicer("Region", new(4, 0, 4, 1), "region"),
        show.Slicer("Category", new(8, 0, 4, 1), "category"),
        show.Card("Total sales", new(0, 1, 2, 1), "total_sales"),
        show.Card("Orders", new(2, 1, 2, 1), "orders"),
        show.Card("Average order value", new(4, 1, 2, 1), "average_order_value"),
        show.Card("Year to date", new(6, 1, 2, 1), "total_sales_ytd"),
        show.Card("Growth, year to date", new(8, 1, 2, 1), "total_sales_ytd_yoy"),
        show.Card("Daily sales, 30 days", new(10, 1, 2, 1), "sales_rolling_30_day_average"),
        show.Line("Sales by month, and the year before", new(0, 2, 8, 3), "month", "total_sales", "total_sales_prior_year"),
        show.Treemap("Sales by category", new(8, 2, 4, 3), "category", "total_sales"),
        show.Bars("Ten best-selling products", new(0, 5, 4, 3), "product_name", "total_sales") with { Top = 10 },
        show.Map("Sales by store", new(4, 5, 4, 3), "store_name", "dim_store.latitude", "dim_store.longitude", "total_sales"),
        show.Matrix("Sales by region and quarter", new(8, 5, 4, 3), "region", "quarter", "total_sales"),
    ]);

    private static ReportPage Customers(VisualFactory show) => new("Customer",
    [
        show.Slicer("Month", new(0, 0, 4, 1), "month"),
        show.Slicer("Segment", new(4, 0, 4, 1), "segment"),
        show.Slicer("Country of the customer", new(8, 0, 4, 1), "customer_country"),
        show.Card("Active customers", new(0, 1, 3, 1), "active_customers"),
        show.Card("Customer lifetime value", new(3, 1, 3, 1), "customer_lifetime_value"),
        show.Card("VIP contribution", new(6, 1, 3, 1), "vip_contribution"),
        show.Card("Share of new customers", new(9, 1, 3, 1), "new_customer_share"),
        show.Columns("New and returning customers", new(0, 2, 6, 3), "month", "new_customers", "returning_customers"),
        show.Funnel("From account to order", new(6, 2, 3, 3), "registered_customers", "buyers_to_date", "active_customers"),
        show.Gauge("VIPs' share of sales", new(9, 2, 3, 3), "vip_contribution"),
        show.Bars("Customers by segment", new(0, 5, 4, 3), "segment", "registered_customers"),
        show.Columns("Lifetime value by age", new(4, 5, 4, 3), "age_band", "customer_lifetime_value"),
        show.Table("Segments", new(8, 5, 4, 3), ["segment"], "active_customers", "total_sales", "average_order_value"),
    ]);

    private static ReportPage Products(VisualFactory show) => new("Product",
    [
        show.Slicer("Month", new(0, 0, 4, 1), "month"),
        show.Slicer("Category", new(4, 0, 4, 1), "category"),
        show.Slicer("Price change", new(8, 0, 4, 1), "price_change"),
        show.Card("Products sold", new(0, 1, 3, 1), "products_sold"),
        show.Card("Turnover", new(3, 1, 3, 1), "inventory_turnover"),
        show.Card("Return rate", new(6, 1, 3, 1), "return_rate"),
        show.Card("Discount rate", new(9, 1, 3, 1), RetailMeasures.DiscountRate),
        show.Scatter("Sales and return rate by subcategory", new(0, 2, 6, 3), "subcategory", "total_sales", "return_rate", "quantity"),
        show.Matrix("Category by year", new(6, 2, 6, 3), "category", "year", "total_sales", "return_rate"),
        show.Columns("Sales by price change", new(0, 5, 3, 3), "price_change", "total_sales"),
        show.Bars("Turnover by category", new(3, 5, 3, 3), "category", "inventory_turnover"),
        show.Bars("Pieces returned by reason", new(6, 5, 3, 3), "return_reason", "returned_quantity"),
        show.Table("Twenty products with most sales", new(9, 5, 3, 3), ["product_name"], "total_sales", "quantity", "return_rate") with { Top = 20 },
    ]);

    private static ReportPage Operations(VisualFactory show) => new("Operations",
    [
        show.Slicer("Month", new(0, 0, 6, 1), "month"),
        show.Slicer("Carrier", new(6, 0, 6, 1), "carrier"),
        show.Card("Parcels delivered", new(0, 1, 3, 1), "delivered_shipments"),
        show.Card("Average delivery time", new(3, 1, 3, 1), "average_delivery_days"),
        show.Card("Shipping cost", new(6, 1, 3, 1), RetailMeasures.ShippingCost),
        show.Card("Sensor anomalies", new(9, 1, 3, 1), RetailMeasures.SensorAnomalies),
        show.Gauge("On-time rate", new(0, 2, 3, 3), "on_time_rate"),
        show.Line("Delivery time by month", new(3, 2, 5, 3), "month", "average_delivery_days"),
        show.Bars("Shipping cost by carrier", new(8, 2, 4, 3), "carrier", RetailMeasures.ShippingCost),
        show.Line("Sensor anomaly rate by day", new(0, 5, 4, 3), "day", RetailMeasures.SensorAnomalyRate),
        show.Matrix("On time by store region and month", new(4, 5, 4, 3), "region", "month", "on_time_rate"),
        show.Columns("Suppliers' lead time", new(8, 5, 4, 3), "dim_supplier.lead_time_tier", RetailMeasures.LeadTime),
    ]);

    private static ReportPage Quality(VisualFactory show) => new("Data quality",
    [
        show.Slicer("Source", new(0, 0, 6, 1), "source"),
        show.Slicer("Status of the load", new(6, 0, 6, 1), "fct_ingestion_audit.status"),
        show.Card("Rows read", new(0, 1, 3, 1), "rows_read"),
        show.Card("Rejection rate", new(3, 1, 3, 1), "rejection_rate"),
        show.Card("Freshness in days", new(6, 1, 3, 1), "freshness"),
        show.Card("Completeness of customers", new(9, 1, 3, 1), "completeness_score"),
        show.Bars("Rejection rate by source", new(0, 2, 4, 3), "source", "rejection_rate"),
        show.Columns("Rows read and rejected by day", new(4, 2, 4, 3), "day", "rows_read", "rows_rejected"),
        show.Gauge("Completeness of sales", new(8, 2, 4, 3), "lookup_completeness"),
        show.Bars("Seconds of loading by source", new(0, 5, 4, 3), "source", RetailMeasures.LoadSeconds),
        show.Matrix("Customer fields filled by country and age", new(4, 5, 4, 3), "customer_country", "age_band", "completeness_score"),
        show.Table("Loads by source", new(8, 5, 4, 3), ["source"], RetailMeasures.FilesProcessed, "rows_read", "rows_rejected"),
    ]);
}
