using System.Text.Json.Nodes;
using Workbook.Browsing;
using Workbook.Charts;
using Workbook.Notebooks.Documents;
using Workbook.Notebooks.Documents.Html;

namespace Workbook.Notebooks.Tests.Documents;

public sealed class HtmlExportInBrowserTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("workbook-html-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_kind_of_cell_and_output_is_open_to_people_who_do_not_see_well_or_use_no_mouse(bool dark)
    {
        var file = Path.Combine(_folder.FullName, "notebook.html");
        File.WriteAllText(file, HtmlExport.ToHtml(Everything(), new HtmlOptions(Plotly: () => ChartPage.PlotlyScript)));
        await using var page = await BrowserPage.OpenFile(file, dark);
        await page.Drawn();
        Assert.NotEqual("0", await page.Text("document.querySelectorAll('.main-svg').length"));
        Assert.Empty(page.Complaints);
        await page.HasNoBarriers();
    }

    private static NotebookDocument Everything()
    {
        var wide = new string('x', 400);
        var chart = Chart.Bar(["web", "store"], [3, 1]).With(title: "Orders");
        return NotebookDocument.Parse(System.Text.Encoding.UTF8.GetBytes(new JsonObject
        {
            ["nbformat"] = 4, ["nbformat_minor"] = 5,
            ["metadata"] = JsonNode.Parse("""{ "kernelspec": { "name": "workbook", "language": "C#", "display_name": "C#" }, "workbook_run": { "status": "failed", "message": "A cell failed.", "cell": "c1" } }"""),
            ["cells"] = new JsonArray(
                Cell("m1", "markdown", $"# Orders\n\nText with `code`, a [link](https://example.org) and a quotation:\n\n> Not known.\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n```sql\nSELECT 1 AS {wide}\n```"),
                Cell("c1", "code", $"var x = 1; // a comment {wide}\nConsole.WriteLine($\"{{x}}\", 0x1F, nameof(x));",
                    Stream("stdout", string.Join('\n', Enumerable.Range(0, 60).Select(_ => "line " + wide))), Stream("stderr", "a warning"),
                    JsonNode.Parse("""{ "output_type": "error", "ename": "E", "evalue": "bad", "traceback": ["\u001b[31mE\u001b[0m: bad", "\u001b[1;36mat\u001b[0m \u001b[33mcell\u001b[0m \u001b[90mgrey\u001b[0m \u001b[32mgreen\u001b[0m \u001b[34mblue\u001b[0m \u001b[35mred\u001b[0m"] }""")!),
                Cell("m2", "markdown", "## Look\n\n### Closer"),
                Cell("s1", "code", "#!sql\nSELECT 'text' AS a, 1 AS b -- why", Display("text/html", $"<table class=\"wb-table\"><thead><tr><th>a</th></tr></thead><tbody><tr><td>{wide}</td></tr></tbody></table>")),
                Cell("p1", "code", "chart", Display("text/html", chart.ToHtmlFragment()), Display("application/vnd.plotly.v1+json", JsonNode.Parse(chart.ToPlotlyJson())!))),
        }.ToJsonString()));
    }

    private static JsonObject Cell(string id, string kind, string source, params JsonNode[] outputs)
    {
        var cell = new JsonObject { ["id"] = id, ["cell_type"] = kind, ["metadata"] = new JsonObject(), ["source"] = source };
        if (kind != "code") return cell;
        (cell["execution_count"], cell["outputs"]) = (1, new JsonArray(outputs));
        return cell;
    }

    private static JsonObject Stream(string name, string text) => new() { ["output_type"] = "stream", ["name"] = name, ["text"] = text };

    private static JsonObject Display(string kind, JsonNode content) => new() { ["output_type"] = "display_data", ["metadata"] = new JsonObject(), ["data"] = new JsonObject { [kind] = content } };
}
