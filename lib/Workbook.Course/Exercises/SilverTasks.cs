using Workbook.Course.Tasks;
using Workbook.Course.Worlds;
using Workbook.Database;
using Workbook.Models.Lineage;
using Workbook.Notebooks.Display;
using Workbook.Query;

namespace Workbook.Course.Exercises;

/// <summary>Exercise 4: clean once, keep history, lose nothing that is late. SQL of the learner is tried on small tables that it hasn't seen.</summary>
internal static class SilverTasks
{
    private const string NewestSolution = "SELECT * FROM deliveries QUALIFY row_number() OVER (PARTITION BY order_id ORDER BY src_filename DESC, src_line) = 1";
    private const string ArrivedSolution = "ingested_at > coalesce((SELECT max(ingested_at) FROM target), TIMESTAMP '0001-01-01')";
    private const string PricedSolution = """
        SELECT questions.product_id, questions.asked_at, versions.price
        FROM questions
        LEFT JOIN versions ON versions.product_id = questions.product_id
            AND versions.valid_from <= questions.asked_at
            AND (versions.valid_to > questions.asked_at OR versions.valid_to IS NULL)
        """;

    public static IReadOnlyList<LearningTask> All { get; } =
    [
        new("silver.newest", "Keep one row for each order, the same one on every day",
            [
                "DISTINCT removes rows that are equal in all columns, and a second delivery differs at least in its file and line.",
                "Number the rows of each order_id with a window function and keep the first; QUALIFY filters by it. What decides the order must not be the time of arrival.",
                "QUALIFY row_number() OVER (PARTITION BY order_id ORDER BY src_filename DESC, src_line) = 1",
            ],
            "csharp", $"var newest = \"{NewestSolution}\";",
            context => context.Value<string>("newest", JudgeNewest)),

        new("silver.late", "Take what is new, late or not",
            [
                "An order of last week that comes today is new today. Which column says when it came?",
                "Compare ingested_at with the greatest one that the target has. What is that of a target without rows?",
                "ingested_at > coalesce((SELECT max(ingested_at) FROM target), TIMESTAMP '0001-01-01')",
            ],
            "csharp", $"var arrived = \"{ArrivedSolution}\";",
            context => context.Value<string>("arrived", JudgeArrived)),

        new("silver.as_of", "Find the version that held at an instant",
            [
                "At the instant of a change two versions meet. Only one of them may answer.",
                "A version holds from valid_from, inclusive, to valid_to, exclusive. The one that holds today has no end: its valid_to is NULL.",
                "ON versions.product_id = questions.product_id AND valid_from <= asked_at AND (valid_to > asked_at OR valid_to IS NULL)",
            ],
            "csharp", $""""
            var priced = """
            {SolutionText.Indented(PricedSolution)}
                """;
            """",
            context => context.Value<string>("priced", JudgePriced)),

        new("silver.quality", "Measure completeness, validity and uniqueness",
            [
                "Each is a share of the rows of warehouse.staging.stg_customers: avg(…) of a condition, cast to INT, or count(*) FILTER (…) / count(*).",
                "An address that is missing is not valid, and a natural key that occurs twice is unique for neither of the two.",
                "completeness: count(phone) / count(*); validity: count(*) FILTER (is_email_valid) / count(email); uniqueness: the rows of keys that occur once, over all rows",
            ],
            "sql",
            """
            #!sql --name quality
            WITH customers AS (SELECT *, count(*) OVER (PARTITION BY natural_key) AS bearers FROM warehouse.staging.stg_customers)
            SELECT unnest(['completeness', 'validity', 'uniqueness']) AS dimension,
                   unnest([count(phone) / count(*), count(*) FILTER (is_email_valid) / count(email), count(*) FILTER (bearers = 1) / count(*)]) AS rate
            FROM customers
            """,
            context => context.Rows("quality",
                """
                WITH bearers AS (SELECT natural_key FROM bronze.customers GROUP BY natural_key HAVING count(*) = 1)
                SELECT 'completeness' AS dimension, avg(CAST(nullif(trim(phone), '') IS NOT NULL AS INT)) AS rate FROM bronze.customers
                UNION ALL
                SELECT 'validity', avg(CAST(NOT coalesce(list_contains(string_split(dq_flags, ','), 'email.malformed'), false) AS INT)) FROM bronze.customers WHERE email IS NOT NULL
                UNION ALL
                SELECT 'uniqueness', (SELECT count(*) FROM bearers) / count(*) FROM bronze.customers
                """,
                "dimension", "Three numbers, and each has a test with a threshold in the project.")),

        new("silver.impact", "Find out where birth dates go",
            [
                "ProjectLineage.Impact(Workspace.Models, source, column) gives what is affected; All lists it without the tree.",
                "Ids begin with what they name: model.…, test.…, exposure.…. Whatever is only filtered by the column doesn't show it: see Use.",
                "….All.Where(node => node.Id.StartsWith(\"model.\") && node.Use == LineageUse.Direct).Select(node => node.Id.Split('.')[^1])",
            ],
            "csharp",
            """
            var touched = ProjectLineage.Impact(Workspace.Models, "bronze.customers", "birth_date").All
                .Where(node => node.Id.StartsWith("model.") && node.Use == LineageUse.Direct)
                .Select(node => node.Id.Split('.')[^1]).ToList();
            """,
            context => context.Value<IEnumerable<string>>("touched", names => JudgeTouched([.. names], context))),
    ];

