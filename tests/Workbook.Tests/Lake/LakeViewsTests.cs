using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Lake;
using Workbook.Tests.Database;

namespace Workbook.Tests.Lake;

/// <summary>The folder's name has what a glob would take for a pattern.</summary>
public sealed class LakeViewsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly DuckDBConnection _connection = WorkbookDatabase.Open();

    private LakeFolder Lake => new(_folder.File("it's [a] lake"));

    [Fact]
    public void Delta_tables_folders_of_Parquet_and_single_files_are_views_by_layer()
    {
        Delta(Lake.BronzeTable("visits"), "SELECT 1 AS a");
        Parquet(Path.Combine(Lake.Silver, "int_visits", "day=1", "x.parquet"), "SELECT 2 AS a");
        Parquet(Path.Combine(Lake.Gold, "fct_visits.parquet"), "SELECT 3 AS a");
        Delta(Path.Combine(Lake.Monitor, "results"), "SELECT 4 AS a");
        Parquet(Path.Combine(Lake.RejectsOf("visits"), "batch-1.parquet"), "SELECT 5 AS a");
        Parquet(Path.Combine(Lake.RejectsOf("rooms"), "batch-1.parquet"), "SELECT 6 AS a");
        Directory.CreateDirectory(Path.Combine(Lake.Gold, "nothing yet"));

        var (created, notes) = Create();

        Assert.Equal((7, ""), (created, string.Join('\n', notes)));
        Assert.Equal([1, 2, 3, 4, 5, 6], new[] { "bronze.visits", "silver.int_visits", "gold.fct_visits", "monitor.results", "rejects.visits", "rejects.rooms" }.Select(view => _connection.Scalar<int>($"SELECT a FROM {view}")));
        Assert.Equal(11, _connection.Scalar<long>("SELECT sum(a)::BIGINT FROM rejects.all"));
    }

    [Fact]
    public void A_folder_wins_over_a_file_of_its_name_and_what_begins_with_a_dot_is_no_table()
    {
        Parquet(Path.Combine(Lake.Gold, "fct_visits.parquet"), "SELECT 'before' AS a");
        Parquet(Path.Combine(Lake.GoldTable("fct_visits"), "fct_visits.parquet"), "SELECT 'now' AS a");
        Parquet(Path.Combine(Lake.GoldTable(".fct_visits.staging"), "new", "part.parquet"), "SELECT 'unfinished' AS a");

        Assert.Equal(1, Create().Created);
        Assert.Equal("now", _connection.Scalar<string>("SELECT a FROM gold.fct_visits"));
    }

    [Fact]
    public void Column_that_only_later_files_have_is_null_in_the_earlier_ones()
    {
        Parquet(Path.Combine(Lake.Silver, "visits", "1.parquet"), "SELECT 1 AS a");
        Parquet(Path.Combine(Lake.Silver, "visits", "2.parquet"), "SELECT 2 AS a, 'new' AS b");
        Create();
        Assert.Equal(["1 ", "2 new"], _connection.Query("SELECT a, coalesce(b, '') FROM silver.visits ORDER BY a", row => $"{row.GetInt32(0)} {row.GetString(1)}"));
    }

    [Fact]
    public void Table_that_can_not_be_read_is_left_out_with_a_note_and_the_others_are_there()
    {
        Parquet(Path.Combine(Lake.Gold, "good.parquet"), "SELECT 1 AS a");
        File.WriteAllText(Path.Combine(Lake.Gold, "bad.parquet"), "no Parquet at all");

        var (created, notes) = Create();

        Assert.Equal(1, created);
        Assert.StartsWith("gold.bad is left out: ", Assert.Single(notes));
        Assert.Contains("bad.parquet", notes[0]);
    }

    [Fact]
    public void Stamp_changes_with_a_table_a_version_and_a_table_that_goes_and_else_stays()
    {
        Delta(Lake.BronzeTable("visits"), "SELECT 1 AS a");
        var stamps = new List<string> { LakeViews.Stamp(Lake) };
        Assert.Equal(stamps[0], LakeViews.Stamp(Lake));

        DeltaTable.Open(Lake.BronzeTable("visits")).Append(_connection, "SELECT 2 AS a");
        stamps.Add(LakeViews.Stamp(Lake));
        Parquet(Path.Combine(Lake.Gold, "fct_visits.parquet"), "SELECT 3 AS a");
        stamps.Add(LakeViews.Stamp(Lake));
        File.Delete(Path.Combine(Lake.Gold, "fct_visits.parquet"));
        stamps.Add(LakeViews.Stamp(Lake));

        Assert.Equal(4, stamps.Distinct().Count());
    }

    private (int Created, List<string> Notes) Create()
    {
        var notes = new List<string>();
        return (LakeViews.Create(_connection, Lake, notes), notes);
    }

    private void Delta(string folder, string select)
    {
        var table = DeltaTable.Create(folder, DeltaSchema.FromSql([("a", "INTEGER")]));
        table.Append(_connection, select);
    }

    private void Parquet(string file, string select)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        _connection.Execute($"COPY ({select}) TO {Sql.Literal(file)} (FORMAT parquet)");
    }

    public void Dispose()
    {
        _connection.Dispose();
        _folder.Dispose();
    }
}
