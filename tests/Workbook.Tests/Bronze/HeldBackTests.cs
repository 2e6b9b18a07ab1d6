using Workbook.Bronze;
using Workbook.Contracts;
using Workbook.Delta;

namespace Workbook.Tests.Bronze;

/// <summary>Deliveries that hold far less than what they take the place of.</summary>
public sealed class HeldBackTests : IDisposable
{
    private readonly TestLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Theory]
    [InlineData("id,qty\n")]
    [InlineData("id,qty\n1,1\n")]
    [InlineData("id,qty\nx,1\nx,2\nx,3\nx,4\nx,5\nx,6\nx,7\nx,8\nx,9\nx,10\nx,11\nx,12\n")] // as many, but rejects
    public void A_changed_file_with_far_fewer_rows_is_held_back_and_the_others_go_in(string now)
    {
        _lake.Put("stock_1.csv", Rows(1, 12));
        _lake.Put("stock_2.csv", Rows(13, 12));
        _lake.Ingest(Stock.Appended);
        _lake.Put("stock_1.csv", now);
        _lake.Put("stock_2.csv", Rows(13, 11));
        var summary = _lake.Ingest(Stock.Appended);
        var held = Assert.Single(summary.Refused);
        Assert.Contains("stock_1.csv is held back", held.Reason);
        Assert.Contains("where 12 were before and at least 10%", held.Reason);
        Assert.False(summary.IsComplete);
        Assert.Equal(11, summary.Sources[0].RowsRead);
        Assert.Equal(23, Count());
        Assert.Empty(_lake.Rejects("stock"));
        Assert.Contains("1 files have changed, the first stock_2.csv", Assert.Single(summary.Notices));
        // It stays so until it is right, or somebody says that it is.
        Assert.Single(_lake.Ingest(Stock.Appended).Refused);
        Assert.True(BronzeIngestion.Run(_lake.Options with { Sources = [Stock.Appended], AcceptSmaller = true }).Refused.Count == 0);
        Assert.Equal(11 + (now.EndsWith("1,1\n", StringComparison.Ordinal) ? 1 : 0), Count());
    }

    [Fact]
    public void The_contract_says_how_small_is_too_small()
    {
        _lake.Put("stock_1.csv", Rows(1, 10));
        _lake.Ingest(Stock.Appended);
        _lake.Put("stock_1.csv", Rows(1, 5));
        Assert.Single(_lake.Ingest(Stock.Appended with { SmallestReplacement = 0.6m }).Refused);
        Assert.Empty(_lake.Ingest(Stock.Appended with { SmallestReplacement = 0.5m }).Refused);
        _lake.Put("stock_1.csv", "id,qty\n");
        Assert.Empty(_lake.Ingest(Stock.Appended with { SmallestReplacement = 0 }).Refused);
        Assert.Equal(0, Count());
    }

    [Fact]
    public void A_delivery_is_held_back_as_a_whole()
    {
        var source = Stock.Replaced;
        _lake.Put("stock_1.csv", Rows(1, 12));
        _lake.Ingest(source);
        _lake.Put("stock_2.csv", Rows(1, 1));
        Assert.Contains("the delivery is held back: it has 1 rows", Assert.Single(_lake.Ingest(source).Refused).Reason);
        Assert.Equal(12, Count());
        Assert.True(BronzeIngestion.Run(_lake.Options with { Sources = [source], AcceptSmaller = true }).IsComplete);
        Assert.Equal(1, Count());
    }

    [Fact]
    public void Rows_that_are_upserted_stay_while_one_of_their_files_is_held_back()
    {
        var source = Stock.Merged;
        _lake.Put("stock_1.csv", Rows(1, 12));
        _lake.Put("stock_2.csv", Rows(11, 12));
        _lake.Ingest(source);
        _lake.Put("stock_2.csv", Rows(11, 1));
        Assert.Equal(2, _lake.Ingest(source).Refused.Count);
        Assert.Equal(22, Count());
        // Nor is anything taken out for a file that is gone, and nobody is told so.
        _lake.Put("stock_3.csv", Rows(23, 1));
        _lake.Ingest(source with { SmallestReplacement = 0 });
        File.Delete(_lake.PathOf("stock_3.csv"));
        _lake.Put("stock_1.csv", Rows(1, 1));
        var summary = BronzeIngestion.Run(_lake.Options with { Sources = [source], Prune = true });
        Assert.Contains("their 1 rows stay in bronze", Assert.Single(summary.Notices));
    }

    [Fact]
    public void A_Delta_source_that_was_written_anew_and_is_empty_is_held_back()
    {
        var source = Stock.Appended with { Format = SourceFormat.Delta, Path = "stock" };
        Make(20);
        _lake.Ingest(source);
        Directory.Delete(_lake.PathOf("stock"), recursive: true);
        Make(0);
        Assert.Contains("is held back", _lake.Ingest(source).Refused[0].Reason);
        Assert.Equal(20, _lake.Scalar<long>($"SELECT count(*) FROM {_lake.Table("stock").ScanSql()} WHERE NOT is_deleted"));

        void Make(int rows)
        {
            var table = DeltaTable.Create(_lake.PathOf("stock"), DeltaSchema.FromSql([("id", "BIGINT"), ("qty", "INTEGER")]), []);
            if (rows > 0)
                table.Append($"SELECT i AS id, CAST(i AS INTEGER) AS qty FROM range({rows}) rows(i)");
        }
    }

    private long Count() => _lake.Scalar<long>($"SELECT count(*) FROM {_lake.Table("stock").ScanSql()}");

    private static string Rows(int first, int count) => "id,qty\n" + string.Concat(Enumerable.Range(first, count).Select(id => $"{id},{id}\n"));
}
