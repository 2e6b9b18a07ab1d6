namespace Workbook.Notebooks.Documents.Html.Mermaid;

internal readonly record struct FlowPoint(double X, double Y);

internal readonly record struct FlowBox(double X, double Y, double Width, double Height)
{
    public double Right => X + Width;

    public double Bottom => Y + Height;

    public FlowPoint Middle => new(X + (Width / 2), Y + (Height / 2));
}

/// <param name="Points">Of a smooth line, in the edge's own direction.</param>
/// <param name="LabelAt">The middle of its label.</param>
internal sealed record FlowRoute(FlowEdge Edge, IReadOnlyList<FlowPoint> Points, FlowPoint LabelAt);

/// <summary>
/// Where boxes and lines stand (Sugiyama, Tagawa, Toda 1981): edges that close a circle are turned; layers by longest path;
/// long edges go through a place in each layer; order by barycentre; within a layer the places nearest to the neighbours.
/// Each subgraph has a lane of its own across the layers, so that its box holds no stranger.
/// </summary>
internal sealed record FlowchartLayout(double Width, double Height, IReadOnlyDictionary<string, FlowBox> Nodes, IReadOnlyDictionary<string, FlowBox> Groups, IReadOnlyList<FlowRoute> Routes)
{
    private const double Gap = 24, LayerGap = 44, Margin = 8, Pad = 14;

    /// <summary>Boxes side by side whose every order is tried.</summary>
    private const int MaxOrdered = 6;

    /// <summary>A node, or where a long edge passes a layer. Along is the direction of the flow, across the other.</summary>
    private sealed class Place(string? node, int lane, double along, double across)
    {
        public string? Node => node;

        public int Lane => lane;

        public double Along => along;

        public double Across => across;

        public int Layer { get; set; }

        /// <summary>Of its middle.</summary>
        public double At { get; set; }

        public List<Place> Before { get; } = [];

        public List<Place> After { get; } = [];
    }

    public static FlowchartLayout Of(Flowchart chart)
    {
        var isFlat = chart.Direction is FlowDirection.Left or FlowDirection.Right;
        var lanes = Lanes(chart);
        var places = chart.Nodes.ToDictionary(node => node.Id, node =>
        {
            var (width, height) = FlowText.Size(node);
            return new Place(node.Id, lanes.IndexOf(node.Group), isFlat ? width : height, isFlat ? height : width);
        });
        var ends = chart.Edges.Select(edge => (From: places[Representative(chart, edge.From)], To: places[Representative(chart, edge.To)])).ToList();
        var turned = Turned([.. places.Values], ends);
        SetLayers([.. places.Values], ends, turned);
        var chains = Chains(ends, turned);
        var layers = places.Values.Concat(chains.SelectMany(chain => chain)).Distinct().GroupBy(place => place.Layer).OrderBy(layer => layer.Key).Select(layer => layer.OrderBy(place => place.Lane).ToList()).ToList();
        Order(layers);
        var ranges = new Dictionary<string, (double From, double To)>();
        var bounds = Bounds(chart, isFlat, layers, lanes, ranges);
        SetAcross(layers, bounds);
        return Drawn(chart, isFlat, places, layers, chains, turned, ranges, bounds.Max(lane => lane.To));
    }

    /// <summary>
    /// Depth first, so that those of a group and of the groups in it are side by side; of the outermost, and of null for nodes
    /// without a group, those near one another that edges lead between.
    /// </summary>
    private static List<FlowGroup?> Lanes(Flowchart chart)
    {
        var outermost = chart.Groups.Where(group => group.Parent is null).Prepend(null).ToList();
        var ends = chart.Edges.Select(edge => (From: Outermost(edge.From), To: Outermost(edge.To))).ToList();
        var order = outermost.Count > MaxOrdered ? outermost : Permutations(outermost).MinBy(lanes => ends.Sum(end => Math.Abs(lanes.IndexOf(end.From) - lanes.IndexOf(end.To))))!;
        var all = new List<FlowGroup?>();
        foreach (var group in order)
            Add(group);
        return all;

        FlowGroup? Outermost(string id)
        {
            var group = chart.Nodes.FirstOrDefault(node => node.Id == id)?.Group ?? chart.Groups.FirstOrDefault(group => group.Id == id);
            while (group?.Parent is { } parent)
                group = parent;
            return group;
        }

        void Add(FlowGroup? group)
        {
            all.Add(group);
            foreach (var child in chart.Groups.Where(child => group is not null && child.Parent == group))
                Add(child);
        }
    }

