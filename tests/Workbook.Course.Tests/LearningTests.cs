using Workbook.Course.Tasks;
using Workbook.Course.Worlds;
using Workbook.Notebooks.Tests.Engine;
using Workbook.Retail;

namespace Workbook.Course.Tests;

/// <summary>A world and its lake, made once.</summary>
public sealed class LearningWorld : IDisposable
{
    internal TestNotebook Notebook { get; } = new();

    public LearningWorld() => Notebook.Run("Workspace.EnsureModels()");

    /// <summary>On this world, with a progress of its own.</summary>
    internal TestNotebook Another()
    {
        var notebook = new TestNotebook();
        notebook.Run($"Workspace.Raw = @\"{Notebook.Workspace.Raw}\"; Workspace.LakePath = @\"{Notebook.Workspace.LakePath}\";");
        using var search = notebook.Workspace.Connection.CreateCommand();
        search.CommandText = $"SET file_search_path = '{Notebook.Folder}'";
        search.ExecuteNonQuery();
        return notebook;
    }

    public void Dispose() => Notebook.Dispose();
}

public sealed class LearningTests(LearningWorld world) : IClassFixture<LearningWorld>
{
    private static readonly Dictionary<string, string> Wrong = new()
    {
        ["raw.inventory"] = "#!sql --name raw_inventory\nSELECT source, 1 AS row_count FROM (VALUES ('customers'), ('products'), ('stores'), ('suppliers')) v(source)",
        ["raw.missing"] = "#!sql --name missing_contact\nSELECT 'phone' AS field, 0 AS missing UNION ALL SELECT 'address_line1', 0",
        ["raw.contract"] = "var suppliersContract = MasterData.Suppliers with { Columns = [.. MasterData.Suppliers.Columns.Select(c => c with { Rules = [] })] };",
        ["generation.fingerprint"] = "Func<string, string> fingerprint = folder => folder;",
        ["generation.ledger"] = "#!sql --name planted\nSELECT source, kind, 1 AS planted FROM read_json('data_raw/_anomalies.jsonl') GROUP BY ALL",
        ["generation.weekdays"] = "#!sql --name weekdays\nSELECT range AS weekday, 1.0 AS orders_per_day FROM range(1, 8)",
        ["bronze.balance"] = "#!sql --name balance\nSELECT src_filename, count(*) AS accepted, 0 AS rejected FROM bronze.orders_lines GROUP BY ALL",
        ["bronze.reasons"] = "#!sql --name reasons\nSELECT 'sensors' AS source, 'x' AS rule, 1 AS rejected",
        ["bronze.idempotent"] = "var secondRun = BronzeIngestion.Run(new IngestionOptions { Raw = Workspace.Raw, Lake = Workspace.LakePath, Sources = [Sales.OrdersLines] });",
        ["bronze.replay"] = "var hotReadings = 0L;",
        ["silver.newest"] = "var newest = \"FROM deliveries\";",
        ["silver.late"] = "var arrived = \"true\";",
        ["silver.as_of"] = "var priced = \"SELECT product_id, asked_at, price FROM questions JOIN versions USING (product_id)\";",
        ["silver.quality"] = "#!sql --name quality\nSELECT unnest(['completeness', 'validity', 'uniqueness']) AS dimension, 1 AS rate",
        ["silver.impact"] = "var touched = new[] { \"stg_customers\" };",
        ["gold.reconcile"] = "#!sql --name reconciled\nSELECT channel, 0 AS bronze_gross, sum(gross_amount) AS gold_gross FROM gold.fct_sales GROUP BY ALL",
        ["gold.currency"] = "#!sql --name revenue\nSELECT currency, sum(net_amount) AS net_amount, sum(net_amount) AS net_aud_amount FROM gold.fct_sales GROUP BY ALL",
        ["gold.orphans"] = "#!sql --name orphans\nSELECT 1 AS customer_id, 1 AS orders",
        ["gold.return_rate"] = "#!sql --name return_rates\nSELECT category, 1 AS sold, 0 AS returned, 0 AS return_rate FROM gold.dim_product_scd GROUP BY ALL",
        ["gold.masking"] = "#!sql --name masking\nSELECT is_pii_masked, count(*) AS customers, 0 AS clear_emails, 0 AS birth_dates FROM gold.dim_customer GROUP BY ALL",
        ["dashboard.measure"] = "#!sql --name order_values\nSELECT region, avg(net_aud_amount) AS average_order_value FROM gold.fct_sales JOIN gold.dim_store USING (store_key) GROUP BY ALL",
        ["dashboard.total"] = "#!sql --name loyalty\nSELECT 1 AS weeks, count(*) AS customers FROM gold.dim_customer",
        ["dashboard.store"] = "#!sql --name visible\nSELECT 'fct_sales' AS fact, count(*) AS visible_rows, 0 AS hidden_rows FROM gold.fct_sales",
        ["dashboard.what_if"] = "Func<double, double> bestChange = elasticity => 0.1;",
        ["operations.lost"] = "Func<DeltaTable, long, string> lost = (table, mistake) => $\"SELECT * FROM {table.Snapshot(mistake - 1).ScanSql()}\";",
        ["operations.changes"] = "var apply = \"INSERT INTO target SELECT customer_id, city, sequence, op = 'delete' FROM events\";",
        ["operations.monitor"] = "var reachable = new MonitorDefinition(\"x.y\") { Title = \"\", Layer = \"bronze\", Severity = Severity.P2, Measure = \"SELECT 100.0, 0, 0, NULL\", Offending = \"\", Needs = [] };",
        ["operations.routing"] = "var routing = \"sinks: []\";",
        ["operations.backfill"] = "var newest = Workspace.Scalar<DateOnly>(\"SELECT max(order_dt) FROM bronze.orders_header\"); var plan = BackfillPlan.Make(new IncrementTarget(Workspace.Raw, Workspace.Lake, RetailProject.Find(Workspace.Root)), newest, newest);",
        ["postmortem.quality"] = "var postMortem = new Dictionary<string, string> { [\"Data quality findings\"] = \"Good.\" };",
        ["postmortem.performance"] = "var postMortem = new Dictionary<string, string> { [\"Performance results\"] = \"Fast.\" };",
        ["postmortem.sections"] = "var postMortem = new Dictionary<string, string> { [\"Tools\"] = \"C#\" };",
    };

