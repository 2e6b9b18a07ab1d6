using Workbook.Course.Tasks;
using Workbook.Dedup;
using Workbook.Dedup.Model;

namespace Workbook.Course.Walkthroughs;

/// <summary>Walkthrough 08, The Duplicate Problem: who is the same person, and what it costs not to know.</summary>
internal static class DuplicateTasks
{
    private const string Broken = "5";
    private const string Repaired = "6";
    private const int Hamper = 180;

    private const string TwiceSql = """
        SELECT (SELECT sum(revenue_usd) FROM listed) - (SELECT sum(revenue_usd) FROM warehouse.marts.fct_daily_revenue)
        """;

    private const string MatchedSql = """
        WITH found AS (
            SELECT 'name' AS rule, l.person_id = r.person_id AS is_same FROM compared AS l JOIN compared AS r USING (name) WHERE l.customer_id < r.customer_id
            UNION ALL
            SELECT 'email', l.person_id = r.person_id FROM compared AS l JOIN compared AS r USING (email) WHERE l.customer_id < r.customer_id
            UNION ALL
            SELECT 'phone', l.person_id = r.person_id FROM compared AS l JOIN compared AS r USING (phone) WHERE l.customer_id < r.customer_id),
        real AS (SELECT sum(n * (n - 1) / 2) AS pairs FROM (SELECT count(*) AS n FROM compared GROUP BY person_id))
        SELECT rule, count_if(is_same) / count(*) AS precision, count_if(is_same) / any_value(real.pairs) AS recall
        FROM found, real GROUP BY rule ORDER BY rule
        """;

    private const string ByPersonSql = """
        SELECT person_key, count(*) AS accounts, sum(orders) AS orders, sum(revenue_usd) AS revenue_usd
        FROM persons LEFT JOIN revenue USING (customer_id)
        GROUP BY person_key HAVING sum(orders) > 0
        ORDER BY revenue_usd DESC, person_key
        """;

    private static readonly string WastedSql = $"""
        WITH best AS (
            SELECT person_key FROM persons JOIN revenue USING (customer_id)
            GROUP BY person_key ORDER BY sum(revenue_usd) DESC, person_key LIMIT 100),
        sent AS (SELECT customer_id FROM listed ORDER BY revenue_usd DESC, customer_id LIMIT 100)
        SELECT {Hamper} * (100 - count(DISTINCT person_key))
        FROM sent JOIN persons USING (customer_id) SEMI JOIN best USING (person_key)
        """;

    private const string PreventionSql = """
        SELECT * FROM (SELECT sum(revenue_usd) AS listed FROM {{ ref('mart_top_customers') }}),
                      (SELECT sum(revenue_usd) AS revenue FROM {{ ref('fct_daily_revenue') }})
        WHERE listed IS DISTINCT FROM revenue
        """;

    private const string Note = """
        Dear Rosa, your list is right about one thing: Michael Chen of Austin is one customer, with three accounts. His namesake
        in Boston is another. The list shows each account with the orders of everybody who looked alike, so it adds up to
        2.15 million dollars more than we earned, 21 % too much. The new list has one line for each person and adds up to the
        cent. Please hold the hampers until you have it this afternoon: 32 of the 100 would go to somebody twice, or not to the
        best. From tonight the list is compared with our revenue every day, before you see it.
        """;

