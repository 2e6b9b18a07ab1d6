using Workbook.Models.Metrics;

namespace Workbook.Models.Tests.Metrics;

public sealed class DefinitionErrorTests : IDisposable
{
    private readonly SmallStar _star = new(6);

    public void Dispose() => _star.Dispose();

    [Theory]
    [InlineData("additivity: additive, format: currency, owner: me, description: Sales.", "additivity: aditive, format: currency, owner: me, description: Sales.", "metrics.yml:17: 'additivity' can't be 'aditive'. Did you mean 'additive'?")]
    [InlineData("of: amount, calculation: year_to_date", "of: amuont, calculation: year_to_date", "metrics.yml:19: There is no metric 'amuont'. Did you mean 'amount'?")]
    [InlineData("relation: parcels", "relatoin: parcels", "metrics.yml:3: 'relatoin' is not known here. Did you mean 'relation'?")]
    [InlineData("table: orders, column: shop", "table: order, column: shop", "metrics.yml:14: There is no table 'order'. Did you mean 'orders'?")]
    [InlineData("of: amount, calculation: rolling_average", "of: buyers, calculation: rolling_average", "its days don't add up")]
    [InlineData("name: buyers, label", "name: amount, label", "metrics.yml:18: metric 'amount' is defined already at metrics.yml:17")]
    [InlineData("of: amount, calculation: month_to_date", "of: mtd, calculation: month_to_date", "metrics.yml:21: metric 'mtd' is defined by itself: mtd → mtd")]
    [InlineData("of: amount, calculation: month_to_date", "of: ytd, calculation: month_to_date", "chooses its days already")]
    [InlineData("of: buyers, calculation: year_to_date, additivity: non_additive, format: integer", "of: buyers, calculation: year_to_date, additivity: non_additive, format: whole", "It is one of: currency, integer, decimal, percent")]
    public void Fault_is_told_with_its_place_and_the_way_out(string right, string wrong, string message)
    {
        Assert.Contains(right, SmallStar.Definitions);

        var fault = Assert.Throws<WorkbookException>(() => _star.Read(SmallStar.Definitions.Replace(right, wrong)));

        Assert.Contains(message, fault.Message);
    }

    [Fact]
    public void All_faults_are_listed_at_once()
    {
        var fault = Assert.Throws<WorkbookException>(() => _star.Read(SmallStar.Definitions.Replace("format: percent", "format: percents")));

        Assert.Equal(2, fault.Message.Split(Environment.NewLine).Length);
    }

    [Fact]
    public void Query_of_an_unknown_name_offers_the_nearest()
    {
        var fault = Assert.Throws<WorkbookException>(() => _star.Catalog.Compile(new MetricQuery { Metrics = ["amount"], Dimensions = ["shp"] }));

        Assert.StartsWith("There is no dimension 'shp'. Did you mean 'shop'? There are: day,", fault.Message);
    }

    [Theory]
    [InlineData("ytd", "Metric 'ytd' needs the business date.")]
    [InlineData("yoy", "Metric 'yoy' needs the business date.")]
    public void Time_needs_the_business_date(string metric, string message) =>
        Assert.StartsWith(message, Assert.Throws<WorkbookException>(() => _star.Catalog.Compile(new MetricQuery { Metrics = [metric] })).Message);

    [Fact]
    public void Comparison_needs_a_first_day()
    {
        var query = new MetricQuery { Metrics = ["amount"], To = new DateOnly(2025, 1, 1), Comparison = PeriodComparison.PriorYear };

        Assert.Contains("Set From", Assert.Throws<WorkbookException>(() => _star.Catalog.Compile(query)).Message);
    }

    [Fact]
    public void Value_of_a_filter_is_never_read_as_SQL()
    {
        var rows = _star.Ask(new MetricQuery { Metrics = ["amount"], Filters = [new MetricFilter("shop", ["x') or true --", "'"])] });

        Assert.Equal(0, Convert.ToInt64(Assert.Single(rows)[0]!.ToString()));
    }
}
