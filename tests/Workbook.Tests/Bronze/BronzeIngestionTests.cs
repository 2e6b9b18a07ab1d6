using System.Text.Json;
using Workbook.Bronze;
using Workbook.Contracts;
using Workbook.Delta;
using Workbook.Lake;
using Workbook.Retail;
using Workbook.Retail.Generation;
using Workbook.Tests.Generation;

namespace Workbook.Tests.Bronze;

/// <summary>The generated world, ingested.</summary>
public sealed class BronzeIngestionTests(GeneratedWorld world) : IClassFixture<GeneratedWorld>
{
    [Fact]
    public void Every_row_read_is_accepted_or_rejected_for_each_file()
    {
        using var lake = TestLake.Of(world.Path);
        var summary = lake.Ingest();
        Assert.Empty(summary.Refused);
        Assert.All(summary.Sources, source => Assert.Equal(source.RowsRead, source.RowsAccepted + source.RowsRejected));
        foreach (var source in world.Summary.Sources.Where(source => source.Source is not "returns"))
            Assert.Equal(source.Rows, summary.Sources.Single(ingested => ingested.Source == source.Source).RowsRead);
        foreach (var source in RetailSources.All.Where(source => source.Name is not "returns"))
        {
            var loaded = lake.Rows($"SELECT src_filename || ': ' || count(*) AS file FROM {lake.Table(source.Name).ScanSql()} GROUP BY src_filename");
            var expected = lake.Manifest.Where(entry => entry.Source == source.Name && entry.Rows > 0).Select(entry => $"{{'file': '{entry.Path}: {entry.Rows}'}}");
            Assert.Equal(expected.Order(StringComparer.Ordinal), loaded.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Each_planted_fault_that_a_rule_covers_is_found_with_its_reason_and_no_clean_row_is_touched()
    {
        using var lake = TestLake.Of(world.Path);
        lake.Ingest();
        var planted = File.ReadLines(world.PathOf("_anomalies.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(fault => fault.GetProperty("detection").ValueKind == JsonValueKind.String)
            .Select(fault => $"{fault.GetProperty("file").GetString()}:{fault.GetProperty("line").GetInt64()}:{fault.GetProperty("detection").GetString()}")
            .Order(StringComparer.Ordinal).ToList();
        var found = RetailSources.All.SelectMany(source => lake.Rows(
                $"SELECT src_filename || ':' || src_line || ':' || dq_flags AS fault FROM {lake.Table(source.Name).ScanSql()} WHERE dq_flags IS NOT NULL"))
            .Concat(RetailSources.All.Where(source => RejectStore.Files(lake.Lake, source.Name).Count > 0).SelectMany(source => lake.Rows(
                $"SELECT src_filename || ':' || src_line || ':' || column_name || '.' || reason AS fault FROM read_parquet('{lake.Lake.RejectsOf(source.Name)}/*.parquet')")))
            .Select(row => row["{'fault': ".Length..^1].Trim('\''))
            .Order(StringComparer.Ordinal).ToList();
        Assert.True(planted.Count > 100);
        Assert.Equal(planted, found);
    }

    [Fact]
    public void A_second_run_does_nothing()
    {
        using var lake = TestLake.Of(world.Path);
        lake.Ingest();
        var (before, versions) = (lake.Manifest, RetailSources.All.Select(source => lake.Table(source.Name).Version).ToList());
        var again = lake.Ingest();
        Assert.Equal(0, again.Sources.Sum(source => source.Files));
        Assert.Equal(before, lake.Manifest);
        Assert.Equal(versions, RetailSources.All.Select(source => lake.Table(source.Name).Version));
    }

    [Fact]
    public void Parquet_and_Delta_hold_the_same_rows()
    {
        using var lake = TestLake.Of(world.Path);
        lake.Ingest();
        foreach (var source in RetailSources.All)
        {
            var parquet = $"SELECT * FROM read_parquet('{lake.Lake.BronzeParquet(source.Name)}/**/*.parquet', hive_partitioning = true)";
            var delta = $"SELECT * FROM {lake.Table(source.Name).ScanSql()}";
            Assert.Equal(0, lake.Scalar<long>($"SELECT count(*) FROM (({parquet}) EXCEPT ALL ({delta}))"));
            Assert.Equal(0, lake.Scalar<long>($"SELECT count(*) FROM (({delta}) EXCEPT ALL ({parquet}))"));
        }
    }

    [Fact]
    public void A_changed_file_takes_the_place_of_its_former_rows_and_rejects()
    {
        using var changed = TestLake.Of(world.Path);
        changed.Ingest(Sales.OrdersLines);
        var file = Directory.EnumerateFiles(changed.PathOf("orders_lines"), "*.csv", SearchOption.AllDirectories).Order().First();
        var lines = File.ReadAllLines(file);
        lines[1] = lines[1].Replace(",", ",x", StringComparison.Ordinal);
        File.WriteAllLines(file, lines.Take(lines.Length / 2));
        changed.Ingest(Sales.OrdersLines);

        using var fresh = TestLake.Of(changed.Raw);
        fresh.Ingest(Sales.OrdersLines);
        Assert.Equal(fresh.Content("orders_lines"), changed.Content("orders_lines"));
        Assert.Equal(
            fresh.Manifest.Select(entry => (entry.Path, entry.Rows, entry.Rejects)),
            changed.Manifest.Select(entry => (entry.Path, entry.Rows, entry.Rejects)));
    }

    [Fact]
    public void Increments_with_a_late_file_give_what_everything_at_once_gives()
    {
        using var step = TestLake.Of(world.Path);
        step.Ingest();
        DataGenerator.Generate(new GenerationOptions
        {
            Output = step.Raw, Scale = 0.01, Seed = 7, StartDate = new DateOnly(2024, 3, 1), Days = 2, Late = true,
        });
        step.Ingest();
        using var once = TestLake.Of(step.Raw);
        once.Ingest();
        foreach (var source in RetailSources.All.Where(source => source.Name != "returns"))
            Assert.Equal(once.Content(source.Name), step.Content(source.Name));
        const string State = "SELECT * EXCLUDE (ingestion_ts, src_filename, src_line, src_row_hash) FROM {0} WHERE NOT is_deleted";
        Assert.Equal(
            once.Rows(State.Replace("{0}", once.Table("returns").ScanSql())),
            step.Rows(State.Replace("{0}", step.Table("returns").ScanSql())));
    }

    [Fact]
    public void Returns_are_upserted_by_key_and_leave_tombstones()
    {
        using var lake = TestLake.Of(world.Path);
        lake.Ingest(Sales.Returns);
        var source = DeltaTable.Open(world.PathOf("returns")).Snapshot();
        var columns = string.Join(", ", Sales.Returns.Columns.Select(column => column.Name)) + ", return_reason_code";
        Assert.Equal(
            lake.Rows($"SELECT {columns} FROM {source.ScanSql()}"),
            lake.Rows($"SELECT {columns} FROM {lake.Table("returns").ScanSql()} WHERE NOT is_deleted"));
        Assert.True(lake.Scalar<long>($"SELECT count(*) FROM {lake.Table("returns").ScanSql()} WHERE is_deleted") > 0);
        Assert.Equal(5, lake.Manifest.Count(entry => entry.Source == "returns"));
    }

    [Fact]
    public void Returns_with_a_column_that_the_contract_refuses_are_refused()
    {
        using var lake = TestLake.Of(world.Path);
        var strict = Sales.Returns with { LaterColumns = [], UnknownColumns = SchemaMode.Freeze };
        var refused = lake.Ingest(strict).Refused;
        Assert.NotEmpty(refused);
        Assert.Contains("return_reason_code", refused[0].Reason);
    }

    [Fact]
    public void A_dry_run_counts_and_writes_nothing()
    {
        using var lake = TestLake.Of(world.Path);
        var dry = BronzeIngestion.Run(lake.Options with { DryRun = true });
        Assert.False(Directory.Exists(lake.Lake.Path));
        var real = lake.Ingest();
        Assert.Equal(
            real.Sources.Select(source => (source.Source, source.RowsRead, source.RowsAccepted, source.RowsRejected)),
            dry.Sources.Select(source => (source.Source, source.RowsRead, source.RowsAccepted, source.RowsRejected)));
    }

    [Fact]
    public void A_second_writer_is_told_who_has_the_lake()
    {
        using var lake = TestLake.Of(world.Path);
        using var first = RunLock.Take(lake.Lake, TimeSpan.Zero);
        var said = new List<string>();
        var fault = Assert.Throws<WorkbookException>(() => BronzeIngestion.Run(lake.Options with { Waiting = new ImmediateProgress<string>(said.Add) }));
        Assert.Contains($"process {Environment.ProcessId}", fault.Message);
        Assert.Single(said);
    }

    [Fact]
    public void A_missing_source_is_noticed_and_the_others_go_on()
    {
        using var lake = TestLake.Of(world.Path);
        File.Delete(lake.PathOf("stores.csv"));
        var summary = lake.Ingest();
        Assert.Contains(summary.Notices, notice => notice.StartsWith("stores: no file stores.csv", StringComparison.Ordinal));
        Assert.True(summary.IsComplete);
    }

    [Fact]
    public void Rows_of_files_that_are_gone_stay_until_they_are_pruned()
    {
        using var lake = TestLake.Of(world.Path);
        lake.Ingest(Sales.OrdersLines);
        var gone = Directory.EnumerateFiles(lake.PathOf("orders_lines"), "*.csv", SearchOption.AllDirectories).Order().First();
        File.Delete(gone);
        var before = lake.Content("orders_lines");
        Assert.Contains("are gone", Assert.Single(lake.Ingest(Sales.OrdersLines).Notices));
        Assert.Equal(before, lake.Content("orders_lines"));

        BronzeIngestion.Run(lake.Options with { Sources = [Sales.OrdersLines], Prune = true });
        using var fresh = TestLake.Of(lake.Raw);
        fresh.Ingest(Sales.OrdersLines);
        Assert.Equal(fresh.Content("orders_lines"), lake.Content("orders_lines"));
        Assert.Equal("removed", lake.Manifest.Single(entry => gone.EndsWith(entry.Path, StringComparison.Ordinal)).Status);
        Assert.Empty(lake.Ingest(Sales.OrdersLines).Notices);
    }

    [Fact]
    public void A_lost_manifest_is_made_again_without_doubling_a_row()
    {
        using var lake = TestLake.Of(world.Path);
        lake.Ingest(Sales.OrdersLines, Sales.Returns);
        var (lines, returns) = (lake.Content("orders_lines"), lake.Content("returns"));
        File.Delete(lake.Lake.Warehouse);
        lake.Ingest(Sales.OrdersLines, Sales.Returns);
        Assert.Equal(lines, lake.Content("orders_lines"));
        Assert.Equal(returns, lake.Content("returns"));
    }

    [Fact]
    public void Partitions_are_made_where_they_would_not_be_tiny()
    {
        using var lake = new TestLake();
        var bronze = new BronzeTable(lake.Lake, Sales.OrdersHeader, TimeProvider.System);
        Column[] columns = [.. Sales.OrdersHeader.Columns, .. Sales.OrdersHeader.PathColumns];
        Assert.Equal(["order_dt"], bronze.OpenOrCreate(columns, rawBytes: 10L << 30, partitions: 31).Snapshot().PartitionColumns);
        using var small = new TestLake();
        bronze = new BronzeTable(small.Lake, Sales.OrdersHeader, TimeProvider.System);
        Assert.Empty(bronze.OpenOrCreate(columns, rawBytes: 70L << 20, partitions: 731).Snapshot().PartitionColumns);
    }
}
