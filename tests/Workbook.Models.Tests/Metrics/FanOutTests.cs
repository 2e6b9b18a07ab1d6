using Workbook.Models.Metrics;

namespace Workbook.Models.Tests.Metrics;

public sealed class FanOutTests : IDisposable
{
    private readonly SmallStar _star = new(5);

    public void Dispose() => _star.Dispose();

    [Fact]
    public void Parcels_by_product_are_refused_with_the_edge_that_repeats_them()
    {
        var fault = Assert.Throws<WorkbookException>(() => _star.Catalog.Compile(new MetricQuery { Metrics = ["parcel_cost"], Dimensions = ["product"] }));

        Assert.Equal(
            "metrics.yml:25: metric 'parcel_cost' can't be joined to dimension 'product': from 'orders' to 'sales' is one-to-many (orders.order_id = sales.order_id), "
            + "so each row of 'parcels' (one row per parcel) would be counted once for every row of 'sales' (one row per sale). "
            + "Measure in 'sales' instead, or make a ratio of one metric of each table. Within reach of 'parcels' are: parcels, orders.",
            fault.Message);
    }

    [Fact]
    public void Expression_over_a_fan_out_is_refused_when_definitions_are_read()
    {
        var fault = Assert.Throws<WorkbookException>(() => _star.Read(SmallStar.Definitions.Replace("sum(parcels.cost)", "sum(parcels.cost * sales.amount)")));

        Assert.Contains("metrics.yml:25: metric 'parcel_cost' can't be joined to table 'sales': from 'orders' to 'sales' is one-to-many", fault.Message);
    }

    [Fact]
    public void Filter_over_a_fan_out_is_refused_too()
    {
        var query = new MetricQuery { Metrics = ["cost_share"], Filters = [new MetricFilter("product", ["tea"])] };

        Assert.Contains("one-to-many", Assert.Throws<WorkbookException>(() => _star.Catalog.Compile(query)).Message);
    }

    [Fact]
    public void Tables_without_any_way_between_them_are_told_apart_from_fan_outs()
    {
        var fault = Assert.Throws<WorkbookException>(() => _star.Read(SmallStar.Definitions.Replace("  - {from: parcels, to: orders, on: order_id}\n", ""))
            .Compile(new MetricQuery { Metrics = ["parcel_cost"], Dimensions = ["shop"] }));

        Assert.Contains("no relationship leads from 'parcels' to 'orders'", fault.Message);
    }

    [Fact]
    public void Ratio_of_two_tables_counts_each_row_once()
    {
        var rows = _star.Ask(new MetricQuery { Metrics = ["cost_share"], Dimensions = ["shop"] });

        Assert.Equal(
            _star.Sales.GroupBy(sale => sale.Order % 2).OrderBy(shop => shop.Key)
                .Select(shop => (object?)(7.0 * shop.Select(sale => sale.Order).Distinct().Count() / shop.Sum(sale => sale.Amount))),
            rows.Select(row => row[1]));
    }
}
