using System.Globalization;
using Workbook.Course.Tasks;
using Workbook.Reconciliation;

namespace Workbook.Course.Walkthroughs;

/// <summary>Walkthrough 02, The Dashboard Is Wrong: 40 % above the payment provider, and every difference has a cause.</summary>
internal static class WrongDashboardTasks
{
    private const string Broken = "3";
    private const string Repaired = "4";
    private const string Week = "BETWEEN DATE '2025-06-09' AND DATE '2025-06-15'";

    private const string ShownSql = $"SELECT sum(revenue_usd) FROM marts.fct_daily_revenue WHERE order_date {Week}";

    private const string NumbersSql = $"""
        SELECT 'dashboard' AS side, sum(revenue_usd) AS revenue_usd FROM warehouse.marts.fct_daily_revenue
        WHERE order_date {Week}
        UNION ALL
        SELECT 'provider', sum(settled_usd_minor) / 100 FROM warehouse.raw.raw_payments
        WHERE status = 'succeeded' AND CAST(created AS DATE) {Week}
        """;

    private const string ExplainedSql = $"""
        SELECT sum(fee_usd_minor) / 100 - sum(settled_usd_minor) FILTER (type = 'refund') / 100
        FROM warehouse.raw.raw_payments
        WHERE status = 'succeeded' AND CAST(created AS DATE) {Week}
        """;

    private const string WorstSql = $"""
        WITH shown AS (
            SELECT order_id, sum(order_total_usd) AS usd FROM warehouse.intermediate.int_orders_with_payment
            WHERE status <> 'cancelled' AND order_date {Week} GROUP BY order_id),
        settled AS (
            SELECT CAST(replace(reference, 'ORD-', '') AS BIGINT) AS order_id, sum(settled_usd_minor) / 100 AS usd
            FROM warehouse.raw.raw_payments WHERE status = 'succeeded' AND type = 'charge' GROUP BY order_id)
        SELECT order_id FROM shown JOIN settled USING (order_id) ORDER BY shown.usd - settled.usd DESC LIMIT 1
        """;

    private const string ClockSql = $"""
        SELECT (sum(settled_usd_minor) FILTER (CAST(created AT TIME ZONE 'America/New_York' AT TIME ZONE 'UTC' AS DATE) {Week})
              - sum(settled_usd_minor) FILTER (CAST(created AS DATE) {Week})) / 100
        FROM warehouse.raw.raw_payments WHERE status = 'succeeded'
        """;

    private const string ReportSolution = """
        var report = Reconciler.Run(Workspace.Connection, new ReconciliationSpec
        {
            Left = Side.Table("shop"), Right = Side.Table("provider"), Keys = [new("order_id")],
            Amount = new("amount") { Tolerance = 0.02m },
            Time = new("day") { Window = TimeSpan.FromDays(1) },
            Currency = new("USD", Side.Table("rates")) { Since = "day" },
        });
        """;

    private const string PreventionSql = """
        SELECT order_id, count(*) AS rows FROM {{ ref('int_orders_with_payment') }} GROUP BY order_id HAVING count(*) > 1
        """;

    private const string Note = """
        Dear Priya, last week's revenue is 175,765 dollars; the slide was about 55,000 dollars too high. Orders in pesos were
        shown as if they were dollars, orders that were paid at the second attempt counted twice, and cancelled orders of the
        new app were still in it. Paywell's figure is too low, because firms that pay by transfer aren't in it. The dashboard
        is corrected since noon. From now on it is compared with Paywell every night, and we hear of a difference before you do.
        """;

