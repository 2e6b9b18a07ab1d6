using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Workbook.Charts;
using Workbook.Notebooks.Documents.Json;

namespace Workbook.Notebooks.Documents.Html;

/// <param name="Title">By default the first heading.</param>
/// <param name="Plotly">The script element that brings plotly.js, asked for only if an output needs it; null leaves such charts as what else they offer.</param>
/// <param name="Folder">Pictures that markdown names by a relative path are taken from here, into the page; null for the current folder.</param>
public sealed record HtmlOptions(string? Title = null, Func<string>? Plotly = null, string? Folder = null);

/// <summary>
/// A notebook as one HTML page that loads nothing: styles, pictures and plotly.js are in it, and its policy forbids the network.
/// Notebook metadata <c>workbook_run {status, message, cell}</c> with a status other than <c>ok</c> gives a banner that links
/// to the cell (its id).
/// </summary>
public static class HtmlExport
{
    private const string Policy = "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' blob:; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; media-src data:; worker-src blob:";

    // What doesn't fit its box scrolls, and without a mouse only what has the focus can be scrolled.
    private const string ScrollWithKeys = "addEventListener('load', () => document.querySelectorAll('pre, .output').forEach(box => { if (box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight) box.tabIndex = 0; }));";

    /// <summary>One page with cells and outputs, that needs no network and runs no script but plotly.js, where a chart is shown.</summary>
    public static string ToHtml(NotebookDocument document, HtmlOptions? options = null)
    {
        options ??= new HtmlOptions();
        var markdown = new MarkdownHtml(options.Folder ?? ".");
        var plotly = NeedsPlotly(document) ? options.Plotly?.Invoke() : null;
        var outputs = new OutputHtml(markdown, hasPlotly: plotly is not null);
        var body = new StringBuilder();
        for (var index = 0; index < document.Cells.Count; index++)
            WriteCell(body, document, index, markdown, outputs);

        var title = options.Title ?? markdown.Headings.Select(heading => heading.Text).FirstOrDefault() ?? "Notebook";
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="{Policy}">
            <title>{Encode(title)}</title>
            <style>{HtmlStyle.Css}</style>
            {plotly}
            </head>
            <body>
            {Contents(markdown.Headings)}
            <main>
            {Banner(document)}{body}</main>
            <script>{ScrollWithKeys}</script>
            </body>
            </html>

            """;
    }

    internal static string Encode(string text) => WebUtility.HtmlEncode(text);

    /// <summary>nbformat holds a text as one string or as lines.</summary>
    internal static string? Text(JsonNode? node) => node switch
    {
        JsonArray lines => string.Concat(lines.Select(Text)),
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => null,
    };

    private static bool NeedsPlotly(NotebookDocument document) => document.Cells.SelectMany(cell => cell.Outputs).Any(output =>
        output?["data"] is JsonObject data && (data.ContainsKey(Chart.MimeType) || Text(data["text/html"])?.Contains("Plotly.", StringComparison.Ordinal) == true));

    private static void WriteCell(StringBuilder page, NotebookDocument document, int index, MarkdownHtml markdown, OutputHtml outputs)
    {
        var cell = document.Cells[index];
        page.Append(CultureInfo.InvariantCulture, $"<section class=\"cell {cell.Kind.ToString().ToLowerInvariant()}\" id=\"{Anchor(cell, index)}\">\n");
        switch (cell.Kind)
        {
            case CellKind.Markdown:
                page.Append(markdown.Render(cell.Source, cell.Attachments));
                break;
            case CellKind.Raw:
                page.Append(CultureInfo.InvariantCulture, $"<pre class=\"source\">{Encode(cell.Source)}</pre>\n");
                break;
            case CellKind.Code:
                WriteCode(page, document, cell);
                foreach (var output in cell.Outputs.OfType<JsonObject>())
                    page.Append(outputs.Render(output));
                break;
        }
        page.Append("</section>\n");
    }

    private static void WriteCode(StringBuilder page, NotebookDocument document, NotebookCell cell)
    {
        var (chooser, code) = CellLanguage.Split(cell.Source);
        var language = CellLanguage.Of(document, cell);
        if (code.Length == 0 && chooser is null)
            return;
        var head = cell.Source[..^code.Length].TrimEnd();
        var count = cell.ExecutionCount is { } number ? $"[{number}] " : "";
        page.Append(CultureInfo.InvariantCulture, $"<div class=\"prompt\">{count}{Encode(head.Contains(' ') ? head : language)}</div>\n");
        page.Append(CultureInfo.InvariantCulture, $"<pre class=\"source\"><code>{CodeHighlighter.Highlight(code, language)}</code></pre>\n");
    }

    private static string Anchor(NotebookCell cell, int index) => cell.Id is { } id ? $"cell-{Encode(id)}" : $"cell-{index + 1}";

    private static string Contents(IReadOnlyList<Heading> headings) => headings.Count < 2 ? "" :
        $"<nav aria-label=\"Contents\"><ol>\n{string.Concat(headings.Where(heading => heading.Level <= 3).Select(heading =>
            $"<li class=\"level{heading.Level}\"><a href=\"#{heading.Id}\">{Encode(heading.Text)}</a></li>\n"))}</ol></nav>";

    private static string Banner(NotebookDocument document)
    {
        if (document.Metadata["workbook_run"] is not JsonObject run || run.Text("status") is null or "ok")
            return "";
        var message = Encode(run.Text("message") ?? $"This run ended as {run.Text("status")}.");
        var index = document.Cells.FindIndex(cell => cell.Id is not null && cell.Id == run.Text("cell"));
        var link = index < 0 ? "" : $" <a href=\"#{Anchor(document.Cells[index], index)}\">Go to cell {index + 1}</a>";
        return $"<div class=\"banner\" role=\"alert\">{message}{link}</div>\n";
    }
}
