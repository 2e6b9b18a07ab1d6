using System.Text.Json.Nodes;
using Workbook.Charts;
using Workbook.Retail;

namespace Workbook.Dashboards.Tests;

public sealed class DashboardTests(BuiltDashboard built)
{
    private static readonly string[] Wanted =
    [
        "total_sales", "quantity", "average_order_value", "total_sales_ytd", "total_sales_mtd", "total_sales_yoy", "sales_rolling_30_day_average", "active_customers", "customer_lifetime_value",
        "new_customers", "returning_customers", "vip_contribution", "return_rate", "average_delivery_days", "on_time_rate", "inventory_turnover", "freshness", "rejection_rate", "completeness_score",
    ];

    [Fact]
    public void All_measures_are_on_the_pages()
    {
        Assert.Equal(["executive", "customer", "product", "operations", "quality"], built.Company.Pages.Select(page => page.Id));
        Assert.Empty(Wanted.Except(built.Company.AllTiles.SelectMany(tile => tile.Definition.View.Values)));
    }

    [Fact]
    public void Same_lake_at_the_same_instant_gives_the_same_bytes() =>
        Assert.Equal(File.ReadAllText(built.PagePath), built.Build(new DashboardOptions()).ToHtml());

    [Fact]
    public void Every_visual_is_a_chart_for_a_notebook_too()
    {
        foreach (var tile in built.Company.Pages.SelectMany(page => page.Tiles))
        {
            var json = JsonNode.Parse(tile.Chart(new SlicerState("all")).ToPlotlyJson())!;
            Assert.True(json["data"]!.AsArray().Count > 0 || json["layout"]!["annotations"] is not null, tile.Id);
        }
    }

    [Fact]
    public void Chart_of_a_tile_has_the_tiles_figures()
    {
        var (tile, state) = (built.Company.Tile("sales_by_category"), new SlicerState("d30"));

        var bars = JsonNode.Parse(tile.Chart(state).ToPlotlyJson())!["data"]![0]!["x"]!.AsArray().Select(value => value!.GetValue<double>());

        Assert.Equal(tile.Rows(state).Select(row => (double)row["total_sales"]!), bars);
    }

    [Fact]
    public void Card_of_a_tile_is_asked_for_by_its_measure()
    {
        var chart = built.Company.Tile("delivery_gauges").Chart(measure: "on_time_rate");

        Assert.Equal("On-time rate", chart.Title);
        Assert.Contains("It shows on_time_rate, average_delivery_days, overdue_share.", Assert.Throws<WorkbookException>(() => built.Company.Tile("delivery_gauges").Chart(measure: "sales")).Message);
    }

    [Fact]
    public void State_that_the_slicers_do_not_offer_is_refused_with_what_they_do()
    {
        var tile = built.Company.Tile("executive_kpis");

        Assert.StartsWith("There is no period 'yesterday'. There are m12, d90, d30, d7, 2025q1, ", Assert.Throws<WorkbookException>(() => tile.Rows(new SlicerState("yesterday"))).Message);
        Assert.StartsWith("There is no region 'Moon'. There are ", Assert.Throws<WorkbookException>(() => tile.Sql(new SlicerState(Region: "Moon"))).Message);
    }

    [Fact]
    public void Stopped_build_says_so()
    {
        using var stop = new CancellationTokenSource();
        var told = new List<string>();

        Assert.Throws<OperationCanceledException>(() => Dashboard.Build(RetailDashboard.Definition(), built.Lake, progress: new ImmediateProgress<string>(line => { told.Add(line); stop.Cancel(); }), cancel: stop.Token));
        Assert.StartsWith("read ", Assert.Single(told));
    }

    [Theory]
    [InlineData(2024, 1, 1, 2025, 12, 31, "m12 d90 d30 d7 2025q4 2025q3 2025q2 2025q1 all")]
    [InlineData(2024, 1, 1, 2024, 2, 29, "m12 d90 d30 d7 2024q1 all")]
    public void Periods_end_on_the_business_date_or_are_the_latest_quarters(int year, int month, int day, int toYear, int toMonth, int toDay, string expected)
    {
        var periods = Periods.Of(new DateOnly(year, month, day), new DateOnly(toYear, toMonth, toDay));

        Assert.Equal(expected, string.Join(' ', periods.Select(period => period.Id)));
        Assert.All(periods, period => Assert.True(period.To <= new DateOnly(toYear, toMonth, toDay) && period.From <= period.To));
        Assert.Equal(30, periods[2].To.DayNumber - periods[2].From.DayNumber + 1);
    }
}
