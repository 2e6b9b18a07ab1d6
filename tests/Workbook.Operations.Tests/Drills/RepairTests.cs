using Workbook.Bronze;
using Workbook.Delta;
using Workbook.Operations.Checks;
using Workbook.Operations.Increments;
using Workbook.Retail;

namespace Workbook.Operations.Tests.Drills;

public sealed class RepairTests : IDisposable
{
    private readonly SmallLake _lake = SmallLake.Copy();

    [Theory]
    [InlineData("orders_lines", "expected ")]
    [InlineData("returns", "it is gone")]
    public void Repair_brings_back_the_same_rows_and_finds_nothing_the_second_time(string source, string reason)
    {
        var before = _lake.Digest();
        var table = DeltaTable.Open(_lake.Folder.BronzeTable(source)).Snapshot();
        var file = table.LocalPath(table.Files[0]);
        if (reason == "it is gone")
            File.Delete(file);
        else
            LakeCopy.Replace(file, File.ReadAllBytes(file)[..^100]);

        Assert.StartsWith(reason, Assert.Single(BronzeRepair.Check(_lake.Ingestion)).Reason);
        var repaired = BronzeRepair.Run(_lake.Ingestion);
        var again = BronzeRepair.Run(_lake.Ingestion);

        Assert.Equal(source, Assert.Single(repaired.Damaged).Source);
        Assert.Equal((0, 0, null), (again.Damaged.Count, again.Mirrored.Count, again.Reloaded));
        Assert.Equal("", string.Join('\n', LakeDiff.Between(before, _lake.Digest()).Changes));
        Assert.Contains(DeltaTable.Open(_lake.Folder.BronzeTable(source)).History(), commit => commit.Operation == "REPAIR");
    }

    [Fact]
    public void Repair_without_the_raw_files_changes_nothing()
    {
        var table = DeltaTable.Open(_lake.Folder.BronzeTable("orders_lines")).Snapshot();
        File.Delete(table.LocalPath(table.Files[0]));
        File.Delete(Path.Combine(_lake.Raw, "orders_lines/order_dt=2024-01-05/part-1.csv"));

        var fault = Assert.Throws<WorkbookException>(() => BronzeRepair.Run(_lake.Ingestion));

        Assert.Contains("1 of the raw files that it was loaded from are gone, the first orders_lines/order_dt=2024-01-05/part-1.csv.", fault.Message);
        Assert.Equal(table.Version, DeltaTable.Open(_lake.Folder.BronzeTable("orders_lines")).Snapshot().Version);
    }

    [Fact]
    public void Sound_lake_passes_every_check() =>
        Assert.Equal([], LakeChecks.All.Select(check => check.Ask(_lake.Target)).SelectMany(outcome => outcome.Findings.Select(finding => $"{outcome.Check.Name}: {finding}")));

    [Fact]
    public void Schema_drift_tells_additive_renamed_removed_and_retyped_apart()
    {
        var file = _lake.Beside("lines.csv");
        File.WriteAllText(file, "order_id,line_number,product_id,quantity,unit_price,tax_pct,colour\n1,1,7,2,dear,0.1,red\n1,2,8,1,cheap,0.1,blue\n");

        var drift = SchemaDrift.Of(Sales.OrdersLines, file);

        Assert.Equal(
            ["renamed: qty is called quantity now", "removed: line_discount_pct", "additive: colour is new", "retyped: unit_price is no DECIMAL(12,4) any more"],
            drift.Changes.Select(change => change.Text));
        Assert.Equal([true, true, false, true], drift.Changes.Select(change => change.IsBreaking));
        Assert.NotEqual(drift.ExpectedHash, drift.FoundHash);
    }

    public void Dispose() => _lake.Dispose();
}
