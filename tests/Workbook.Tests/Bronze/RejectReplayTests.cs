using Workbook.Bronze;
using Workbook.Contracts;
using Workbook.Retail;
using Workbook.Tests.Generation;

namespace Workbook.Tests.Bronze;

/// <summary>The oracle: a lake that was ingested under the corrected contract from the start.</summary>
public sealed class RejectReplayTests(GeneratedWorld world) : IClassFixture<GeneratedWorld>
{
    [Theory]
    [InlineData("orders_lines", "qty.not_positive")]
    [InlineData("orders_lines", "unit_price.not_positive")]
    [InlineData("events", "event_id.required")]
    [InlineData("events", "user_id.required")]
    [InlineData("sensors", "sensor_ts.required")]
    [InlineData("sensors", "temperature_c.out_of_range")]
    [InlineData("products", "current_price.required")]
    public void Replaying_under_a_corrected_contract_gives_what_ingesting_under_it_gives(string name, string rule)
    {
        var strict = RetailSources.Named(name);
        using var lake = TestLake.Of(world.Path);
        lake.Ingest(strict);
        var before = lake.Rejects(name).Count;
        var replayed = Assert.Single(lake.Replay(strict.Without(rule)));

        using var oracle = TestLake.Of(world.Path);
        oracle.Ingest(strict.Without(rule));
        Assert.Equal(oracle.Content(name), lake.Content(name));
        Assert.Equal(oracle.Manifest.Select(Figures), lake.Manifest.Select(Figures));
        Assert.Equal((before, before - oracle.Rejects(name).Count), (replayed.Retried, replayed.Accepted));
    }

    [Fact]
    public void A_replay_that_accepts_nothing_changes_nothing()
    {
        using var lake = TestLake.Of(world.Path);
        lake.Ingest(Sales.OrdersLines);
        var before = (lake.Table("orders_lines").Version, string.Join('\n', lake.Rejects("orders_lines")));
        var replayed = Assert.Single(lake.Replay(Sales.OrdersLines));
        Assert.Equal(0, replayed.Accepted);
        Assert.Equal(replayed.Retried, replayed.StillRejected.Values.Sum());
        Assert.Equal(before, (lake.Table("orders_lines").Version, string.Join('\n', lake.Rejects("orders_lines"))));
    }

    [Fact]
    public void Rows_of_Parquet_and_Delta_sources_are_heard_again_too()
    {
        using var lake = TestLake.Of(world.Path);
        var cost = Forbid(Sales.Shipments, "ship_cost > 10");
        lake.Ingest(cost);
        Assert.NotEmpty(lake.Rejects("shipments"));
        lake.Replay(Sales.Shipments);
        var quantity = Forbid(Sales.Returns, "qty < 2");
        lake.Ingest(quantity);
        Assert.NotEmpty(lake.Rejects("returns"));
        lake.Replay(Sales.Returns);

        using var oracle = TestLake.Of(world.Path);
        oracle.Ingest(Sales.Shipments, Sales.Returns);
        Assert.Equal(oracle.Content("shipments"), lake.Content("shipments"));
        // Tombstones keep the values of their row only where it was accepted in time.
        const string State = "SELECT * EXCLUDE (ingestion_ts) FROM {0} WHERE NOT is_deleted";
        Assert.Equal(oracle.Rows(State.Replace("{0}", oracle.Table("returns").ScanSql())), lake.Rows(State.Replace("{0}", lake.Table("returns").ScanSql())));
        Assert.Empty(lake.Rejects("returns"));
    }

    private static SourceContract Forbid(SourceContract source, string holds) =>
        source with { RowRules = [.. source.RowRules, new Rule("row", "forbidden", holds)] };

    private static object Figures(ManifestEntry entry) => (entry.Path, entry.ContentHash, entry.Rows, entry.Rejects, entry.Status);
}
