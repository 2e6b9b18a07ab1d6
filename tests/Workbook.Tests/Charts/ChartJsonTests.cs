using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using DuckDB.NET.Data;
using Workbook.Charts;
using Workbook.Database;

namespace Workbook.Tests.Charts;

public sealed class ChartJsonTests : IDisposable
{
    private static readonly string[] Days = ["Mon", "Tue"];
    private static readonly int[] TwoOrders = [3, 1];

    private readonly DuckDBConnection _connection = WorkbookDatabase.Open();

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void A_figure_is_written_so() => Assert.Equal(
        """
        {"data":[{"type":"bar","x":["Mon","Tue"],"y":[3,1]}],"layout":{"title":{"text":"Orders \u003C 4"},"width":800,"height":400,"xaxis":{"title":{"text":"day"},"type":"category","automargin":true,"categoryorder":"array","categoryarray":["Mon","Tue"]},"yaxis":{"type":"log","automargin":true},"barmode":"stack","showlegend":false,"template":{"layout":{"colorway":["#0072b2","#e69f00","#009e73","#cc79a7","#56b4e9","#d55e00","#666666","#f0e442"],"font":{"family":"system-ui, \u0027Segoe UI\u0027, Roboto, \u0027Helvetica Neue\u0027, Arial, sans-serif","size":13,"color":"#7d7d7d"},"paper_bgcolor":"rgba(0,0,0,0)","plot_bgcolor":"rgba(0,0,0,0)","margin":{"t":56,"r":24,"b":48,"l":56},"modebar":{"bgcolor":"rgba(0,0,0,0)","color":"rgba(128,128,128,0.25)","activecolor":"#7d7d7d"},"xaxis":{"gridcolor":"rgba(128,128,128,0.25)","zerolinecolor":"rgba(128,128,128,0.25)","linecolor":"rgba(128,128,128,0.25)"},"yaxis":{"gridcolor":"rgba(128,128,128,0.25)","zerolinecolor":"rgba(128,128,128,0.25)","linecolor":"rgba(128,128,128,0.25)"}}}},"config":{"responsive":true,"displaylogo":false}}
        """,
        Chart.Bar(Days, TwoOrders).With(title: "Orders < 4", x: "day", width: 800, stacked: true, logY: true).ToPlotlyJson());

    [Theory]
    [InlineData("SELECT DATE '2024-03-01'", "\"2024-03-01\"")]
    [InlineData("SELECT TIMESTAMP '2024-03-01 10:00:00.25'", "\"2024-03-01T10:00:00.25\"")]
    [InlineData("SELECT TIMESTAMP '2024-03-01 00:00:00'", "\"2024-03-01\"")]
    [InlineData("SELECT TIMESTAMPTZ '2024-03-01 10:00:00+02'", "\"2024-03-01T08:00:00\"")]
    [InlineData("SELECT TIME '10:30:00'", "\"10:30:00\"")]
    [InlineData("SELECT INTERVAL 90 MINUTE", "5400")]
    [InlineData("SELECT 1234.5::DECIMAL(10,1)", "1234.5")]
    [InlineData("SELECT 1.5e300::DOUBLE", "1.5E+300")]
    [InlineData("SELECT sum(range) FROM range(4)", "6")]
    [InlineData("SELECT 170141183460469231731687303715884105727::HUGEINT", "170141183460469231731687303715884105727")]
    [InlineData("SELECT 'nan'::DOUBLE", "null")]
    [InlineData("SELECT '-infinity'::FLOAT", "null")]
    [InlineData("SELECT NULL::INTEGER", "null")]
    [InlineData("SELECT true", "\"true\"")]
    [InlineData("SELECT '007'", "\"007\"")]
    [InlineData("SELECT 'a'::ENUM('a')", "\"a\"")]
    [InlineData("SELECT '6f1f0c1e-0000-4000-8000-000000000001'::UUID", "\"6f1f0c1e-0000-4000-8000-000000000001\"")]
    public void A_value_of_DuckDB_becomes(string query, string json)
    {
        var figure = Chart.Scatter(_connection, $"SELECT v AS x, 1 AS y FROM ({query}) AS t(v)", "x", "y").ToPlotlyJson();
        Assert.Contains($"\"x\":[{json}],\"y\":[1]", figure);
        JsonNode.Parse(figure);
    }

