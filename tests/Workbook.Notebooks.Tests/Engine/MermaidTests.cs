using System.Xml.Linq;
using Workbook.Notebooks.Documents.Html.Mermaid;

namespace Workbook.Notebooks.Tests.Engine;

/// <summary>Flowcharts, drawn without a script.</summary>
public sealed class MermaidTests
{
    [Fact]
    public void A_cell_is_shown_in_all_forms()
    {
        using var notebook = new TestNotebook();
        notebook.Run("#!mermaid\ngraph TD\nA-->B");
        var shown = Assert.Single(notebook.Displayed);
        Assert.Equal(["text/vnd.mermaid", "text/html", "text/plain"], shown.Data.Keys);
        Assert.Equal("graph TD\nA-->B", shown.Text("text/vnd.mermaid"));
        Assert.StartsWith("<div class=\"mermaid-drawn\"", shown.Text("text/html"));
    }

    [Theory]
    [InlineData("graph TD\nA-->B", "A>B")]
    [InlineData("flowchart LR\n  a[One] --> b(Two) --> c{Three?}", "One>Two Two>Three?")]
    [InlineData("graph LR; A-->B; B-->C;", "A>B B>C")]
    [InlineData("graph TD\nA & B --> C & D", "A>C A>D B>C B>D")]
    [InlineData("graph TD\nA -->|yes| B\nA -- no --> C\nA -. maybe .-> D\nA == sure ==> E", "A>B:yes A>C:no A>D:maybe A>E:sure")]
    [InlineData("graph TD\nA --- B\nB -.- C\nC === D\nD ---- E\nE ~~~ F", "A-B B-C C-D D-E E-F")]
    [InlineData("graph TD\nA --o B\nB --x C\nC <--> D\nD o--o E\nE x--x F", "AoB BxC C>D DoE ExF")]
    [InlineData("graph TD\nA[\"quoted [text] -- with; marks\"] --> B[Line<br/>two]", "quoted [text] -- with; marks>Line|two")]
    [InlineData("graph TD\nA((c)) --> B(((d))) --> C([s]) --> D[[u]] --> E[(y)] --> F{{h}} --> G[/l/] --> H[\\r\\] --> I[/t\\] --> J>f]", "c>d d>s s>u u>y y>h h>l l>r r>t t>f")]
    [InlineData("%% a comment\n---\ntitle: Title\n---\n%%{init: {'theme':'dark'}}%%\nflowchart TB\nraw_orders --> stg-orders.v2", "raw_orders>stg-orders.v2")]
    [InlineData("graph TD\nsubgraph one [First]\nA-->B\nend\nsubgraph two\ndirection LR\nC\nend\nB-->C\none-->two", "A>B B>C one>two")]
    [InlineData("graph TD\nA:::big-->B\nclassDef big fill:#f9f,stroke:#333,stroke-width:4px\nclass B big\nstyle A color:red\nlinkStyle 0 stroke:red\nclick A \"x\"", "A>B")]
    [InlineData("graph TD\nA@{ shape: cyl, label: \"Store\" } --> B", "Store>B")]
    [InlineData("graph TD\nA[#quot;x#quot; #35;1 &amp; **bold** <i>i</i>]-->B", "\"x\" #1 & bold i>B")]
    [InlineData("graph TD\nendpoint --> subgraphs", "endpoint>subgraphs")]
    public void What_Mermaid_writes_is_read(string text, string edges)
    {
        var chart = FlowchartParser.Parse(text)!;
        string Name(string id) => string.Join('|', chart.Nodes.FirstOrDefault(node => node.Id == id)?.Label ?? [id]);
        Assert.Equal(edges, string.Join(' ', chart.Edges.Select(edge =>
            Name(edge.From) + edge.End switch { FlowMark.Arrow => ">", FlowMark.Circle => "o", FlowMark.Cross => "x", _ => "-" } + Name(edge.To) + (edge.Label.Count > 0 ? ":" + edge.Label[0] : ""))));
    }

