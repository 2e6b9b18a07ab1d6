using Workbook.Retail;

namespace Workbook.Course.Tests;

/// <summary>What learners do get wrong from silver on, and what they are told.</summary>
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

    [Theory]
    [InlineData("SELECT region, avg(net_aud_amount) AS average_order_value FROM gold.fct_sales JOIN gold.dim_store USING (store_key) GROUP BY ALL", "'average_order_value' is off in")]
    [InlineData("SELECT region, avg(value) AS average_order_value FROM (SELECT store_key, sum(net_aud_amount) / count(DISTINCT order_id) AS value FROM gold.fct_sales GROUP BY ALL) JOIN gold.dim_store USING (store_key) GROUP BY ALL", "'average_order_value' is off in")]
    public void A_mean_of_lines_or_of_stores_is_no_order_value(string sql, string told) => Told("dashboard.measure", $"#!sql --name order_values\n{sql}", told);

    [Theory]
    [InlineData("SELECT weeks, count(*) AS customers FROM (SELECT customer_id, count(*) AS weeks FROM gold.fct_sales GROUP BY ALL) GROUP BY ALL", "does not belong there")]
    [InlineData("SELECT weeks, count(*) AS customers FROM (SELECT customer_id, count(DISTINCT date_trunc('week', order_date)) AS weeks FROM gold.fct_sales GROUP BY ALL) GROUP BY ALL", "'customers' is off in")]
    public void Lines_taken_for_weeks_or_strangers_for_customers_are_noticed(string sql, string told) => Told("dashboard.total", $"#!sql --name loyalty\n{sql}", told);

    [Theory]
    [InlineData("store_id = 2", "store_id <> 2", "'hidden_rows' is off in")]
    [InlineData("store_key = 2", "store_key <> 2", "'visible_rows' is off in")]
    public void A_key_taken_for_a_number_or_rows_of_no_store_are_noticed(string visible, string hidden, string told) => Told("dashboard.store",
        $"#!sql --name visible\nSELECT fact, count(*) FILTER ({visible}) AS visible_rows, count(*) FILTER ({hidden}) AS hidden_rows FROM (SELECT 'fct_sales' AS fact, store_key FROM gold.fct_sales UNION ALL SELECT 'fct_returns', store_key FROM gold.fct_returns UNION ALL SELECT 'fct_shipments', store_key FROM gold.fct_shipments) JOIN gold.dim_store USING (store_key) GROUP BY fact", told);

    [Theory]
    [InlineData("-1 / (2 * elasticity)", "and a little lower would sell more")]
    [InlineData("elasticity < -1 ? -0.3 : 0.3", "you change prices by 0.3, and a little lower")]
    [InlineData("1 / (elasticity + 1)", "that is no number")]
    public void A_price_beside_the_top_is_told_which_way_to_go(string change, string told) => Told("dashboard.what_if", $"Func<double, double> bestChange = elasticity => {change};", told);

    [Theory]
    [InlineData("SELECT * EXCLUDE (_change_type, _commit_version) FROM {table.Changes(mistake - 1, mistake).Sql} WHERE _change_type = 'delete'", "order 7 is there twice: somebody had put it back")]
    [InlineData("SELECT * FROM {table.Snapshot(mistake - 1).ScanSql()}", "order 1 is there 2 times")]
    [InlineData("SELECT * FROM {table.Snapshot(mistake).ScanSql()} WHERE false", "4 of 13 orders are missing")]
    [InlineData("SELECT * FROM {table.Changes(mistake - 1, mistake).Sql}", "Your SQL is refused")]
    public void Rows_doubled_or_left_behind_by_a_rescue_are_named(string sql, string told) => Told("operations.lost", $"Func<DeltaTable, long, string> lost = (table, mistake) => $\"{sql}\";", told);

    [Theory]
    [InlineData("USING events AS event ON target.customer_id = event.customer_id WHEN MATCHED THEN UPDATE SET city = event.city, last_sequence = event.sequence WHEN NOT MATCHED THEN INSERT VALUES (event.customer_id, event.city, event.sequence, false)", "customer 3 has 2 rows")]
    [InlineData("USING (SELECT * FROM events QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY sequence DESC) = 1) AS event ON target.customer_id = event.customer_id WHEN MATCHED THEN UPDATE SET city = event.city, last_sequence = event.sequence, is_deleted = (event.op = 'delete') WHEN NOT MATCHED THEN INSERT VALUES (event.customer_id, event.city, event.sequence, event.op = 'delete')", "older than what the target knew, customer 1 lives in Albany")]
    [InlineData("USING (SELECT * FROM events QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY sequence DESC) = 1) AS event ON target.customer_id = event.customer_id WHEN MATCHED AND event.op = 'delete' THEN DELETE WHEN MATCHED AND event.sequence > target.last_sequence THEN UPDATE SET city = event.city, last_sequence = event.sequence WHEN NOT MATCHED AND event.op <> 'delete' THEN INSERT VALUES (event.customer_id, event.city, event.sequence, false)", "customer 2 isn't there at all")]
    public void Events_applied_by_arrival_or_forgotten_are_named(string merge, string told) => Told("operations.changes", $"var apply = \"MERGE INTO target {merge}\";", told);

    [Theory]
    [InlineData("100.0 * count(email) / count(*)", "count(*) - count(phone)", "Threshold.AtLeast(96, 90)", "FROM bronze.customers WHERE phone IS NULL", "It is the share of all customers who have a phone number")]
    [InlineData("100.0 * count(phone) / count(*)", "count(phone)", "Threshold.AtLeast(96, 90)", "FROM bronze.customers WHERE phone IS NULL", "Second comes who lacks a number")]
    [InlineData("100.0 * count(phone) / count(*)", "count(*) - count(phone)", "Threshold.Quality", "FROM bronze.customers WHERE phone IS NULL", "expected below 96 and below 90")]
    [InlineData("100.0 * count(phone) / count(*)", "count(*) - count(phone)", "Threshold.AtLeast(96, 90)", "FROM bronze.customers", "Whoever gets the alert wants to see just those")]
    [InlineData("100.0 * count(fax) / count(*)", "0", "Threshold.AtLeast(96, 90)", "FROM bronze.customers", "It isn't measured")]
    public void A_monitor_of_something_else_is_told_so(string value, string offending, string threshold, string shown, string told) => Told("operations.monitor",
        $"var reachable = new MonitorDefinition(\"a.b\") {{ Title = \"\", Layer = \"bronze\", Severity = Severity.P2, Threshold = {threshold}, Measure = \"SELECT {value}, {offending}, count(*), NULL FROM bronze.customers\", Offending = \"{shown}\", Needs = [\"bronze.customers\"] }};", told);

    [Theory]
    [InlineData("12h", "P0: [console, file], P1: [console]", "P2", "[file]", "A P1 fired, and the file did not hear of it")]
    [InlineData("6h", "P0: [console, file], P1: [console, file], P3: [file]", "P2", "[file]", "told again after 6 hours")]
    [InlineData("2d", "P0: [console, file], P1: [console, file], P3: [file]", "P2", "[file]", "nobody was reminded")]
    [InlineData("12h", "P0: [console, file], P1: [console, file], P3: [console, file]", "P2", "[file]", "A P3 goes to the file")]
    [InlineData("12h", "P0: [console, file], P1: [console, file], P3: [file]", "P2", "[console, file]", "The digest came to the console")]
    [InlineData("12h", "P0: [console, file], P1: [console, file], P3: [pager]", "P2", "[file]", "The file is refused: alerts.yml:3: there is no sink 'pager'")]
    public void An_alert_that_reaches_the_wrong_people_is_named(string window, string routes, string digest, string to, string told) => Told("operations.routing",
        $"var routing = \"window: {window}\\nsinks: [{{name: console, kind: console}}, {{name: file, kind: file, path: alerts.jsonl}}]\\nroutes: {{{routes}}}\\ndigest: {{severities: [{digest}], to: {to}}}\\n\";", told);

    [Theory]
    [InlineData("last.AddDays(-3), last, [\"orders_header\", \"orders_lines\"]", "has 4 days, expected 3")]
    [InlineData("last.AddDays(-2), last, [\"orders_header\"]", "An order without its lines")]
    [InlineData("last.AddDays(-2), last", "The plan takes events anew, too")]
    [InlineData("last.AddDays(-3), last.AddDays(-1), [\"orders_header\", \"orders_lines\"]", "which isn't the newest day")]
    public void A_plan_of_other_days_or_sources_is_told_so(string scope, string told) => Told("operations.backfill",
        $"var last = Workspace.Scalar<DateOnly>(\"SELECT max(order_dt) FROM bronze.orders_header\"); var plan = BackfillPlan.Make(new IncrementTarget(Workspace.Raw, Workspace.Lake, RetailProject.Find(Workspace.Root)), {scope});", told);

    [Theory]
    [InlineData("postmortem.quality", "Data quality findings", "We planted many faults in this world and all of them were found by the rules of bronze, without one false alarm in 11 sources.", "doesn't say how many faults were planted")]
    [InlineData("postmortem.quality", "Data quality findings", "All was found.", "has 3 words")]
    [InlineData("postmortem.performance", "Performance results", "All of the queries were really fast, none of them took long, and the whole ran through in one go on my machine with 2 cores.", "no time with its unit")]
    [InlineData("postmortem.performance", "Performance results", "All of the queries were really fast, none of them took longer than 20 ms, and the whole ran through in one go on my machine.", "without the amount of data")]
    [InlineData("postmortem.sections", "Tools", "We used a language, an engine, a format and a library for charts, each of them in the newest version that there was when we began.", "\"Architecture decisions\" is empty. It has 1 of 7 sections")]
    public void A_section_without_its_figures_is_sent_back(string task, string title, string text, string told) =>
        Told(task, $"var postMortem = new Dictionary<string, string> {{ [\"{title}\"] = \"{text}\" }};", told);

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
