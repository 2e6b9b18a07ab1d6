using System.Text.Json.Nodes;
using Workbook.Notebooks.Documents;
using Workbook.Notebooks.Documents.Html;

namespace Workbook.Notebooks.Tests.Documents;

public sealed class HtmlExportTests
{
    [Fact]
    public void Markdown_keeps_its_html_and_leaves_math_as_text()
    {
        var html = HtmlExport.ToHtml(Fixture.Of(NotebookCell.Markdown("<b id=\"x\">bold</b> and $a_1 + b_1$ and | a |\n\n| h |\n|---|\n| c |")));
        Assert.Contains("<b id=\"x\">bold</b>", html);
        Assert.Contains(@"\(a_1 + b_1\)", html);
        Assert.Contains("<td>c</td>", html);
    }

    [Fact]
    public void Headings_become_contents_with_an_anchor_each()
    {
        var html = HtmlExport.ToHtml(Fixture.Of(NotebookCell.Markdown("# Orders & `sums`\n\n## Look"), NotebookCell.Markdown("## Look\n\n#### Deep")));
        Assert.Contains("<title>Orders &amp; sums</title>", html);
        Assert.Contains("<li class=\"level1\"><a href=\"#orders-sums\">Orders &amp; sums</a></li>\n<li class=\"level2\"><a href=\"#look\">Look</a></li>\n<li class=\"level2\"><a href=\"#look-2\">Look</a></li>\n</ol>", html);
        Assert.Contains("<h2 id=\"look-2\">Look</h2>", html);
    }

    [Fact]
    public void Code_is_encoded_and_colored_by_its_kernel()
    {
        var html = HtmlExport.ToHtml(Fixture.Of(NotebookCell.Code("var x = a < 2; // <b>"), NotebookCell.Code("SELECT 'it''s' -- c", "sql"), NotebookCell.Code("<i>as it is</i>", "html")));
        Assert.Contains("<span class=\"tok-keyword\">var</span> x = a &lt; <span class=\"tok-number\">2</span>; <span class=\"tok-comment\">// &lt;b&gt;</span>", html);
        Assert.Contains("<div class=\"prompt\">sql</div>\n<pre class=\"source\"><code><span class=\"tok-keyword\">SELECT</span> <span class=\"tok-text\">&#39;it&#39;&#39;s&#39;</span> <span class=\"tok-comment\">-- c</span>", html);
        Assert.Contains("<code>&lt;i&gt;as it is&lt;/i&gt;</code>", html);
    }

    [Theory]
    [InlineData("csharp", "@\"a\"\"b\" + $\"{x}\" + 'c'", "<s>@\"a\"\"b\"</s> + <s>$\"{x}\"</s> + <s>'c'</s>")]
    [InlineData("csharp", "\"\"\"a \"b\" c\"\"\"; 0xFFu", "<s>\"\"\"a \"b\" c\"\"\"</s>; <n>0xFFu</n>")]
    [InlineData("csharp", "\"open\nif", "<s>\"open</s>\n<k>if</k>")]
    [InlineData("csharp", "f(1.5e3) /* if\n", "<c>f</c>(<n>1.5e3</n>) <d>/* if\n</d>")]
    [InlineData("csharp", "#r \"x\"\nvariable @if", "<m>#r</m> <s>\"x\"</s>\nvariable @if")]
    [InlineData("sql", "select COUNT(*) from \"from\" where x1 > 2.5", "<k>select</k> <c>COUNT</c>(*) <k>from</k> \"from\" <k>where</k> x1 > <n>2.5</n>")]
    [InlineData("sql", "$$a'b$$ || 'c", "<s>$$a'b$$</s> || <s>'c</s>")]
    public void Tokens_are_told_apart(string language, string code, string marked)
    {
        var html = System.Net.WebUtility.HtmlDecode(CodeHighlighter.Highlight(code, language));
        foreach (var (tag, kind) in (ReadOnlySpan<(string, string)>)[("s", "text"), ("n", "number"), ("k", "keyword"), ("c", "call"), ("d", "comment"), ("m", "magic")])
            html = System.Text.RegularExpressions.Regex.Replace(html, $"<span class=\"tok-{kind}\">(.*?)</span>", $"<{tag}>$1</{tag}>", System.Text.RegularExpressions.RegexOptions.Singleline);
        Assert.Equal(marked, html);
    }

    [Fact]
    public void Outputs_are_shown_in_their_richest_form()
    {
        string Shown(string data) => WithOutput($$"""{"output_type": "display_data", "metadata": {}, "data": {{data}}}""");
        Assert.Contains("<div class=\"output\"><table id=\"t\"></table></div>", Shown("""{"text/plain": "no", "text/html": ["<table ", "id=\"t\"></table>"]}"""));
        Assert.Contains("<img alt=\"a &lt;b&gt;\" src=\"data:image/png;base64,iVBO\">", Shown("""{"text/plain": "a <b>", "image/png": "iV\nBO"}"""));
        Assert.Contains("<div class=\"output\"><svg id=\"s\"/></div>", Shown("""{"image/svg+xml": ["<svg id=\"s\"/>"]}"""));
        Assert.Contains("<pre class=\"output text\">a &lt; b</pre>", Shown("""{"text/plain": "a < b"}"""));
        Assert.Contains("<div class=\"output\"><p><em>x</em></p>", Shown("""{"text/markdown": "*x*"}"""));
        Assert.Contains("&quot;a&quot;: 1.0", Shown("""{"application/json": {"a": 1.0}}"""));
    }

