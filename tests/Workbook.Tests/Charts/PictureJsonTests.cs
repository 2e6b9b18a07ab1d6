using System.Text.Json.Nodes;
using DuckDB.NET.Data;
using Workbook.Charts;
using Workbook.Database;

namespace Workbook.Tests.Charts;

public sealed class PictureJsonTests : IDisposable
{
    private static readonly string[] Days = ["Mon", "Tue"];
    private static readonly string[] CategoryAndProduct = ["category", "product"];

    private readonly DuckDBConnection _connection = WorkbookDatabase.Open();

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void A_card_of_a_query_shows_its_last_row_and_the_rows_before_as_a_trend()
    {
        var figure = Parse(Chart.Kpi(_connection, "SELECT * FROM (VALUES (1, 900::DECIMAL(9,2), NULL), (2, 1250.5, 1000)) AS t(day, sales, before) ORDER BY day", "SALES", "before").With(unit: "A$"));
        Assert.Equal(["A$1,251", "▲ 25% from A$1,000"], Notes(figure));
        Assert.Equal("[900,1250.5]", figure["data"]![0]!["y"]!.ToJsonString());
        Assert.Equal(["–"], Notes(Parse(Chart.Kpi(_connection, "SELECT 1 AS v WHERE false", "v"))));
    }

    [Fact]
    public void A_change_has_the_colour_of_what_is_better_and_an_arrow_for_what_it_is()
    {
        static (string?, string?) Change(double now, double before, bool lowerIsBetter) =>
            Parse(Chart.Kpi(now, before, lowerIsBetter: lowerIsBetter))["layout"]!["annotations"]![1] is { } note ? ((string?)note["text"], (string?)note["font"]!["color"]) : default;
        Assert.Equal(("▲ 50% from 2", ChartTemplate.Good), Change(3, 2, false));
        Assert.Equal(("▲ 50% from 2", ChartTemplate.Bad), Change(3, 2, true));
        Assert.Equal(("▼ 1 from 0", ChartTemplate.Bad), Change(-1, 0, false));
        Assert.Equal(("= 0.0% from 2", null), Change(2, 2, false));
    }

    [Fact]
    public void A_gauge_has_a_band_between_thresholds_and_its_needle_stays_on_it()
    {
        var figure = Parse(Chart.Gauge(_connection, "SELECT 120 AS rate", "rate", 100, thresholds: [95, 99]).With(unit: "%"));
        Assert.Equal([ChartTemplate.Bad, ChartTemplate.Warning, ChartTemplate.Good], figure["data"]!.AsArray().Take(3).Select(trace => (string?)trace!["fillcolor"]));
        Assert.Equal((1.03, 0.0), ((double)figure["data"]![3]!["x"]![0]!, Math.Abs((double)figure["data"]![3]!["y"]![0]!)));
        Assert.Equal(["120%", "0%", "100%"], Notes(figure));
        Assert.Equal(2, Parse(Chart.Gauge(3, 10))["data"]!.AsArray().Count);
    }

    [Fact]
    public void A_funnel_is_bars_around_the_middle()
    {
        var trace = Parse(Chart.Funnel(_connection, "SELECT * FROM (VALUES ('visit', 200), ('order', 50)) AS t(stage, people)", "stage", "people"))["data"]![0]!;
        Assert.Equal("""["bar","h",[200,50],[-100,-25],["200 (100%)","50 (25%)"]]""", new JsonArray([.. new[] { "type", "orientation", "x", "base", "text" }.Select(name => trace[name]!.DeepClone())]).ToJsonString());
    }

    [Fact]
    public void A_waterfall_ends_at_the_exact_sum_and_each_change_begins_where_the_last_one_ended()
    {
        var figure = Parse(Chart.Waterfall(_connection, "SELECT * FROM (VALUES ('orders', 0.30), ('missing', -0.20), ('twice', 0.05)) AS t(step, amount)", "step", "amount", "payments").With(unit: "A$"));
        var trace = figure["data"]![0]!;
        Assert.Equal("""[["orders","missing","twice","payments"],[0,0.3,0.1,0],[0.3,-0.2,0.05,0.15],["A$0.30","-A$0.20","\u002BA$0.05","A$0.15"]]""", new JsonArray([.. new[] { "y", "base", "x", "text" }.Select(name => trace[name]!.DeepClone())]).ToJsonString());
        // Changes too small to be seen beside the totals take the axis for themselves.
        var cut = Parse(Chart.Waterfall(["orders", "missing"], [1_000m, -8m], "payments"))["layout"]!["xaxis"]!;
        Assert.Equal(("[990,1002]", "(the axis doesn't begin at 0)"), (cut["range"]!.ToJsonString(), (string?)cut["title"]!["text"]));
        Assert.Equal("[0,0.336]", figure["layout"]!["xaxis"]!["range"]!.ToJsonString());
    }