    [Fact]
    public void Numbers_are_written_alike_in_every_country()
    {
        var former = CultureInfo.CurrentCulture;
        try
        {
            // Not from the system's list, which is left out: a culture with other marks.
            var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NegativeSign, other.DateTimeFormat.TimeSeparator) = (",", "~", ".");
            CultureInfo.CurrentCulture = other;
            Assert.Contains("\"x\":[-1.5,-2,\"2024-01-02T03:04:05\"]", Chart.Scatter(
                new object[] { -1.5, new BigInteger(-2), new DateTime(2024, 1, 2, 3, 4, 5) }, [1, 2, 3]).ToPlotlyJson());
        }
        finally
        {
            CultureInfo.CurrentCulture = former;
        }
    }

    [Fact]
    public void A_query_with_a_color_has_a_series_for_each_and_keeps_the_order_of_its_rows()
    {
        var figure = Parse(Chart.Bar(_connection, """
            SELECT * FROM (VALUES ('Mon', 'web', 3), ('Wed', 'web', 1), ('Tue', NULL, 2), (NULL, NULL, 4)) AS t(day, channel, orders)
            """, x: "DAY", y: "orders", color: "channel"));
        Assert.Equal("""[{"type":"bar","name":"web","x":["Mon","Wed"],"y":[3,1]},{"type":"bar","name":"NULL","x":["Tue","NULL"],"y":[2,4]}]""", figure["data"]!.ToJsonString());
        Assert.Equal("""["Mon","Wed","Tue","NULL"]""", figure["layout"]!["xaxis"]!["categoryarray"]!.ToJsonString());
        Assert.Equal(("DAY", "orders", "channel", "group"), (Text(figure, "xaxis"), Text(figure, "yaxis"), Text(figure, "legend"), (string?)figure["layout"]!["barmode"]));
        Assert.True((bool)figure["layout"]!["showlegend"]!);
    }

    [Theory]
    [InlineData("SELECT '2024-01' AS x, 1 AS y", "category")]
    [InlineData("SELECT DATE '2024-01-01' AS x, 1 AS y UNION ALL SELECT NULL, 2", "date")]
    [InlineData("SELECT 1 AS x, 1 AS y", "linear")]
    [InlineData("SELECT NULL AS x, 1 AS y WHERE false", null)]
    public void An_axis_is_what_its_column_is(string query, string? type) =>
        Assert.Equal(type, (string?)Parse(Chart.Line(_connection, query, "x", "y"))["layout"]!["xaxis"]!["type"]);

    [Fact]
    public void A_heatmap_is_a_grid_with_gaps()
    {
        var data = Parse(Chart.Heatmap(_connection, "SELECT * FROM (VALUES ('Mon', 9, 1.5), ('Tue', 9, 2), ('Tue', 10, 3)) AS t(day, hour, orders)", "day", "hour", "orders"))["data"]!;
        Assert.Equal("""[{"type":"heatmap","x":["Mon","Tue"],"y":[9,10],"z":[[1.5,2.0],[null,3.0]],"colorscale":"Viridis","hoverongaps":false,"colorbar":{"title":{"text":"orders"}}}]""", data.ToJsonString());
        Assert.Contains("x = Mon, y = 9 has several", Assert.Throws<WorkbookException>(() => Chart.Heatmap(["Mon", "Mon"], [9, 9], TwoOrders)).Message);
    }

    [Theory]
    [InlineData("""{"type":"scatter","x":[1,2],"y":[3,1],"mode":"lines\u002Bmarkers"}""", ChartCase.Line)]
    [InlineData("""{"type":"scatter","x":[1,2],"y":[3,1],"mode":"lines\u002Bmarkers","stackgroup":"all"}""", ChartCase.Area)]
    [InlineData("""{"type":"scatter","x":[1,2],"y":[3,1],"mode":"markers","opacity":0.8}""", ChartCase.Scatter)]
    [InlineData("""{"type":"histogram","name":"n","x":[3,1],"nbinsx":5}""", ChartCase.Histogram)]
    [InlineData("""{"type":"pie","labels":["Mon","Tue"],"values":[3,1],"sort":false}""", ChartCase.Pie)]
    [InlineData("""{"type":"box","y":[3,1]}""", ChartCase.Box)]
    [InlineData("""{"type":"bar","y":["Mon","Tue"],"x":[3,1],"orientation":"h"}""", ChartCase.Lying)]
    public void A_trace_is_written_so(string trace, ChartCase which)
    {
        int[] x = [1, 2];
        var chart = which switch
        {
            ChartCase.Line => Chart.Line(x, TwoOrders),
            ChartCase.Area => Chart.Line(x, TwoOrders).With(stacked: true),
            ChartCase.Scatter => Chart.Scatter(x, TwoOrders),
            ChartCase.Histogram => Chart.Histogram(TwoOrders, "n", bins: 5),
            ChartCase.Pie => Chart.Pie(Days, TwoOrders),
            ChartCase.Box => Chart.Box(TwoOrders),
            _ => Chart.Bar(Days, TwoOrders).With(horizontal: true),
        };
        Assert.Equal($"{{\"data\":[{trace}]", chart.ToPlotlyJson().Split(",\"layout\"")[0]);
    }

    public enum ChartCase { Line, Area, Scatter, Histogram, Pie, Box, Lying }

    [Fact]
    public void Long_categories_are_cut_on_the_axis_and_whole_under_the_pointer()
    {
        var names = Enumerable.Range(0, 100).Select(number => $"a name that nobody can read at a glance, number {number}").ToList();
        var figure = Parse(Chart.Bar(names, names.Select(name => name.Length)).With(horizontal: true));
        var (axis, trace) = (figure["layout"]!["yaxis"]!, figure["data"]![0]!);
        Assert.Equal(("a name that no…nce, number 0", 34), ((string?)axis["ticktext"]![0], axis["ticktext"]!.AsArray().Count));
        Assert.Equal(names[3], (string?)axis["tickvals"]![1]);
        Assert.Equal((names[99], 1_600, "reversed"), ((string?)trace["hovertext"]![99], (int)figure["layout"]!["height"]!, (string?)axis["autorange"]));
    }

    [Fact]
    public void Faults_say_what_was_expected()
    {
        Assert.Contains("no column 'chanel'; it has day, channel", Message(() => Chart.Pie(_connection, "SELECT 1 AS day, 2 AS channel", "chanel", "day")));
        Assert.Contains("as many x as y values, but was given 2 and 3", Message(() => Chart.Line(Days, [1, 2, 3])));
        Assert.Contains("more than 200,000 rows", Message(() => Chart.Histogram(_connection, "FROM range(200001)", "range")));
        Assert.Contains("200,000 points but was given 200,001", Message(() => Chart.Histogram(Enumerable.Range(0, 200_001))));
        Assert.Contains("type List`1", Message(() => Chart.Bar(_connection, "SELECT [1] AS x, 1 AS y", "x", "y").ToPlotlyJson()));
        Assert.Contains("can't share its picture", Message(() => Chart.Pie(Days, TwoOrders).And(Chart.Bar(Days, TwoOrders))));
        Assert.Throws<DuckDBException>(() => Chart.Bar(_connection, "SELECT nothing", "x", "y"));

        static string Message(Func<object> action) => Assert.Throws<WorkbookException>(action).Message;
    }

    [Fact]
    public void The_same_chart_has_the_same_bytes_and_only_a_pages_first_one_brings_plotly()
    {
        Chart Orders() => Chart.Line(Days.Select((day, index) => (day, index)), row => row.day, row => row.index);
        Assert.Equal(Orders().ToHtmlFragment(), Orders().ToHtmlFragment());
        var page = new ChartPage();
        Assert.True(page.Fragment(Orders()).Length > 1_000_000);
        var second = Chart.Pie(Days, TwoOrders);
        Assert.Equal(second.ToHtmlFragment(withPlotly: false), page.Fragment(second));
        // Its cell runs again: the output that brought plotly.js is replaced.
        Assert.True(page.Fragment(Orders()).Length > 1_000_000);
        Assert.Contains("<script src=\"https://cdn.plot.ly/plotly-3.7.0.min.js\"", Orders().ToHtml(offline: false));
    }

    [Fact]
    public void Plotly_goes_packed_into_pages_with_its_licence_to_be_read()
    {
        var page = Chart.Pie(Days, TwoOrders).ToHtml();
        Assert.InRange(page.Length, 1_900_000, 2_100_000);
        Assert.Contains("* plotly.js v3.7.0\n* Copyright 2012-", page);
        Assert.Contains("* Licensed under the MIT license", page);
        Assert.StartsWith(ChartPage.PlotlyNotice, ChartPage.PlotlySource);
        using var unpacked = new System.IO.Compression.GZipStream(new MemoryStream(Convert.FromBase64String(ChartPage.PackedPlotly)), System.IO.Compression.CompressionMode.Decompress);
        Assert.Equal(ChartPage.PlotlySource, new StreamReader(unpacked).ReadToEnd());
    }

    [Fact]
    public void A_long_figure_is_packed_where_it_stands_beside_itself()
    {
        var rows = Enumerable.Range(0, 5_000).ToList();
        var chart = Chart.Line(rows, rows.Select(row => row * 37 % 101));
        Assert.InRange(chart.ToHtmlFragment(withPlotly: false).Length, 4_000, chart.ToPlotlyJson().Length / 2);
        Assert.Equal(chart.ToHtmlFragment(withPlotly: false), chart.ToHtmlFragment(withPlotly: false));
    }

    private static JsonNode Parse(Chart chart) => JsonNode.Parse(chart.ToPlotlyJson())!;

    private static string? Text(JsonNode figure, string part) => (string?)figure["layout"]![part]!["title"]!["text"];
}
