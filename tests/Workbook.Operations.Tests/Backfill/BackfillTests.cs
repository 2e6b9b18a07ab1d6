using System.Text.Json;
using Workbook.Database;
using Workbook.Operations.Backfill;
using Workbook.Operations.Increments;

namespace Workbook.Operations.Tests.Backfill;

public sealed class BackfillTests : IDisposable
{
    private static readonly DateOnly First = new(2024, 1, 10), Last = new(2024, 1, 12);

    private readonly SmallLake _lake = SmallLake.Copy();

    [Fact]
    public void Plan_lists_the_days_newest_first_and_what_stands_on_them()
    {
        var plan = BackfillPlan.Make(_lake.Target, First, Last, ["orders_lines"]);

        Assert.Equal([Last, Last.AddDays(-1), First], plan.Days.Select(day => day.Day));
        Assert.Equal(["orders_lines/order_dt=2024-01-12/part-1.csv"], plan.Days[0].Files);
        Assert.Equal(File.ReadLines(Path.Combine(_lake.Raw, plan.Days[0].Files[0])).Count() - 1, plan.Days[0].Rows);
        Assert.Equal([("stg_orders_lines", "staging"), ("int_order_lines", "silver")], plan.Affected.Take(2).Select(node => (node.Name, node.Layer!)));
        Assert.Contains(plan.Affected, node => node is { Kind: "model", Name: "fct_sales", Layer: "gold" });
        Assert.Contains(plan.Affected, node => node.Kind == "exposure");
        Assert.DoesNotContain(plan.Affected, node => node.Name == "fct_sensor_readings");
    }

    [Fact]
    public void Corrected_days_go_through_all_layers_and_no_others_change()
    {
        var before = _lake.Digest();
        var file = Path.Combine(_lake.Raw, "orders_lines/order_dt=2024-01-11/part-1.csv");
        LakeCopy.Replace(file, System.Text.Encoding.UTF8.GetBytes(string.Join('\n', File.ReadAllLines(file).SkipLast(3)) + "\n"));
        var steps = new List<BackfillStep>();

        var report = BackfillRun.Run(_lake.Target, BackfillPlan.Make(_lake.Target, First, Last), new BackfillOptions { DaysAtOnce = 2 }, new ImmediateProgress<BackfillStep>(steps.Add));

        Assert.Equal([], report.Faults);
        Assert.True(report.IsSwapped);
        Assert.Equal([(Last.AddDays(-1), Last), (First, First)], steps.Select(step => (step.From, step.To)));
        Assert.Equal((3, 0), (steps[0].RowsBefore - steps[0].RowsAfter, steps[1].RowsBefore - steps[1].RowsAfter));
        Assert.Equal((3, 0), (steps[0].KeysWithdrawn, steps[1].KeysWithdrawn));
        Assert.True(steps[1].Diff.IsEmpty, steps[1].Diff.ToString());
        var now = LakeDiff.Between(before, _lake.Digest());
        Assert.Equal([Last.AddDays(-1)], now.Days("bronze."));
        Assert.Equal([Last.AddDays(-1)], now.Days("gold.fct_sales"));
        Assert.Equal(-3, now.Changes.Where(change => change.Table == "gold.fct_sales").Sum(change => change.RowsAfter - change.RowsBefore));
        Assert.True(LakeDiff.Between(before, LakeDigest.Of(new Lake.LakeFolder(report.PreviousLake!), SmallLake.Project)).IsEmpty);
        Assert.Equal(["copied", "validated", "validated", "swapped"], Log().Select(line => line.GetProperty("event").GetString()));
        // Views that name a folder name the lake's, not the copy's.
        using var warehouse = WorkbookDatabase.Open(new DatabaseOptions { Path = _lake.Folder.Warehouse, ReadOnly = true });
        Assert.True(warehouse.Scalar<long>("SELECT count(*) FROM staging.stg_orders_lines") > 0);
        Assert.Equal(0, warehouse.Scalar<long>("SELECT count(*) FROM duckdb_views() WHERE sql LIKE '%.backfill%'"));
    }

    [Fact]
    public void Days_that_are_not_valid_leave_the_lake_as_it_was()
    {
        var before = _lake.Digest();
        var file = Path.Combine(_lake.Raw, "orders_lines/order_dt=2024-01-11/part-1.csv");
        LakeCopy.Replace(file, "no,such,header\n1,2,3\n"u8.ToArray());

        var report = BackfillRun.Run(_lake.Target, BackfillPlan.Make(_lake.Target, First, Last));

        Assert.False(report.IsSwapped);
        Assert.Contains(report.Faults, fault => fault.StartsWith("orders_lines/order_dt=2024-01-11/part-1.csv was refused: ", StringComparison.Ordinal));
        Assert.True(Directory.Exists(report.FailedLake));
        Assert.True(LakeDiff.Between(before, _lake.Digest()).IsEmpty);
        Assert.Equal(["copied", "refused"], Log().Select(line => line.GetProperty("event").GetString()));
    }

    [Fact]
    public void Lake_that_is_written_to_meanwhile_is_not_replaced()
    {
        var plan = BackfillPlan.Make(_lake.Target, First, First, ["events"]);
        var fault = Assert.Throws<WorkbookException>(() => BackfillRun.Run(_lake.Target, plan, progress: new ImmediateProgress<BackfillStep>(_ =>
        {
            using var connection = WorkbookDatabase.Open();
            Delta.DeltaTable.Open(_lake.Folder.BronzeTable("stores")).Delete(connection, "store_id = 1");
        })));
        Assert.Contains("was written to while the backfill was at work", fault.Message);
        Assert.True(File.Exists(_lake.Folder.Warehouse));
    }

    [Fact]
    public void All_faults_of_a_scope_are_told_at_once()
    {
        Assert.Equal(
            "The backfill can't be planned: the first day, 2024-01-12, is after the last, 2024-01-10; 'stores' is not delivered by the day; those that are: orders_header, orders_lines, events.",
            Assert.Throws<WorkbookException>(() => BackfillPlan.Make(_lake.Target, Last, First, ["stores"])).Message);
        Assert.Contains("There is no raw file of events from 2030-01-01", Assert.Throws<WorkbookException>(() => BackfillPlan.Make(_lake.Target, new(2030, 1, 1), new(2030, 1, 2), ["events"])).Message);
    }

    private List<JsonElement> Log() => [.. File.ReadLines(Path.Combine(_lake.Folder.Path, "_backfill", "log.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)];

    public void Dispose() => _lake.Dispose();
}