    [Fact]
    public void A_graph_has_each_node_right_of_all_that_it_reads_and_no_two_at_one_place()
    {
        var random = new Random(11);
        for (var round = 0; round < 50; round++)
        {
            var count = 2 + random.Next(30);
            var edges = Enumerable.Range(1, count).Select(to => (From: $"n{random.Next(to)}", To: $"n{to}")).Concat(Enumerable.Range(0, count).Select(_ => random.Next(count)).Select(from => (From: $"n{from}", To: $"n{from + 1}"))).ToList();
            var nodes = Parse(Chart.Graph(edges))["data"]!.AsArray()[1]!;
            var places = nodes["text"]!.AsArray().Select((name, index) => (Name: (string)name!, X: (double)nodes["x"]![index]!, Y: (double)nodes["y"]![index]!)).ToDictionary(node => node.Name);
            Assert.All(edges, edge => Assert.True(places[edge.From].X < places[edge.To].X));
            Assert.Equal(places.Count, places.Values.Select(place => (place.X, place.Y)).Distinct().Count());
        }
    }

    [Fact]
    public void A_graph_refuses_a_circle_and_nothing()
    {
        Assert.StartsWith("A graph expects edges that lead on, but they run in a circle through '", Assert.Throws<WorkbookException>(() => Chart.Graph([("a", "b"), ("b", "c"), ("c", "b")])).Message);
        Assert.StartsWith("A graph shows 2 to 200 nodes but was given 0.", Assert.Throws<WorkbookException>(() => Chart.Graph([])).Message);
    }

    [Fact]
    public void Treemap_tiles_fill_the_picture_in_proportion_and_never_overlap()
    {
        var random = new Random(7);
        for (var round = 0; round < 50; round++)
        {
            var rows = Enumerable.Range(0, 1 + random.Next(40)).Select(index => (Group: random.Next(5), Item: index, Value: random.Next(1, 1_000))).ToList();
            var trace = Parse(Chart.Treemap(rows, row => row.Value, row => row.Group, row => row.Item))["data"]![0]!;
            double[] Numbers(string name) => [.. trace[name]!.AsArray().Select(value => (double)value!)];
            var tiles = Numbers("x").Zip(Numbers("width"), Numbers("base")).Zip(Numbers("y"), (tile, height) => (Left: tile.First - (tile.Second / 2), Width: tile.Second, Bottom: tile.Third, Height: height)).ToList();
            var whole = rows.Sum(row => row.Value);
            Assert.Equal(1.8, tiles.Sum(tile => tile.Width * tile.Height), 1e-2);
            for (var index = 0; index < tiles.Count; index++)
            {
                var item = int.Parse((string)trace["customdata"]![index]![1]!, System.Globalization.CultureInfo.InvariantCulture);
                Assert.Equal(1.8 * rows.Single(row => row.Item == item).Value / whole, tiles[index].Width * tiles[index].Height, 1e-3);
                Assert.DoesNotContain(tiles.Skip(index + 1), other => Overlap(tiles[index].Left, tiles[index].Width, other.Left, other.Width) && Overlap(tiles[index].Bottom, tiles[index].Height, other.Bottom, other.Height));
            }
        }

        static bool Overlap(double from, double size, double otherFrom, double otherSize) => Math.Min(from + size, otherFrom + otherSize) - Math.Max(from, otherFrom) > 1e-3;
    }

    [Fact]
    public void Rings_of_a_sunburst_add_up_alike_also_where_a_part_ends_early()
    {
        var figure = Parse(Chart.Sunburst(_connection, "SELECT * FROM (VALUES ('a', 'x', 1), ('a', 'y', 2), ('b', NULL, 4), ('c', 'x', 3), ('c', 'x', 5)) AS t(category, product, sales)", "sales", CategoryAndProduct));
        Assert.Equal(["[3,4,8]", "[1,2,4,8]"], figure["data"]!.AsArray().Select(ring => ring!["values"]!.ToJsonString()));
        Assert.Equal("""["a / x","a / y","gap 2","c / x"]""", figure["data"]![1]!["labels"]!.ToJsonString());
    }

    [Fact]
    public void A_map_has_the_land_and_points_whose_area_goes_with_their_value()
    {
        var figure = Parse(Chart.Map(_connection, "SELECT * FROM (VALUES (-33.87, 151.21, 400, 'Sydney'), (-31.95, 115.86, 100, 'Perth')) AS t(lat, lon, orders, city)", "lat", "lon", "orders", "city"));
        var (land, points) = (figure["data"]![0]!, figure["data"]![1]!);
        Assert.Contains(113.7, land["x"]!.AsArray().Where(value => value is not null).Select(value => (double)value!));
        Assert.DoesNotContain(-168.0, land["x"]!.AsArray().Where(value => value is not null).Select(value => (double)value!));
        Assert.Equal(("[34,17]", "[151.21,115.86]", "Perth<br>100", "orders"), (points["marker"]!["size"]!.ToJsonString(), points["x"]!.ToJsonString(), (string?)points["text"]![1], (string?)points["marker"]!["colorbar"]!["title"]!["text"]));
    }

