using Workbook.Database;
using Workbook.Delta;
using Workbook.Lake;
using Workbook.Operations.Monitoring;
using Workbook.Retail;

namespace Workbook.Operations.Tests.Monitoring;

public sealed class LakeMonitorTests(BuiltLake built)
{
    private static readonly string[] NeedsMoreRuns = ["runs.seconds", "cost.seconds_per_row"];

    /// <summary>Their statement shows days, groups or files, not the rows at fault one by one.</summary>
    private static readonly string[] ShownInGroups = ["delivered", "loaded", "lag", "volume", "unique", "runs", "cost"];

    [Fact]
    public void Every_monitor_is_measured_on_a_built_lake()
    {
        var report = Evaluate(built.Lake);
        Assert.Equal(NeedsMoreRuns, report.Results.Where(result => result.Status == MonitorStatus.NotMeasured).Select(result => result.Monitor.Name));
        Assert.Equal(report.Results.Count, report.Results.Select(result => result.Monitor.Name).Distinct().Count());
        Assert.Empty(report.Blocking);
    }

    [Fact]
    public void The_statement_of_a_monitor_shows_as_many_rows_as_it_counted()
    {
        using var lake = LakeConnection.Open(built.Lake.Path, new LakeConnectionOptions { Warehouse = false });
        var counted = 0;
        foreach (var result in Evaluate(built.Lake).Results)
        {
            if (result is { Offending: 0 } or { Status: MonitorStatus.NotMeasured })
                continue;
            var shown = lake.Connection.Scalar<long>($"SELECT count(*) FROM ({result.Monitor.Offending})");
            if (ShownInGroups.Contains(result.Monitor.Topic) || result.Monitor.Name == "accepted.all")
                continue;
            counted++;
            Assert.True(shown == result.Offending, $"{result.Monitor.Name} counted {result.Offending} and shows {shown}");
        }

        Assert.True(counted > 5);
    }

    [Fact]
    public void References_and_keys_are_counted_as_by_hand()
    {
        using var lake = LakeConnection.Open(built.Lake.Path, new LakeConnectionOptions { Warehouse = false });
        var results = Evaluate(built.Lake).Results.ToDictionary(result => result.Monitor.Name);
        var known = lake.Connection.Query("SELECT product_id FROM bronze.products", row => row.GetInt64(0)).ToHashSet();
        var lines = lake.Connection.Query("SELECT product_id FROM bronze.orders_lines", row => row.GetInt64(0));
        var reference = results["foreign_key.orders_lines.product_id"];
        Assert.Equal((lines.Count(id => !known.Contains(id)), lines.Count), ((int)reference.Offending!, (int)reference.Total!));
        Assert.Equal(100.0 * lines.Count(known.Contains) / lines.Count, reference.Value!.Value, 9);
        var live = lake.Connection.Query("SELECT is_deleted FROM bronze.returns", row => row.GetBoolean(0));
        Assert.Contains(true, live);
        Assert.Equal(live.Count(isDeleted => !isDeleted), results["foreign_key.returns.order_id"].Total);
        var codes = lake.Connection.Query("SELECT natural_key FROM bronze.customers", row => row.GetString(0));
        Assert.Equal(codes.Count - codes.Distinct().Count(), results["unique.customers.natural_key"].Offending);
        var accepted = built.Pipeline.Ingested!.Sources.Single(source => source.Source == "sensors");
        Assert.Equal(100.0 * accepted.RowsAccepted / accepted.RowsRead, results["accepted.sensors"].Value!.Value, 9);
        var all = built.Pipeline.Ingested!.Sources;
        Assert.Equal(all.Sum(source => source.RowsRejected), results["accepted.all"].Offending);
    }

    [Theory]
    [InlineData(100, MonitorStatus.Ok)]
    [InlineData(99, MonitorStatus.Ok)]
    [InlineData(98.99, MonitorStatus.Warning)]
    [InlineData(95, MonitorStatus.Warning)]
    [InlineData(94.99, MonitorStatus.Alert)]
    public void Quality_warns_below_99_and_alerts_below_95(double value, MonitorStatus expected) => Assert.Equal(expected, Threshold.Quality.Judge(value));

