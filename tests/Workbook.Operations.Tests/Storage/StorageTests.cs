using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Operations.Storage;

namespace Workbook.Operations.Tests.Storage;

public sealed class StorageTests : IDisposable
{
    private readonly SmallLake _lake = SmallLake.Copy();
    private readonly DuckDBConnection _connection = WorkbookDatabase.Open();

    [Fact]
    public void Optimize_packs_small_files_and_a_pruned_query_reads_the_same_rows_from_fewer()
    {
        var table = InSmallFiles(out var day);

        var report = StorageMaintenance.Optimize(_connection, table, $"order_dt = DATE '{day}'", "sum(qty)");

        Assert.Equal((12, 12, 1), (report.Before.Files, report.Before.SmallFiles, report.After.Files));
        Assert.Equal(report.Before.Rows, report.After.Rows);
        Assert.True(report.SameRows);
        Assert.Equal(report.ReadBefore.Rows, report.ReadAfter.Rows);
        Assert.True(report.After.Bytes < report.Before.Bytes);
        Assert.True(report.ReadBefore is { Files: > 0, Bytes: > 0, Rows: > 0 }, report.ReadBefore.ToString());
    }

    [Fact]
    public void Partitions_and_statistics_spare_a_query_the_files_that_it_does_not_need()
    {
        var source = DeltaTable.Open(_lake.Folder.BronzeTable("orders_lines")).Snapshot();
        var table = DeltaTable.Create(_lake.Beside("by_day"), source.Schema, ["order_dt"]);
        table.Append(_connection, $"SELECT * FROM {source.ScanSql()} WHERE order_dt < DATE '2024-01-11'");
        var (day, where) = (new DateOnly(2024, 1, 5), "order_dt = DATE '2024-01-05'");

        var all = StorageMaintenance.Read(_connection, table.Snapshot(), where, "sum(qty)");
        var needed = StorageMaintenance.Read(_connection, table.Snapshot(), where, "sum(qty)", DataSkipping.Between("order_dt", day, day));

        Assert.Equal(10, table.Snapshot().Files.Count);
        Assert.Equal(1, needed.Files);
        Assert.True(needed.Files < all.Files && needed.Bytes < all.Bytes, $"{all} {needed}");
        var byOrder = source.Files.Single(DataSkipping.Between("order_id", 1L, 1_000_000L));
        Assert.False(DataSkipping.Between("order_id", -5L, 0L)(byOrder));
        Assert.True(DataSkipping.Between("order_id", -5L, 0L)(byOrder with { Stats = null }));
    }

    [Fact]
    public void Vacuum_keeps_what_the_retention_needs_and_says_how_far_back_one_can_travel()
    {
        var table = InSmallFiles(out _);
        table.Optimize(_connection);

        var young = StorageMaintenance.Vacuum(table, TimeSpan.FromDays(7));
        Assert.Contains("at least 7 days", Assert.Throws<WorkbookException>(() => StorageMaintenance.Vacuum(table, TimeSpan.Zero)).Message);
        var forced = StorageMaintenance.Vacuum(table, TimeSpan.Zero, force: true);

        Assert.Equal((13, 0, 12, 0L), (young.FilesBefore, young.Deleted, young.Kept, young.OldestReadable));
        Assert.Equal((12, 0, table.Snapshot().Version), (forced.Deleted, forced.Kept, forced.OldestReadable));
        Assert.True(forced.BytesDeleted > 0);
    }

    [Fact]
    public void Report_weighs_the_same_rows_in_each_format()
    {
        var report = StorageReport.Measure(_lake.Raw, _lake.Folder, SmallLake.Project.Sources);

        var lines = report.Tables.Where(table => table.Table == "orders_lines" && table.Layer is "raw" or "bronze" && table.Table == "orders_lines").ToDictionary(table => table.Format);
        Assert.Equal(["csv", "delta", "parquet"], lines.Keys.Order());
        Assert.Equal(60, lines["csv"].Files);
        Assert.Equal(lines["csv"].Bytes, Directory.EnumerateFiles(Path.Combine(_lake.Raw, "orders_lines"), "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length));
        Assert.Equal(lines["delta"].Rows, _connection.Scalar<long>($"SELECT count(*) FROM {DeltaTable.Open(_lake.Folder.BronzeTable("orders_lines")).Snapshot().ScanSql()}"));
        Assert.Equal(lines["delta"].Bytes, lines["parquet"].Bytes);
        Assert.Equal((double)lines["csv"].Bytes / lines["delta"].Bytes, lines["delta"].Ratio);
        Assert.Contains(report.Findings, finding => finding is { Layer: "raw", Table: "orders_lines (csv)", Rule: "small_files" });
        Assert.DoesNotContain(report.Findings, finding => finding.Layer == "gold");
        Assert.Contains(report.Tables, table => table is { Layer: "gold", Table: "fct_sales", Rows: > 0 });
    }

    [Fact]
    public void Cost_is_bytes_and_files_times_the_prices_and_shared_files_count_once()
    {
        var prices = new StoragePrices(PerGigabyteMonth: 1_000m, PerThousandReads: 10m, ScansPerDay: 1);
        var report = StorageReport.Measure(_lake.Raw, _lake.Folder, SmallLake.Project.Sources, prices);

        var bronze = report.Costs.Single(cost => cost.Layer == "bronze");
        var delta = report.Tables.Where(table => table is { Layer: "bronze", Format: "delta" }).ToList();
        Assert.Equal(delta.Sum(table => table.Bytes + table.LogBytes + table.OldBytes), bronze.Bytes);
        Assert.Equal(bronze.Bytes / 1_000_000m, bronze.KeepingPerMonth);
        Assert.Equal(delta.Sum(table => table.Files) * 30m / 100m, bronze.ReadingPerMonth);
    }

    [Theory]
    [InlineData(1, 2_500_000_000, 0, "large_files")]
    [InlineData(10, 2_500_000_000, 0, "")]
    [InlineData(20_000, 4_000_000_000_000, 20_000, "too_many_partitions")]
    [InlineData(500, 50_000_000, 500, "small_files high_cardinality_key")]
    [InlineData(1, 10, 0, "")]
    public void Rules_of_thumb_find_what_they_are_for(int files, long bytes, int partitions, string rules) =>
        Assert.Equal(rules, string.Join(' ', StorageRules.Check(new StoredTable("bronze", "t", "delta", files, bytes, 1, Partitions: partitions)).Select(finding => finding.Rule)));

    /// <summary>The lines again, a file for each of 12 commits.</summary>
    private DeltaTable InSmallFiles(out string day)
    {
        var source = DeltaTable.Open(_lake.Folder.BronzeTable("orders_lines")).Snapshot();
        var table = DeltaTable.Create(_lake.Beside("lines"), source.Schema);
        for (var part = 0; part < 12; part++)
            table.Append(_connection, $"SELECT * FROM {source.ScanSql()} WHERE order_id % 12 = {part}");
        day = "2024-01-05";
        return table;
    }

    public void Dispose()
    {
        _connection.Dispose();
        _lake.Dispose();
    }
}