    private static IEnumerable<List<FlowGroup?>> Permutations(List<FlowGroup?> groups) => groups.Count == 0 ? [[]]
        : groups.SelectMany((first, index) => Permutations([.. groups.Take(index), .. groups.Skip(index + 1)]).Select(rest => rest.Prepend(first).ToList()));

    /// <summary>For a group its first node.</summary>
    private static string Representative(Flowchart chart, string id) =>
        chart.Nodes.Any(node => node.Id == id) ? id : (chart.Nodes.FirstOrDefault(node => IsIn(node.Group, id)) ?? chart.Nodes[0]).Id;

    private static bool IsIn(FlowGroup? group, string id) => group is not null && (group.Id == id || IsIn(group.Parent, id));

    /// <summary>Edges that lead back to where the way came from.</summary>
    private static HashSet<int> Turned(IReadOnlyList<Place> places, IReadOnlyList<(Place From, Place To)> edges)
    {
        var (turned, open, done) = (new HashSet<int>(), new HashSet<Place>(), new HashSet<Place>());
        var from = edges.Select((edge, index) => (edge, index)).ToLookup(pair => pair.edge.From);
        // Beginnings first: what the author wrote first is a fair guess.
        foreach (var place in places.OrderBy(place => edges.Any(edge => edge.To == place && edge.From != place)))
            Visit(place);
        return turned;

        void Visit(Place start)
        {
            var way = new Stack<(Place Place, IEnumerator<((Place From, Place To) Edge, int Index)> Left)>();
            Enter(start);
            while (way.TryPeek(out var top))
            {
                if (!top.Left.MoveNext())
                {
                    way.Pop();
                    open.Remove(top.Place);
                    done.Add(top.Place);
                }
                else if (open.Contains(top.Left.Current.Edge.To))
                    turned.Add(top.Left.Current.Index);
                else
                    Enter(top.Left.Current.Edge.To);
            }

            void Enter(Place place)
            {
                if (done.Contains(place) || !open.Add(place))
                    return;
                way.Push((place, from[place].GetEnumerator()));
            }
        }
    }

    private static void SetLayers(IReadOnlyList<Place> places, IReadOnlyList<(Place From, Place To)> edges, HashSet<int> turned)
    {
        var forward = edges.Select((edge, index) => turned.Contains(index) ? (From: edge.To, To: edge.From) : edge).Where(edge => edge.From != edge.To).ToList();
        for (var isSettled = false; !isSettled;)
        {
            isSettled = true;
            foreach (var (left, right) in forward.Where(edge => edge.To.Layer <= edge.From.Layer))
            {
                right.Layer = left.Layer + 1;
                isSettled = false;
            }
        }

        // A beginning stands next to what it leads to, not far before.
        foreach (var place in places.Where(place => forward.All(edge => edge.To != place)))
            if (forward.Where(edge => edge.From == place).Select(edge => edge.To.Layer).DefaultIfEmpty(1).Min() is > 1 and var next)
                place.Layer = next - 1;
    }

    /// <summary>For each edge its places layer by layer, in the order of the layers; one alone for an edge to itself.</summary>
    private static List<List<Place>> Chains(IReadOnlyList<(Place From, Place To)> edges, HashSet<int> turned) => [.. edges.Select((edge, index) =>
    {
        var (first, last) = turned.Contains(index) ? (edge.To, edge.From) : edge;
        var chain = new List<Place> { first };
        for (var layer = first.Layer + 1; layer < last.Layer; layer++)
            chain.Add(new Place(null, first.Lane, 0, 4) { Layer = layer });
        if (first != last)
            chain.Add(last);
        foreach (var (before, after) in chain.Zip(chain.Skip(1)))
        {
            before.After.Add(after);
            after.Before.Add(before);
        }

        return chain;
    })];

