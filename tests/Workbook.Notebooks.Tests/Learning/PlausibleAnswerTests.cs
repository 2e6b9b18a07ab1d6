namespace Workbook.Notebooks.Tests.Learning;

/// <summary>What learners do get wrong in silver and gold, and what they are told.</summary>
public sealed class PlausibleAnswerTests(LearningWorld world) : IClassFixture<LearningWorld>
{
    [Theory]
    [InlineData("SELECT DISTINCT * FROM deliveries", "order 2 has 2 rows, expected one")]
    [InlineData("SELECT * FROM deliveries QUALIFY row_number() OVER (PARTITION BY order_id ORDER BY ingested_at DESC) = 1", "the row that arrived last")]
    [InlineData("SELECT * FROM deliveries QUALIFY row_number() OVER (PARTITION BY order_id ORDER BY src_filename DESC, src_line DESC) = 1", "you kept the later line")]
    [InlineData("SELECT * FROM deliveries WHERE src_filename = 'day=01/a.csv'", "1 of 4 orders are gone")]
    [InlineData("SELECT FROM", "Your SQL is refused: Parser Error")]
    public void Deliveries_that_are_not_told_apart_are_named(string sql, string told) => Told("silver.newest", $"var newest = \"{sql}\";", told);

    [Theory]
    [InlineData("order_date > coalesce((SELECT max(order_date) FROM target), DATE '0001-01-01')", "Order 3 is of 1 March and came on 3 March: it is lost")]
    [InlineData("ingested_at > (SELECT max(ingested_at) FROM target)", "took 0 of 2 rows")]
    [InlineData("ingested_at >= coalesce((SELECT max(ingested_at) FROM target), TIMESTAMP '0001-01-01')", "the target has 5 rows, expected 4")]
    [InlineData("arrival > 1", "is refused: Binder Error")]
    public void A_row_lost_or_doubled_by_a_watermark_is_named(string condition, string told) => Told("silver.late", $"var arrived = \"{condition}\";", told);

    [Theory]
    [InlineData("LEFT JOIN versions ON versions.product_id = questions.product_id AND asked_at BETWEEN valid_from AND coalesce(valid_to, asked_at)", "1 / 2024-02-01 have 2 answers")]
    [InlineData("LEFT JOIN versions ON versions.product_id = questions.product_id AND valid_from <= asked_at AND valid_to > asked_at", "no price on 2024-06-01")]
    [InlineData("JOIN versions ON versions.product_id = questions.product_id AND valid_from <= asked_at AND (valid_to > asked_at OR valid_to IS NULL)", "is gone. It had no price then")]
    [InlineData("LEFT JOIN versions ON versions.product_id = questions.product_id AND valid_to IS NULL", "have the wrong price")]
    public void An_instant_with_the_wrong_price_is_named(string join, string told) =>
        Told("silver.as_of", $"var priced = \"SELECT questions.product_id, asked_at, price FROM questions {join}\";", told);

    [Theory]
    [InlineData("count(DISTINCT natural_key) / count(*)", "count(phone) / count(*)", "for example for uniqueness")]
    [InlineData("(SELECT count(*) FROM (SELECT natural_key FROM bronze.customers GROUP BY natural_key HAVING count(*) = 1)) / count(*)", "count(email) / count(*)", "for example for completeness")]
    public void A_share_of_the_wrong_rows_is_named(string uniqueness, string completeness, string told) => Told("silver.quality",
        $"#!sql --name quality\nSELECT unnest(['completeness', 'validity', 'uniqueness']) AS dimension, unnest([{completeness}, count(*) FILTER (is_email_valid) / count(email), {uniqueness}]) AS rate FROM warehouse.staging.stg_customers", told);

    [Theory]
    [InlineData("\"stg_customers\", \"dim_customer\"", "has 2 models, and 1 is missing")]
    [InlineData("\"stg_customers\", \"dim_customer\", \"vw_customers\", \"fct_sales\"", "fct_sales is chosen by the column, but doesn't show it")]
    [InlineData("\"stg_customers\", \"dim_customer\", \"vw_customers\", \"model.retail.dim_customer\"", "Models only, by their bare names")]
    public void A_model_that_is_missing_or_too_many_is_named(string names, string told) => Told("silver.impact", $"var touched = new[] {{ {names} }};", told);

