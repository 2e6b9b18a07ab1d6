using System.Globalization;
using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Metrics;
using Workbook.Models.Project;

namespace Workbook.Retail.Tests.Metrics;

/// <summary>The retailer's own definitions over a built lake.</summary>
public sealed class RetailMetricTests(RetailMetricTests.BuiltLake lake) : IClassFixture<RetailMetricTests.BuiltLake>
{
    [Fact]
    public void Every_definition_runs_by_every_dimension_that_it_reaches()
    {
        foreach (var metric in lake.Catalog.Metrics.Select(metric => metric.Name))
        {
            var days = new MetricQuery { Metrics = [metric], From = lake.To.AddDays(-9), To = lake.To };
            lake.Connection.Execute(lake.Catalog.Compile(days with { Dimensions = ["month"], Comparison = PeriodComparison.PriorPeriod }));
            foreach (var dimension in lake.Catalog.DimensionsOf(metric))
                lake.Connection.Execute($"EXPLAIN {lake.Catalog.Compile(days with { Dimensions = [dimension.Name] })}");
        }
    }

    [Fact]
    public void Dimensions_of_a_ratio_are_those_of_both_its_sides()
    {
        var ofRate = lake.Catalog.DimensionsOf("return_rate").Select(dimension => dimension.Name).ToList();

        Assert.Contains("category", ofRate);
        Assert.DoesNotContain("return_reason", ofRate);
        Assert.Contains("return_reason", lake.Catalog.DimensionsOf("returned_quantity").Select(dimension => dimension.Name));
    }