    private static void Order(List<List<Place>> layers)
    {
        foreach (var layer in layers)
            Number(layer);
        for (var sweep = 0; sweep < 8; sweep++)
        {
            foreach (var layer in sweep % 2 == 0 ? layers : Enumerable.Reverse(layers))
            {
                var sorted = layer.OrderBy(place => place.Lane).ThenBy(place => (sweep % 2 == 0 ? place.Before : place.After).Select(other => other.At).DefaultIfEmpty(place.At).Average()).ToList();
                layer.Clear();
                layer.AddRange(sorted);
                Number(layer);
            }
        }

        static void Number(List<Place> layer)
        {
            for (var index = 0; index < layer.Count; index++)
                layer[index].At = index - ((layer.Count - 1) / 2.0);
        }
    }

    /// <summary>Each lane is as wide as its widest layer; a group reaches over its own lane and those of the groups in it.</summary>
    private static List<(double From, double To)> Bounds(Flowchart chart, bool isFlat, List<List<Place>> layers, List<FlowGroup?> lanes, Dictionary<string, (double From, double To)> ranges)
    {
        var bounds = new (double From, double To)[lanes.Count];
        var at = Margin;
        foreach (var outermost in lanes.Where(lane => lane?.Parent is null))
            Add(outermost);
        return [.. bounds];

        void Add(FlowGroup? group)
        {
            var from = at;
            if (group is not null)
                at += Pad + (isFlat ? group.Title.Count * FlowText.Line : 0);
            var lane = lanes.IndexOf(group);
            var widest = layers.Max(layer => layer.Where(place => place.Lane == lane).Sum(place => place.Across + Gap));
            bounds[lane] = (at, at + Math.Max(0, widest - Gap));
            at = bounds[lane].To + (widest > 0 ? Gap : 0);
            if (group is null)
                return;
            foreach (var child in chart.Groups.Where(child => child.Parent == group))
                Add(child);
            at += Pad - Gap;
            if (!isFlat && from + group.Title.Max(FlowText.Width) + 12 is var wide && wide > at)
            {
                bounds[lane].To += wide - at;
                at = wide;
            }

            ranges[group.Id] = (from, at);
            at += Gap;
        }
    }

    private static int Depth(FlowGroup? group) => group is null ? 0 : 1 + Depth(group.Parent);

    private static void SetAcross(List<List<Place>> layers, List<(double From, double To)> bounds)
    {
        foreach (var layer in layers)
            foreach (var lane in layer.GroupBy(place => place.Lane))
                Settle([.. lane], place => (bounds[place.Lane].From + bounds[place.Lane].To) / 2, bounds[lane.Key]);
        for (var sweep = 0; sweep < 10; sweep++)
            foreach (var layer in sweep % 2 == 0 ? layers : Enumerable.Reverse(layers))
                foreach (var lane in layer.GroupBy(place => place.Lane))
                    Settle([.. lane], place => (sweep == 9 ? place.Before.Concat(place.After) : sweep % 2 == 0 ? place.Before : place.After).Select(other => other.At).DefaultIfEmpty(place.At).Average(), bounds[lane.Key]);
    }

    /// <summary>As near to the wishes as order and gaps allow: least squares, by pooling neighbours that would overlap.</summary>
    private static void Settle(List<Place> places, Func<Place, double> wish, (double From, double To) bounds)
    {
        var offsets = new double[places.Count];
        for (var index = 1; index < places.Count; index++)
            offsets[index] = offsets[index - 1] + ((places[index - 1].Across + places[index].Across) / 2) + Gap;
        var pools = new List<(double Sum, int Count)>();
        for (var index = 0; index < places.Count; index++)
        {
            pools.Add((wish(places[index]) - offsets[index], 1));
            while (pools.Count > 1 && pools[^2].Sum / pools[^2].Count > pools[^1].Sum / pools[^1].Count)
            {
                pools[^2] = (pools[^2].Sum + pools[^1].Sum, pools[^2].Count + pools[^1].Count);
                pools.RemoveAt(pools.Count - 1);
            }
        }

        var place = 0;
        var (lowest, highest) = (bounds.From + (places[0].Across / 2), bounds.To - offsets[^1] - (places[^1].Across / 2));
        foreach (var (sum, count) in pools)
            for (var member = 0; member < count; member++, place++)
                places[place].At = offsets[place] + Math.Clamp(sum / count, lowest, Math.Max(lowest, highest));
    }

