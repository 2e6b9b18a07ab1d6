using Workbook.Acme;
using Workbook.Course.Worlds;

namespace Workbook.Course.Tests;

public sealed class WrongDashboardWorld : WalkthroughWorld
{
    public WrongDashboardWorld() : base("dashboard", "3", AcmeCalendar.BoardWeek) => Notebook.Run("""
        #!sql
        CREATE OR REPLACE TABLE shop AS SELECT order_id, order_date AS day, order_total_usd AS amount FROM warehouse.intermediate.int_orders_with_payment WHERE status <> 'cancelled' AND order_date BETWEEN DATE '2025-06-09' AND DATE '2025-06-15';
        CREATE OR REPLACE TABLE settled AS SELECT type, CAST(replace(reference, 'ORD-', '') AS BIGINT) AS order_id, CAST(created AS DATE) AS day_in_export, CAST(created AT TIME ZONE 'America/New_York' AT TIME ZONE 'UTC' AS DATE) AS day, upper(currency) AS currency, CAST(amount_minor / 100 AS DECIMAL(18, 2)) AS original, CAST(settled_usd_minor / 100 AS DECIMAL(18, 2)) AS amount FROM warehouse.raw.raw_payments WHERE status = 'succeeded';
        CREATE OR REPLACE TABLE provider AS SELECT order_id, day, amount FROM settled WHERE day BETWEEN DATE '2025-06-09' AND DATE '2025-06-15';
        CREATE OR REPLACE TABLE rates AS SELECT currency, day, CAST(sum(amount) / sum(original) AS DECIMAL(18, 8)) AS rate FROM settled WHERE type = 'charge' GROUP BY ALL;
        """);
}

/// <summary>Walkthrough 02: what readers get wrong, and what they are told.</summary>
public sealed class WrongDashboardWalkthroughTests(WrongDashboardWorld world) : IClassFixture<WrongDashboardWorld>
{
    private const string Week = "BETWEEN DATE '2025-06-09' AND DATE '2025-06-15'";

    [Fact]
    public void The_untouched_notebook_has_nothing_attempted_and_the_reference_solves_it()
    {
        world.SolvedByTheReference(beforeTask: id => id == "dashboard.impact" ? "acme.Apply(\"4\").Build()" : null);
        world.Notebook.Run("acme = Workspace.OpenAcme(\"3\", AcmeCalendar.BoardWeek); acme.Build();");
    }

    [Theory]
    [InlineData("sum(amount_minor) / 100", "status = 'succeeded'")]
    [InlineData("sum(settled_usd_minor) / 100", "type = 'charge'")]
    [InlineData("sum(settled_usd_minor)", "status = 'succeeded'")]
    public void Numbers(string sum, string where) => world.Told("dashboard.numbers", $"""
        #!sql --name numbers
        SELECT 'dashboard' AS side, sum(revenue_usd) AS revenue_usd FROM warehouse.marts.fct_daily_revenue WHERE order_date {Week}
        UNION ALL SELECT 'provider', {sum} FROM warehouse.raw.raw_payments WHERE {where} AND CAST(created AS DATE) {Week}
        """, "'revenue_usd' is off in 1 of 2 rows, for example for provider");

    [Theory]
    [InlineData("sum(fee_usd_minor) / 100", "too small")]
    [InlineData("sum(fee_usd_minor) / 100 + sum(settled_usd_minor) FILTER (type = 'refund') / 100", "too small")]
    [InlineData("sum(fee_usd_minor) - sum(settled_usd_minor) FILTER (type = 'refund')", "too large")]
    public void Fees_and_refunds(string sql, string told) =>
        world.Told("dashboard.guess", $"var explained = Workspace.Scalar<double>(\"SELECT {sql} FROM warehouse.raw.raw_payments WHERE status = 'succeeded' AND CAST(created AS DATE) {Week}\");", told);

    [Theory]
    [InlineData("1", "There is no order 1 in that week.")]
    [InlineData("Workspace.Scalar<long>(\"SELECT min(order_id) FROM warehouse.staging.stg_orders WHERE order_date = DATE '2025-06-09' AND status = 'completed'\")", "both sides differ less than for another one")]
    public void The_order_to_show(string answer, string told) => world.Told("dashboard.trace", $"var worst = {answer};", told);