    public static TheoryData<string> Tasks => [.. LearningCatalog.Assessment.Select(task => task.Id)];

    [Theory, MemberData(nameof(Tasks))]
    public void A_task_is_open_then_wrong_then_solved_by_its_solution(string id)
    {
        using var notebook = world.Another();
        var task = LearningCatalog.Named(id);
        Assert.StartsWith("Not attempted", Check());
        notebook.Run($"Solution(\"{id}\")");
        Assert.Contains("after an attempt", notebook.Displayed[0].Text("text/plain"));

        notebook.Run(Wrong[id]);
        var wrong = Check();
        Assert.StartsWith("Incorrect", wrong);
        Assert.Contains($"Hint(\"{id}\")", wrong);

        notebook.Run(task.Solution);
        Assert.StartsWith("Correct", Check());
        notebook.Run($"Solution(\"{id}\")");
        Assert.Contains(task.Solution, notebook.Displayed[0].Text("text/plain"));
        Assert.True(new LearningProgress(notebook.Folder)[id] is { IsSolved: true, Attempts: 2 });

        string Check()
        {
            notebook.Run($"Check(\"{id}\")");
            return notebook.Displayed[0].Text("text/plain")!;
        }
    }

    [Fact]
    public void Hints_come_one_by_one_and_a_reset_takes_them_back()
    {
        using var notebook = new TestNotebook();
        for (var asked = 1; asked <= 4; asked++)
        {
            notebook.Run("Hint(\"raw.inventory\")");
            Assert.Equal(Math.Min(asked, 3), notebook.Displayed.Count);
        }

        notebook.Run("ShowProgress()");
        Assert.Contains("Id: raw.inventory", notebook.Displayed[0].Text("text/plain"));
        notebook.Run("ResetProgress(\"raw\")");
        Assert.Equal(0, new LearningProgress(notebook.Folder)["raw.inventory"].HintsShown);
    }

    [Fact]
    public void Each_task_has_three_hints_and_an_unknown_one_is_told()
    {
        Assert.All(LearningCatalog.All, task => Assert.Equal(3, task.Hints.Count));
        Assert.Contains("There is no task 'nope'; the tasks are raw.inventory", world.Notebook.Try("Check(\"nope\")").Error!.Message);
    }

    [Fact]
    public void A_broken_progress_file_is_named_with_what_to_do()
    {
        using var notebook = new TestNotebook();
        Directory.CreateDirectory(Path.Combine(notebook.Folder, ".workbook"));
        File.WriteAllText(Path.Combine(notebook.Folder, ".workbook", "progress.json"), "{ broken");
        Assert.Contains("Delete the file to start afresh", notebook.Try("ShowProgress()").Error!.Message);
    }
}