    private static FlowchartLayout Drawn(Flowchart chart, bool isFlat, Dictionary<string, Place> places, List<List<Place>> layers, List<List<Place>> chains, HashSet<int> turned, Dictionary<string, (double From, double To)> ranges, double farthest)
    {
        var middles = new double[layers.Count];
        var head = Margin + (chart.Groups.Count > 0 ? chart.Groups.Max(Depth) * (Pad + FlowText.Line) : 0);
        var length = head;
        for (var index = 0; index < layers.Count; index++)
        {
            var depth = layers[index].Max(place => place.Along);
            middles[index] = length + (depth / 2);
            var labels = chains.Select((chain, edge) => (chain, edge)).Where(pair => pair.chain.Any(place => place.Layer == index) && pair.chain[^1].Layer > index).SelectMany(pair => chart.Edges[pair.edge].Label.Count == 0 ? [] : new[] { isFlat ? chart.Edges[pair.edge].Label.Max(FlowText.Width) : chart.Edges[pair.edge].Label.Count * FlowText.Line });
            length += depth + LayerGap + labels.DefaultIfEmpty(0).Max();
            if (index == layers.Count - 1)
                length = middles[index] + (depth / 2);
        }

        length += head;
        var across = ranges.Values.Select(range => range.To).Append(farthest).Max() + Margin;
        var isBack = chart.Direction is FlowDirection.Up or FlowDirection.Left;
        double Along(double at) => isBack ? length - at : at;
        FlowPoint Point(double along, double at) => isFlat ? new(Along(along), at) : new(at, Along(along));
        FlowBox Box(double along, double at, double alongSize, double acrossSize)
        {
            var middle = Point(along, at);
            var (width, height) = isFlat ? (alongSize, acrossSize) : (acrossSize, alongSize);
            return new(middle.X - (width / 2), middle.Y - (height / 2), width, height);
        }

        var boxes = places.Values.ToDictionary(place => place.Node!, place => Box(middles[place.Layer], place.At, place.Along, place.Across));
        var groups = new Dictionary<string, FlowBox>();
        foreach (var group in chart.Groups.Reverse().Where(group => chart.Nodes.Any(node => IsIn(node.Group, group.Id))))
        {
            var inner = chart.Nodes.Where(node => node.Group == group).Select(node => boxes[node.Id])
                .Concat(chart.Groups.Where(child => child.Parent == group && groups.ContainsKey(child.Id)).Select(child => groups[child.Id])).ToList();
            var (from, to) = ranges[group.Id];
            // Where the title stands, over the box's upper edge, is along the flow or across it.
            var title = group.Title.Count * FlowText.Line;
            var missing = Math.Max(0, group.Title.Max(FlowText.Width) + 12 - (inner.Max(box => box.Right) - inner.Min(box => box.X) + (2 * Pad))) / 2;
            groups[group.Id] = isFlat
                ? new(inner.Min(box => box.X) - Pad - missing, from, inner.Max(box => box.Right) - inner.Min(box => box.X) + (2 * (Pad + missing)), to - from)
                : new(from, inner.Min(box => box.Y) - Pad - title, to - from, inner.Max(box => box.Bottom) - inner.Min(box => box.Y) + (2 * Pad) + title);
        }

        var routes = chains.Select((chain, index) => FlowRouting.Route(chart.Edges[index], index, [.. chain.Select(place => Box(middles[place.Layer], place.At, place.Along, place.Across))], turned.Contains(index), isFlat, isBack, chart.Edges, groups)).ToList();
        var width = isFlat ? length : across;
        var height = isFlat ? across : length;
        return FlowRouting.Framed(new FlowchartLayout(width, height, boxes, groups, routes), Margin);
    }
}
