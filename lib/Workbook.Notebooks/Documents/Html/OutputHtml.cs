using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workbook.Charts;
using Workbook.Notebooks.Documents.Json;

namespace Workbook.Notebooks.Documents.Html;

/// <summary>Outputs of cells: of several forms the richest that the page can show.</summary>
internal sealed class OutputHtml(MarkdownHtml markdown, bool hasPlotly)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Render(JsonObject output) => output.Text("output_type") switch
    {
        "stream" => Pre(output.Text("name") == "stderr" ? "stderr" : "stdout", Overwritten(HtmlExport.Text(output["text"]) ?? "")),
        "error" => Pre("error", HtmlExport.Text(Joined(output["traceback"])) is { Length: > 0 } lines ? lines : $"{output.Text("ename")}: {output.Text("evalue")}"),
        _ when output["data"] is JsonObject data => Show(data),
        _ => "",
    };

    private string Show(JsonObject data)
    {
        string? Form(string mime) => HtmlExport.Text(data[mime]);

        if (data[Chart.MimeType] is JsonObject figure && hasPlotly)
            return $"<div class=\"output chart\">{ChartPage.FragmentWithoutPlotly(figure.ToJsonString())}</div>\n";
        if (Form("text/html") is { } html)
            return $"<div class=\"output\">{html}</div>\n";
        if (Form("image/svg+xml") is { } svg)
            return $"<div class=\"output\">{svg}</div>\n";
        foreach (var mime in (ReadOnlySpan<string>)["image/png", "image/jpeg", "image/gif", "image/webp"])
            if (Form(mime) is { } picture)
                return $"<div class=\"output\"><img alt=\"{HtmlExport.Encode(Form("text/plain") ?? "")}\" src=\"data:{mime};base64,{picture.ReplaceLineEndings("")}\"></div>\n";
        if (Form("text/markdown") is { } text)
            return $"<div class=\"output\">{markdown.Render(text)}</div>\n";
        if (data["application/json"] is { } json)
            return Pre("json", json.ToJsonString(Readable));
        if ((Form("text/latex") ?? Form("text/plain")) is { } plain)
            return Pre("text", plain);
        return data[Chart.MimeType] is null ? "" : Pre("text", "(A chart: this page was written without plotly.js, which draws it.)");
    }

    private static JsonArray? Joined(JsonNode? lines) =>
        lines is JsonArray list ? new JsonArray([.. list.Select((line, index) => (JsonNode)((index > 0 ? "\n" : "") + HtmlExport.Text(line)))]) : null;

    private static string Pre(string kind, string text) => text.Length == 0 ? "" : $"<pre class=\"output {kind}\">{AnsiHtml.Render(text)}</pre>\n";

    /// <summary>A carriage return begins the line anew, as progress bars do.</summary>
    private static string Overwritten(string text) => !text.Contains('\r') ? text :
        string.Join('\n', text.Replace("\r\n", "\n").Split('\n').Select(line => line.TrimEnd('\r').Split('\r')[^1]));
}