    public static TheoryData<string, string> ByHand => new()
    {
        { "total_sales", "SELECT sum(net_aud_amount) FROM s" },
        { "quantity", "SELECT sum(quantity) FROM s" },
        { "orders", "SELECT count(DISTINCT order_id) FROM s" },
        { "average_order_value", "SELECT sum(net_aud_amount) / count(DISTINCT order_id) FROM s" },
        { "total_sales_ytd", "SELECT sum(net_aud_amount) FROM gold.fct_sales WHERE year(order_date) = year($2) AND order_date <= $2" },
        { "total_sales_fiscal_ytd", "SELECT sum(net_aud_amount) FROM gold.fct_sales JOIN gold.dim_date ON order_date_key = date_key WHERE fiscal_year = (SELECT fiscal_year FROM gold.dim_date WHERE calendar_date = $2) AND order_date <= $2" },
        { "total_sales_mtd", "SELECT sum(net_aud_amount) FROM gold.fct_sales WHERE date_trunc('month', order_date) = date_trunc('month', $2) AND order_date <= $2" },
        { "total_sales_prior_period", "SELECT CASE WHEN $1 - 10 >= (SELECT min(order_date) FROM gold.fct_sales) THEN coalesce(sum(net_aud_amount), 0) END FROM gold.fct_sales WHERE order_date BETWEEN $1 - 10 AND $1 - 1" },
        { "sales_rolling_30_day_average", "SELECT CASE WHEN $2 - 29 >= (SELECT min(order_date) FROM gold.fct_sales) THEN coalesce(sum(net_aud_amount), 0) / 30 END FROM gold.fct_sales WHERE order_date BETWEEN $2 - 29 AND $2" },
        { "total_sales_prior_year", PriorYear("sum(net_aud_amount) FILTER (order_date <= $2 - INTERVAL 1 YEAR AND order_date >= $1 - INTERVAL 1 YEAR)") },
        { "total_sales_yoy", PriorYear("sum(net_aud_amount) FILTER (order_date BETWEEN $1 AND $2) / sum(net_aud_amount) FILTER (order_date <= $2 - INTERVAL 1 YEAR AND order_date >= $1 - INTERVAL 1 YEAR) - 1") },
        { "products_sold", "SELECT count(DISTINCT p.product_id) FROM s JOIN gold.dim_product_scd p USING (product_key)" },
        { "inventory_turnover", "SELECT (SELECT sum(quantity) FROM s) / count(DISTINCT p.product_id) FROM s JOIN gold.dim_product_scd p USING (product_key)" },
        { "returned_quantity", "SELECT coalesce(sum(quantity), 0) FROM gold.fct_returns WHERE order_date BETWEEN $1 AND $2" },
        { "return_rate", "SELECT (SELECT coalesce(sum(quantity), 0) FROM gold.fct_returns WHERE order_date BETWEEN $1 AND $2) / (SELECT sum(quantity) FROM s)" },
        { "active_customers", "SELECT count(DISTINCT c.customer_id) FROM s JOIN gold.dim_customer c USING (customer_key)" },
        { "new_customers", "SELECT count(DISTINCT c.customer_id) FROM s JOIN gold.dim_customer c USING (customer_key) WHERE c.first_order_date >= $1" },
        { "returning_customers", "SELECT count(DISTINCT c.customer_id) FROM s JOIN gold.dim_customer c USING (customer_key) WHERE c.first_order_date < $1" },
        { "new_customer_share", "SELECT count(DISTINCT c.customer_id) FILTER (c.first_order_date >= $1) / count(DISTINCT c.customer_id) FROM s JOIN gold.dim_customer c USING (customer_key)" },
        { "registered_customers", "SELECT count(*) FROM gold.dim_customer WHERE joined_date <= $2" },
        { "customer_lifetime_value", "SELECT sum(net_aud_amount) / count(DISTINCT c.person_id) FROM gold.fct_sales JOIN gold.dim_customer c USING (customer_key) WHERE order_date <= $2 AND person_id IS NOT NULL" },
        { "vip_sales", "SELECT coalesce(sum(net_aud_amount), 0) FROM s JOIN gold.dim_customer c USING (customer_key) WHERE c.is_vip" },
        { "vip_contribution", "SELECT coalesce(sum(net_aud_amount) FILTER (c.is_vip), 0) / sum(net_aud_amount) FROM s LEFT JOIN gold.dim_customer c USING (customer_key)" },
        { "average_delivery_days", "SELECT avg(delivery_days) FROM gold.fct_shipments WHERE shipped_at >= $1 AND shipped_at < $2 + 1" },
        { "on_time_rate", "SELECT count(*) FILTER (is_on_time) / count(*) FROM gold.fct_shipments WHERE shipped_at >= $1 AND shipped_at < $2 + 1 AND delivered_at IS NOT NULL" },
        { "gross_sales", "SELECT sum(gross_aud_amount) FROM s" },
        { "discount_share", "SELECT sum(discount_aud_amount) / sum(gross_aud_amount) FROM s" },
        { "returned_value_share", "SELECT (SELECT coalesce(sum(return_aud_amount), 0) FROM gold.fct_returns WHERE order_date BETWEEN $1 AND $2) / (SELECT sum(line_total_aud_amount) FROM s)" },
        { "overdue_share", "SELECT count(*) FILTER (is_overdue) / count(*) FROM gold.fct_shipments WHERE shipped_at >= $1 AND shipped_at < $2 + 1" },
        { "average_shipping_cost", "SELECT sum(ship_cost_aud_amount) / count(*) FROM gold.fct_shipments WHERE shipped_at >= $1 AND shipped_at < $2 + 1" },
        { "average_shipping_fee", "SELECT sum(shipping_fee_aud_amount) / count(*) FROM gold.fct_shipments WHERE shipped_at >= $1 AND shipped_at < $2 + 1" },
        { "sensor_anomaly_rate", "SELECT count(*) FILTER (is_temperature_anomaly) / count(*) FROM gold.fct_sensor_readings WHERE hour_at >= $1 AND hour_at < $2 + 1" },
        { "sensor_unsafe_hours", "SELECT count(*) FILTER (is_out_of_safe_band) FROM gold.fct_sensor_readings WHERE hour_at >= $1 AND hour_at < $2 + 1" },
        { "sensor_low_batteries", "SELECT count(*) FILTER (is_battery_low) FROM gold.fct_sensor_readings WHERE hour_at >= $1 AND hour_at < $2 + 1" },
        { "freshness", "SELECT $2 - max(order_date) FROM s" },
        { "completeness_score", "SELECT (count(email) + count(phone) + count(address_line1) + count(postcode) + count(birth_date)) / (5 * count(*)) FROM gold.dim_customer WHERE NOT is_pii_masked AND customer_id IS NOT NULL AND joined_date <= $2" },
        { "lookup_completeness", "SELECT 1 - ((SELECT count(*) FROM s WHERE customer_key = -1) + (SELECT count(*) FROM s WHERE product_key = -1) + (SELECT count(*) FROM s WHERE store_key = -1)) / (3 * count(*)) FROM s" },
    };

