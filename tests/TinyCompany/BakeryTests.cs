using DuckDB.NET.Data;
using Workbook.Browsing;
using Workbook.Dashboards;
using Workbook.Database;
using Workbook.Lake;
using Workbook.Operations.Backfill;
using Workbook.Operations.Checks;
using Workbook.Operations.Increments;
using Workbook.Operations.Lakehouse;
using Workbook.Operations.Monitoring;
using Workbook.Operations.Orchestration;
using Workbook.Operations.Storage;

namespace TinyCompany;

/// <summary>The engine knows no company: one that it never heard of goes the whole way through what is public.</summary>
public sealed class BakeryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("workbook-bakery-").FullName;

    public BakeryTests() => Bakery.Deliver(Raw);

    private string Raw => Path.Combine(_folder, "raw");

    private LakeFolder Lake => new(Path.Combine(_folder, "lake"));

    [Fact]
    public void A_company_that_the_engine_never_heard_of_goes_from_contracts_to_a_page()
    {
        var pipeline = Bakery.PipelineOf(Raw, Lake);
        var run = PipelineRunner.Run(pipeline.Graph, Lake, new PipelineOptions { Watermark = pipeline.Watermark });

        Assert.Equal("", string.Join('\n', run.Tasks.Where(task => task.Verdict != TaskVerdict.Succeeded).Select(task => $"{task.Task}: {task.Message}")));
        Assert.Equal(["ingest", "gate", "seeds", "silver", "snapshots", "gold", "monitor"], run.Tasks.Select(task => task.Task));
        Assert.Equal((50, 1), (pipeline.Ingested!.Sources.Sum(source => source.RowsAccepted), pipeline.Ingested.Sources.Sum(source => source.RowsRejected)));
        Assert.Equal(["pieces.not_positive"], pipeline.Ingested.Sources.Single(source => source.Source == "bakes").Rejected.Keys);

        var measured = pipeline.Measured!.Results.ToDictionary(result => result.Monitor.Name);
        Assert.Equal((MonitorStatus.Warning, 1), (measured["accepted.bakes"].Status, measured["accepted.bakes"].Offending));
        Assert.All(["delivered.products", "foreign_key.bakes.product_id", "unique.bakes.bake_id", "volume.bakes", "priced.fct_bakes"], name => Assert.Equal(MonitorStatus.Ok, measured[name].Status));

        var dashboard = Dashboard.Build(Bakery.Dashboard, Lake);
        Assert.Equal(new DateOnly(2025, 3, 12), dashboard.AsOf);
        Assert.Equal(1_180.0, dashboard.Tile("totals").Rows(new SlicerState("all"))[0]["pieces"]);
        Assert.Equal([("bread", 360.0), ("cake", 220.0), ("roll", 600.0)], dashboard.Tile("kinds").Rows(new SlicerState("all")).Select(row => ((string)row["category"]!, (double)row["pieces"]!)).Order());
        Assert.Contains("<title>Bakery</title>", dashboard.ToHtml());
        Assert.DoesNotContain("etail", dashboard.ToHtml()[..2_000]);
    }

    /// <summary>It has neither regions nor categories, neither stores nor personas.</summary>
    [Fact]
    public async Task Its_page_opens_in_a_browser_with_the_slicers_that_it_has()
    {
        Assert.True(PipelineRunner.Run(Bakery.PipelineOf(Raw, Lake).Graph, Lake, new PipelineOptions()).IsSuccess);
        var file = Path.Combine(_folder, "bakery.html");
        Dashboard.Build(Bakery.Dashboard, Lake).Write(file);

        await using var page = await BrowserPage.OpenFile(file);
        await page.Wait("document.querySelector('#main h1') && 'shown' in document.getElementById('grid').dataset", seconds: 30);
        Assert.Empty(page.Complaints);
        Assert.Equal("Oven", await page.Text("document.querySelector('#main h1').textContent"));
        Assert.Equal("period", await page.Text("[...document.querySelectorAll('[data-slicer]')].map(slicer => slicer.dataset.slicer).join()"));
        Assert.Contains("1,180", await page.Text("document.getElementById('grid').textContent"));
    }

    [Fact]
    public void Its_lake_can_be_asked_watched_and_mended_like_any_other()
    {
        var pipeline = Bakery.PipelineOf(Raw, Lake);
        Assert.True(PipelineRunner.Run(pipeline.Graph, Lake, new PipelineOptions()).IsSuccess);
        var target = new IncrementTarget(Raw, Lake, Bakery.Project);

        Assert.Equal(["bakes", "products"], LakeStatus.Read(pipeline).Watermarks.Select(source => source.Source).Order());
        Assert.Equal("", string.Join('\n', LakeChecks.All.SelectMany(check => check.Find(target))));
        Assert.Contains(StorageReport.Measure(Raw, Lake, Bakery.Project.Sources).Tables, table => table is { Layer: "gold", Table: "fct_bakes" });

        // One more day arrives, and only what it touches changes.
        var day = Directory.CreateDirectory(Path.Combine(Raw, "bakes", "bake_dt=2025-03-13")).FullName;
        File.WriteAllText(Path.Combine(day, "part-1.csv"), "bake_id,baked_at,product_id,pieces,price\n999,2025-03-13T01:00:00Z,1,5,2.50\n");
        var loaded = Increment.Load(target);
        Assert.True(loaded.IsSuccess);
        Assert.Equal([new DateOnly(2025, 3, 13)], loaded.Diff.Days());
        Assert.Equal(["bronze.bakes", "gold.fct_bakes", "silver.int_bakes"], loaded.Diff.Tables.Where(table => !table.StartsWith("warehouse.", StringComparison.Ordinal)));

        using var lake = LakeConnection.Open(Lake.Path, new LakeConnectionOptions { Warehouse = false });
        Assert.Equal(1_185m, lake.Connection.Scalar<decimal>("SELECT sum(pieces)::DECIMAL(18, 0) FROM gold.fct_bakes"));
    }

    /// <summary>Its models are external files, and views on those and on bronze; no tag says so.</summary>
    [Fact]
    public void A_day_that_was_delivered_wrong_is_backfilled_and_no_view_names_the_copy()
    {
        Assert.True(PipelineRunner.Run(Bakery.PipelineOf(Raw, Lake).Graph, Lake, new PipelineOptions()).IsSuccess);
        var target = new IncrementTarget(Raw, Lake, Bakery.Project);
        File.WriteAllText(Path.Combine(Raw, "bakes", "bake_dt=2025-03-07", "part-1.csv"), "bake_id,baked_at,product_id,pieces,price\n71,2025-03-07T01:00:00Z,1,25,2.50\n");

        var day = new DateOnly(2025, 3, 7);
        var report = BackfillRun.Run(target, BackfillPlan.Make(target, day, day));

        Assert.Equal((true, ""), (report.IsSwapped, string.Join('\n', report.Faults)));
        Assert.False(Directory.Exists(Lake.Path + ".backfill"));
        Directory.Delete(report.PreviousLake!, recursive: true);
        using (var warehouse = WorkbookDatabase.Open(new DatabaseOptions { Path = Lake.Warehouse, ReadOnly = true }))
        {
            Assert.Equal(0, warehouse.Scalar<long>("SELECT count(*) FROM duckdb_views() WHERE sql LIKE '%.backfill%'"));
            // 1,180 pieces in 47 batches less the day's 100 in 4, and 25 in one.
            Assert.Equal("44 1105", Sum(warehouse, "silver.int_bakes"));
            Assert.Equal("44 1105", Sum(warehouse, "gold.fct_bakes"));
            Assert.Equal("44 1105", Sum(warehouse, "silver.vw_delivered"));
            Assert.Equal("1 25", Sum(warehouse, "silver.vw_big_bakes", "bake_id = 71"));
            Assert.Equal(3, warehouse.Scalar<long>("SELECT count(*) FROM gold.dim_product"));
        }

        // And the next run, monitors and all, goes through.
        Assert.Equal("", string.Join('\n', LakeChecks.All.SelectMany(check => check.Find(target))));
        Assert.True(PipelineRunner.Run(Bakery.PipelineOf(Raw, Lake).Graph, Lake, new PipelineOptions()).IsSuccess);
    }

    private static string Sum(DuckDBConnection warehouse, string table, string where = "true") =>
        warehouse.Scalar<string>($"SELECT concat(count(*), ' ', sum(pieces)) FROM {table} WHERE {where}");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
