using Workbook.Course.Tasks;
using Workbook.Models.Project;

namespace Workbook.Course.Walkthroughs;

/// <summary>Walkthrough 01, The Data You Inherit: three faults that four green tests don't see.</summary>
internal static class InheritedTasks
{
    private const string Broken = "1";
    private const string Repaired = "2";

    private const string LostSql = """
        SELECT sum(subtotal + shipping_amount)
        FROM warehouse.intermediate.int_order_totals AS totals
        JOIN warehouse.staging.stg_orders AS orders USING (order_id)
        WHERE totals.order_total IS NULL AND totals.status <> 'cancelled'
        """;

    private const string RepeatedSql = """
        SELECT sum(order_total) - sum(order_total) FILTER (first_row)
        FROM (SELECT order_total, row_number() OVER (PARTITION BY order_id) = 1 AS first_row
              FROM warehouse.intermediate.int_orders_with_customer WHERE status <> 'cancelled')
        """;

    private const string CurrencySql = """
        SELECT orders.currency, sum(order_total) AS shown, sum(order_total * usd_per_unit) AS revenue_usd
        FROM warehouse.intermediate.int_order_totals AS totals
        JOIN warehouse.staging.stg_orders AS orders USING (order_id)
        JOIN warehouse.raw.raw_exchange_rates AS rates ON rates.rate_date = orders.order_date AND rates.currency = orders.currency
        WHERE totals.status <> 'cancelled'
        GROUP BY orders.currency ORDER BY orders.currency
        """;

    private const string LapsedSql = """
        SELECT count(*) FROM warehouse.marts.dim_customers AS customers
        WHERE NOT EXISTS (
            FROM warehouse.staging.stg_orders AS orders
            WHERE orders.customer_id = customers.customer_id
              AND order_date > (SELECT max(order_date) FROM warehouse.staging.stg_orders) - 90)
        """;

    private const string TrueRevenueSql = """
        SELECT sum((subtotal - coalesce(discount_amount, 0) + shipping_amount) * usd_per_unit)
        FROM warehouse.intermediate.int_order_totals AS totals
        JOIN warehouse.staging.stg_orders AS orders USING (order_id)
        JOIN warehouse.raw.raw_exchange_rates AS rates ON rates.rate_date = orders.order_date AND rates.currency = orders.currency
        WHERE totals.status <> 'cancelled'
        """;

    private const string PreventionSql = """
        SELECT order_id FROM {{ ref('int_orders_with_customer') }} GROUP BY order_id HAVING count(*) > 1
        UNION ALL
        SELECT order_id FROM {{ ref('int_order_totals') }} WHERE order_total IS NULL
        """;

    private const string Note = """
        The revenue on the dashboard is 6 % too high since July, about 420,000 dollars. Three mistakes are mixed in it: orders of people
        with two accounts count twice, orders from the app are missing, and pounds, euros and Canadian dollars are added
        up as if they were US dollars. Please don't quote it until Thursday. On Friday you get a corrected one, and a
        check that stops us from showing such a number again.
        """;

    public static IReadOnlyList<LearningTask> All { get; } =
    [
        new("inherited.coverage", "Find the models that nothing tests",
            [
                "acme.Models.Nodes has the whole manifest: models, seeds and tests, each with Type and Name.",
                "A test knows what it is attached to: node.Test?.Target; and acme.Models.Graph.Parents(id) gives what a node reads.",
                "Take the parents of all tests; the models that aren't among them are untested.",
            ],
            "csharp",
            """
            var nodes = acme.Models.Nodes.Values;
            var tested = nodes.Where(node => node.Type == ResourceType.Test).SelectMany(test => acme.Models.Graph.Parents(test.UniqueId)).ToHashSet();
            var untested = nodes.Where(node => node.Type == ResourceType.Model && !tested.Contains(node.UniqueId)).Select(node => node.Name).ToList();
            """,
            context => context.Value<IEnumerable<string>>("untested", names => JudgeUntested([.. names], context))),

        new("inherited.lost", "How much revenue does the dashboard leave out?",
            [
                "Which orders have no order_total at all? Count them by channel.",
                "A number minus NULL is NULL, and sum() leaves NULL out. What would the total be if the missing discount were 0?",
                "Sum subtotal + shipping_amount of the orders WHERE order_total IS NULL; those that were cancelled don't count.",
            ],
            "csharp", SolutionText.Scalar("lost", LostSql),
            context => context.Number("lost", LostSql, "One column that the app doesn't send, and every app order without a coupon is worth nothing.", 1e-6)),

        new("inherited.repeated", "How much revenue does the dashboard count twice?",
            [
                "int_orders_with_customer should have a row for each order. Has it?",
                "Each row of an order after the first is too many, and so is its order_total.",
                "row_number() OVER (PARTITION BY order_id) tells the first row; sum what isn't, without cancelled orders.",
            ],
            "csharp", SolutionText.Scalar("repeated", RepeatedSql),
            context => context.Number("repeated", RepeatedSql, "A join on something that isn't unique repeats rows, and money with them.", 1e-6)),

        new("inherited.currencies", "What is it worth in dollars?",
            [
                "The treasury's rates are in warehouse.raw.raw_exchange_rates; nothing reads them.",
                "A rate is of a day and a currency: join on both, with the day of the order.",
                "shown is sum(order_total), revenue_usd is sum(order_total * usd_per_unit), by the currency in stg_orders; int_order_totals has a row for each order.",
            ],
            "sql", $"#!sql --name by_currency\n{CurrencySql}",
            context => context.Rows("by_currency", CurrencySql, "currency", "The column is called revenue_usd. Nobody had made it so.")),

        new("inherited.lapsed", "Who has really lapsed?",
            [
                "Run the subquery of mart_lapsed_customers alone. Is there something in it that isn't a customer?",
                "x NOT IN (1, NULL) is never true: it might be the NULL.",
                "NOT EXISTS asks for a match and doesn't mind NULLs: accounts of dim_customers for which no order of the last 90 days exists.",
            ],
            "csharp", SolutionText.Scalar("lapsed", LapsedSql, "long"),
            context => context.Number("lapsed", LapsedSql, "A list that is always empty looks like good news.")),

        new("inherited.impact", "Say what the revenue is",
            [
                "Put the three repairs into one query: each order once, no discount is 0, each currency at its day's rate.",
                "Begin with int_order_totals, which has each order once, and join stg_orders for discount, shipping and currency.",
                "sum((subtotal - coalesce(discount_amount, 0) + shipping_amount) * usd_per_unit) of what wasn't cancelled.",
            ],
            "csharp", SolutionText.Scalar("trueRevenue", TrueRevenueSql),
            context => context.Value<object>("trueRevenue", found => JudgeRevenue(found, context))),

        new("inherited.prevention", "Write the test that was missing",
            [
                "A dbt test is a query for rows that are wrong: no rows, no fault. Tables are named with {{ ref('…') }}.",
                "Which promise is broken: a row for each order, or a total for each order? Either will do.",
                "SELECT order_id FROM {{ ref('int_orders_with_customer') }} GROUP BY order_id HAVING count(*) > 1",
            ],
            "csharp", SolutionText.Text("preventionTest", PreventionSql),
            context => AcmeReference.Prevents(context, "preventionTest", Broken, Repaired, "Red on Friday morning, not green in front of the board.")),

        new("inherited.note", "Tell the head of sales",
            [
                "Four sentences: what is wrong, how large it is, what not to do meanwhile, when it is right.",
                "Their words: orders, customers, dollars. The size is how far the dashboard's revenue is off, in dollars or per cent.",
                "Per cent: (shown − true) / true.",
            ],
            "csharp", SolutionText.Text("note", Note),
            context => context.Value<string>("note", note => JudgeNote(note, context))),
    ];