    [Theory]
    [MemberData(nameof(ByHand))]
    public void Figure_of_ten_days_equals_the_query_written_by_hand(string metric, string sql)
    {
        var (from, to) = (lake.To.AddDays(-9), lake.To);

        var found = lake.Number(lake.Catalog.Compile(new MetricQuery { Metrics = [metric], From = from, To = to }));

        var expected = lake.Number($"WITH s AS (SELECT * FROM gold.fct_sales WHERE order_date BETWEEN $1 AND $2) {sql}"
            .Replace("$1", $"DATE '{from:yyyy-MM-dd}'").Replace("$2", $"DATE '{to:yyyy-MM-dd}'"));
        Assert.Equal(expected, found);
    }

    [Fact]
    public void Rejections_of_all_loads_are_the_manifests()
    {
        var found = lake.Number(lake.Catalog.Compile(new MetricQuery { Metrics = ["rejection_rate"] }));

        var expected = lake.Number("SELECT sum(rows_rejected_count) / sum(rows_read_count) FROM gold.fct_ingestion_audit");
        Assert.Equal(expected, found);
        Assert.InRange(found!.Value, 0.0001, 0.1);
    }

    [Fact]
    public void Sales_by_category_add_up_and_filters_take_one()
    {
        var query = new MetricQuery { Metrics = ["total_sales", "return_rate"], Dimensions = ["category"] };
        var rows = lake.Connection.Query(lake.Catalog.Compile(query), row => (Category: row.Get<string?>(0), Sales: row.Get<decimal>(1)));
        var one = rows.MaxBy(row => row.Sales);

        Assert.Equal(lake.Connection.Scalar<decimal>("SELECT sum(net_aud_amount) FROM gold.fct_sales"), rows.Sum(row => row.Sales));
        Assert.Equal(one.Sales, lake.Connection.Scalar<decimal>(lake.Catalog.Compile(new MetricQuery { Metrics = ["total_sales"], Filters = [new MetricFilter("category", [one.Category])] })));
    }

    [Fact]
    public void Parcels_by_category_are_refused()
    {
        var query = new MetricQuery { Metrics = ["on_time_rate"], Dimensions = ["category"] };

        Assert.Contains("from 'orders' to 'sales' is one-to-many", Assert.Throws<WorkbookException>(() => lake.Catalog.Compile(query)).Message);
    }

    [Fact]
    public void Declared_relationships_are_many_to_one_in_the_data() => Assert.Equal([], lake.Catalog.Relationships.Where(edge =>
    {
        var relation = lake.Catalog.Tables.Single(table => table.Name == edge.To).Relation;
        return lake.Connection.Scalar<long>($"SELECT count({edge.ToColumn}) - count(DISTINCT {edge.ToColumn}) FROM {relation}") != 0;
    }));

    private static string PriorYear(string expression) =>
        $"SELECT CASE WHEN $1 - INTERVAL 1 YEAR >= (SELECT min(order_date) FROM gold.fct_sales) THEN {expression} END FROM gold.fct_sales";

    public sealed class BuiltLake : IDisposable
    {
        private readonly RetailLake _lake = RetailLake.Generate(0.01);

        public BuiltLake()
        {
            _lake.BuildModels();
            Connection = _lake.Open();
            To = Connection.Scalar<DateOnly>("SELECT max(order_date) FROM gold.fct_sales");
            Catalog = MetricCatalog.Read(Path.Combine(RetailProject.FindModels(AppContext.BaseDirectory), "metrics"));
        }

        public DuckDBConnection Connection { get; }

        public MetricCatalog Catalog { get; }

        public DateOnly To { get; }

        public double? Number(string sql) => Connection.Query(sql, row => row.IsDBNull(0) ? (double?)null : Math.Round(Convert.ToDouble(row.GetValue(0).ToString(), CultureInfo.InvariantCulture), 9)).Single();

        public void Dispose()
        {
            Connection.Dispose();
            _lake.Dispose();
        }
    }
}
