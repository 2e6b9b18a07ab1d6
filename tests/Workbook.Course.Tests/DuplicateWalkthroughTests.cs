using Workbook.Acme;

namespace Workbook.Course.Tests;

public sealed class DuplicateWorld : WalkthroughWorld
{
    public DuplicateWorld() : base("duplicates", "5", AcmeCalendar.TopCustomers)
    {
        Notebook.Run("""
            #!sql
            CREATE OR REPLACE TABLE listed AS SELECT * FROM warehouse.marts.mart_top_customers;
            CREATE OR REPLACE TABLE accounts AS SELECT customer_id, first_name, last_name, email, phone, city, source, CASE WHEN source <> 'crm_import' THEN signed_up_at END AS typed_at FROM warehouse.staging.stg_customers;
            CREATE OR REPLACE TABLE october AS SELECT * REPLACE (CASE WHEN source = 'app' AND customer_id % 2 = 1 THEN NULL ELSE phone END AS phone) FROM accounts;
            CREATE OR REPLACE TABLE revenue AS SELECT customer_id, count(*) AS orders, sum(order_total_usd - refunded_usd) AS revenue_usd FROM warehouse.intermediate.int_orders_with_payment WHERE status <> 'cancelled' GROUP BY customer_id;
            """);
        Notebook.Run("""
            Workspace.Connection.Execute($"CREATE OR REPLACE TABLE truth AS SELECT customer_id AS id, person_id AS entity FROM read_csv({Sql.Literal(Path.Combine(acme.Truth, "_identities.csv"))})");
            var model = new MatchModel
            {
                Id = "customer_id",
                Columns = [CleanColumn.From("first_name", Cleaning.Name), CleanColumn.From("last_name", Cleaning.Name), CleanColumn.From("email", Cleaning.Email), CleanColumn.From("phone", Cleaning.Phone), CleanColumn.From("city", Cleaning.Name)],
                Comparisons =
                [
                    Comparison.Of("first_name", "exact", "swapped with last_name", "nickname", "initial") with { TermFrequency = true },
                    Comparison.Of("last_name", "exact", "swapped with first_name", "damerau <= 1") with { TermFrequency = true },
                    Comparison.Of("email", "exact"), Comparison.Of("phone", "exact"), Comparison.Of("city", "exact"),
                ],
                Blocking = [new("email"), new("phone"), new("first_name[1:1]", "last_name[1:1]", "city")],
                Training = new() { Certain = [new("email", "last_name"), new("phone", "last_name")], Blocks = [new("email"), new("phone"), new("last_name", "city")] },
            };
            var today = Deduplication.Run(Workspace.Connection, "accounts", model, new() { Schema = "matched" });
            """);
        Notebook.Run("""
            #!sql
            CREATE OR REPLACE TABLE persons AS SELECT id AS customer_id, cluster_key AS person_key FROM matched.clusters;
            CREATE OR REPLACE TABLE compared AS SELECT customer_id, lower(first_name || ' ' || last_name) AS name, email, right(regexp_replace(phone, '\D', '', 'g'), 10) AS phone, entity AS person_id FROM accounts JOIN truth ON id = customer_id;
            """);
    }
}

/// <summary>Walkthrough 08: what readers get wrong, and what they are told.</summary>
public sealed class DuplicateWalkthroughTests(DuplicateWorld world) : IClassFixture<DuplicateWorld>
{
    [Fact]
    public void The_untouched_notebook_has_nothing_attempted_and_the_reference_solves_it() => world.SolvedByTheReference();

    [Theory]
    [InlineData("(SELECT sum(revenue_usd) FROM listed)", "That is the whole list.")]
    [InlineData("(SELECT sum(revenue_usd) FROM listed) - (SELECT sum(gross_revenue_usd) FROM warehouse.marts.fct_daily_revenue)", "The list is after refunds")]
    [InlineData("(SELECT sum(revenue_usd) - sum(DISTINCT revenue_usd) FROM listed)", "is too small")]
    public void More_than_all_the_revenue(string sql, string told) => world.Told("duplicates.twice", $"var twice = Workspace.Scalar<double>(\"SELECT {sql} -- warehouse\");", told);

    [Theory]
    [InlineData("l.customer_id <= r.customer_id", "(n - 1) / 2", "'precision' is off in 1 of 3 rows, for example for name")]
    [InlineData("l.customer_id < r.customer_id", "n", "'recall' is off in 3 of 3 rows")]
    public void Guesses(string each, string pairs, string told) => world.Told("duplicates.guess", $"""
        #!sql --name matched_by
        WITH found AS (
            SELECT 'name' AS rule, l.person_id = r.person_id AS is_same FROM compared AS l JOIN compared AS r USING (name) WHERE {each}
            UNION ALL SELECT 'email', l.person_id = r.person_id FROM compared AS l JOIN compared AS r USING (email) WHERE {each}
            UNION ALL SELECT 'phone', l.person_id = r.person_id FROM compared AS l JOIN compared AS r USING (phone) WHERE {each}),
        real AS (SELECT sum(n * {pairs}) AS pairs FROM (SELECT count(*) AS n FROM compared GROUP BY person_id))
        SELECT rule, count_if(is_same) / count(*) AS precision, count_if(is_same) / any_value(real.pairs) AS recall FROM found, real GROUP BY rule
        """, told);

