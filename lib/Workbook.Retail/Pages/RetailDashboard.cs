using Workbook.Dashboards;
using Workbook.Retail.Pages;

namespace Workbook.Retail;

/// <summary>The retailer's dashboard: five pages over the gold star.</summary>
public static class RetailDashboard
{
    /// <summary>As the tabs stand.</summary>
    private static readonly IReadOnlyList<PageDefinition> Pages = [ExecutivePage.Definition, CustomerPage.Definition, ProductPage.Definition, OperationsPage.Definition, QualityPage.Definition];

    private const string OfStoreKey = "store_key in (select store_key from memory.gold.dim_store where store_id = {store})";

    /// <param name="models">With the folder <c>metrics</c> in it; <c>lib/dbt</c>, found from here, by default.</param>
    /// <exception cref="WorkbookException">There is no <c>lib/dbt</c>.</exception>
    public static DashboardDefinition Definition(string? models = null) => new("Retail dashboard", Pages)
    {
        Metrics = Path.Combine(models ?? RetailProject.FindModels("."), "metrics"),
        ClockTable = "gold.fct_sales",
        ClockDay = "order_date",
        Regions = "select distinct region from gold.dim_store order by region = 'unknown', region",
        Categories = "select distinct category from gold.dim_product_scd order by category = 'unknown', category",
        Stores = new StoreDimension("gold.dim_store", "store_id", "store_name"),
        Sources = RetailSources.All,
        Query = Query,
        LowerIsBetter =
        [
            "return_rate", "returned_value_share", "discount_share", "average_delivery_days", "overdue_share", "average_shipping_cost", "rejection_rate", "rows_rejected", "freshness",
        ],
        Footer = "Amounts are in Australian dollars at the rate of the order's day, net of discount and tax unless said otherwise. A tile says which slicers don't reach it; behind its SQL button are the definitions, the rows and the query that gives them.",
        StoreFooter = "Only this store's rows went into the page. Segments and first orders of its customers are those that the company knows. Figures of the company's pipeline are left out.",
        Tables =
        [
            new("gold", "fct_sales", "order_id, order_date_key, customer_key, product_key, store_key, product_id, order_date, currency, quantity, unit_price_amount, gross_aud_amount, discount_aud_amount, net_aud_amount, line_total_aud_amount") { OfStore = "store_id = {store}", OrderBy = "order_date" },
            new("gold", "fct_returns", "order_date_key, customer_key, product_key, store_key, order_date, returned_at, quantity, return_aud_amount") { OfStore = OfStoreKey },
            new("gold", "fct_shipments", "shipped_date_key, customer_key, store_key, carrier, shipped_at, delivered_at, delivery_days, is_on_time, is_overdue, ship_cost_aud_amount, shipping_fee_aud_amount") { OfStore = "store_id = {store}" },
            new("gold", "fct_sensor_readings", "date_key, store_key, shelf_id, hour_at, is_temperature_anomaly, is_out_of_safe_band, is_battery_low") { OfStore = "store_id = {store}" },
            new("gold", "dim_store") { OfStore = "store_id = {store}" },
            new("gold", "dim_customer", "customer_key, customer_id, person_id, email, phone, address_line1, postcode, birth_date, joined_date, is_vip, is_pii_masked, first_order_date, segment, age_band, country_code") { OfStore = "customer_key in (select customer_key from star.gold.fct_sales)" },
            new("gold", "dim_product_scd"),
            new("gold", "dim_date"),
            new("gold", "dim_supplier"),
            new("gold", "fct_ingestion_audit") { IsCompanyWide = true },
            new("silver", "int_events", "session_id, event_date, event_type") { IsCompanyWide = true },
            new("silver", "int_orders", "order_date") { IsCompanyWide = true },
            new("silver", "int_exchange_rates", "rate_date") { IsCompanyWide = true },
        ],
        Personas =
        [
            new("analyst", "Analyst", "executive"),
            new("ceo", "CEO", "executive", Tiles:
            [
                "executive_kpis", "executive_to_date", "sales_trend", "sales_by_category", "sales_map", "top_products",
                "customer_kpis", "customer_segments", "churn", "vip_share", "product_kpis", "abc", "revenue_margin", "delivery_gauges", "pipeline_kpis",
            ]),
            new("store-manager", "Store manager", "operations", "d30",
            [
                "executive_kpis", "sales_trend", "top_products", "sales_by_category", "customer_kpis", "new_vs_returning",
                "product_kpis", "category_drill", "delivery_gauges", "carriers", "sensor_alerts", "store_heatmap", "store_detail", "shipping_cost",
                "quality_kpis", "missing_data",
            ]),
        ],
    };

    private static string Query(string tile)
    {
        using var stream = typeof(RetailDashboard).Assembly.GetManifestResourceStream($"Pages/{tile}.sql")
            ?? throw new InvalidOperationException($"The assembly lacks the SQL of tile '{tile}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