    [Fact]
    public void A_table_separates_thousands_of_large_columns_and_leaves_years_alone()
    {
        var data = Parse(Chart.Table(_connection, "SELECT * FROM (VALUES (2024, 1200, 'a'), (2025, 12000.5, NULL)) AS t(year, sales, note)", "year", "sales", "note"))["data"]!;
        Assert.Equal(["""["<b>year</b>","2024","2025"]""", """["<b>sales</b>","1,200","12,000.5"]""", """["<b>note</b>","a",""]"""],
            data.AsArray().Select(column => column!["text"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })));
    }

    [Theory]
    [InlineData("AUD", "sales (AUD)", null, null)]
    [InlineData("A$", "sales", "A$", null)]
    [InlineData("%", "sales", null, "%")]
    public void A_unit_stands_in_the_title_or_at_each_number(string unit, string title, string? prefix, string? suffix)
    {
        var axis = Parse(Chart.Bar(Days, [30_000, 1]).With(y: "sales", unit: unit, horizontal: true))["layout"]!["xaxis"]!;
        Assert.Equal((title, prefix, suffix, "none", ",.2~f"), ((string?)axis["title"]!["text"], (string?)axis["tickprefix"], (string?)axis["ticksuffix"], (string?)axis["exponentformat"], (string?)axis["hoverformat"]));
    }

    [Theory]
    [InlineData(1_234_567.4, "AUD", "1,234,567 AUD")]
    [InlineData(-1_234.5, "A$", "-A$1,235")]
    [InlineData(12.34, "%", "12.3%")]
    [InlineData(0.00012, null, "0.0001")]
    [InlineData(-0.000001, null, "0")]
    [InlineData(0, "€", "€0")]
    [InlineData(double.NaN, "AUD", "–")]
    public void A_figure_is_written_with_its_unit(double value, string? unit, string text) => Assert.Equal(text, Unit.Format(value, unit));

    [Fact]
    public void A_log_scale_of_categories_is_refused()
    {
        // It came out as an empty chart.
        var fault = Assert.Throws<WorkbookException>(() => Chart.Bar(Days, [1, 1000]).With(horizontal: true, logX: true).ToPlotlyJson()).Message;
        Assert.Equal("A log scale expects numbers, but x has categories (Mon, Tue). A chart that is horizontal keeps its names: y are the values, which then go from left to right. Set logX to false, and logY to true if y has the values.", fault);
        Assert.Equal("log", (string?)Parse(Chart.Bar(Days, [1, 1000]).With(horizontal: true, logY: true))["layout"]!["xaxis"]!["type"]);
        Assert.Contains("x has dates", Assert.Throws<WorkbookException>(() => Chart.Line([new DateOnly(2024, 1, 1)], [1]).With(logX: true).ToPlotlyJson()).Message);
    }

    [Fact]
    public void Faults_say_what_was_expected()
    {
        Assert.Contains("but 95 comes after 99", Message(() => Chart.Gauge(1, 100, thresholds: [99, 95])));
        Assert.Contains("'Mon' comes 2 times", Message(() => Chart.Funnel(["Mon", "Mon"], [2, 1])));
        Assert.Contains("as many x as y values, but was given 2 and 1", Message(() => Chart.Funnel(Days, [1])));
        Assert.Contains("a / b has -1", Message(() => Chart.Treemap(_connection, "SELECT 'a' AS category, 'b' AS product, -1 AS v", "v", CategoryAndProduct)));
        Assert.Contains("number here but was given 'a'", Message(() => Chart.Kpi(_connection, "SELECT 'a' AS v", "v")));
        Assert.Contains("latitude from -90 to 90, but row 1 has NULL", Message(() => Chart.Map(_connection, "SELECT NULL AS lat, 1 AS lon", "lat", "lon")));
        Assert.Contains("at most 60 rows but was given 61", Message(() => Chart.Table(_connection, "FROM range(61)", "range")));
        Assert.Contains("but 'Total' comes 2 times", Message(() => Chart.Waterfall(["Total", "a"], [1, 2])));
        Assert.Contains("a first total but was given no rows", Message(() => Chart.Waterfall(_connection, "SELECT 1 AS v WHERE false", "v", "v")));
        Assert.Contains("A gauge can't share its picture", Message(() => Chart.Bar(Days, [1, 2]).And(Chart.Gauge(1, 2))));
        Assert.Contains("at least one column of labels", Message(() => Chart.Sunburst(_connection, "SELECT 1 AS v", "v")));

        static string Message(Func<object> action) => Assert.Throws<WorkbookException>(action).Message;
    }

    private static JsonNode Parse(Chart chart) => JsonNode.Parse(chart.ToPlotlyJson())!;

    private static List<string?> Notes(JsonNode figure) => [.. figure["layout"]!["annotations"]!.AsArray().Select(note => (string?)note!["text"])];
}
