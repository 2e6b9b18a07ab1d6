using Workbook.Bronze;
using Workbook.Contracts;

namespace Workbook.Tests.Bronze;

/// <summary>How deliveries of one source stand to each other: one replaces the other, or rows are upserted by key.</summary>
public sealed class DispositionTests : IDisposable
{
    private readonly TestLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void The_newest_delivery_takes_the_place_of_all_others()
    {
        _lake.Put("stock_01.csv", "id,qty\n1,1\n2,x\n");
        _lake.Ingest(Stock.Replaced);
        _lake.Put("stock_02.csv", "id,qty\n2,2\n3,2\n");
        var summary = _lake.Ingest(Stock.Replaced);
        Assert.Equal(["2=2", "3=2"], Rows());
        Assert.Empty(_lake.Rejects("stock"));
        Assert.Contains("stock: stock_02.csv takes the place of 1 rows of earlier deliveries.", summary.Notices);
        Assert.Equal([ManifestEntry.Replaced, ManifestEntry.Loaded], _lake.Manifest.Select(entry => entry.Status));
        Assert.Equal((0, 2), (_lake.Ingest(Stock.Replaced).Sources[0].Files, _lake.Ingest(Stock.Replaced).Sources[0].FilesSkipped));
    }

    [Fact]
    public void A_delivery_that_comes_late_is_left_out_and_told()
    {
        _lake.Put("stock_02.csv", "id,qty\n2,2\n");
        _lake.Ingest(Stock.Replaced);
        _lake.Put("stock_01.csv", "id,qty\n1,1\n");
        Assert.Contains("stock: 1 older deliveries were left out, the first stock_01.csv: the table holds what the newest holds.", _lake.Ingest(Stock.Replaced).Notices);
        Assert.Equal(["2=2"], Rows());
    }

    [Fact]
    public void Once_the_newest_is_gone_the_one_before_holds_again_where_that_is_asked_for()
    {
        _lake.Put("stock_01.csv", "id,qty\n1,1\n");
        _lake.Put("stock_02.csv", "id,qty\n2,2\n");
        _lake.Ingest(Stock.Replaced);
        File.Delete(_lake.PathOf("stock_02.csv"));
        _lake.Ingest(Stock.Replaced);
        Assert.Equal(["2=2"], Rows());
        BronzeIngestion.Run(_lake.Options with { Sources = [Stock.Replaced], Prune = true });
        Assert.Equal(["1=1"], Rows());
    }

    [Fact]
    public void A_folder_is_one_delivery_and_goes_in_as_a_whole_or_not_at_all()
    {
        var source = Stock.Replaced with { Path = "stock/day=*/part-*.csv" };
        _lake.Put("stock/day=1/part-1.csv", "id,qty\n1,1\n");
        _lake.Put("stock/day=1/part-2.csv", "id,qty\n2,1\n");
        _lake.Ingest(source);
        Assert.Equal(["1=1", "2=1"], Rows());
        _lake.Put("stock/day=2/part-1.csv", "id,qty\n1,2\n");
        _lake.Put("stock/day=2/part-2.csv", "number\n2\n");
        var summary = _lake.Ingest(source);
        Assert.Equal(2, summary.Refused.Count);
        Assert.Contains("waits for stock/day=2/part-2.csv", summary.Refused[0].Reason);
        Assert.Equal(0, summary.Sources[0].RowsRead);
        Assert.Equal(["1=1", "2=1"], Rows());
        _lake.Put("stock/day=2/part-2.csv", "id,qty\n2,2\n");
        Assert.True(_lake.Ingest(source).IsComplete);
        Assert.Equal(["1=2", "2=2"], Rows());
        _lake.Put("stock/day=2/part-2.csv", "id,qty\n2,3\n");
        _lake.Ingest(source);
        Assert.Equal(["1=2", "2=3"], Rows());
    }

    [Fact]
    public void Rows_are_upserted_by_key_and_the_last_of_a_file_counts()
    {
        _lake.Put("stock_01.csv", "id,qty\n1,1\n2,1\n2,2\n");
        _lake.Put("stock_03.csv", "id,qty\n3,3\n1,3\n");
        _lake.Ingest(Stock.Merged);
        _lake.Put("stock_02.csv", "id,qty\n1,20\n2,20\n4,20\n");
        Assert.Equal(3, _lake.Ingest(Stock.Merged).Sources[0].RowsAccepted);
        Assert.Equal(["1=3", "2=20", "3=3", "4=20"], Rows());
    }