    private static CheckResult JudgeUntested(List<string> names, CheckContext context)
    {
        var models = AcmeReference.Opened(context).Models;
        var tested = models.Nodes.Values.Where(node => node.Type == ResourceType.Test).SelectMany(test => models.Graph.Parents(test.UniqueId)).ToHashSet();
        var all = models.Nodes.Values.Where(node => node.Type == ResourceType.Model).ToDictionary(node => node.Name, node => tested.Contains(node.UniqueId));
        if (names.FirstOrDefault(name => !all.ContainsKey(name)) is { } stranger)
            return CheckResult.Incorrect($"'{stranger}' is no model. Seeds are what models are made from, and tests aren't tables; models by their bare names.");
        if (names.FirstOrDefault(name => all[name]) is { } hasTest)
            return CheckResult.Incorrect($"{hasTest} has a test.");
        var missing = all.Count(model => !model.Value) - names.Distinct().Count();
        return missing > 0
            ? CheckResult.Incorrect($"{missing} more {(missing == 1 ? "model has" : "models have")} no test.")
            : CheckResult.Correct("Green says that what was tested holds. It says nothing of these, and the dashboard is among them.");
    }

    private static CheckResult JudgeRevenue(object found, CheckContext context)
    {
        if (found is string or not IConvertible)
            return CheckResult.Incorrect($"'trueRevenue' is a {found.GetType().Name}, expected a number.");
        var value = Convert.ToDouble(found, System.Globalization.CultureInfo.InvariantCulture);
        var expected = TrueRevenue(context);
        if (Math.Abs(value - expected) <= 1e-4 * expected)
            return CheckResult.Correct("Each order once, each discount taken, each currency converted.");
        var candidates = new (string Fault, double Value)[]
        {
            ("That is what the dashboard shows.", Shown(context)),
            ("Each order is in it once and no discount is lost, but pounds are still dollars.", AcmeReference.Number(context, Repaired, "SELECT sum(order_total) FROM intermediate.int_order_totals WHERE status <> 'cancelled'")),
            ("Cancelled orders are in it.", AcmeReference.Number(context, Repaired, "SELECT sum(order_total_usd) FROM intermediate.int_order_totals")),
        };
        return candidates.FirstOrDefault(candidate => Math.Abs(value - candidate.Value) <= 1e-4 * candidate.Value) is { Fault: not null } known
            ? CheckResult.Incorrect(known.Fault)
            : CheckResult.Incorrect(Invariant($"{value:N0} is too {(value < expected ? "small" : "large")}: one of the three repairs is missing, or an order is lost or repeated on the way."));
    }

    private static CheckResult JudgeNote(string note, CheckContext context)
    {
        var (shown, truth) = (Shown(context), TrueRevenue(context));
        return PlainNote.Judge(note, "They know what happened, how much it is and when it is over.", 0.1, shown - truth, (shown - truth) / truth * 100);
    }

    private static double Shown(CheckContext context) => AcmeReference.Number(context, Broken, "SELECT sum(revenue_usd) FROM marts.fct_daily_revenue");

    private static double TrueRevenue(CheckContext context) => AcmeReference.Number(context, Repaired, "SELECT sum(revenue_usd) FROM marts.fct_daily_revenue");
}
