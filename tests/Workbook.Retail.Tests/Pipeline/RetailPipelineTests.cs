using Workbook.Lake;
using Workbook.Models.Running;
using Workbook.Operations;
using Workbook.Operations.Alerts;
using Workbook.Operations.Lakehouse;
using Workbook.Operations.Monitoring;
using Workbook.Operations.Orchestration;
using Workbook.Operations.Tests;

namespace Workbook.Retail.Tests.Pipeline;

public sealed class RetailPipelineTests(BuiltLake built)
{
    [Fact]
    public void From_nothing_to_a_measured_lake()
    {
        Assert.True(built.Run.IsSuccess, string.Join("; ", built.Run.Tasks.Select(task => $"{task.Task} {task.Verdict} {task.Message}")));
        Assert.Equal(["generate", "ingest", "gate", "seeds", "silver", "snapshots", "gold", "monitor"], built.Run.Tasks.Select(task => task.Task));
        var whole = PipelineLog.Read(built.Lake).Single(entry => entry.Stage == PipelineLog.WholeRun);
        Assert.Equal(built.Pipeline.Ingested!.Sources.Sum(source => source.RowsRead), whole.RowsExtracted);
        Assert.Equal(whole.RowsExtracted, whole.RowsLoaded + whole.RowsRejected);
        Assert.Equal((0, built.Pipeline.Models.Summary!.Count(NodeStatus.Warn)), (built.Pipeline.Models.Summary.Count(NodeStatus.Fail, NodeStatus.Error, NodeStatus.Skipped), (int)whole.QualityChecksFailed!));
        Assert.Null(whole.WatermarkBefore);
        Assert.NotNull(whole.WatermarkAfter);
    }

    [Fact]
    public void The_stages_hold_every_node_once_and_after_what_it_reads()
    {
        var project = built.Pipeline.Models.Project();
        var all = ModelRunner.Select(project, new ModelRunOptions()).Select(node => node.UniqueId).ToList();
        var staged = ModelStages.Names.SelectMany((stage, number) => built.Pipeline.Models.NodesOf(stage).Select(node => (node.UniqueId, number))).ToDictionary();
        Assert.Equal(all.Order(), staged.Keys.Order());
        Assert.All(staged, node => Assert.All(project.Graph.Parents(node.Key).Where(staged.ContainsKey), parent => Assert.True(staged[parent] <= node.Value, $"{node.Key} is built before {parent}")));
        Assert.All(ModelStages.Names, stage => Assert.NotEmpty(built.Pipeline.Models.NodesOf(stage)));
        Assert.Equal(all.Order(), built.Pipeline.Models.Summary!.Results.Select(result => result.Node.UniqueId).Order());
    }

    [Fact]
    public void A_model_that_fails_keeps_its_descendants_of_later_stages_out_and_nothing_else()
    {
        using var copy = built.Copy(Path.Combine("bronze", "parquet", "suppliers"), "warehouse.duckdb", "silver", "gold");
        var pipeline = BuiltLake.PipelineOf(copy.Path);
        var run = PipelineRunner.Run(pipeline.Graph, copy.Lake, new PipelineOptions { Selection = new TaskSelection { From = "seeds", To = "gold" } });
        var results = pipeline.Models.Summary!.Results.ToDictionary(result => result.Node.UniqueId);
        // What fails first is the test of the source, on which its model waits.
        var first = Assert.Single(results.Values, result => result.Status == NodeStatus.Error && result.Node.UniqueId.Contains("suppliers_come_once", StringComparison.Ordinal)).Node.UniqueId;
        Assert.All(["model.retail.stg_suppliers", "model.retail.dim_supplier"], model => Assert.Equal((NodeStatus.Skipped, $"skipped because of {first}"), (results[model].Status, results[model].Message)));
        var expected = pipeline.Models.Project().Graph.Descendants("model.retail.stg_suppliers").Append("model.retail.stg_suppliers").ToList();
        Assert.All(expected.Where(results.ContainsKey), id => Assert.Equal(NodeStatus.Skipped, results[id].Status));
        // The manifest went with the warehouse, and so what is made of it.
        Assert.All(results.Values.Where(result => result.Status == NodeStatus.Skipped && !expected.Contains(result.Node.UniqueId)), result => Assert.Matches("ingestion|manifest", result.Node.UniqueId));
        Assert.Equal(NodeStatus.Success, results["model.retail.fct_sales"].Status);
        Assert.Equal([TaskVerdict.Succeeded, TaskVerdict.Incomplete, TaskVerdict.Succeeded, TaskVerdict.Incomplete], run.Tasks.Select(task => task.Verdict));
        Assert.Equal(["silver", "gold"], RunAlerts.Of(run).Select(alert => alert.Fingerprint.Split('.')[1]));
    }

