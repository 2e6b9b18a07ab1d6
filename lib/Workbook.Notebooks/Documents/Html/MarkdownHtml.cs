using System.Text;
using System.Text.Json.Nodes;
using Markdig;
using Markdig.Helpers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Workbook.Notebooks.Documents.Html.Mermaid;

namespace Workbook.Notebooks.Documents.Html;

/// <param name="Id">One of its kind on the page.</param>
internal sealed record Heading(int Level, string Text, string Id);

/// <summary>Markdown cells of one page. HTML in them is kept; math stays text, between <c>\(</c> and <c>\)</c>.</summary>
internal sealed class MarkdownHtml(string folder)
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseGridTables().UseTaskLists().UseEmphasisExtras().UseFootnotes().UseAutoLinks().UseMathematics().Build();

    private static readonly Dictionary<string, string> Pictures = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = "image/png", [".jpg"] = "image/jpeg", [".jpeg"] = "image/jpeg", [".gif"] = "image/gif", [".svg"] = "image/svg+xml", [".webp"] = "image/webp",
    };

    private readonly List<Heading> _headings = [];
    private readonly HashSet<string> _ids = [];

    /// <summary>Of all that was rendered so far.</summary>
    public IReadOnlyList<Heading> Headings => _headings;

    public string Render(string source, JsonObject? attachments = null)
    {
        var document = Markdown.Parse(source, Pipeline);
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            var text = string.Concat(heading.Inline?.Descendants().Select(Word) ?? []).Trim();
            var id = Unique(text);
            heading.GetAttributes().Id = id;
            _headings.Add(new Heading(heading.Level, text, id));
        }
        foreach (var link in document.Descendants<LinkInline>().Where(link => link.IsImage))
            link.Url = Picture(link.Url ?? "", attachments) ?? link.Url;
        foreach (var fence in document.Descendants<FencedCodeBlock>().Where(fence => fence.Info == "mermaid").ToList())
            Draw(fence);
        return document.ToHtml(Pipeline);
    }

    /// <summary>As GitHub and JupyterLab do: a fence of Mermaid is a diagram.</summary>
    private static void Draw(FencedCodeBlock fence)
    {
        var drawn = new HtmlBlock(null) { Lines = new StringLineGroup(MermaidDiagram.Html(fence.Lines.ToString())) };
        var parent = fence.Parent!;
        parent[parent.IndexOf(fence)] = drawn;
    }

    private static string Word(MarkdownObject inline) => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        LineBreakInline => " ",
        _ => "",
    };

    /// <summary>A data URI; null for what is elsewhere.</summary>
    private string? Picture(string url, JsonObject? attachments)
    {
        if (url.StartsWith("attachment:", StringComparison.Ordinal))
            return attachments?[Uri.UnescapeDataString(url["attachment:".Length..])] is JsonObject forms && forms.FirstOrDefault(form => form.Key.StartsWith("image/", StringComparison.Ordinal)) is { Value: { } data } form
                ? $"data:{form.Key};base64,{HtmlExport.Text(data)?.ReplaceLineEndings("")}"
                : null;
        if (url.Contains(':') || !Pictures.TryGetValue(Path.GetExtension(url), out var mime))
            return null;
        var path = Path.Combine(folder, Uri.UnescapeDataString(url));
        return File.Exists(path) ? $"data:{mime};base64,{Convert.ToBase64String(File.ReadAllBytes(path))}" : null;
    }

    private string Unique(string text)
    {
        var slug = new StringBuilder();
        foreach (var letter in text.ToLowerInvariant())
            if (char.IsLetterOrDigit(letter))
                slug.Append(letter);
            else if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        var name = slug.ToString().Trim('-') is { Length: > 0 } found ? found : "section";
        for (var number = 1; ; number++)
            if ((number == 1 ? name : $"{name}-{number}") is var id && _ids.Add(id))
                return id;
    }
}