    public static IReadOnlyList<LearningTask> All { get; } =
    [
        new("dashboard.numbers", "Reproduce both numbers",
            [
                "The dashboard sums revenue_usd of warehouse.marts.fct_daily_revenue by order_date.",
                "The export has failed attempts and refunds, too. What has settled_usd_minor in those rows, and in which unit is it?",
                "sum(settled_usd_minor) / 100 of warehouse.raw.raw_payments, where status = 'succeeded' and CAST(created AS DATE) is in the week.",
            ],
            "sql", $"#!sql --name numbers\n{NumbersSql}",
            context => context.Rows("numbers", NumbersSql, "side", "Reproduced. Whoever can't reproduce a difference can't know that it is gone.")),

        new("dashboard.guess", "What do fees and refunds explain?",
            [
                "Both are in the export: fee_usd_minor of each row, and the rows of type refund.",
                "Refunds are negative in settled_usd_minor; take them as positive.",
                "sum(fee_usd_minor) / 100 - sum(settled_usd_minor) FILTER (type = 'refund') / 100, of what succeeded in the week.",
            ],
            "csharp", SolutionText.Scalar("explained", ExplainedSql),
            context => context.Number("explained", ExplainedSql, "A guess, tested: it is too small by far.", 1e-6)),

        new("dashboard.trace", "Trace one number to its source",
            [
                "An order may have several rows in int_orders_with_payment: add them up by order_id.",
                "The reference in the export is 'ORD-' and the order's number; charges that succeeded count.",
                "Join both by order_id, ORDER BY the difference DESC LIMIT 1.",
            ],
            "csharp", SolutionText.Scalar("worst", WorstSql, "long"),
            context => context.Value<IConvertible>("worst", found => JudgeWorst(found, context))),

        new("dashboard.clock", "What is the clock worth?",
            [
                "The table settled has both days of each payment.",
                "Sum the amounts twice, once with each day in the week, and subtract.",
                "sum(amount) FILTER (day BETWEEN …) - sum(amount) FILTER (day_in_export BETWEEN …)",
            ],
            "csharp", "var clock = Workspace.Scalar<double>(\"\"\"\n    SELECT sum(amount) FILTER (day BETWEEN DATE '2025-06-09' AND DATE '2025-06-15')\n         - sum(amount) FILTER (day_in_export BETWEEN DATE '2025-06-09' AND DATE '2025-06-15')\n    FROM settled\n    \"\"\");",
            context => context.Number("clock", ClockSql, "Same payments, other week. Two reports that disagree on midnight never agree.", 1e-6)),

        new("dashboard.report", "Give every difference a cause",
            [
                "Keys = [new(\"order_id\")] pairs the rows. Don't add them up first: what is there twice is one of the findings.",
                "Amount = new(\"amount\") { Tolerance = 0.02m } lets cents pass; without a currency rule, pesos are only \"another amount\".",
                "Add Time = new(\"day\") { Window = TimeSpan.FromDays(1) } and Currency = new(\"USD\", Side.Table(\"rates\")) { Since = \"day\" }.",
            ],
            "csharp", ReportSolution,
            context => context.Value<ReconciliationReport>("report", report => JudgeReport(report, context))),

        new("dashboard.impact", "The number for the board",
            [
                "acme.Apply(\"4\").Build() makes the repaired mart; what columns has it?",
                "Gross revenue is before refunds; the board sees what stays.",
                "SELECT sum(revenue_usd) FROM warehouse.marts.fct_daily_revenue WHERE order_date is in the week",
            ],
            "csharp", SolutionText.Scalar("boardRevenue", $"SELECT sum(revenue_usd) FROM warehouse.marts.fct_daily_revenue\n        WHERE order_date {Week}"),
            context => context.Value<IConvertible>("boardRevenue", found => JudgeRevenue(found, context))),

        new("dashboard.prevention", "Write the test that stays on",
            [
                "Which promise did this morning's project break? A row for each order; a rate of 1 for dollars alone; a status that is known.",
                "A query for rows that are wrong, tables as {{ ref('…') }}. It has to run on both versions of the project.",
                "SELECT order_id FROM {{ ref('int_orders_with_payment') }} GROUP BY order_id HAVING count(*) > 1",
            ],
            "csharp", SolutionText.Text("preventionTest", PreventionSql),
            context => AcmeReference.Prevents(context, "preventionTest", Broken, Repaired, "It is about this project and no other data, so it can't be red by accident.")),

        new("dashboard.note", "Tell the CFO",
            [
                "She asked one question: what is the number? Begin with it.",
                "Then how far off the slide was, why, in her words, and what is done. No word of joins.",
                "How far: the dashboard's number less yours, in dollars, or in per cent of yours.",
            ],
            "csharp", SolutionText.Text("note", Note),
            context => context.Value<string>("note", note => JudgeNote(note, context))),
    ];