    [Theory]
    [InlineData(11, MonitorStatus.Ok, null)]
    [InlineData(13, MonitorStatus.Warning, Severity.P2)]
    [InlineData(25, MonitorStatus.Alert, Severity.P1)]
    public void Loads_are_held_against_now_and_events_against_the_newest_order(int hours, MonitorStatus expected, Severity? severity)
    {
        var report = LakeMonitor.Evaluate(built.Lake, RetailMonitors.OfTopics(built.Lake, ["loaded", "lag"]), new MonitorOptions { Record = false, Time = new LaterTime(TimeSpan.FromHours(hours)) });
        Assert.All(report.Results.Where(result => result.Monitor.Topic == "loaded"), result => Assert.Equal((expected, severity), (result.Status, result.Severity)));
        Assert.All(report.Results.Where(result => result.Monitor.Topic == "lag"), result => Assert.Equal(MonitorStatus.Ok, result.Status));
    }

    [Fact]
    public void A_column_that_came_warns_once_and_is_no_breach_of_the_contract()
    {
        using var copy = built.Copy();
        DeltaTable.Open(copy.Lake.BronzeTable("customers")).AddColumns(new DeltaField("loyalty_tier", DeltaSchema.FromSql([("x", "VARCHAR")]).Fields[0].Type));
        var first = Evaluate(copy.Lake, record: true).Results.ToDictionary(result => result.Monitor.Name);
        Assert.Equal((MonitorStatus.Warning, Severity.P2, "loyalty_tier added"), (first["schema_change.customers"].Status, first["schema_change.customers"].Severity!.Value, first["schema_change.customers"].Note));
        Assert.Equal(MonitorStatus.Ok, first["schema.customers"].Status);
        Assert.Equal(MonitorStatus.Ok, first["schema_change.products"].Status);
        Assert.Equal(MonitorStatus.Ok, Evaluate(copy.Lake).Results.Single(result => result.Monitor.Name == "schema_change.customers").Status);
    }

    [Fact]
    public void A_column_of_another_type_breaks_the_contract()
    {
        using var copy = built.Copy(Path.Combine("bronze", "delta", "suppliers"));
        using (var connection = WorkbookDatabase.Open())
        {
            var select = $"SELECT * REPLACE (lead_time_days::VARCHAR AS lead_time_days) FROM read_parquet({Sql.Literal(copy.Lake.BronzeParquet("suppliers") + "/*.parquet")})";
            var schema = DeltaSchema.FromSql(connection.Query($"SELECT column_name, column_type FROM (DESCRIBE {select})", row => (row.GetString(0), row.GetString(1))));
            DeltaTable.Create(copy.Lake.BronzeTable("suppliers"), schema).Append(connection, select);
        }

        var result = Evaluate(copy.Lake).Results.Single(result => result.Monitor.Name == "schema.suppliers");
        Assert.Equal((MonitorStatus.Alert, Severity.P1, 1.0, "lead_time_days"), (result.Status, result.Severity!.Value, result.Value, result.Note));
    }

    [Fact]
    public void What_cannot_be_measured_is_neither_good_nor_bad()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.Lake.Path);
        var report = Evaluate(folder.Lake);
        Assert.All(report.Results, result => Assert.True(result.Status == MonitorStatus.NotMeasured || result.Monitor.Topic == "delivered"));
        Assert.All(report.Results.Where(result => result.Monitor.Topic == "delivered"), result => Assert.Equal(Severity.P0, result.Severity));
        Assert.DoesNotContain("monitor:accepted.stores", MonitorAlerts.Evaluated(report));
    }

    [Fact]
    public void Names_and_topics_that_are_not_there_are_told_with_the_nearest()
    {
        Assert.Contains("There is no monitor 'loaded.store'. Did you mean 'loaded.stores'?", Assert.Throws<WorkbookException>(() => RetailMonitors.Named(built.Lake, "loaded.store")).Message);
        Assert.Contains("No monitor has the topic 'foreignkey'. Did you mean 'foreign_key'?", Assert.Throws<WorkbookException>(() => RetailMonitors.OfTopics(built.Lake, ["foreignkey"])).Message);
    }

    private static MonitorReport Evaluate(LakeFolder lake, bool record = false) => LakeMonitor.Evaluate(lake, RetailMonitors.All(lake), new MonitorOptions { Record = record });
}
