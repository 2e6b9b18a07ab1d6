namespace Workbook.Cli.Tests;

public sealed class PowerBiCommandTests
{
    [Fact]
    public void A_lake_without_gold_is_told_and_nothing_is_written()
    {
        using var lake = TestLake.WithOrders();
        var output = Path.Combine(lake.Folder, "analytics");

        var result = Cli.Run("powerbi", "--lake", lake.Path, "--out", output);

        Assert.Equal(1, result.Exit);
        Assert.Contains($"There are no tables' folders with Parquet files in '{Path.Combine(lake.Path, "gold")}'. Build gold with 'workbook run', or name another lake (--lake).", result.Error);
        Assert.False(Directory.Exists(output));
    }

    [Fact]
    public void Gold_without_a_table_of_the_metrics_is_told_with_file_and_line()
    {
        using var lake = TestLake.WithOrders();
        lake.AddParquet("gold/dim_date/dim_date.parquet", "SELECT 1 AS date_key");

        var result = Cli.Run("powerbi", "--lake", lake.Path, "--out", Path.Combine(lake.Folder, "analytics"));

        Assert.Equal(1, result.Exit);
        Assert.Matches(@"model\.yml:\d+: table 'sales' is gold\.fct_sales, but the lake's gold folder has no folder fct_sales with Parquet files\. Build it with 'workbook dbt build --select fct_sales'\.", result.Error);
    }
}
