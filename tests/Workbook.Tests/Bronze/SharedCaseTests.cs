using Workbook.Bronze;
using Workbook.Retail;

namespace Workbook.Tests.Bronze;

/// <summary>Deliveries that once were taken wrongly, from the shared data beside the repository.</summary>
public sealed class SharedCaseTests
{
    [Theory]
    [InlineData("pq-key-double", "shipments", 1, "shipment_id.not_an_integer 2")]
    [InlineData("pq-dec4", "shipments", 1, "ship_cost.not_a_decimal 1")]
    [InlineData("pq-infinity", "shipments", 0, "delivered_at.not_a_timestamp 1")]
    [InlineData("pq-nested", "shipments", 0, "carrier.not_text 1")]
    [InlineData("pq-text-lenient", "shipments", 0, "shipment_id.not_an_integer 6, shipped_at.not_a_timestamp 2")]
    [InlineData("delta-dblkey", "returns", 0, "return_id.not_an_integer 2")]
    [InlineData("payload-text", "events", 0, "payload.not_an_object 1")]
    [InlineData("ts-9999-12-31T235959.999999Z", "events", 2, "")]
    public void Its_rows_are_accepted_or_rejected_for_a_reason(string name, string source, long accepted, string rejected)
    {
        var summary = Ingest(name, source, out var lake);
        using (lake)
        {
            var counts = Assert.Single(summary.Sources);
            Assert.Equal(accepted, counts.RowsAccepted);
            Assert.Equal(rejected, string.Join(", ", counts.Rejected.Select(rule => $"{rule.Key} {rule.Value}")));
            Assert.Equal(accepted, lake.Exists(source) ? lake.Scalar<long>($"SELECT count(*) FROM {lake.Table(source).ScanSql()}") : 0);
        }
    }

    [Theory]
    [InlineData("cr-only", "suppliers", "suppliers.csv has lines that end in CR alone")]
    [InlineData("gzip-named", "suppliers", "is compressed with gzip")]
    public void It_is_refused(string name, string source, string reason)
    {
        var summary = Ingest(name, source, out var lake);
        using (lake)
            Assert.Contains(reason, Assert.Single(summary.Refused).Reason);
    }

    [Fact]
    public void Every_file_beside_the_path_is_named()
    {
        var summary = Ingest("json-partition-mismatch", "events", out var lake);
        using (lake)
        {
            Assert.Equal(
                [
                    "event_dt=2024-01-07/events_1.JSONL", "event_dt=2024-01-08/events_1.json", "event_dt=2024-01-08/events_1.jsonl.gz", "event_dt=2024-01-09/events_1.jsonl.tmp",
                    "event_dt=2024-01-09/sub/events_1.jsonl", "event_dt=2024-01-10/other.jsonl", "event_dt=2024-02-30/events_1.jsonl", "event_dt=__HIVE_DEFAULT_PARTITION__/events_1.jsonl",
                ], summary.Refused.Select(refused => refused.File["events/".Length..]).Order(StringComparer.Ordinal));
            Assert.Equal(["{'dq_flags': event_ts.other_day_than_folder}"], lake.Rows($"SELECT dq_flags FROM {lake.Table("events").ScanSql()} WHERE event_dt = DATE '2024-01-05'"));
        }
    }

    [Fact]
    public void The_visible_sheet_is_read()
    {
        var summary = Ingest("xlsx-hidden-first", "exchange_rates", out var lake);
        using (lake)
            Assert.Contains("'old' (hidden) left aside", Assert.Single(summary.Notices));
    }

    private static IngestionSummary Ingest(string name, string source, out TestLake lake)
    {
        var raw = Path.Combine(Repository.Root, "..", "shared", "data", "cases", "bronze", name, "raw");
        Assert.SkipWhen(!Directory.Exists(raw), "The cases (shared/data/cases) are not beside this repository.");
        lake = TestLake.Of(raw);
        return lake.Ingest(RetailSources.Named(source));
    }
}
