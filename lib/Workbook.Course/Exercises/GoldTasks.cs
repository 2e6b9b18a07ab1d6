using Workbook.Course.Tasks;

namespace Workbook.Course.Exercises;

/// <summary>Exercise 5: a star that adds up.</summary>
internal static class GoldTasks
{
    private const string ReconcileSolution = """
        WITH orders AS (
            SELECT * FROM bronze.orders_header
            QUALIFY row_number() OVER (PARTITION BY order_id ORDER BY src_filename DESC, src_line) = 1
        ),
        bronze AS (
            SELECT channel, sum(CAST(qty * unit_price AS DECIMAL(18, 4))) AS bronze_gross
            FROM bronze.orders_lines JOIN orders USING (order_id) GROUP BY channel
        ),
        gold AS (SELECT channel, sum(gross_amount) AS gold_gross FROM gold.fct_sales GROUP BY channel)
        SELECT channel, bronze_gross, gold_gross FROM bronze FULL JOIN gold USING (channel) ORDER BY channel
        """;

    private const string AudSolution = """
        SELECT orders.currency, sum(lines.net_amount) AS net_amount, sum(lines.net_amount * rates.rate_to_aud) AS net_aud_amount
        FROM silver.int_order_lines AS lines
        JOIN silver.int_orders AS orders USING (order_id)
        JOIN silver.int_exchange_rates AS rates ON rates.currency = orders.currency AND rates.rate_date = orders.order_date
        GROUP BY orders.currency ORDER BY orders.currency
        """;

    private const string OrphansSolution = """
        SELECT orders.customer_id, count(*) AS orders
        FROM silver.int_orders AS orders
        WHERE NOT EXISTS (FROM gold.dim_customer AS known WHERE known.customer_id = orders.customer_id)
        GROUP BY orders.customer_id ORDER BY orders.customer_id
        """;

    private const string ReturnRateSolution = """
        WITH sold AS (
            SELECT category, sum(quantity) AS sold FROM gold.fct_sales JOIN gold.dim_product_scd USING (product_key) GROUP BY category
        ),
        returned AS (
            SELECT category, sum(quantity) AS returned FROM gold.fct_returns JOIN gold.dim_product_scd USING (product_key) GROUP BY category
        )
        SELECT category, sold, coalesce(returned, 0) AS returned, coalesce(returned, 0) / sold AS return_rate
        FROM sold LEFT JOIN returned USING (category) ORDER BY return_rate DESC
        """;

    private const string MaskingSolution = """
        SELECT is_pii_masked, count(*) AS customers, count(*) FILTER (email LIKE '%@%') AS clear_emails, count(birth_date) AS birth_dates
        FROM gold.dim_customer
        WHERE customer_id IS NOT NULL
        GROUP BY is_pii_masked ORDER BY is_pii_masked
        """;

    public static IReadOnlyList<LearningTask> All { get; } =
    [
        new("gold.reconcile", "Reconcile the sales with bronze, to the cent",
            [
                "One side comes from bronze.orders_lines and bronze.orders_header alone, the other from gold.fct_sales.",
                "An order that was delivered twice would count its lines twice: keep one header of each order before you join.",
                "Gross is qty * unit_price as DECIMAL(18, 4), summed by the header's channel; FULL JOIN the two sums USING (channel).",
            ],
            "sql", $"#!sql --name reconciled\n{ReconcileSolution}",
            // Both columns against gold: a side that is off is named, whichever it is.
            context => context.Rows("reconciled",
                "SELECT channel, sum(gross_amount) AS bronze_gross, sum(gross_amount) AS gold_gross FROM gold.fct_sales GROUP BY channel",
                "channel", "Nothing was lost on the way, and nothing came twice.")),

        new("gold.currency", "Turn foreign money into Australian dollars",
            [
                "A rate belongs to a currency and a day: silver.int_exchange_rates has one for each.",
                "The day is the order's local day, order_date. Today's rate would make last year's revenue change every morning.",
                "JOIN silver.int_exchange_rates AS rates ON rates.currency = orders.currency AND rates.rate_date = orders.order_date",
            ],
            "sql", $"#!sql --name revenue\n{AudSolution}",
            context => context.Rows("revenue",
                "SELECT currency, sum(net_amount) AS net_amount, sum(net_aud_amount) AS net_aud_amount FROM gold.fct_sales GROUP BY currency",
                "currency", "Your sums are those of fct_sales.")),

        new("gold.orphans", "Find the orders of customers that nobody knows",
            [
                "dim_customer holds one member that stands for the unknown. What is its customer_id?",
                "x NOT IN (1, 2, NULL) is never true: nobody can tell that x isn't the unknown value.",
                "WHERE NOT EXISTS (FROM gold.dim_customer AS known WHERE known.customer_id = orders.customer_id), or an ANTI JOIN",
            ],
            "sql", $"#!sql --name orphans\n{OrphansSolution}",
            context => context.Rows("orphans",
                "SELECT customer_id, count(DISTINCT order_id) AS orders FROM silver.int_orders ANTI JOIN bronze.customers USING (customer_id) GROUP BY customer_id",
                "customer_id", "They all point at the unknown member, and a test counts them.")),

        new("gold.return_rate", "Compute the return rate of each category",
            [
                "Two facts have two grains. Joined row to row, a sale with two returns counts twice.",
                "Sum each fact by category alone, then join the two sums.",
                "WITH sold AS (… GROUP BY category), returned AS (… GROUP BY category) SELECT … FROM sold LEFT JOIN returned USING (category)",
            ],
            "sql", $"#!sql --name return_rates\n{ReturnRateSolution}",
            context => context.Rows("return_rates",
                """
                WITH facts AS (
                    SELECT product_key, quantity AS sold, 0 AS returned FROM gold.fct_sales
                    UNION ALL
                    SELECT product_key, 0, quantity FROM gold.fct_returns
                )
                SELECT category, sum(sold) AS sold, sum(returned) AS returned, sum(returned) / sum(sold) AS return_rate
                FROM facts JOIN gold.dim_product_scd USING (product_key) GROUP BY category
                HAVING sum(sold) > 0
                """,
                "category", "Two facts, one dimension, no row counted twice.")),

        new("gold.masking", "Show that whoever gave no consent is masked",
            [
                "is_pii_masked tells; the unknown member, whose customer_id is NULL, is nobody.",
                "An address in the clear has an @; a hash hasn't. A birth date is there or it isn't.",
                "count(*) FILTER (email LIKE '%@%') AS clear_emails, count(birth_date) AS birth_dates … GROUP BY is_pii_masked",
            ],
            "sql", $"#!sql --name masking\n{MaskingSolution}",
            context => context.Rows("masking",
                """
                WITH customers AS (SELECT *, NOT gdpr_consent AS is_pii_masked FROM bronze.customers)
                SELECT is_pii_masked, count(*) AS customers,
                       count(*) FILTER (NOT is_pii_masked AND email IS NOT NULL AND NOT coalesce(contains(dq_flags, 'email.malformed'), false)) AS clear_emails,
                       count(birth_date) FILTER (NOT is_pii_masked) AS birth_dates
                FROM customers GROUP BY is_pii_masked
                """,
                "is_pii_masked", "Nobody's address is in the clear without consent.")),
    ];
}