    public static IReadOnlyList<LearningTask> All { get; } =
    [
        new("duplicates.twice", "How much does the list count more than once?",
            [
                "Add the list up. What is it made of, and what does that come to?",
                "Each order belongs to an account, so the list may come to all revenue after refunds, and not to a cent more.",
                "The sum of revenue_usd in listed, less the sum of revenue_usd in warehouse.marts.fct_daily_revenue.",
            ],
            "csharp", SolutionText.Scalar("twice", TwiceSql),
            context => context.Value<IConvertible>("twice", found => DuplicateChecks.Twice(found, context))),

        new("duplicates.guess", "Measure three natural guesses",
            [
                "Join compared with itself on the column; each pair of accounts once, and no account with itself.",
                "A pair is right where both have the same person_id. Precision is the right ones among those found, recall among all that are true.",
                "True pairs: the sum of n * (n - 1) / 2 over the persons, n being the number of their accounts.",
            ],
            "sql", $"#!sql --name matched_by\n{MatchedSql}",
            context => context.Rows("matched_by", MatchedSql, "rule", "The name finds half and joins strangers, the others join nobody wrongly and miss some. No column is a person.")),

        new("duplicates.blocking", "Look at few pairs, and miss nearly none",
            [
                "A rule may have several keys, new(\"last_name\", \"city\"), and a key may be an expression: last_name[1:3].",
                "Rules add up: what one misses another may find. Which pairs have neither the e-mail nor the phone in common?",
                "new(\"email\"), new(\"phone\"), and one for the others: a few first letters of both names, and the city.",
            ],
            "csharp", "BlockingRule[] rules = [new(\"email\"), new(\"phone\"), new(\"first_name[1:1]\", \"last_name[1:1]\", \"city\")];",
            context => context.Value<IEnumerable<BlockingRule>>("rules", rules => DuplicateChecks.Rules([.. rules], context))),

        new("duplicates.match", "Find the people of October",
            [
                "Deduplication.Run(Workspace.Connection, \"october\", …) with the model and your blocking rules; then people.Compare(\"truth\").Pairs.",
                "The chart of precision and recall by threshold shows where both are high. The default isn't there.",
                "model with { Blocking = rules, Threshold = … }, between a third and a half.",
            ],
            "csharp", "var people = Deduplication.Run(Workspace.Connection, \"october\", model with { Blocking = rules, Threshold = 0.4 });\npeople.Compare(\"truth\").Pairs",
            context => context.Value<DedupResult>("people", people => DuplicateChecks.People(people, context))),

        new("duplicates.explain", "What speaks against one Michael Chen?",
            [
                "today.Explain(1013, 1014) has the Columns that were compared, each with its Contribution in bits.",
                "What is negative speaks against.",
                "today.Explain(1013, 1014).Columns.Where(column => column.Contribution < 0), ordered by it, and of those the Name.",
            ],
            "csharp",
            """
            var against = today.Explain(1013, 1014).Columns.Where(column => column.Contribution < 0)
                .OrderBy(column => column.Contribution).Select(column => column.Name).ToList();
            """,
            context => context.Value<IEnumerable<string>>("against", names => DuplicateChecks.Against([.. names], context))),

        new("duplicates.golden", "Choose the values that survive",
            [
                "Names by who wrote them carefully, addresses by when they were given: two rules, by column.",
                "Survivor.SourcePriority needs Source and Priority; Survivor.MostRecent needs Recency, and NULL comes last in it.",
                "Default = Survivor.SourcePriority with \"web\" first; Columns = new Dictionary<string, Survivor> { [\"email\"] = Survivor.MostRecent, … }; Recency = \"typed_at\".",
            ],
            "csharp",
            """
            var plan = new SurvivorshipPlan
            {
                Default = Survivor.SourcePriority, Source = "source", Priority = ["web", "app", "crm_import"],
                Columns = new Dictionary<string, Survivor> { ["email"] = Survivor.MostRecent, ["phone"] = Survivor.MostRecent }, Recency = "typed_at",
            };
            """,
            context => context.Value<SurvivorshipPlan>("plan", plan => DuplicateChecks.Plan(plan, context))),

        new("duplicates.people", "The list by person",
            [
                "persons says whose an account is, revenue what each account ordered.",
                "An account without orders is an account all the same: which join keeps it?",
                "persons LEFT JOIN revenue USING (customer_id), GROUP BY person_key HAVING sum(orders) > 0.",
            ],
            "sql", $"#!sql --name by_person\n{ByPersonSql}",
            context => context.Rows("by_person", ByPersonSql, "person_key", "One line a person, and it adds up to the revenue, to the cent.")),

        new("duplicates.impact", "What the hampers cost",
            [
                "Who gets one: the first 100 rows of listed. Who should: the first 100 persons by revenue.",
                "Put the persons to the rows of the list, and count how many different ones are among the 100 that should have one.",
                "180 * (100 - that count); both lists ordered by revenue_usd DESC, then by customer_id or person_key.",
            ],
            "csharp", SolutionText.Scalar("wasted", WastedSql, "long"),
            context => context.Number("wasted", WastedSql, "A hamper each for the same doorstep, and none for some who earned it.")),

        new("duplicates.prevention", "Write the test that a list must pass",
            [
                "Which promise did the list break, whoever is on it? Rosa noticed it with a pocket calculator.",
                "What the list adds up to is known from another table, in this morning's project and in the repaired one.",
                "The sums of revenue_usd in {{ ref('mart_top_customers') }} and {{ ref('fct_daily_revenue') }}: a row where they differ.",
            ],
            "csharp", SolutionText.Text("preventionTest", PreventionSql),
            context => AcmeReference.Prevents(context, "preventionTest", Broken, Repaired, "Whatever is counted twice, the sum tells, and no namesake sets it off.")),

        new("duplicates.note", "Tell the account manager",
            [
                "She asked two things: is he there twice, and why is the sum too high? Answer both in her words.",
                "Say what to do with the hampers, and when the right list is there.",
                "How far off: your result `twice` in dollars, or in per cent of the revenue.",
            ],
            "csharp", SolutionText.Text("note", Note),
            context => context.Value<string>("note", note => DuplicateChecks.Note(note, context))),
    ];
}
