using System.Net;

namespace Workbook.Notebooks.Documents.Html.Mermaid;

/// <summary>
/// A diagram written in Mermaid's text (https://mermaid.js.org). Front ends that know Mermaid draw the text themselves;
/// for all others a flowchart is drawn here, without a script and without a network. Other kinds are shown as their text.
/// </summary>
internal static class MermaidDiagram
{
    public const string Mime = "text/vnd.mermaid";

    public static string Html(string text)
    {
        try
        {
            return FlowchartParser.Parse(text) is { } chart
                ? FlowchartSvg.Of(chart, FlowchartLayout.Of(chart))
                : Source(text, $"A diagram of the kind '{FlowchartParser.Kind(text)}' is shown as its text here, where only flowcharts are drawn. JupyterLab 4.1 or later draws it.");
        }
        catch (FlowchartException fault)
        {
            return Source(text, $"{fault.Message} JupyterLab 4.1 or later may draw it.");
        }
    }

    private static string Source(string text, string note) =>
        $"{TableStyle.Html}<pre class=\"mermaid-source\">{WebUtility.HtmlEncode(text)}</pre><div class=\"wb-note\">{WebUtility.HtmlEncode(note)}</div>";
}