    [Theory]
    [InlineData("sum(amount) FILTER (day BETWEEN DATE '2025-06-09' AND DATE '2025-06-15')", "too large")]
    [InlineData("sum(amount) FILTER (day_in_export BETWEEN DATE '2025-06-09' AND DATE '2025-06-15') - sum(amount) FILTER (day BETWEEN DATE '2025-06-09' AND DATE '2025-06-15')", "too small")]
    public void The_clock(string sql, string told) => world.Told("dashboard.clock", $"var clock = Workspace.Scalar<double>(\"SELECT {sql} FROM settled\");", told);

    [Theory]
    [InlineData("Side.Query(\"SELECT DISTINCT * FROM shop\", \"shop\")", "Side.Table(\"provider\")", "Currency = new(\"USD\", Side.Table(\"rates\")) { Since = \"day\" },", "Rows were lost, added, or made distinct")]
    [InlineData("Side.Table(\"shop\") with { IsSummed = true }", "Side.Table(\"provider\")", "Currency = new(\"USD\", Side.Table(\"rates\")) { Since = \"day\" },", "Nothing is counted twice")]
    [InlineData("Side.Table(\"shop\")", "Side.Query(\"SELECT * FROM provider WHERE amount > 0\", \"provider\")", "", "charges and refunds of the week")]
    [InlineData("Side.Table(\"shop\")", "Side.Table(\"provider\")", "", "nobody knows why")]
    public void A_report_that_hides_something(string left, string right, string currency, string told) => world.Told("dashboard.report", $$"""
        var report = Reconciler.Run(Workspace.Connection, new ReconciliationSpec
        {
            Left = {{left}}, Right = {{right}}, Keys = [new("order_id")], Amount = new("amount") { Tolerance = 0.02m }, Time = new("day") { Window = TimeSpan.FromDays(1) }, {{currency}}
        });
        """, told);

    [Theory]
    [InlineData("SELECT sum(revenue_usd) FROM warehouse.marts.fct_daily_revenue", "That is the number on the slide.")]
    [InlineData("SELECT sum(settled_usd_minor) / 100 AS x FROM warehouse.raw.raw_payments AS p, (SELECT CAST(created AS DATE) AS order_date, payment_id FROM warehouse.raw.raw_payments) AS d WHERE d.payment_id = p.payment_id AND status = 'succeeded' AND true", "Who pays by transfer isn't in it")]
    [InlineData("SELECT 1.5 FROM warehouse.staging.stg_orders", "is too small for that week")]
    public void The_number_for_the_board(string sql, string told) =>
        world.Told("dashboard.impact", $"var boardRevenue = Workspace.Scalar<double>(\"{sql} {(sql.Contains("WHERE") ? "AND" : "WHERE")} order_date {Week}{(sql.Contains("1.5") ? " LIMIT 1" : "")}\");", told);

    [Theory]
    [InlineData("SELECT * FROM {{ ref('int_order_totals') }} WHERE usd_per_unit IS NULL", "It passes on the project as it was")]
    [InlineData("SELECT * FROM {{ ref('stg_orders') }} WHERE currency = 'MXN'", "It fails on the repaired project, too")]
    [InlineData("SELECT * FROM {{ ref('fct_daily_revenue') }} WHERE refunded_usd < 0", "It can't run on the project as it was")]
    public void A_test_that_prevents_nothing(string sql, string told) => world.Told("dashboard.prevention", $"var preventionTest = \"{sql}\";", told);

    [Theory]
    [InlineData("Dear Priya, last week's revenue was shown too high because of a fan-out in a model, and of a coalesce. It is repaired and will be right on Wednesday, in time for the board.", "'coalesce' is a word of ours")]
    [InlineData("Dear Priya, the slide was 12 % too high, because orders in pesos were taken for dollars and orders paid at the second attempt counted twice. It is repaired and will be right on Wednesday, in time.", "not the one that matters")]
    public void A_note_that_does_not_help(string note, string told) => world.Told("dashboard.note", $"var note = \"{note}\";", told);
}
