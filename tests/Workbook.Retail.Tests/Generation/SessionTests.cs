namespace Workbook.Retail.Tests.Generation;

/// <summary>What the events tell of people: they look, put into the cart, and some of them buy.</summary>
public sealed class SessionTests(RawTables raw)
{
    [Fact]
    public void A_purchase_names_an_order_of_that_customer_at_that_second()
    {
        Assert.Empty(raw.Rows("""
            SELECT events.* FROM events LEFT JOIN orders ON orders.order_id = events.order_id
            WHERE event_type = 'purchase'
              AND (orders.order_id IS NULL OR customer_id <> user_id OR order_ts <> event_ts OR channel <> 'web')
            """));
        Assert.Empty(raw.Rows("SELECT order_id FROM events WHERE event_type = 'purchase' GROUP BY ALL HAVING count(*) > 1"));
        Assert.InRange(raw.Number("SELECT (SELECT count(*) FROM events WHERE event_type = 'purchase') / count(*) FROM orders WHERE channel = 'web'"), 0.10, 0.14);
    }

    [Fact]
    public void What_is_bought_was_put_into_the_cart_before_and_looked_at_before_that() => Assert.Empty(raw.Rows("""
        SELECT bought.session_id, bought.product_id
        FROM events AS bought
        WHERE event_type IN ('checkout', 'purchase') AND NOT EXISTS (
            SELECT 1
            FROM events AS cart JOIN events AS look USING (session_id, product_id)
            WHERE cart.session_id = bought.session_id AND cart.product_id = bought.product_id
              AND cart.event_type = 'add_to_cart' AND look.event_type = 'product_view'
              AND look.event_ts < cart.event_ts AND cart.event_ts < bought.event_ts)
        """));

    [Fact]
    public void Every_line_of_a_counted_order_was_in_the_cart() => Assert.Empty(raw.Rows("""
        SELECT lines.order_id, lines.line_number
        FROM events AS bought JOIN lines USING (order_id)
        WHERE bought.event_type = 'purchase' AND qty > 0 AND lines.product_id IN (SELECT product_id FROM products)
          AND NOT EXISTS (
            SELECT 1 FROM events AS cart
            WHERE cart.session_id = bought.session_id AND cart.event_type = 'add_to_cart' AND cart.product_id = lines.product_id
              AND CAST(cart.payload->>'quantity' AS INTEGER) = lines.qty)
        """));

    [Fact]
    public void A_session_is_one_visitors_on_one_day_with_one_device() => Assert.Empty(raw.Rows("""
        SELECT session_id FROM events GROUP BY ALL
        HAVING count(DISTINCT user_id) > 1 OR count(DISTINCT event_dt) > 1 OR count(DISTINCT payload->>'device') > 1
            OR bool_or(CAST(event_ts AS DATE) <> event_dt)
        """));

    [Fact]
    public void Most_visits_are_short_and_a_few_are_long()
    {
        const string Lengths = "SELECT session_id, count(*) AS n FROM events GROUP BY ALL HAVING NOT bool_or(event_type = 'purchase')";
        // Each further event with a chance of three in four; from the tenth on together.
        double[] geometric = [.. Enumerable.Range(0, 9).Select(n => 0.25 * Math.Pow(0.75, n)), Math.Pow(0.75, 9)];
        Assert.InRange(raw.ChiSquare($"SELECT CAST(least(n, 10) - 1 AS BIGINT), count(*) FROM ({Lengths}) GROUP BY ALL", geometric), 0, 2.5);
        Assert.InRange(raw.Number($"SELECT max(n) FROM ({Lengths})"), 20, 40);
    }

    [Fact]
    public void Fewer_reach_each_further_stage_of_the_funnel()
    {
        var stages = new[] { "product_view", "add_to_cart", "checkout", "purchase" }
            .Select(type => raw.Number($"SELECT count(DISTINCT session_id) FROM events WHERE event_type = '{type}'")).ToList();
        Assert.Equal(stages.OrderDescending(), stages);
        Assert.InRange(stages[3] / raw.Number("SELECT count(DISTINCT session_id) FROM events"), 0.05, 0.20);
    }

    [Fact]
    public void Most_visits_are_in_the_evening_where_the_visitor_lives() => Assert.InRange(raw.Number("""
        SELECT avg(CAST(hour(event_ts + to_hours(10)) BETWEEN 16 AND 23 AS INTEGER))
        FROM events JOIN customers ON customer_id = user_id
        WHERE state_region IN ('NSW', 'VIC', 'QLD')
        """), 0.6, 0.85);
}