    [Theory]
    [InlineData("new(\"city\")", "more than 20,000. The most come from city.")]
    [InlineData("new(\"email\"), new(\"phone\")", "56 of 406 true pairs share no block")]
    [InlineData("new(\"email\"), new(\"last_name\", \"city\")", "true pairs share no block")]
    [InlineData("new(\"surname\")", "The rules can't be used")]
    public void Blocking_rules(string rules, string told) => world.Told("duplicates.blocking", $"BlockingRule[] rules = [{rules}];", told);

    [Theory]
    [InlineData("\"october\", model with { Method = MatchMethod.Deterministic, Blocking = [new(\"email\")] }", "people are still in pieces (precision 1.000, recall 0.754)")]
    [InlineData("\"october\", model", "people are still in pieces (precision 1.000, recall 0.862)")]
    [InlineData("\"october\", model with { Threshold = 0.05 }", "Strangers are joined (precision 0.95")]
    [InlineData("\"october\", model with { Threshold = 0.0001, Blocking = [new(\"last_name\")] }", "Austin and Boston are one Michael Chen.")]
    [InlineData("\"accounts\", model", "Those are today's accounts")]
    [InlineData("\"(FROM october LIMIT 100)\", today.Model", "'people' is made of 100 records")]
    public void The_people_of_October(string run, string told) => world.Told("duplicates.match", $"var people = Deduplication.Run(Workspace.Connection, {run});", told);

    [Theory]
    [InlineData("\"city\", \"phone\"", "1 more speaks against it.")]
    [InlineData("\"phone\", \"email\", \"city\"", "not the loudest first")]
    [InlineData("\"first_name\"", "first_name speaks for it")]
    [InlineData("\"state\"", "'state' isn't compared. Compared are first_name, last_name, email, phone, city.")]
    public void What_speaks_against(string names, string told) => world.Told("duplicates.explain", $"string[] against = [{names}];", told);

    [Theory]
    [InlineData("Recency = \"typed_at\"", "golden records have the first_name from")]
    [InlineData("Default = Survivor.First", "golden records have the email from another account")]
    [InlineData("Default = Survivor.First, Columns = new Dictionary<string, Survivor> { [\"email\"] = Survivor.MostRecent }, Recency = \"typed_at\"", "golden records have the phone from another account")]
    [InlineData("Default = Survivor.SourcePriority, Priority = [\"web\"]", "source_priority needs 'source'")]
    public void Values_that_survive_without_a_reason(string plan, string told) => world.Told("duplicates.golden", $"var plan = new SurvivorshipPlan {{ {plan} }};", told);

    [Theory]
    [InlineData("persons JOIN revenue USING (customer_id)", "revenue_usd", "'accounts' is off in")]
    [InlineData("persons LEFT JOIN (SELECT customer_id, orders, revenue_usd FROM listed) USING (customer_id)", "revenue_usd", "one of them does not belong there")]
    [InlineData("persons LEFT JOIN revenue USING (customer_id)", "orders", "'revenue_usd' is off in")]
    public void The_list_by_person(string from, string revenue, string told) => world.Told("duplicates.people", $"""
        #!sql --name by_person
        SELECT person_key, count(*) AS accounts, sum(orders) AS orders, sum({revenue}) AS revenue_usd FROM {from} GROUP BY person_key HAVING sum(orders) > 0
        """, told);

    [Theory]
    [InlineData("180 * (100 - count(DISTINCT person_key))", "too small")]
    [InlineData("180 * 100", "too large")]
    [InlineData("100 - count(DISTINCT person_key)", "too small")]
    public void Hampers(string sql, string told) => world.Told("duplicates.impact", $"var wasted = Workspace.Scalar<long>(\"SELECT CAST({sql} AS BIGINT) FROM (FROM listed ORDER BY revenue_usd DESC, customer_id LIMIT 100) JOIN persons USING (customer_id)\");", told);

    [Theory]
    [InlineData("SELECT customer_id FROM {{ ref('stg_customers') }} GROUP BY customer_id HAVING count(*) > 1", "It passes on the project as it was")]
    [InlineData("SELECT lower(first_name), lower(last_name) FROM {{ ref('mart_top_customers') }} GROUP BY ALL HAVING count(*) > 1", "It fails on the repaired project, too")]
    [InlineData("SELECT person_id FROM {{ ref('mart_top_customers') }} GROUP BY person_id HAVING count(*) > 1", "It can't run on the project as it was")]
    public void A_test_that_prevents_nothing(string sql, string told) => world.Told("duplicates.prevention", $"var preventionTest = \"{sql}\";", told);

    [Theory]
    [InlineData("Dear Rosa, Michael Chen of Austin has three accounts and is one customer. The list is 21 % too high, because of a join on the name. You get a right one this afternoon, please wait with the hampers.", "'join' is a word of ours")]
    [InlineData("Dear Rosa, Michael Chen of Austin has three accounts and is one customer, the one in Boston is another. The list is too high by 50 %. You get a right one this afternoon, please wait with the hampers.", "not the one that matters")]
    [InlineData("Dear Rosa, you are right, he is in it twice. Sorry!", "The note has 11 words")]
    public void A_note_that_does_not_help(string note, string told) => world.Told("duplicates.note", $"var note = \"{note}\";", told);
}