    [Fact]
    public void Streams_and_errors_are_shown_with_their_colors()
    {
        Assert.Contains("<pre class=\"output stderr\">a &lt;b&gt;\n</pre>", WithOutput("""{"output_type": "stream", "name": "stderr", "text": ["a <b>\n"]}"""));
        Assert.Contains("<pre class=\"output stdout\">100 %\ndone</pre>", WithOutput("""{"output_type": "stream", "name": "stdout", "text": "1 %\r50 %\r100 %\r\ndone"}"""));
        Assert.Contains("<pre class=\"output error\"><span class=\"ansi-fg-1 ansi-bold\">SqlError</span>: x\nline 2</pre>",
            WithOutput("""{"output_type": "error", "ename": "SqlError", "evalue": "x", "traceback": ["\u001b[1;31mSqlError\u001b[0m: x", "line 2"]}"""));
        Assert.Contains("<pre class=\"output error\">E: v</pre>", WithOutput("""{"output_type": "error", "ename": "E", "evalue": "v", "traceback": []}"""));
    }

    [Theory]
    [InlineData("plain <b>", "plain &lt;b&gt;")]
    [InlineData("\u001b[32mok\u001b[39m.", "<span class=\"ansi-fg-2\">ok</span>.")]
    [InlineData("\u001b[92;44mx", "<span class=\"ansi-fg-10 ansi-bg-4\">x</span>")]
    [InlineData("\u001b[38;5;196mx\u001b[m", "<span style=\"color:rgb(255,0,0)\">x</span>")]
    [InlineData("\u001b[48;2;1;2;3;3mx", "<span class=\"ansi-italic\" style=\"background:rgb(1,2,3)\">x</span>")]
    [InlineData("\u001b[38;5;244mx", "<span style=\"color:rgb(128,128,128)\">x</span>")]
    [InlineData("\u001b[2K\u001b[1Ga\u001b]0;title\u0007b\u001b", "ab")]
    [InlineData("\u001b[38mx\u001b[99999999999mx", "xx")]
    public void Colors_become_classes_and_other_sequences_go(string text, string html) => Assert.Equal(html, AnsiHtml.Render(text));

    [Fact]
    public void Plotly_is_in_the_page_once_and_only_if_it_is_needed()
    {
        const string Chart = """{"output_type": "display_data", "metadata": {}, "data": {"text/plain": "a chart", "application/vnd.plotly.v1+json": {"data": [{"y": [1, 2], "name": "</script>"}], "layout": {}}}}""";
        var document = Fixture.Parse(SampleFiles.OneCell($"\"source\": [], \"outputs\": [{Chart}, {Chart}]"));
        var asked = 0;
        var html = HtmlExport.ToHtml(document, new HtmlOptions(Plotly: () => $"<script>/* plotly {++asked} */</script>"));
        Assert.Contains("<script>/* plotly 1 */</script>", html);
        Assert.Equal(2, System.Text.RegularExpressions.Regex.Count(html, "<div data-chart="));
        Assert.Equal(2, System.Text.RegularExpressions.Regex.Count(html, System.Text.RegularExpressions.Regex.Escape("{\"data\":[{\"y\":[1,2],\"name\":\"\\u003C/script\\u003E\"}],\"layout\":{}}")));
        Assert.Contains("<pre class=\"output text\">a chart</pre>", HtmlExport.ToHtml(document));
        HtmlExport.ToHtml(Fixture.Of(NotebookCell.Code("1")), new HtmlOptions(Plotly: () => throw new InvalidOperationException("not needed")));
        Assert.Equal(1, asked);
    }

    [Fact]
    public void A_failed_run_has_a_banner_that_links_to_the_cell()
    {
        var document = Fixture.Of(NotebookCell.Markdown("# A"), NotebookCell.Code("throw null;"));
        Assert.DoesNotContain("role=\"alert\"", HtmlExport.ToHtml(document));
        document.Metadata["workbook_run"] = new JsonObject { ["status"] = "failed", ["message"] = "Cell 2 failed: <null>", ["cell"] = document.Cells[1].Id };
        var html = HtmlExport.ToHtml(document);
        Assert.Contains($"<div class=\"banner\" role=\"alert\">Cell 2 failed: &lt;null&gt; <a href=\"#cell-{document.Cells[1].Id}\">Go to cell 2</a></div>", html);
        Assert.Contains($"<section class=\"cell code\" id=\"cell-{document.Cells[1].Id}\">", html);
        document.Metadata["workbook_run"]!["status"] = "ok";
        Assert.DoesNotContain("role=\"alert\"", HtmlExport.ToHtml(document));
    }

    [Fact]
    public void Pictures_are_in_the_page_and_the_page_may_load_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("workbook-notebooks-").FullName;
        File.WriteAllBytes(Path.Combine(folder, "a b.png"), [1, 2, 3]);
        var document = NotebookDocument.Parse(SampleFiles.All["attachments"]);
        document.Cells.Add(NotebookCell.Markdown("![](a%20b.png) ![](https://example.org/x.png)"));
        var html = HtmlExport.ToHtml(document, new HtmlOptions(Folder: folder));
        Directory.Delete(folder, recursive: true);
        Assert.Contains("src=\"data:image/png;base64,iVBORw0KGgo=\"", html);
        Assert.Contains("src=\"data:image/png;base64,AQID\"", html);
        Assert.Contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';", html);
        Assert.DoesNotContain("<link", html);
        Assert.DoesNotContain("src=\"http", html.Replace("src=\"https://example.org/x.png\"", ""));
    }

    private static string WithOutput(string output) => HtmlExport.ToHtml(Fixture.Parse(SampleFiles.OneCell($"\"source\": [\"1\"], \"outputs\": [{output}]")));
}
