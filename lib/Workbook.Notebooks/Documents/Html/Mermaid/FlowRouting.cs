namespace Workbook.Notebooks.Documents.Html.Mermaid;

/// <summary>The lines of a flowchart, once its boxes stand.</summary>
internal static class FlowRouting
{
    private const double Apart = 26;

    /// <param name="boxes">Along the edge, in the order of the layers.</param>
    public static FlowRoute Route(FlowEdge edge, int index, IReadOnlyList<FlowBox> boxes, bool isTurned, bool isFlat, bool isBack, IReadOnlyList<FlowEdge> all, IReadOnlyDictionary<string, FlowBox> groups)
    {
        if (groups.ContainsKey(edge.From) || groups.ContainsKey(edge.To))
        {
            var (from, to) = isTurned ? (boxes[^1], boxes[0]) : (boxes[0], boxes[^1]);
            var (first, second) = (groups.TryGetValue(edge.From, out var one) ? one : from, groups.TryGetValue(edge.To, out var two) ? two : to);
            var ends = (IReadOnlyList<FlowPoint>)[Leaving(first, second.Middle), Leaving(second, first.Middle)];
            return new(edge, ends, Between(ends[0], ends[1]));
        }

        if (boxes.Count == 1)
        {
            var (right, middle) = (boxes[0].Right, boxes[0].Middle.Y);
            return new(edge, [new(right, middle - 8), new(right + Apart, middle - 10), new(right + Apart, middle + 10), new(right, middle + 8)], new(right + Apart + 12, middle));
        }

        // Several between the same two nodes bend apart.
        var parallel = all.Select((other, place) => (other, place)).Where(pair => (pair.other.From, pair.other.To) == (edge.From, edge.To) || (pair.other.From, pair.other.To) == (edge.To, edge.From)).Select(pair => pair.place).ToList();
        var bend = (parallel.IndexOf(index) - ((parallel.Count - 1) / 2.0)) * Apart;
        var points = new List<FlowPoint> { Side(boxes[0], isFlat, !isBack, bend / 2) };
        points.AddRange(boxes.Skip(1).Take(boxes.Count - 2).Select(box => Shifted(box.Middle, isFlat, bend)));
        var last = Side(boxes[^1], isFlat, isBack, bend / 2);
        if (points.Count == 1 && bend != 0)
            points.Add(Shifted(Between(points[0], last), isFlat, bend));
        points.Add(last);
        if (isTurned)
            points.Reverse();
        var label = points.Count % 2 == 1 ? points[points.Count / 2] : Between(points[(points.Count / 2) - 1], points[points.Count / 2]);
        return new(edge, points, label);
    }

    /// <summary>With room for all that stands out: titles, labels, loops.</summary>
    public static FlowchartLayout Framed(FlowchartLayout layout, double margin)
    {
        var labels = layout.Routes.Where(route => route.Edge.Label.Count > 0).Select(route =>
        {
            var (width, height) = (route.Edge.Label.Max(FlowText.Width) + 8, route.Edge.Label.Count * FlowText.Line);
            return new FlowBox(route.LabelAt.X - (width / 2), route.LabelAt.Y - (height / 2), width, height);
        });
        var all = layout.Nodes.Values.Concat(layout.Groups.Values).Concat(labels).Concat(layout.Routes.SelectMany(route => route.Points).Select(point => new FlowBox(point.X, point.Y, 0, 0))).ToList();
        var (left, top) = (all.Min(box => box.X) - margin, all.Min(box => box.Y) - margin);
        FlowBox Box(FlowBox box) => box with { X = box.X - left, Y = box.Y - top };
        FlowPoint Point(FlowPoint point) => new(point.X - left, point.Y - top);
        return new FlowchartLayout(
            all.Max(box => box.Right) - left + margin, all.Max(box => box.Bottom) - top + margin,
            layout.Nodes.ToDictionary(pair => pair.Key, pair => Box(pair.Value)), layout.Groups.ToDictionary(pair => pair.Key, pair => Box(pair.Value)),
            [.. layout.Routes.Select(route => route with { Points = [.. route.Points.Select(Point)], LabelAt = Point(route.LabelAt) })]);
    }

    private static FlowPoint Between(FlowPoint left, FlowPoint right) => new((left.X + right.X) / 2, (left.Y + right.Y) / 2);

    private static FlowPoint Shifted(FlowPoint point, bool isFlat, double by) => isFlat ? point with { Y = point.Y + by } : point with { X = point.X + by };

    private static FlowPoint Side(FlowBox box, bool isFlat, bool isFar, double shift)
    {
        shift = Math.Clamp(shift, -(isFlat ? box.Height : box.Width) / 12, (isFlat ? box.Height : box.Width) / 12);
        return isFlat ? new(isFar ? box.Right : box.X, box.Middle.Y + shift) : new(box.Middle.X + shift, isFar ? box.Bottom : box.Y);
    }

    /// <summary>Where the straight line from the box's middle leaves it.</summary>
    private static FlowPoint Leaving(FlowBox box, FlowPoint towards)
    {
        var (x, y) = (towards.X - box.Middle.X, towards.Y - box.Middle.Y);
        var reach = Math.Min(x == 0 ? double.MaxValue : box.Width / 2 / Math.Abs(x), y == 0 ? double.MaxValue : box.Height / 2 / Math.Abs(y));
        return reach == double.MaxValue ? box.Middle : new(box.Middle.X + (x * Math.Min(reach, 1)), box.Middle.Y + (y * Math.Min(reach, 1)));
    }
}
