namespace Workbook.Dashboards;

internal sealed record PageDefinition(string Id, string Title, IReadOnlyList<TileDefinition> Tiles)
{
    /// <summary>As the tabs stand.</summary>
    public static IReadOnlyList<PageDefinition> All { get; } = [ExecutivePage.Definition, CustomerPage.Definition, ProductPage.Definition, OperationsPage.Definition, QualityPage.Definition];
}

/// <summary>A way into the page: where it starts, and which visuals are shown.</summary>
/// <param name="Tiles">Null for all.</param>
internal sealed record Persona(string Id, string Label, string Page, string Period, IReadOnlyList<string>? Tiles)
{
    public static IReadOnlyList<Persona> All { get; } =
    [
        new("analyst", "Analyst", "executive", Periods.Default, null),
        new("ceo", "CEO", "executive", Periods.Default,
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
    ];
}
