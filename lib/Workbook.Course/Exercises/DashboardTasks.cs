using Workbook.Course.Tasks;
using Workbook.Models.Metrics;
using Workbook.Retail;

namespace Workbook.Course.Exercises;

/// <summary>Exercise 6: one definition for each measure, and nothing added up that can't be.</summary>
internal static class DashboardTasks
{
    private const string MeasureSolution = """
        SELECT region, sum(net_aud_amount) / count(DISTINCT order_id) AS average_order_value
        FROM gold.fct_sales JOIN gold.dim_store USING (store_key)
        GROUP BY region
        ORDER BY region
        """;

    private const string TotalSolution = """
        WITH active AS (
            SELECT dim_customer.customer_id, count(DISTINCT date_trunc('week', order_date)) AS weeks
            FROM gold.fct_sales JOIN gold.dim_customer USING (customer_key)
            WHERE dim_customer.customer_id IS NOT NULL
            GROUP BY dim_customer.customer_id
        )
        SELECT weeks, count(*) AS customers FROM active GROUP BY weeks ORDER BY weeks
        """;

    private const string StoreSolution = """
        WITH facts AS (
            SELECT 'fct_sales' AS fact, store_key FROM gold.fct_sales
            UNION ALL SELECT 'fct_returns', store_key FROM gold.fct_returns
            UNION ALL SELECT 'fct_shipments', store_key FROM gold.fct_shipments
        )
        SELECT fact, count(*) FILTER (store_id = 2) AS visible_rows, count(*) - visible_rows AS hidden_rows
        FROM facts JOIN gold.dim_store USING (store_key)
        GROUP BY fact
        ORDER BY fact
        """;

    public static IReadOnlyList<LearningTask> All { get; } =
    [
        new("dashboard.measure", "Compute a measure by hand as the catalogue does",
            [
                "catalog.Metric(\"average_order_value\") says what it is made of: two other metrics, one by the other.",
                "A line isn't an order: avg() over the lines of fct_sales is the value of a line. And the mean of stores' means isn't the mean of orders.",
                "sum(net_aud_amount) / count(DISTINCT order_id), joined to gold.dim_store by store_key, GROUP BY region",
            ],
            "sql", $"#!sql --name order_values\n{MeasureSolution}",
            context => context.Rows("order_values", Catalog(context).Compile(new MetricQuery { Metrics = ["average_order_value"], Dimensions = ["region"] }),
                "region", "The same as the catalogue's, and now you know what is behind it.")),

        new("dashboard.total", "Explain why weeks don't add up to the whole",
            [
                "First one row for each known customer, with the number of different weeks; then count the customers by that number.",
                "date_trunc('week', order_date) is the week's Monday. A customer is a customer_id: accounts that changed have several keys, and the unknown member has no customer_id.",
                "SELECT dim_customer.customer_id, count(DISTINCT date_trunc('week', order_date)) AS weeks … WHERE customer_id IS NOT NULL GROUP BY customer_id, and around it SELECT weeks, count(*) AS customers … GROUP BY weeks",
            ],
            "sql", $"#!sql --name loyalty\n{TotalSolution}",
            context => context.Rows("loyalty",
                """
                WITH visits AS (
                    SELECT DISTINCT customer_id, date_trunc('week', order_date_local) AS week
                    FROM (SELECT customer_id, order_date AS order_date_local FROM silver.int_orders SEMI JOIN silver.int_order_lines USING (order_id))
                    SEMI JOIN bronze.customers USING (customer_id)
                )
                SELECT weeks, count(*) AS customers FROM (SELECT count(*) AS weeks FROM visits GROUP BY customer_id) GROUP BY weeks
                """,
                "weeks", "Each customer is counted once for each week: that is the gap, and no rounding.")),

        new("dashboard.store", "Count the rows that a store's manager may see",
            [
                "fct_returns has no store_id: all three facts have a store_key, and gold.dim_store leads from it to the store_id.",
                "Rows of orders whose store nobody knows are hidden, too. Their store_id is NULL, and NULL <> 2 isn't true.",
                "count(*) FILTER (store_id = 2) AS visible_rows, count(*) - visible_rows AS hidden_rows … GROUP BY fact",
            ],
            "sql", $"#!sql --name visible\n{StoreSolution}",
            context => context.Rows("visible",
                """
                WITH own AS (SELECT store_key FROM gold.dim_store WHERE store_id = 2)
                SELECT 'fct_sales' AS fact, (SELECT count(*) FROM gold.fct_sales SEMI JOIN own USING (store_key)) AS visible_rows, (SELECT count(*) FROM gold.fct_sales ANTI JOIN own USING (store_key)) AS hidden_rows
                UNION ALL
                SELECT 'fct_returns', (SELECT count(*) FROM gold.fct_returns SEMI JOIN own USING (store_key)), (SELECT count(*) FROM gold.fct_returns ANTI JOIN own USING (store_key))
                UNION ALL
                SELECT 'fct_shipments', (SELECT count(*) FROM gold.fct_shipments SEMI JOIN own USING (store_key)), (SELECT count(*) FROM gold.fct_shipments ANTI JOIN own USING (store_key))
                """,
                "fact", "What is visible and what is hidden make up the whole: nothing falls between.")),

        new("dashboard.what_if", "Find the change of prices with the highest sales",
            [
                "Sales become (1 + p) × (1 + e × p) of what they were: a parabola in p.",
                "At the top its slope is zero. Its slope is 1 + e + 2 × e × p.",
                "elasticity => -(1 + elasticity) / (2 * elasticity)",
            ],
            "csharp", "Func<double, double> bestChange = elasticity => -(1 + elasticity) / (2 * elasticity);",
            context => context.Value<Func<double, double>>("bestChange", JudgeChange)),
    ];

    private static MetricCatalog Catalog(CheckContext context) => MetricCatalog.Read(Path.Combine(RetailProject.FindModels(context.Workspace.Root), "metrics"));

    private static CheckResult JudgeChange(Func<double, double> bestChange)
    {
        foreach (var elasticity in (double[])[-1, -1.5, -2.5, -0.8])
        {
            var best = bestChange(elasticity);
            double Sales(double change) => (1 + change) * (1 + elasticity * change);
            if (double.IsFinite(best) && Math.Abs(1 + elasticity + 2 * elasticity * best) < 1e-6)
                continue;
            var way = !double.IsFinite(best) ? "that is no number" : Sales(best + 0.001) > Sales(best) ? "a little higher would sell more" : "a little lower would sell more";
            return CheckResult.Incorrect(FormattableString.Invariant($"With an elasticity of {elasticity} you change prices by {best:0.####}, and {way}."));
        }

        return CheckResult.Correct("At an elasticity of -1 prices are right as they are; the more people mind, the lower the best price.");
    }
}
