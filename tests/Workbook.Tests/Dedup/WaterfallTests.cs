using System.Text.Json.Nodes;
using Workbook.Charts;

namespace Workbook.Tests.Dedup;

public sealed class WaterfallTests
{
    [Fact]
    public void Each_bar_begins_where_the_former_ended_and_the_last_is_the_sum()
    {
        var trace = JsonNode.Parse(Chart.Waterfall(["prior", "name", "city"], [-10, 14, -1.5], "in all").ToPlotlyJson())!["data"]![0]!;
        Assert.Equal([-10, 14, -1.5, 2.5], trace["x"]!.AsArray().Select(value => (double)value!));
        Assert.Equal([0, -10, 4, 0], trace["base"]!.AsArray().Select(value => (double)value!));
        Assert.Equal(["prior", "name", "city", "in all"], trace["y"]!.AsArray().Select(value => (string)value!));
    }

    [Fact]
    public void Steps_and_values_must_fit()
    {
        Assert.Equal("A waterfall expects a value for each step, but was given 1 steps and 2 values.", Assert.Throws<WorkbookException>(() => Chart.Waterfall(["a"], [1, 2])).Message);
        Assert.Equal("A waterfall expects finite numbers, but a is NaN. Leave the step out.", Assert.Throws<WorkbookException>(() => Chart.Waterfall(["a"], [double.NaN])).Message);
    }
}