    [Fact]
    public void A_key_that_may_be_missing_is_a_fault_of_the_contract()
    {
        _lake.Put("stock_01.csv", "id,qty\n1,1\n");
        var nullable = Assert.Throws<WorkbookException>(() => _lake.Ingest(Stock.Merged with { Columns = [Column.Int64("id"), Column.Int32("qty")] }));
        Assert.Contains("'id' of its key may be missing", nullable.Message);
        Assert.Contains("names none", Assert.Throws<WorkbookException>(() => _lake.Ingest(Stock.Merged with { Key = [] })).Message);
    }

    [Fact]
    public void A_reject_that_is_replayed_gives_way_to_what_came_for_its_key_since()
    {
        var strict = Stock.Merged with { Columns = [Stock.Merged.Columns[0], Stock.Merged.Columns[1] with { Rules = [new Rule("qty", "out_of_range", "qty < 10")] }] };
        _lake.Put("stock_01.csv", "id,qty\n1,11\n2,12\n");
        _lake.Put("stock_02.csv", "id,qty\n1,2\n");
        _lake.Ingest(strict);
        Assert.Equal(["1=2"], Rows());
        Assert.Equal(2, _lake.Replay(Stock.Merged)[0].Accepted);
        Assert.Equal(["1=2", "2=12"], Rows());
        Assert.Empty(_lake.Rejects("stock"));
    }

    [Fact]
    public void A_key_that_was_withdrawn_goes_though_the_manifest_was_lost()
    {
        _lake.Put("stock_01.csv", "id,qty\n1,1\n2,1\n");
        _lake.Put("stock_02.csv", "id,qty\n2,2\n3,2\n");
        _lake.Ingest(Stock.Merged);
        File.Delete(_lake.Lake.Warehouse);
        _lake.Put("stock_02.csv", "id,qty\n3,2\n");
        _lake.Ingest(Stock.Merged);
        Assert.Equal(["1=1", "2=1", "3=2"], Rows());
    }

    [Fact]
    public void What_a_run_that_was_killed_after_its_commit_put_aside_is_cleared_away()
    {
        _lake.Put("stock_01.csv", "id,qty\n1,1\n");
        _lake.Ingest(Stock.Merged);
        var staged = StagedRows.File(_lake.Lake, Stock.Merged, 1, 0);
        File.WriteAllText(staged, "");
        new Journal(_lake.Lake).Write(new JournalEntry("stock", 1, [], [], []));
        _lake.Ingest(Stock.Merged);
        Assert.False(File.Exists(staged));
        Assert.Equal(["1=1"], Rows());
    }

    /// <summary>Files that come late, change, shrink and go: the table is always what reading them all in the order of their names gives.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_table_of_keys_follows_from_the_files_alone(int seed)
    {
        var random = new Random(seed);
        var files = new SortedDictionary<string, List<(int Id, int Qty)>>(StringComparer.Ordinal);
        for (var step = 0; step < 14; step++)
        {
            foreach (var _ in Enumerable.Range(0, random.Next(1, 3)))
            {
                var name = $"stock_{random.Next(8):D2}.csv";
                if (random.Next(4) == 0 && files.Remove(name))
                    File.Delete(_lake.PathOf(name));
                else
                    files[name] = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => (random.Next(10), random.Next(1_000_000)))];
            }

            foreach (var (name, rows) in files)
                _lake.Put(name, "id,qty\n" + string.Concat(rows.Select(row => $"{row.Id},{row.Qty}\n")));
            if (files.Count == 0)
                continue;
            BronzeIngestion.Run(_lake.Options with { Sources = [Stock.Merged with { SmallestReplacement = 0 }], Prune = true });
            var expected = files.SelectMany(file => file.Value).GroupBy(row => row.Id).Select(row => $"{row.Key}={row.Last().Qty}").Order(StringComparer.Ordinal);
            Assert.Equal(expected, Rows());
        }
    }

    private List<string> Rows()
    {
        using var connection = Workbook.Database.WorkbookDatabase.Open();
        return Workbook.Database.SqlExtensions.Query(connection, $"SELECT id || '=' || qty FROM {_lake.Table("stock").ScanSql()} ORDER BY ALL", row => row.GetString(0));
    }
}
