using Workbook.Database;
using Workbook.Delta;
using Workbook.Lake;

namespace Workbook.Retail.Tests.Models;

/// <summary>What bronze takes back leaves every layer with the next run, and a layer that is apart from the one before is told.</summary>
public sealed class WithdrawnRowTests(WithdrawnRowTests.BuiltLake built) : IClassFixture<WithdrawnRowTests.BuiltLake>
{
    /// <summary>One lake for all: each test leaves it in order.</summary>
    public sealed class BuiltLake : IDisposable
    {
        public BuiltLake() => Lake.BuildModels();

        internal RetailLake Lake { get; } = RetailLake.Generate(0.002);

        public void Dispose() => Lake.Dispose();
    }

    private readonly RetailLake _lake = built.Lake;

    [Fact]
    public void Rows_that_corrected_files_no_longer_have_leave_silver_snapshots_and_gold_and_come_back()
    {
        var files = new Dictionary<string, (string Path, string[] Lines)>();
        foreach (var source in new[] { "orders_lines", "orders_header", "sensors", "events", "stores", "customers", "products", "suppliers" })
        {
            var path = Directory.EnumerateFiles(_lake.Raw, "*", SearchOption.AllDirectories).Where(file => Path.GetRelativePath(_lake.Raw, file).StartsWith(source, StringComparison.Ordinal)).Order(StringComparer.Ordinal).First();
            files[source] = (path, File.ReadAllLines(path));
        }
        var (before, line) = (Keys(), Key(files["orders_lines"].Lines[^1], 2));
        Assert.Equal((1, 1, 1), OfLine(line));

        foreach (var (path, lines) in files.Values)
            File.WriteAllLines(path, lines[..^1]);
        _lake.Ingest();
        _lake.BuildModels();

        Assert.Equal((0, 0, 0), OfLine(line));
        Assert.Equal([], _lake.KeysApart());
        Assert.All(Keys().Zip(before), table => Assert.True(table.First.Value < table.Second.Value, $"{table.First.Key} has {table.First.Value} rows, and had {table.Second.Value}"));
        using (var warehouse = _lake.Open())
            Assert.Equal(Key(files["stores"].Lines[^1], 1), warehouse.Scalar<long>("SELECT store_id FROM gold.dim_store WHERE is_deleted").ToString(System.Globalization.CultureInfo.InvariantCulture));

        foreach (var (path, lines) in files.Values)
            File.WriteAllLines(path, lines);
        _lake.Ingest();
        _lake.BuildModels();

        Assert.Equal((1, 1, 1), OfLine(line));
        Assert.Equal([], _lake.KeysApart());
        Assert.Equal(before, Keys());
    }

    [Fact]
    public void Keys_that_a_layer_lost_or_made_up_are_told_by_a_test_and_mended_by_the_next_run()
    {
        using (var warehouse = _lake.Open())
            warehouse.Execute("""
                DELETE FROM silver.int_orders WHERE order_id = (SELECT min(order_id) FROM silver.int_orders);
                INSERT INTO gold.fct_sales BY NAME SELECT * REPLACE (-1 AS order_id, -1 AS sales_key, 5 AS row_version) FROM gold.fct_sales LIMIT 1;
                DELETE FROM gold.fct_sensor_readings WHERE hour_at = (SELECT min(hour_at) FROM gold.fct_sensor_readings);
                UPDATE snapshots.snap_stores SET dbt_valid_to = dbt_valid_from WHERE store_id = (SELECT min(store_id) FROM snapshots.snap_stores)
                """);

        Assert.Equal(3, _lake.KeysApart().Count(test => test.Contains(" Fail ", StringComparison.Ordinal)));
        using (var warehouse = _lake.Open())
            Assert.Equal(
                ["fct_sales withdrawn", "fct_sensor_readings missing"],
                warehouse.Query("""
                    SELECT DISTINCT table_name || ' ' || fault FROM test_failures.assert_gold_has_the_keys_of_silver
                    WHERE row_key LIKE '-1 %' OR table_name = 'fct_sensor_readings' ORDER BY 1
                    """, row => row.GetString(0)));

        _lake.BuildModels();

        Assert.Equal([], _lake.KeysApart());
    }

    [Fact]
    public void Rows_of_a_table_that_is_restored_come_back_though_they_arrived_long_ago()
    {
        var before = Keys();
        var table = DeltaTable.Open(_lake.Folder.BronzeTable("orders_lines"));
        var version = table.Snapshot().Version;
        using (var connection = WorkbookDatabase.Open())
            table.Delete(connection, "order_id % 2 = 0");
        Mirror(table);
        _lake.BuildModels();
        Assert.Equal([], _lake.KeysApart());
        Assert.True(Keys()["gold.fct_sales"] < before["gold.fct_sales"]);

        table.Restore(version);
        Mirror(table);
        _lake.BuildModels();

        Assert.Equal([], _lake.KeysApart());
        Assert.Equal(before, Keys());
    }

    /// <summary>The folder of plain Parquet that the models read, as the table is now.</summary>
    private void Mirror(DeltaTable table)
    {
        var folder = _lake.Folder.BronzeParquet("orders_lines");
        foreach (var file in Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories).ToList())
            File.Delete(file);
        using var connection = WorkbookDatabase.Open();
        connection.Execute($"COPY (FROM {table.Snapshot().ScanSql()}) TO {LakePath.Target(Path.Combine(folder, "now.parquet"))}");
    }

    private static string Key(string line, int columns) => string.Join(',', line.Split(',')[..columns]);

    /// <summary>How often silver, gold and gold's Parquet file have an order's line.</summary>
    private (long Silver, long Gold, long File) OfLine(string key)
    {
        var where = $"WHERE order_id || ',' || line_number = '{key}'";
        using var warehouse = _lake.Open();
        return (
            warehouse.Scalar<long>($"SELECT count(*) FROM silver.int_order_lines {where}"),
            warehouse.Scalar<long>($"SELECT count(*) FROM gold.fct_sales {where}"),
            warehouse.Scalar<long>($"SELECT count(*) FROM read_parquet({LakePath.Below(_lake.Folder.GoldTable("fct_sales"))}) {where}"));
    }

    /// <summary>How many rows each table has of what is there; what is deleted stays in dimensions, and isn't counted.</summary>
    private SortedDictionary<string, long> Keys()
    {
        using var warehouse = _lake.Open();
        return new(new[]
        {
            "silver.int_orders", "silver.int_order_lines", "silver.int_events", "silver.int_customers",
            "gold.fct_sales", "gold.dim_supplier", "gold.dim_store WHERE NOT is_deleted", "gold.dim_customer WHERE NOT is_deleted", "gold.dim_product_scd WHERE NOT is_deleted",
            "snapshots.snap_stores WHERE dbt_valid_to IS NULL", "snapshots.snap_customers WHERE dbt_valid_to IS NULL",
        }.Concat(["gold.fct_sensor_readings"]).ToDictionary(table => table, table => warehouse.Scalar<long>(
            table == "gold.fct_sensor_readings" ? $"SELECT sum(reading_count)::BIGINT FROM {table}" : $"SELECT count(*) FROM {table}")), StringComparer.Ordinal);
    }
}
