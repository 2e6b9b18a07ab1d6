using DuckDB.NET.Data;
using Workbook.Bronze;
using Workbook.Database;
using Workbook.Lake;
using Workbook.Models.Project;
using Workbook.Models.Running;
using Workbook.Operations.Tests;
using Workbook.Retail.Generation;

namespace Workbook.Retail.Tests.Models;

/// <summary>The lake as Athena, Spark and Hive see it, which register a folder as a table; and facts that lie by their day.</summary>
public sealed class ParquetFolderTests(BuiltLake built)
{
    private static readonly (string Table, string[] Order)[] Facts =
    [
        ("fct_sales", ["order_date_key", "order_id", "line_number"]),
        ("fct_shipments", ["shipped_date_key", "shipment_id"]),
        ("fct_returns", ["return_date_key", "return_id"]),
        ("fct_sensor_readings", ["date_key", "store_id", "shelf_id", "hour_at"]),
    ];

    [Theory]
    [InlineData("bronze/parquet", "customers")]
    [InlineData("silver", "int_orders")]
    [InlineData("gold", "fct_sales")]
    public void Each_folder_of_a_layer_holds_the_Parquet_files_of_one_table_and_nothing_else(string layer, string table)
    {
        using var connection = WorkbookDatabase.Open();
        var folder = Path.Combine(built.Lake.Path, layer);
        Assert.Empty(Visible(Directory.EnumerateFiles(folder)));
        var tables = Visible(Directory.EnumerateDirectories(folder)).ToList();
        Assert.Contains(table, tables.Select(Path.GetFileName));
        foreach (var path in tables)
        {
            var below = Visible(Directory.EnumerateFileSystemEntries(path, "*", SearchOption.AllDirectories)).ToList();
            Assert.All(below, entry => Assert.EndsWith(".parquet", entry, StringComparison.Ordinal));
            Assert.Equal(1, connection.Scalar<long>($"""
                SELECT count(DISTINCT columns)
                FROM (SELECT file_name, list((name, type, duckdb_type) ORDER BY column_id) AS columns FROM parquet_schema({LakePath.Below(path)}) GROUP BY file_name)
                """));
        }
    }

    [Fact]
    public void Facts_lie_by_their_day_also_after_late_days_so_that_a_reader_skips_row_groups()
    {
        using var copy = built.Copy();
        DataGenerator.Continue(Path.Combine(copy.Path, "raw"), days: 2, late: true);
        BronzeIngestion.Run(new IngestionOptions { Sources = RetailSources.All, Raw = Path.Combine(copy.Path, "raw"), Lake = copy.Lake.Path });
        Build(copy.Lake, ["parquet_row_group_size"], ["+fct_sales", "+fct_shipments", "+fct_returns", "+fct_sensor_readings"]);

        using var connection = WorkbookDatabase.Open();
        foreach (var (table, order) in Facts)
        {
            var file = LakePath.Below(copy.Lake.GoldTable(table));
            Assert.Equal(0, connection.Scalar<long>($"""
                SELECT count(*)
                FROM (
                    SELECT row({string.Join(", ", order)}) AS place, lag(place) OVER (ORDER BY file_row_number) AS before
                    FROM read_parquet({file}, file_row_number = true)
                )
                WHERE before >= place
                """));
        }

        var days = Groups(connection, copy.Lake, "fct_sales", "order_date_key");
        Assert.True(days.Count >= 3, $"{days.Count} row groups are too few to skip any.");
        Assert.All(days.Zip(days.Skip(1)), pair => Assert.True(pair.First.Last <= pair.Second.First));
        var day = days[days.Count / 2].First + 1;
        Assert.InRange(days.Count(group => group.First <= day && day <= group.Last), 0, 1);
    }

    [Fact]
    public void Files_of_an_earlier_version_move_into_folders_and_half_a_file_of_a_killed_run_is_mended()
    {
        using var copy = built.Copy();
        var said = new List<string>();
        foreach (var folder in Directory.EnumerateDirectories(copy.Lake.Gold).ToList())
        {
            File.Move(Path.Combine(folder, Path.GetFileName(folder) + ".parquet"), folder + ".parquet");
            Directory.Delete(folder);
        }
        // Somebody has both: the folder stays, and what is of no use any more is named.
        Directory.CreateDirectory(copy.Lake.GoldTable("dim_date"));
        File.Copy(copy.Lake.GoldTable("dim_date") + ".parquet", Path.Combine(copy.Lake.GoldTable("dim_date"), "dim_date.parquet"));
        // A run was killed when it had written the rows, and their record was still open.
        var unfinished = Path.Combine(copy.Lake.Gold, ".dim_store.parquet.new");
        File.WriteAllText(unfinished, "half a file");
        File.Delete(copy.Lake.GoldTable("dim_store") + ".parquet");

        Build(copy.Lake, [], ["dim_store"], new ImmediateProgress<ModelProgress>(step => said.AddRange(step is ModelProgress.Logged logged ? [logged.Text] : [])));

        Assert.Equal(["dim_date.parquet"], Visible(Directory.EnumerateFiles(copy.Lake.Gold)).Select(Path.GetFileName));
        Assert.False(File.Exists(unfinished));
        Assert.Equal(
            Directory.EnumerateFiles(built.Lake.Gold, "*.parquet", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(built.Lake.Gold, file)).Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(copy.Lake.Gold, "*.parquet", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(copy.Lake.Gold, file)).Where(file => file != "dim_date.parquet").Order(StringComparer.Ordinal));
        Assert.Contains(said, text => text.EndsWith("gold/dim_date.parquet is of an earlier version: the table lies in gold/dim_date now. Delete the file.", StringComparison.Ordinal));
        Assert.Contains(said, text => text.StartsWith("Each table of gold has a folder of its own now, such as gold/dim_customer/dim_customer.parquet: dim_customer, dim_product_scd, ", StringComparison.Ordinal));
    }

    /// <summary>Row groups of 2,048 rows, the smallest there are, where it is asked for.</summary>
    private static void Build(LakeFolder lake, string[] small, string[] select, IProgress<ModelProgress>? progress = null)
    {
        var project = RetailProject.Find(AppContext.BaseDirectory);
        var models = ModelProject.Read(project.OptionsIn(lake) with { Variables = small.ToDictionary(name => name, object? (_) => 2048L) });
        var summary = ModelRunner.Run(models, new ModelRunOptions { Select = select, ResourceTypes = ["model", "seed", "snapshot"], TargetPath = lake.Artifacts }, progress: progress);
        Assert.Equal([], summary.Results.Where(result => result.IsFailure).Select(result => $"{result.Node.Name}: {result.Message}"));
    }

    private static List<(long First, long Last)> Groups(DuckDBConnection connection, LakeFolder lake, string table, string column) => connection.Query($"""
        SELECT stats_min_value::BIGINT, stats_max_value::BIGINT
        FROM parquet_metadata({LakePath.Below(lake.GoldTable(table))}) WHERE path_in_schema = '{column}' ORDER BY row_group_id
        """, row => (row.GetInt64(0), row.GetInt64(1)));

    /// <summary>What readers of folders don't pass by; folders of partitions don't count.</summary>
    private static IEnumerable<string> Visible(IEnumerable<string> paths) =>
        paths.Where(path => Path.GetFileName(path)[0] is not ('_' or '.') && !(Directory.Exists(path) && Path.GetFileName(path).Contains('=')));
}
