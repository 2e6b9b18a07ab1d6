using Workbook.Acme;

namespace Workbook.Course.Tests;

public sealed class InheritedWorld() : WalkthroughWorld("inherited", "1", AcmeCalendar.DayOne);

/// <summary>Walkthrough 01: what readers get wrong, and what they are told.</summary>
public sealed class InheritedWalkthroughTests(InheritedWorld world) : IClassFixture<InheritedWorld>
{
    [Fact]
    public void The_untouched_notebook_has_nothing_attempted_and_the_reference_solves_it() => world.SolvedByTheReference();

    [Theory]
    [InlineData("\"fct_daily_revenue\", \"stg_orders\"", "stg_orders has a test.")]
    [InlineData("\"fct_daily_revenue\", \"dim_customers\", \"mart_lapsed_customers\"", "5 more models have no test.")]
    [InlineData("\"raw_orders\"", "'raw_orders' is no model.")]
    public void Models(string names, string told) => world.Told("inherited.coverage", $"var untested = new[] {{ {names} }};", told);

    [Theory]
    [InlineData("SELECT sum(subtotal) FROM warehouse.intermediate.int_order_totals WHERE order_total IS NULL AND status <> 'cancelled'", "too small")]
    [InlineData("SELECT sum(subtotal + shipping_amount) FROM warehouse.intermediate.int_order_totals JOIN warehouse.staging.stg_orders USING (order_id) WHERE order_total IS NULL", "too large")]
    public void Lost_revenue(string sql, string told) => world.Told("inherited.lost", $"var lost = Workspace.Scalar<double>(\"{sql}\");", told);

    [Theory]
    [InlineData("SELECT count(*) - count(DISTINCT order_id) FROM warehouse.intermediate.int_orders_with_customer", "too small")]
    [InlineData("SELECT sum(order_total) FROM warehouse.intermediate.int_orders_with_customer WHERE order_id IN (SELECT order_id FROM warehouse.intermediate.int_orders_with_customer GROUP BY ALL HAVING count(*) > 1)", "too large")]
    public void Repeated_revenue(string sql, string told) => world.Told("inherited.repeated", $"var repeated = Workspace.Scalar<double>(\"{sql}\");", told);

    [Theory]
    [InlineData("sum(order_total / usd_per_unit)", "orders.status <> 'cancelled'", "'revenue_usd' is off in 3 of 4 rows")]
    [InlineData("sum(order_total * usd_per_unit)", "true", "'shown' is off in 4 of 4 rows")]
    public void Currencies(string usd, string where, string told) => world.Told("inherited.currencies", $"""
        #!sql --name by_currency
        SELECT orders.currency, sum(order_total) AS shown, {usd} AS revenue_usd FROM warehouse.intermediate.int_order_totals AS totals JOIN warehouse.staging.stg_orders AS orders USING (order_id)
        JOIN warehouse.raw.raw_exchange_rates AS rates ON rates.rate_date = orders.order_date AND rates.currency = orders.currency WHERE {where} GROUP BY orders.currency
        """, told);

    [Theory]
    [InlineData("SELECT count(*) FROM warehouse.marts.mart_lapsed_customers", "'lapsed' is 0.00 and too small")]
    [InlineData("SELECT count(*) FROM warehouse.marts.dim_customers WHERE last_order_date IS NULL", "too small")]
    public void Lapsed_customers(string sql, string told) => world.Told("inherited.lapsed", $"var lapsed = Workspace.Scalar<long>(\"{sql}\");", told);

    [Theory]
    [InlineData("SELECT sum(revenue_usd) FROM warehouse.marts.fct_daily_revenue", "That is what the dashboard shows.")]
    [InlineData("SELECT sum(subtotal - coalesce(discount_amount, 0) + shipping_amount) FROM warehouse.intermediate.int_order_totals AS totals JOIN warehouse.staging.stg_orders AS orders USING (order_id) WHERE totals.status <> 'cancelled'", "pounds are still dollars")]
    [InlineData("SELECT 1.5", "is too small")]
    public void The_revenue(string sql, string told) => world.Told("inherited.impact", $"var trueRevenue = Workspace.Scalar<double>(\"{sql}\");", told);

    [Theory]
    [InlineData("SELECT * FROM {{ ref('stg_orders') }} WHERE order_id IS NULL", "It passes on the project as it was")]
    [InlineData("SELECT * FROM {{ ref('stg_customers') }} WHERE source = 'crm_import'", "It fails on the repaired project, too")]
    [InlineData("SELECT * FROM {{ ref('int_order_totals') }} WHERE order_total_usd IS NULL", "It can't run on the project as it was")]
    public void A_test_that_prevents_nothing(string sql, string told) => world.Told("inherited.prevention", $"var preventionTest = \"{sql}\";", told);

    [Theory]
    [InlineData("The number is wrong.", "The note has 4 words")]
    [InlineData("The revenue is 6 % too high because of a left join on the address of the customers, which repeats rows of orders, and of orders of the app without a discount. I will repair it until Friday.", "'join' is a word of ours")]
    [InlineData("The revenue on the dashboard is too high since July. Orders of people with two accounts count twice, and orders of the app are missing. You get a corrected number on Friday, please wait for it until then.", "There is no figure")]
    [InlineData("The revenue on the dashboard is 40 % too high since July. Orders of people with two accounts count twice, and orders of the app are missing. You get a corrected number on Friday, please wait for it until then.", "not the one that matters")]
    public void A_note_that_does_not_help(string note, string told) => world.Told("inherited.note", $"var note = \"{note}\";", told);
}