    [Theory]
    [InlineData("sum(qty * unit_price * (1 - line_discount_pct))", "", "'bronze_gross' is off in 2 of 2 rows")]
    [InlineData("sum(qty * unit_price)", "JOIN bronze.products USING (product_id)", "'bronze_gross' is off in 2 of 2 rows")]
    public void A_side_that_does_not_reconcile_is_named(string sum, string join, string told) => Told("gold.reconcile",
        $"#!sql --name reconciled\nSELECT channel, bronze_gross, gold_gross FROM (SELECT channel, {sum} AS bronze_gross FROM bronze.orders_lines JOIN bronze.orders_header USING (order_id) {join} GROUP BY channel) JOIN (SELECT channel, sum(gross_amount) AS gold_gross FROM gold.fct_sales GROUP BY channel) USING (channel)", told);

    [Theory]
    [InlineData("SELECT currency, max_by(rate_to_aud, rate_date) AS rate FROM silver.int_exchange_rates GROUP BY currency", "'net_aud_amount' is off in 3 of 4 rows")]
    [InlineData("SELECT currency, avg(rate_to_aud) AS rate FROM silver.int_exchange_rates GROUP BY currency", "'net_aud_amount' is off in 3 of 4 rows")]
    public void A_rate_of_another_day_is_noticed(string rates, string told) => Told("gold.currency",
        $"#!sql --name revenue\nSELECT currency, sum(net_amount) AS net_amount, sum(net_amount * rate) AS net_aud_amount FROM silver.int_order_lines JOIN silver.int_orders USING (order_id) JOIN ({rates}) USING (currency) GROUP BY currency", told);

    [Theory]
    [InlineData("SELECT customer_id, count(*) AS orders FROM silver.int_orders WHERE customer_id NOT IN (SELECT customer_id FROM gold.dim_customer) GROUP BY ALL", "'orphans' has no rows")]
    [InlineData("SELECT customer_id, count(*) AS orders FROM gold.fct_sales WHERE customer_key = -1 GROUP BY ALL", "'orders' is off in")]
    public void An_orphan_lost_to_NULL_or_counted_by_line_is_noticed(string sql, string told) => Told("gold.orphans", $"#!sql --name orphans\n{sql}", told);

    [Theory]
    [InlineData("SELECT category, sum(sales.quantity) AS sold, sum(returns.quantity) AS returned, returned / sold AS return_rate FROM gold.fct_sales AS sales JOIN gold.dim_product_scd USING (product_key) LEFT JOIN gold.fct_returns AS returns USING (product_key) GROUP BY ALL", "'sold' is off in")]
    [InlineData("SELECT category, sold, returned, returned / sold AS return_rate FROM (SELECT category, count(*) AS sold FROM gold.fct_sales JOIN gold.dim_product_scd USING (product_key) GROUP BY ALL) JOIN (SELECT category, count(*) AS returned FROM gold.fct_returns JOIN gold.dim_product_scd USING (product_key) GROUP BY ALL) USING (category)", "'sold' is off in")]
    public void Facts_joined_row_by_row_or_counted_by_line_are_noticed(string sql, string told) => Told("gold.return_rate", $"#!sql --name return_rates\n{sql}", told);

    [Theory]
    [InlineData("count(*) FILTER (email LIKE '%@%')", "", "'customers' is off in 1 of 2 rows, for example for false")]
    [InlineData("count(email)", "WHERE customer_id IS NOT NULL", "'clear_emails' is off in 1 of 2 rows, for example for true")]
    public void A_hash_taken_for_an_address_or_a_nobody_for_a_customer_is_noticed(string emails, string where, string told) => Told("gold.masking",
        $"#!sql --name masking\nSELECT is_pii_masked, count(*) AS customers, {emails} AS clear_emails, count(birth_date) AS birth_dates FROM gold.dim_customer {where} GROUP BY is_pii_masked", told);

    private void Told(string task, string answer, string told)
    {
        using var notebook = world.Another();
        notebook.Run(answer);
        notebook.Run($"Check(\"{task}\")");
        var said = notebook.Displayed[0].Text("text/plain")!;
        Assert.StartsWith("Incorrect", said);
        Assert.Contains(told, said);
    }
}
