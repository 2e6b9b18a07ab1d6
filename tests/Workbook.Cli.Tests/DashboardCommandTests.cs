namespace Workbook.Cli.Tests;

public sealed class DashboardCommandTests
{
    [Fact]
    public void Lake_without_gold_is_refused_with_the_way_to_it_and_no_file_is_written()
    {
        using var lake = TestLake.WithOrders();
        var file = Path.Combine(lake.Folder, "dashboard.html");

        var result = Cli.Run("dashboard", "--lake", lake.Path, "--out", file);

        Assert.Equal(1, result.Exit);
        Assert.Contains("has no gold.fct_sales, ", result.Error);
        Assert.Contains("workbook run", result.Error);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public void Role_without_its_store_is_refused()
    {
        var result = Cli.Run("dashboard", "--role", "store-manager");

        Assert.Equal(1, result.Exit);
        Assert.Contains("The role store-manager needs a store", result.Error);
        Assert.Equal("", result.Out);
    }
}
