using System.Text.Json.Nodes;
using Workbook.Charts;

namespace Workbook.Tests.Charts;

public sealed class WaterfallTests
{
    [Fact]
    public void Each_change_begins_where_the_former_ended_and_the_last_bar_is_the_exact_sum()
    {
        var trace = JsonNode.Parse(Chart.Waterfall(["shown", "twice", "missing"], [100.10m, -60.20m, 0.30m], "true").ToPlotlyJson())!["data"]![0]!;
        Assert.Equal(["shown", "twice", "missing", "true"], trace["y"]!.AsArray().Select(value => (string)value!));
        Assert.Equal([0, 100.1, 39.9, 0], trace["base"]!.AsArray().Select(value => (double)value!));
        Assert.Equal([100.1, -60.2, 0.3, 40.2], trace["x"]!.AsArray().Select(value => (double)value!));
        Assert.Equal(["100.10", "-60.20", "+0.30", "40.20"], trace["text"]!.AsArray().Select(value => (string)value!));
    }

    [Fact]
    public void Labels_and_amounts_must_fit()
    {
        Assert.StartsWith("A waterfall expects each label once, but 'a' comes 2 times.", Assert.Throws<WorkbookException>(() => Chart.Waterfall(["a", "b"], [1, 2], "a")).Message);
        Assert.StartsWith("A waterfall expects a first total but was given no rows.", Assert.Throws<WorkbookException>(() => Chart.Waterfall(Array.Empty<string>(), Array.Empty<int>())).Message);
    }
}
