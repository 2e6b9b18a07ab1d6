using Workbook.Bronze;
using Workbook.Contracts;

namespace Workbook.Tests.Bronze;

/// <summary>A column that the row and its folder's name both have: where they disagree, the row is flagged.</summary>
public sealed class FolderRuleTests : IDisposable
{
    private static readonly SourceContract Readings = new("readings", SourceFormat.Csv)
    {
        Description = "Readings by store.", Path = "readings/store_id=*/part-*.csv", Rows = 0, Key = [],
        Columns = [Column.Int64("store_id"), Column.Date("day")],
    };

    private readonly TestLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void A_row_of_another_folder_is_kept_and_flagged()
    {
        _lake.Put("readings/store_id=7/part-1.csv", "store_id,day\n7,2024-01-01\n8,2024-01-01\n,2024-01-01\n");
        _lake.Put("readings/store_id=007/part-1.csv", "store_id,day\n7,2024-01-01\n");
        _lake.Put("readings/store_id=north/part-1.csv", "store_id,day\n7,2024-01-01\n");
        Assert.Equal(5, _lake.Ingest(Readings).Sources[0].RowsAccepted);
        Assert.Equal(["store_id=7:3", "store_id=north:2"], Flagged("store_id.other_than_folder"));
    }

    [Fact]
    public void Folders_below_another_and_names_with_escapes_count_too()
    {
        var source = Readings with { Path = "readings/store_id=*/day=*/part-*.csv" };
        _lake.Put("readings/store_id=7/day=2024-01-01/part-1.csv", "store_id,day\n7,2024-01-01\n7,2024-01-02\n");
        _lake.Put("readings/store_id=%37/day=2024%2D01%2D01/part-1.csv", "store_id,day\n7,2024-01-01\n");
        _lake.Ingest(source);
        Assert.Equal(["store_id=7:3"], Flagged("day.other_than_folder"));
        Assert.Empty(Flagged("store_id.other_than_folder"));
    }

    [Fact]
    public void A_file_that_is_named_by_itself_needs_no_folder()
    {
        var file = Path.Combine(Path.GetDirectoryName(_lake.Raw)!, "part-1.csv");
        File.WriteAllText(file, "store_id,day\n7,2024-01-01\n");
        BronzeIngestion.Run(_lake.Options with { Sources = [Readings], Files = [file] });
        Assert.Equal(1, _lake.Scalar<long>($"SELECT count(*) FROM {_lake.Table("readings").ScanSql()} WHERE dq_flags IS NULL"));
    }

    private List<string> Flagged(string flag) => [.. _lake.Rows($"SELECT split_part(src_filename, '/', 2) || ':' || src_line AS place FROM {_lake.Table("readings").ScanSql()} WHERE dq_flags = '{flag}'").Select(row => row.Split(": ")[1].Trim('}', '\''))];
}