    private static CheckResult JudgeNewest(string sql) => Tried(
        """
        CREATE TABLE deliveries AS
        FROM (VALUES (1, 'card', 'day=01/a.csv', 2, 5), (2, 'cash', 'day=01/a.csv', 3, 5), (2, 'cash', 'day=02/a.csv', 2, 1),
                     (3, 'card', 'day=01/a.csv', 4, 9), (3, 'paypal', 'day=03/a.csv', 7, 2), (4, 'card', 'day=02/a.csv', 3, 1), (4, 'card', 'day=02/a.csv', 8, 1))
            AS delivery(order_id, payment_method, src_filename, src_line, ingested_at)
        """,
        sql, "order_id",
        rows =>
        {
            if (rows.FirstOrDefault(row => row.Value.Count > 1) is { Value: not null } twice)
                return $"order {twice.Key} has {twice.Value.Count} rows, expected one. Its rows differ, if only in file and line.";
            if (rows.Count < 4)
                return $"{4 - rows.Count} of 4 orders are gone.";
            if (rows["3"][0].Get<string>("src_filename") != "day=03/a.csv")
                return "order 3 has the row that arrived last, and that is of day 1. Had the files come in another order, you would have kept another row: go by the file's name.";
            if (rows["2"][0].Get<string>("src_filename") != "day=02/a.csv")
                return "order 2 has its first delivery; the shop corrected it in a later file.";
            return rows["4"][0].Get<int>("src_line") == 3 ? null : "order 4 lies twice in one file, and you kept the later line; the first counts. Whatever is left to chance comes out differently tomorrow.";
        },
        "One row for each order, whoever arrives first.");

    private static CheckResult JudgeArrived(string condition)
    {
        using var connection = WorkbookDatabase.Open();
        connection.Execute("""
            CREATE TABLE source (order_id INT, order_date DATE, ingested_at TIMESTAMP);
            CREATE TABLE target AS FROM source;
            INSERT INTO source VALUES (1, '2024-03-01', '2024-03-01 23:00'), (2, '2024-03-02', '2024-03-02 23:00');
            """);
        int Load() => connection.Execute($"INSERT INTO target SELECT * FROM source WHERE {condition}");
        try
        {
            if (Load() != 2)
                return CheckResult.Incorrect($"The first load took {connection.Scalar<long>("SELECT count(*) FROM target")} of 2 rows. Into an empty target everything goes; max() of no rows is NULL.");
            connection.Execute("INSERT INTO source VALUES (3, '2024-03-01', '2024-03-03 23:00'), (4, '2024-03-03', '2024-03-03 23:00')");
            _ = Load();
            if (!connection.Scalar<bool>("SELECT count(*) = 1 FROM target WHERE order_id = 3"))
                return CheckResult.Incorrect("Order 3 is of 1 March and came on 3 March: it is lost.");
            if (connection.Scalar<long>("SELECT count(*) FROM target") is not 4 and var count)
                return CheckResult.Incorrect($"After the second load the target has {count} rows, expected 4. Some were taken twice, or not at all.");
            return Load() == 0
                ? CheckResult.Correct("Late is as new as punctual, and a third load finds nothing.")
                : CheckResult.Incorrect("A load without new rows took some again. Which of them does the target have already?");
        }
        catch (DuckDB.NET.Data.DuckDBException fault)
        {
            return CheckResult.Incorrect($"WHERE {condition} is refused: {fault.Message.Split("\n\nLINE ")[0]}");
        }
    }

