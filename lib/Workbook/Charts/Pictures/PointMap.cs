using System.Text.Json.Nodes;

namespace Workbook.Charts;

/// <summary>Places on a plain outline of the land; longitudes are shortened as in the middle of the view, so that shapes look right.</summary>
/// <param name="Values">As many as places, or none. They give the points' area and colour.</param>
/// <param name="Labels">As many as places, or none. Under the pointer.</param>
internal sealed record PointMap(IReadOnlyList<double> Latitudes, IReadOnlyList<double> Longitudes, IReadOnlyList<double?> Values, IReadOnlyList<string> Labels) : Picture
{
    private const double Largest = 34, Smallest = 7;
    private const double Aspect = 1.9;

    public override string Name => "A map";

    public override int Height => 460;

    public override Drawing Draw(Chart chart)
    {
        var (west, east, south, north) = View();
        var inside = Land.Rings.Where(ring => ring.Any(point => point.Longitude >= west && point.Longitude <= east && point.Latitude >= south && point.Latitude <= north)
            || (ring.Min(point => point.Longitude) <= west && ring.Max(point => point.Longitude) >= east)).ToList();
        var land = new JsonObject
        {
            ["type"] = "scatter", ["mode"] = "lines", ["fill"] = "toself", ["fillcolor"] = chart.Template.Grid, ["line"] = new JsonObject { ["color"] = chart.Template.Grid, ["width"] = 1 },
            ["x"] = Outline(inside, point => point.Longitude), ["y"] = Outline(inside, point => point.Latitude), ["hoverinfo"] = "skip", ["showlegend"] = false,
        };
        var below = Side(west, east);
        var beside = Side(south, north);
        (beside["scaleanchor"], beside["scaleratio"]) = ("x", Round(1 / Math.Max(0.2, Math.Cos((south + north) / 2 * Math.PI / 180))));
        // The land goes on where the panel is wider than the view.
        (below["constrain"], beside["constrain"]) = ("range", "range");
        return new([land, Points(chart)], new() { ["xaxis"] = below, ["yaxis"] = beside, ["showlegend"] = false, ["hovermode"] = "closest" });
    }

    private JsonObject Points(Chart chart)
    {
        var most = Values.Select(value => Math.Abs(value ?? 0)).DefaultIfEmpty().Max();
        var marker = new JsonObject { ["opacity"] = 0.85, ["line"] = new JsonObject { ["width"] = 1, ["color"] = "#ffffff" } };
        if (Values.Count == 0)
        {
            (marker["size"], marker["color"]) = (9, Color(chart, 0));
        }
        else
        {
            // The area goes with the value: a radius would make the large ones look larger than they are.
            marker["size"] = Array(Values.Select(value => most > 0 ? Math.Max(Smallest, Largest * Math.Sqrt(Math.Abs(value ?? 0) / most)) : Smallest));
            marker["color"] = new JsonArray([.. Values.Select(value => value is { } number ? (JsonNode)number : null)]);
            marker["colorscale"] = "Viridis";
            marker["showscale"] = true;
            var bar = new JsonObject();
            if (Unit.Title(chart.LegendTitle, chart.Unit) is { Length: > 0 } title)
                bar["title"] = new JsonObject { ["text"] = title };
            marker["colorbar"] = bar;
        }
        string Text(int index) => string.Join("<br>", new[]
        {
            Labels.Count > 0 ? Labels[index] : FormattableString.Invariant($"{Latitudes[index]:0.##}, {Longitudes[index]:0.##}"),
            Values.Count > 0 ? Unit.Format(Values[index], chart.Unit) : "",
        }.Where(line => line.Length > 0));
        return new()
        {
            ["type"] = "scatter", ["mode"] = "markers", ["x"] = Array(Longitudes), ["y"] = Array(Latitudes), ["marker"] = marker,
            ["text"] = Array(Enumerable.Range(0, Latitudes.Count).Select(Text)), ["hoverinfo"] = "text",
        };
    }

    private (double West, double East, double South, double North) View()
    {
        if (Latitudes.Count == 0)
            return (-180, 180, -60, 80);
        var (west, east, south, north) = (Longitudes.Min(), Longitudes.Max(), Latitudes.Min(), Latitudes.Max());
        // A margin, and never so near that nobody knows the place.
        var up = Math.Max(1.3 * (north - south), 14);
        var shortened = Math.Max(0.2, Math.Cos((south + north) / 2 * Math.PI / 180));
        var across = Math.Max(1.3 * (east - west), 14 * Aspect);
        across = Math.Min(Math.Max(across, up * Aspect / shortened), 380);
        up = Math.Min(Math.Max(up, across * shortened / Aspect), 150);
        var (middle, centre) = ((west + east) / 2, (south + north) / 2);
        return (Math.Max(-190, middle - (across / 2)), Math.Min(190, middle + (across / 2)), Math.Max(-75, centre - (up / 2)), Math.Min(85, centre + (up / 2)));
    }

    private static JsonObject Side(double from, double to) => new()
    {
        ["type"] = "linear", ["range"] = Array([from, to]), ["showticklabels"] = false, ["zeroline"] = false, ["dtick"] = to - from > 120 ? 30 : 10, ["griddash"] = "dot",
    };

    private static JsonArray Outline(IEnumerable<IReadOnlyList<(double Longitude, double Latitude)>> rings, Func<(double Longitude, double Latitude), double> part)
    {
        var all = new JsonArray();
        foreach (var ring in rings)
        {
            if (all.Count > 0)
                all.Add((JsonNode?)null);
            foreach (var point in ring)
                all.Add((JsonNode)part(point));
        }
        return all;
    }
}