    /// <summary>Of all shapes of graphs: boxes of nodes never overlap, subgraphs hold their own nodes and no other, all is within the picture.</summary>
    [Theory]
    [InlineData("graph TD\nA-->B-->C-->A")]
    [InlineData("graph LR\nA-->A\nA-->B\nB-->A\nA-->B")]
    [InlineData("graph BT\nA-->B & C & D & E-->F\nA-->F")]
    [InlineData("graph RL\nsubgraph s1[A long title of a small subgraph]\na\nend\nsubgraph s2\nsubgraph s3\nb-->c\nend\nd\nend\na-->b & d\nc-->x\nx-->a\ns1-->s2")]
    [InlineData("graph TD\nsubgraph bronze\no[orders]\np[payments]\nend\nsubgraph silver\nso[orders clean] --> j{joined?}\nend\nsubgraph gold\nf[(fct_sales)]\nend\no-->so\np-->j\nj-->|yes|f\nj-->|no|r((rejects))\nr-.->o")]
    [InlineData("graph TD\nalone")]
    public void A_layout_holds_together(string text)
    {
        foreach (var direction in (string[])["TD", "BT", "LR", "RL"])
        {
            var chart = FlowchartParser.Parse($"graph {direction}\n{text[(text.IndexOf('\n') + 1)..]}")!;
            var layout = FlowchartLayout.Of(chart);
            var boxes = layout.Nodes.ToList();
            for (var left = 0; left < boxes.Count; left++)
                for (var right = left + 1; right < boxes.Count; right++)
                    Assert.False(Overlap(boxes[left].Value, boxes[right].Value), $"{direction}: {boxes[left].Key} and {boxes[right].Key} overlap");
            foreach (var node in chart.Nodes)
                foreach (var (id, box) in layout.Groups)
                {
                    var isIn = false;
                    for (var group = node.Group; group is not null; group = group.Parent)
                        isIn |= group.Id == id;
                    Assert.Equal(isIn, Overlap(layout.Nodes[node.Id], box));
                }

            Assert.All(layout.Nodes.Values.Concat(layout.Groups.Values), box => Assert.True(box is { X: >= 0, Y: >= 0 } && box.Right <= layout.Width && box.Bottom <= layout.Height));
            Assert.All(layout.Routes.SelectMany(route => route.Points), point => Assert.True(double.IsFinite(point.X + point.Y)));
            XDocument.Parse(MermaidDiagram.Html($"graph {direction}\n{text[(text.IndexOf('\n') + 1)..]}"));
        }

        static bool Overlap(FlowBox one, FlowBox two) => one.X < two.Right - .01 && two.X < one.Right - .01 && one.Y < two.Bottom - .01 && two.Y < one.Bottom - .01;
    }

    [Fact]
    public void A_hundred_nodes_in_circles_are_drawn_at_once()
    {
        var text = "graph TD\n" + string.Join('\n', Enumerable.Range(0, 100).Select(n => $"n{n} --> n{n * 7 % 100} & n{(n + 1) % 100}"));
        Assert.Contains("</svg>", MermaidDiagram.Html(text));
    }

    [Theory]
    [InlineData("sequenceDiagram\nA->>B: hi", "A diagram of the kind &#39;sequenceDiagram&#39; is shown as its text here, where only flowcharts are drawn. JupyterLab 4.1 or later draws it.")]
    [InlineData("erDiagram\nA ||--o{ B : has", "kind &#39;erDiagram&#39;")]
    [InlineData("graph TD\nA-->\n", "Line 2 of the flowchart is not understood here: &#39;A--&gt;&#39; ends where a node is expected.")]
    [InlineData("graph TD\nA[open-->B", "Line 2 of the flowchart is not understood here: &#39;[open--&gt;B&#39; has no closing bracket.")]
    [InlineData("graph TD", "it has no node")]
    [InlineData("", "kind &#39;none&#39;")]
    public void What_is_not_drawn_is_shown_as_its_text_with_the_reason(string text, string note)
    {
        var html = MermaidDiagram.Html(text);
        Assert.Contains(note, html);
        Assert.Contains($"<pre class=\"mermaid-source\">{System.Net.WebUtility.HtmlEncode(text)}</pre>", html);
    }

    [Fact]
    public void Text_is_text_and_a_style_only_a_colour()
    {
        var html = MermaidDiagram.Html("graph TD\nA[\"<script>alert(1)</script> &lt;b&gt;\"]-->B\nstyle A fill:url(javascript:x),stroke:#123456\nstyle B fill:#000");
        Assert.DoesNotContain("script>", html);
        Assert.DoesNotContain("url(", html);
        Assert.Contains("alert(1) &lt;b&gt;", html);
        Assert.Contains("stroke:#123456", html);
        Assert.Contains("style=\"fill:#fff\"", html); // on black
    }
}
