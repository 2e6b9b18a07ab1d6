using Workbook.Bronze;

namespace Workbook.Tests.Bronze;

public sealed class BronzeRepairTests : IDisposable
{
    private readonly TestLake _lake = Visits.Lake();

    private string DataFile => _lake.Table("visits").LocalPath(_lake.Table("visits").Files[0]);

    private string MirrorFile => Assert.Single(Directory.GetFiles(_lake.Lake.BronzeParquet("visits"), "*.parquet"));

    [Fact]
    public void Sound_table_stays_as_it_is()
    {
        var version = _lake.Table("visits").Version;
        var repaired = BronzeRepair.Run(Visits.Options(_lake));
        Assert.Equal((0, 0, null), (repaired.Damaged.Count, repaired.Mirrored.Count, repaired.Reloaded));
        Assert.Equal(version, _lake.Table("visits").Version);
    }

    /// <summary>Equal in length, so that only reading its pages tells.</summary>
    [Fact]
    public void File_whose_bytes_changed_is_found_and_its_rows_come_back_from_the_raw_files()
    {
        var (before, file) = (_lake.Content("visits"), DataFile);
        var bytes = File.ReadAllBytes(file);
        bytes.AsSpan(4, bytes.Length / 2).Fill(0xFF);
        File.WriteAllBytes(file, bytes);

        var damaged = Assert.Single(BronzeRepair.Check(Visits.Options(_lake)));
        Assert.Equal(("visits", Path.GetFileName(file)), (damaged.Source, damaged.File));
        var repaired = BronzeRepair.Run(Visits.Options(_lake));

        Assert.Equal(4, repaired.Reloaded!.Sources.Sum(source => source.RowsAccepted));
        Assert.True(File.Exists(file));
        Assert.Equal(before, _lake.Content("visits"));
        Assert.Empty(BronzeRepair.Check(Visits.Options(_lake)));
        Assert.Empty(BronzeRepair.StaleMirrors(Visits.Options(_lake)));
    }

    [Fact]
    public void Parquet_folder_is_brought_up_to_the_table_whatever_is_wrong_with_it()
    {
        var mirror = MirrorFile;
        var content = File.ReadAllBytes(mirror);
        File.Delete(mirror);
        Repaired("is gone");
        File.WriteAllBytes(Path.Combine(_lake.Lake.BronzeParquet("visits"), "stray.parquet"), content);
        Repaired("has a file too many");
        File.Delete(mirror);
        File.WriteAllBytes(mirror, content[..^10]);
        Repaired("was cut");

        void Repaired(string what)
        {
            Assert.Equal((what, "visits"), (what, string.Join(',', BronzeRepair.Run(Visits.Options(_lake)).Mirrored)));
            Assert.Equal((what, ""), (what, string.Join(',', BronzeRepair.StaleMirrors(Visits.Options(_lake)))));
            Assert.Equal(content, File.ReadAllBytes(MirrorFile));
        }
    }

    /// <summary>Of two raw files in one damaged table, only the one whose rows are lost is needed.</summary>
    [Fact]
    public void Raw_file_whose_rows_are_whole_is_not_asked_for()
    {
        _lake.Put("visits/c.csv", "visit_id,guests\n6,2\n");
        _lake.Ingest(Visits.Contract);
        File.Delete(_lake.PathOf("visits/a.csv"));
        var lost = _lake.Table("visits").Files.MaxBy(file => file.Path, StringComparer.Ordinal)!;
        File.Delete(_lake.Table("visits").LocalPath(lost));

        var repaired = BronzeRepair.Run(Visits.Options(_lake));

        Assert.Equal("it is gone", Assert.Single(repaired.Damaged).Reason);
        Assert.Equal(1, repaired.Reloaded!.Sources.Sum(source => source.RowsAccepted));
        Assert.Equal(5, _lake.Scalar<long>($"SELECT count(*) FROM {_lake.Table("visits").ScanSql()}"));
    }

    public void Dispose() => _lake.Dispose();
}