    private static CheckResult JudgePriced(string sql) => Tried(
        """
        CREATE TABLE versions AS
        FROM (VALUES (1, 10.0, TIMESTAMP '2024-01-01', TIMESTAMP '2024-02-01'), (1, 12.0, '2024-02-01', '2024-03-01'), (1, 11.0, '2024-03-01', NULL), (2, 5.0, '2024-01-15', NULL))
            AS version(product_id, price, valid_from, valid_to);
        CREATE TABLE questions AS
        FROM (VALUES (1, TIMESTAMP '2024-01-20'), (1, '2024-02-01'), (1, '2024-02-29 23:59'), (1, '2024-06-01'), (2, '2024-01-20'), (2, '2024-01-01')) AS question(product_id, asked_at)
        """,
        sql, "product_id, asked_at",
        rows =>
        {
            string At(int product, string day) => $"{product} / {day}";
            if (rows.FirstOrDefault(row => row.Value.Count > 1) is { Value: not null } twice)
                return $"product and instant {twice.Key} have {twice.Value.Count} answers. At the instant of a change only the new version holds.";
            if (!rows.TryGetValue(At(1, "2024-06-01"), out var open) || open[0]["price"] is null)
                return "product 1 has no price on 2024-06-01. The version that holds today has no end.";
            if (!rows.ContainsKey(At(2, "2024-01-01")))
                return "the question about product 2 on 2024-01-01 is gone. It had no price then, which is an answer, too: NULL.";
            (string Key, double? Price)[] expected = [(At(1, "2024-01-20"), 10), (At(1, "2024-02-01"), 12), (At(1, "2024-02-29 23:59:00"), 12), (At(1, "2024-06-01"), 11), (At(2, "2024-01-20"), 5), (At(2, "2024-01-01"), null)];
            var off = expected.FirstOrDefault(answer => !rows.TryGetValue(answer.Key, out var found) || (found[0]["price"] is null ? null : found[0].Get<double>("price")) != answer.Price);
            return off.Key is null ? null : $"product and instant {off.Key} have the wrong price, or none.";
        },
        "Every instant has one answer, and no question is lost.");

    private static CheckResult JudgeTouched(List<string> names, CheckContext context)
    {
        var affected = ProjectLineage.Impact(context.Workspace.Models, "bronze.customers", "birth_date").All.ToList();
        var expected = affected.Where(node => node.Id.StartsWith("model.", StringComparison.Ordinal) && node.Use == LineageUse.Direct).Select(node => node.Id.Split('.')[^1]).ToList();
        if (names.Except(expected).FirstOrDefault() is { } extra)
            return CheckResult.Incorrect(affected.Any(node => node.Id.Split('.')[^1] == extra && node.Use == LineageUse.Filter)
                ? $"{extra} is chosen by the column, but doesn't show it." : $"{extra} is no model that gets the column. Models only, by their bare names.");
        return expected.Except(names).Count() is > 0 and var missing
            ? CheckResult.Incorrect($"'touched' has {names.Distinct().Count()} models, and {missing} {(missing == 1 ? "is" : "are")} missing. The column goes on below the staging model, under other names.")
            : CheckResult.Correct("An age band tells of a birth date, too.");
    }

    /// <param name="fault">Looks at the rows by key; null where they are right.</param>
    private static CheckResult Tried(string setup, string sql, string key, Func<Dictionary<string, List<SqlRow>>, string?> fault, string achieved)
    {
        using var connection = WorkbookDatabase.Open();
        connection.Execute(setup);
        try
        {
            var rows = SqlRows.Read(connection, sql);
            var found = rows.GroupBy(row => string.Join(" / ", key.Split(", ").Select(column => row[column].ToDisplayString()))).ToDictionary(group => group.Key, group => group.ToList());
            return fault(found) is { } message ? CheckResult.Incorrect($"Tried on rows that you haven't seen, {message}") : CheckResult.Correct(achieved);
        }
        catch (Exception refused) when (refused is DuckDB.NET.Data.DuckDBException or WorkbookException)
        {
            return CheckResult.Incorrect($"Your SQL is refused: {refused.Message.Split("\n\nLINE ")[0]}");
        }
    }
}
