using Workbook.Bronze;
using Workbook.Contracts;
using Workbook.Retail;

namespace Workbook.Tests.Bronze;

/// <summary>Rejects without end: they leave in pages.</summary>
public sealed class RejectWriterTests : IDisposable
{
    private static readonly SourceContract Notes = new("notes", SourceFormat.Csv)
    {
        Description = "Long notes.", Path = "notes_*.csv", Rows = 0, Key = ["id"],
        Columns = [Column.Int64("id"), Column.Text("note") with { Rules = [new Rule("note", "short", "length(note) < 10")] }],
    };

    private readonly TestLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void Many_rejects_come_in_pages_and_can_all_be_replayed()
    {
        _lake.Put("notes_1.csv", "id,note\n" + string.Concat(Enumerable.Range(1, 36).Select(id => $"{id},{new string((char)('a' + (id % 26)), 1 << 20)}\n")));
        _lake.Ingest(Notes);
        Assert.Equal(2, RejectStore.Files(_lake.Lake, "notes").Count);
        Assert.Equal((36, 36 * (1L << 20) + 9 * 2 + 27 * 3), (_lake.Scalar<long>($"SELECT count(*) FROM {RejectStore.ScanSql(_lake.Lake, "notes")}"), _lake.Scalar<long>($"SELECT sum(length(raw_text)) FROM {RejectStore.ScanSql(_lake.Lake, "notes")}")));
        Assert.Equal(36, _lake.Replay(Notes.Without("note.short"))[0].Accepted);
        Assert.Empty(RejectStore.Files(_lake.Lake, "notes"));
        Assert.Equal(36, _lake.Scalar<long>($"SELECT count(DISTINCT id) FROM {_lake.Table("notes").ScanSql()}"));
    }

    [Fact]
    public void A_dry_run_writes_none_whatever_the_format()
    {
        Directory.CreateDirectory(_lake.PathOf("shipments"));
        _lake.Execute($"COPY (SELECT 1 AS shipment_id) TO '{_lake.PathOf("shipments/a.parquet")}'");
        var source = new SourceContract("ids", SourceFormat.Parquet)
        {
            Description = "Numbers.", Path = "shipments/*.parquet", Rows = 0, Key = [], Columns = [Column.Int64("shipment_id") with { Rules = [new Rule("shipment_id", "large", "shipment_id > 1")] }],
        };
        Assert.Equal(1, BronzeIngestion.Run(_lake.Options with { Sources = [source], DryRun = true }).Sources[0].RowsRejected);
        Assert.False(Directory.Exists(_lake.Lake.Path));
    }
}