    private static CheckResult JudgeWorst(IConvertible found, CheckContext context)
    {
        if (found is string)
            return CheckResult.Incorrect("'worst' is a text, expected the order's number.");
        var order = found.ToInt64(CultureInfo.InvariantCulture);
        if (AcmeReference.Number(context, Broken, $"SELECT count(*) FROM staging.stg_orders WHERE order_id = {order} AND order_date {Week}") == 0)
            return CheckResult.Incorrect($"There is no order {order} in that week.");
        var expected = AcmeReference.Number(context, Broken, WorstSql.Replace("warehouse.", "", StringComparison.Ordinal));
        return order == (long)expected
            ? CheckResult.Correct("One order, and everything is in it: the currency, the missing rate, the 1.")
            : CheckResult.Incorrect($"For order {order} both sides differ less than for another one. Only charges that succeeded count, and an order's rows together.");
    }

    private static CheckResult JudgeReport(ReconciliationReport report, CheckContext context)
    {
        var shown = (decimal)AcmeReference.Number(context, Broken, ShownSql);
        if (Math.Abs(report.Left.Total - shown) > 0.05m)
            return CheckResult.Incorrect(Invariant($"The left side comes to {report.Left.Total:N2}, and that is not what the dashboard shows. Rows were lost, added, or made distinct before they were compared."));
        var settled = (decimal)AcmeReference.Number(context, Broken, $"SELECT sum(settled_usd_minor) / 100 FROM raw.raw_payments WHERE status = 'succeeded' AND CAST(created AT TIME ZONE 'America/New_York' AT TIME ZONE 'UTC' AS DATE) {Week}");
        if (Math.Abs(report.Right.Total - settled) > 0.05m)
            return CheckResult.Incorrect(Invariant($"The right side comes to {report.Right.Total:N2}. It should be the provider's charges and refunds of the week, on the shop's clock, in dollars."));
        bool Has(DifferenceCause cause) => report.Causes.Any(one => one.Cause == cause);
        if (!Has(DifferenceCause.DuplicateLeft))
            return CheckResult.Incorrect("Nothing is counted twice, says the report: the key doesn't name an order, or its rows were added up first.");
        if (!Has(DifferenceCause.Currency))
            return CheckResult.Incorrect("The largest amounts are \"another amount\", and nobody knows why. Could a rate explain them?");
        if (report.Causes.First(cause => cause.Cause == DifferenceCause.MissingRight).Differences > 100)
            return CheckResult.Incorrect(Invariant($"{report.Causes.First(cause => cause.Cause == DifferenceCause.MissingRight).Differences:N0} rows have no counterpart. With days among the keys, a payment after midnight isn't its order's."));
        return CheckResult.Correct(Invariant($"{report.Differences:N0} differences, {report.Causes.Count} causes, and the bridge adds up to the cent."));
    }

    private static CheckResult JudgeRevenue(IConvertible found, CheckContext context)
    {
        if (found is string)
            return CheckResult.Incorrect("'boardRevenue' is a text, expected a number.");
        var value = found.ToDouble(CultureInfo.InvariantCulture);
        var (truth, shown, provider) = (AcmeReference.Number(context, Repaired, ShownSql), AcmeReference.Number(context, Broken, ShownSql),
            AcmeReference.Number(context, Broken, $"SELECT sum(settled_usd_minor) / 100 FROM raw.raw_payments WHERE status = 'succeeded' AND CAST(created AS DATE) {Week}"));
        if (Math.Abs(value - truth) < 0.05)
            return CheckResult.Correct("Neither Dana's number nor Priya's: the one that can be explained.");
        if (Math.Abs(value - shown) < 0.05)
            return CheckResult.Incorrect("That is the number on the slide.");
        if (Math.Abs(value - provider) < 0.05)
            return CheckResult.Incorrect("That is the provider's number. Who pays by transfer isn't in it.");
        var gross = AcmeReference.Number(context, Repaired, ShownSql.Replace("sum(revenue_usd)", "sum(gross_revenue_usd)", StringComparison.Ordinal));
        return Math.Abs(value - gross) < 0.05
            ? CheckResult.Incorrect("That is before refunds.")
            : CheckResult.Incorrect(Invariant($"{value:N2} is too {(value < truth ? "small" : "large")} for that week."));
    }

    private static CheckResult JudgeNote(string note, CheckContext context)
    {
        var (shown, truth) = (AcmeReference.Number(context, Broken, ShownSql), AcmeReference.Number(context, Repaired, ShownSql));
        return PlainNote.Judge(note, "She can stand in front of the board with it.", 0.1, shown - truth, (shown - truth) / truth * 100);
    }
}
