using System.Globalization;
using System.Net;
using System.Text;

namespace Workbook.Notebooks.Documents.Html.Mermaid;

/// <summary>The drawing: in the page's own text colour, so that it fits light and dark; without ids, of which a page has many charts.</summary>
internal static class FlowchartSvg
{
    private const string Back = "var(--jp-layout-color0,var(--vscode-editor-background,var(--back,Canvas)))";

    public static string Of(Flowchart chart, FlowchartLayout layout)
    {
        var svg = new StringBuilder();
        // Wide ones shrink with the page, but stay readable: then they scroll.
        svg.Append(CultureInfo.InvariantCulture, $"<div class=\"mermaid-drawn\" style=\"overflow-x:auto\"><svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"{Encode(chart.Title ?? $"Flowchart of {chart.Nodes.Count} nodes")}\" viewBox=\"0 0 {layout.Width:0.#} {layout.Height:0.#}\" width=\"{layout.Width:0.#}\" height=\"{layout.Height:0.#}\" style=\"max-width:100%;min-width:{Math.Min(layout.Width, Math.Max(320, layout.Width * .65)):0}px;height:auto;font:{FlowText.FontSize}px system-ui,'Segoe UI',sans-serif\" fill=\"none\" stroke=\"currentColor\">");
        if (chart.Title is { } title)
            svg.Append("<title>").Append(Encode(title)).Append("</title>");
        foreach (var group in chart.Groups.Where(group => layout.Groups.ContainsKey(group.Id)))
        {
            var box = layout.Groups[group.Id];
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{box.X:0.#}\" y=\"{box.Y:0.#}\" width=\"{box.Width:0.#}\" height=\"{box.Height:0.#}\" rx=\"6\" fill=\"currentColor\" fill-opacity=\".05\" stroke-opacity=\".35\"/>");
            Text(svg, group.Title, box.X + (box.Width / 2), box.Y + 6 + (group.Title.Count * FlowText.Line / 2), "font-weight=\"600\"");
        }

        foreach (var route in layout.Routes.Where(route => route.Edge.Line != FlowLine.Hidden))
            Line(svg, route, chart.Direction is FlowDirection.Left or FlowDirection.Right, layout.Groups);
        foreach (var node in chart.Nodes)
            Node(svg, node, layout.Nodes[node.Id]);
        foreach (var route in layout.Routes.Where(route => route.Edge.Label.Count > 0 && route.Edge.Line != FlowLine.Hidden))
        {
            var (width, height) = (route.Edge.Label.Max(FlowText.Width) + 6, route.Edge.Label.Count * FlowText.Line);
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{route.LabelAt.X - (width / 2):0.#}\" y=\"{route.LabelAt.Y - (height / 2):0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\" stroke=\"none\" style=\"fill:{Back};opacity:.9\"/>");
            Text(svg, route.Edge.Label, route.LabelAt.X, route.LabelAt.Y, "fill-opacity=\".85\" font-size=\"12\"");
        }

        return svg.Append("</svg></div>").ToString();
    }

    private static void Node(StringBuilder svg, FlowNode node, FlowBox box)
    {
        var (x, y, right, bottom, middle) = (box.X, box.Y, box.Right, box.Bottom, box.Middle);
        var fill = node.Style.GetValueOrDefault("fill");
        svg.Append(CultureInfo.InvariantCulture, $"<g style=\"fill:{fill ?? Back};stroke:{node.Style.GetValueOrDefault("stroke", "currentColor")}\">");
        var slant = Math.Min(16, box.Height / 2);
        svg.Append(node.Shape switch
        {
            FlowShape.Round => Rect(6),
            FlowShape.Stadium => Rect(box.Height / 2),
            FlowShape.Circle => Circle(0),
            FlowShape.DoubleCircle => Circle(0) + Circle(5),
            FlowShape.Diamond => Polygon((middle.X, y), (right, middle.Y), (middle.X, bottom), (x, middle.Y)),
            FlowShape.Hexagon => Polygon((x + slant, y), (right - slant, y), (right, middle.Y), (right - slant, bottom), (x + slant, bottom), (x, middle.Y)),
            FlowShape.LeanRight => Polygon((x + slant, y), (right, y), (right - slant, bottom), (x, bottom)),
            FlowShape.LeanLeft => Polygon((x, y), (right - slant, y), (right, bottom), (x + slant, bottom)),
            FlowShape.Trapezoid => Polygon((x + slant, y), (right - slant, y), (right, bottom), (x, bottom)),
            FlowShape.InvertedTrapezoid => Polygon((x, y), (right, y), (right - slant, bottom), (x + slant, bottom)),
            FlowShape.Flag => Polygon((x, y), (right, y), (right, bottom), (x, bottom), (x + slant, middle.Y)),
            FlowShape.Subroutine => Rect(0) + Invariant($"<path d=\"M{x + 7:0.#} {y:0.#}V{bottom:0.#}M{right - 7:0.#} {y:0.#}V{bottom:0.#}\"/>"),
            FlowShape.Cylinder => Invariant($"<path d=\"M{x:0.#} {y + 6:0.#}v{box.Height - 12:0.#}a{box.Width / 2:0.#} 6 0 0 0 {box.Width:0.#} 0v{12 - box.Height:0.#}a{box.Width / 2:0.#} 6 0 0 0 {-box.Width:0.#} 0a{box.Width / 2:0.#} 6 0 0 0 {box.Width:0.#} 0\"/>"),
            _ => Rect(2),
        });
        svg.Append("</g>");
        var color = node.Style.GetValueOrDefault("color") ?? (fill is null ? null : IsDark(fill) ? "#fff" : "#1f2328");
        Text(svg, node.Label, middle.X, middle.Y + (node.Shape == FlowShape.Cylinder ? 5 : 0), color is null ? "" : $"style=\"fill:{color}\"");

        string Rect(double radius) => Invariant($"<rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{box.Width:0.#}\" height=\"{box.Height:0.#}\" rx=\"{radius:0.#}\"/>");
        string Circle(double inset) => Invariant($"<circle cx=\"{middle.X:0.#}\" cy=\"{middle.Y:0.#}\" r=\"{(box.Width / 2) - inset:0.#}\"/>");
    }

    private static void Line(StringBuilder svg, FlowRoute route, bool isFlat, IReadOnlyDictionary<string, FlowBox> groups)
    {
        var points = route.Points;
        var isStraight = groups.ContainsKey(route.Edge.From) || groups.ContainsKey(route.Edge.To);
        var isLoop = route.Edge.From == route.Edge.To;
        var path = new StringBuilder().Append(CultureInfo.InvariantCulture, $"M{points[0].X:0.#} {points[0].Y:0.#}");
        if (isLoop)
            path.Append(CultureInfo.InvariantCulture, $"C{points[1].X:0.#} {points[1].Y:0.#} {points[2].X:0.#} {points[2].Y:0.#} {points[3].X:0.#} {points[3].Y:0.#}");
        else
            foreach (var (from, to) in points.Zip(points.Skip(1)))
            {
                var (x, y) = ((from.X + to.X) / 2, (from.Y + to.Y) / 2);
                path.Append(isStraight ? Invariant($"L{to.X:0.#} {to.Y:0.#}")
                    : isFlat ? Invariant($"C{x:0.#} {from.Y:0.#} {x:0.#} {to.Y:0.#} {to.X:0.#} {to.Y:0.#}")
                    : Invariant($"C{from.X:0.#} {y:0.#} {to.X:0.#} {y:0.#} {to.X:0.#} {to.Y:0.#}"));
            }

        var look = route.Edge.Line switch { FlowLine.Thick => " stroke-width=\"3\"", FlowLine.Dotted => " stroke-dasharray=\"3 4\"", _ => "" };
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"{path}\" stroke-opacity=\".7\"{look}/>");
        // Lines come to a box straight along the flow, whatever bends they make before.
        FlowPoint Before(FlowPoint end, FlowPoint next) => isLoop ? new(end.X + 10, end.Y) : isStraight ? next : isFlat ? new(end.X + Math.Sign(next.X - end.X), end.Y) : new(end.X, end.Y + Math.Sign(next.Y - end.Y));
        Mark(svg, route.Edge.End, points[^1], Before(points[^1], points[^2]));
        Mark(svg, route.Edge.Start, points[0], Before(points[0], points[1]));
    }

    private static void Mark(StringBuilder svg, FlowMark mark, FlowPoint tip, FlowPoint from)
    {
        var length = Math.Max(.001, Math.Sqrt(((tip.X - from.X) * (tip.X - from.X)) + ((tip.Y - from.Y) * (tip.Y - from.Y))));
        var (x, y) = ((tip.X - from.X) / length, (tip.Y - from.Y) / length);
        (double, double) At(double back, double aside) => (tip.X - (x * back) - (y * aside), tip.Y - (y * back) + (x * aside));
        switch (mark)
        {
            case FlowMark.Arrow:
                svg.Append("<g stroke=\"none\" fill=\"currentColor\">").Append(Polygon((tip.X, tip.Y), At(9, 4.5), At(9, -4.5))).Append("</g>");
                break;
            case FlowMark.Circle:
                var (cx, cy) = At(5, 0);
                svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{cx:0.#}\" cy=\"{cy:0.#}\" r=\"4\" fill=\"currentColor\"/>");
                break;
            case FlowMark.Cross:
                var ((ax, ay), (bx, by), (dx, dy), (ex, ey)) = (At(2, 4), At(10, -4), At(2, -4), At(10, 4));
                svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{ax:0.#} {ay:0.#}L{bx:0.#} {by:0.#}M{dx:0.#} {dy:0.#}L{ex:0.#} {ey:0.#}\" stroke-width=\"2\"/>");
                break;
        }
    }

    private static void Text(StringBuilder svg, IReadOnlyList<string> lines, double x, double y, string attributes)
    {
        for (var index = 0; index < lines.Count; index++)
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y + ((index - ((lines.Count - 1) / 2.0)) * FlowText.Line) + 4.5:0.#}\" text-anchor=\"middle\" stroke=\"none\" fill=\"currentColor\" {attributes}>{Encode(lines[index])}</text>");
    }

    private static string Polygon(params ReadOnlySpan<(double X, double Y)> points)
    {
        var list = new StringBuilder("<polygon points=\"");
        foreach (var (x, y) in points)
            list.Append(CultureInfo.InvariantCulture, $"{x:0.#},{y:0.#} ");
        return list.Append("\"/>").ToString();
    }

    /// <summary>By the luminance of #rgb or #rrggbb; a colour by name is taken for a light one.</summary>
    private static bool IsDark(string fill)
    {
        var hex = fill.TrimStart('#');
        hex = hex.Length == 3 ? string.Concat(hex.Select(digit => $"{digit}{digit}")) : hex;
        return fill.StartsWith('#') && hex.Length >= 6 && int.TryParse(hex[..6], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var rgb)
            && (.299 * (rgb >> 16)) + (.587 * ((rgb >> 8) & 255)) + (.114 * (rgb & 255)) < 140;
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
