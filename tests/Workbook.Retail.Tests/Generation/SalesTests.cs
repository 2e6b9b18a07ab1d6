using Workbook.Database;
using Workbook.Retail.Generation;
using Workbook.Tests.Database;

namespace Workbook.Retail.Tests.Generation;

/// <summary>What is sold, how much at once, and for which reductions.</summary>
public sealed class SalesTests(RawTables raw)
{
    [Fact]
    public void Nothing_is_sold_or_shown_after_it_was_discontinued()
    {
        Assert.Empty(raw.Rows("""
            SELECT * FROM lines JOIN orders USING (order_id) JOIN products USING (product_id) WHERE order_dt_local > discontinued_dt
            """));
        Assert.Empty(raw.Rows("""
            SELECT * FROM events JOIN products USING (product_id)
            WHERE event_type = 'product_view' AND event_dt > discontinued_dt + 1
            """));
        Assert.InRange(raw.Number("SELECT avg(CAST(discontinued_dt IS NOT NULL AS INTEGER)) FROM products"), 0.02, 0.08);
    }

    [Fact]
    public void Product_of_which_nobody_wrote_down_the_end_has_no_sales_after_the_first_month() => Assert.Empty(raw.Rows("""
        SELECT * FROM lines JOIN orders USING (order_id) JOIN products USING (product_id)
        WHERE is_discontinued AND discontinued_dt IS NULL AND order_dt_local >= DATE '2024-01-31'
        """));

    [Fact]
    public void Orders_have_one_to_twelve_lines_the_more_the_rarer()
    {
        const string Orders = "SELECT order_id, count(*) AS n, max(line_number) AS last FROM lines GROUP BY ALL";
        Assert.InRange(raw.ChiSquare($"SELECT n - 1, count(*) FROM ({Orders}) GROUP BY ALL", 25, 20, 16, 12, 8, 6, 4, 3, 2, 2, 1, 1), 0, 0.01);
        Assert.Empty(raw.Rows($"FROM ({Orders}) WHERE n <> last"));
        Assert.InRange(raw.Number($"SELECT corr(n, next) FROM (SELECT n, lead(n) OVER (ORDER BY order_id) AS next FROM ({Orders}))"), -0.03, 0.03);
    }

    [Theory]
    [InlineData("WELCOME10", 0.10)]
    [InlineData("VIP20", 0.20)]
    [InlineData("BDAY5", 0.05)]
    public void A_coupon_takes_its_percentage_off_every_line(string coupon, double share)
    {
        var lines = $"lines JOIN orders USING (order_id) WHERE coupon_code = '{coupon}'";
        Assert.True(raw.Number($"SELECT count(*) FROM {lines}") > 20);
        Assert.Equal(share, raw.Number($"SELECT min(line_discount_pct) FROM {lines}"), 4);
        Assert.True(raw.Number($"SELECT avg(CAST(line_discount_pct = {share} AS INTEGER)) FROM {lines}") > 0.7);
    }

    [Fact]
    public void Free_shipping_has_no_fee_and_only_a_web_order_without_it_has_one()
    {
        Assert.Empty(raw.Rows("SELECT * FROM orders WHERE (shipping_fee > 0) <> (channel = 'web' AND coupon_code IS DISTINCT FROM 'FREESHIP')"));
        Assert.Empty(raw.Rows("SELECT * FROM orders WHERE coupon_code = 'FREESHIP' AND channel <> 'web'"));
        Assert.InRange(raw.Number("SELECT avg(CAST(coupon_code = 'FREESHIP' AS INTEGER)) FROM orders WHERE channel = 'web' AND coupon_code IS NOT NULL"), 0.3, 0.8);
    }

    [Fact]
    public void Coupons_are_used_by_those_they_are_for()
    {
        Assert.Empty(raw.Rows("""
            SELECT orders.* FROM orders JOIN customers USING (customer_id)
            WHERE (coupon_code = 'VIP20' AND NOT is_vip)
               OR (coupon_code = 'BDAY5' AND month(birth_date) <> month(order_dt_local))
               OR (coupon_code = 'WELCOME10' AND NOT order_dt_local - CAST(join_ts AS DATE) BETWEEN 0 AND 30)
               OR coupon_code = 'SPRING15'
            """));
        Assert.InRange(raw.Number("SELECT avg(CAST(coupon_code IS NOT NULL AS INTEGER)) FROM orders"), 0.07, 0.16);
    }

    [Fact]
    public void Spring_begins_in_September_in_the_south_alone()
    {
        using var folder = new TempFolder();
        DataGenerator.Generate(new GenerationOptions { Output = folder.Path, Scale = 0.01, StartDate = new DateOnly(2024, 8, 31), Days = 6, Tables = ["orders_header", "stores"] });
        using var connection = WorkbookDatabase.Open();
        var orders = $"read_csv('{folder.Path}/orders_header/*/*.csv', hive_partitioning = false) JOIN read_csv('{folder.Path}/stores.csv') AS stores USING (store_id)";
        Assert.Equal("2024-09-01 Oceania", connection.Scalar<string>(
            $"SELECT min(order_dt_local) || ' ' || string_agg(DISTINCT region, ', ') FROM {orders} WHERE coupon_code = 'SPRING15'"));
    }
}