    [Fact]
    public void A_source_that_is_not_there_stops_the_pipeline_at_the_gate()
    {
        using var copy = built.Copy(Path.Combine("bronze", "delta", "stores"));
        var pipeline = BuiltLake.PipelineOf(copy.Path);
        var run = PipelineRunner.Run(pipeline.Graph, copy.Lake, new PipelineOptions { Selection = new TaskSelection { From = "gate" }, Retry = new RetryPolicy { Retries = 3 } });
        Assert.Equal((TaskVerdict.Failed, 1), (run.Task("gate")!.Verdict, run.Task("gate")!.Attempts));
        Assert.StartsWith("Bronze isn't fit to build on: delivered.stores: rows in bronze, ALERT at 0 rows, at least 1 expected (bronze.stores isn't there)", run.Task("gate")!.Message);
        Assert.Equal(["seeds", "silver", "snapshots", "gold"], run.Tasks.Where(task => task.Verdict == TaskVerdict.Blocked).Select(task => task.Task));
        Assert.Contains(MonitorAlerts.Of(pipeline.Measured!), alert => alert is { Severity: Severity.P0, Fingerprint: "monitor:delivered.stores" });

        using var alerts = new AlertDispatcher(copy.Lake, AlertRouting.Default, _ => { });
        alerts.Dispatch(RunAlerts.Of(run), RunAlerts.Evaluated(run));
        Assert.Contains("\"severity\":\"P1\",\"title\":\"retail: task 'gate' failed\"", File.ReadAllText(Path.Combine(copy.Lake.Runs, AlertRouting.DefaultFile)));
    }

    [Fact]
    public void Status_tells_how_it_went_and_what_is_stale()
    {
        using var copy = built.Copy();
        var pipeline = BuiltLake.PipelineOf(copy.Path);
        var status = LakeStatus.Read(pipeline);
        Assert.Equal(("success", true, 100.0, 1), (status.State, status.IsGood, status.Trend.SuccessRate, status.Trend.Runs));
        Assert.Empty(status.Stale);
        Assert.Equal(11, status.Watermarks.Count);
        Assert.All(status.Watermarks, source => Assert.Equal("fresh", source.Freshness));
        var orders = status.Watermarks.Single(source => source.Source == "orders_header");
        Assert.Equal(built.Pipeline.Ingested!.Sources.Single(source => source.Source == "orders_header").RowsAccepted, orders.Rows);
        Assert.All(LakeStatus.Read(pipeline, new LaterTime(TimeSpan.FromHours(13))).Watermarks, source => Assert.Equal("late", source.Freshness));
        Assert.All(LakeStatus.Read(pipeline, new LaterTime(TimeSpan.FromHours(25))).Watermarks, source => Assert.Equal("stale", source.Freshness));

        // A changed delivery, loaded alone.
        File.AppendAllText(Path.Combine(copy.Path, "raw", "suppliers.csv"), "900001,SUP-900001,Late & Sons,AU,7,true\n");
        Assert.True(PipelineRunner.Run(pipeline.Graph, copy.Lake, new PipelineOptions { Selection = new TaskSelection { Only = ["ingest"] } }).IsSuccess);
        var stale = LakeStatus.Read(pipeline).Stale;
        Assert.Equal(["gate", "seeds", "silver", "snapshots", "gold", "monitor"], stale.Select(task => task.Task));
        Assert.All(stale, task => Assert.StartsWith("ingest changed after it last succeeded, ", task.Reason));
    }

    [Fact]
    public void A_lake_that_was_never_run_says_so()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.Lake.Path);
        var status = LakeStatus.Read(RetailPipeline.Of(folder.Lake));
        Assert.Equal(("never run", false), (status.State, status.IsGood));
        Assert.Equal(8, status.Stale.Count);
        Assert.StartsWith("There is no lake at", Assert.Throws<WorkbookException>(() => LakeStatus.Read(RetailPipeline.Of(new LakeFolder(Path.Combine(folder.Path, "nowhere"))))).Message);
    }
}
