using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Workbook.Charts;

namespace Workbook.Dashboards;

/// <summary>What the page's script reads: slicers, personas, and the tiles with their rows and SQL.</summary>
internal static class DashboardData
{
    // Places that the script fills with the state's values; no query has such days or texts of its own.
    private static readonly Period AnyPeriod = new("any", "any", new DateOnly(1111, 11, 11), new DateOnly(2222, 12, 22));
    private const string Any = "§";

    public static byte[] Json(Dashboard dashboard, string title)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) }))
        {
            json.WriteStartObject();
            json.WriteString("title", title);
            json.WriteString("asOf", Day(dashboard.AsOf));
            if (dashboard.Options.Store is { } store)
                json.WriteString("scope", $"store {store}");
            json.WriteStartArray("periods");
            foreach (var period in dashboard.Periods)
                new JsonObject { ["id"] = period.Id, ["label"] = period.Label, ["from"] = Day(period.From), ["to"] = Day(period.To) }.WriteTo(json);
            json.WriteEndArray();
            Write(json, "slicers", new JsonArray(
                Slicer(Cuts.Region, dashboard.Definition.RegionLabel, dashboard.Regions), Slicer(Cuts.Category, dashboard.Definition.CategoryLabel, dashboard.Categories)));
            Write(json, "personas", new JsonArray([.. dashboard.Definition.Personas.Select(persona => new JsonObject
            {
                ["id"] = persona.Id, ["label"] = persona.Label, ["page"] = persona.Page, ["period"] = persona.Period, ["tiles"] = persona.Tiles is null ? null : Texts(persona.Tiles),
            })]));
            Write(json, "pages", new JsonArray([.. dashboard.Pages.Where(page => page.Tiles.Count > 0).Select(page => new JsonObject
            {
                ["id"] = page.Id, ["title"] = page.Title, ["tiles"] = Texts(page.Tiles.Select(tile => tile.Id)),
            })]));
            Write(json, "land", Land());
            json.WriteStartObject("tiles");
            foreach (var tile in dashboard.AllTiles)
                WriteTile(json, tile);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }

    private static void WriteTile(Utf8JsonWriter json, Tile tile)
    {
        var (definition, view) = (tile.Definition, tile.Definition.View);
        json.WriteStartObject(tile.Id);
        json.WriteString("title", tile.Title);
        json.WriteString("about", tile.About);
        Write(json, "cuts", Texts(new[] { Cuts.Period, Cuts.Region, Cuts.Category }.Where(cut => tile.Cuts.HasFlag(cut)).Select(cut => Id(cut))));
        if (definition.DayColumn is { } day)
            json.WriteString("dayColumn", day);
        Write(json, "view", new JsonObject
        {
            ["kind"] = view.Kind.ToString(), ["x"] = view.X, ["xTitle"] = view.XTitle, ["values"] = Texts(view.Values), ["color"] = view.Color, ["notes"] = Texts(view.Notes),
            ["horizontal"] = view.IsHorizontal, ["stacked"] = view.IsStacked, ["sets"] = view.SetsSlicer, ["path"] = Texts(view.Path), ["pathTitle"] = view.PathTitle, ["opens"] = Opened(view.Opens), ["width"] = view.Width, ["height"] = view.Height,
            ["words"] = new JsonObject(view.Words.Select(word => KeyValuePair.Create(word.Key, (JsonNode?)word.Value))),
            ["scales"] = new JsonArray([.. view.Scales.Select(scale => new JsonObject
            {
                ["minimum"] = scale.Minimum, ["maximum"] = scale.Maximum, ["thresholds"] = new JsonArray([.. scale.Thresholds.Select(at => (JsonNode)at)]), ["isLowerBetter"] = scale.IsLowerBetter,
            })]),
        });
        Write(json, "measures", new JsonArray([.. tile.Measures.Select(measure => new JsonObject
        {
            ["column"] = measure.Column, ["label"] = measure.Label, ["format"] = measure.Format, ["unit"] = measure.Unit,
            ["definition"] = measure.Definition, ["owner"] = measure.Owner, ["lowerIsBetter"] = measure.IsLowerBetter,
        })]));
        json.WriteStartObject("sql");
        foreach (var by in TileBuilder.Subsets(tile.Cuts))
        {
            string? AnyOf(Cuts slicer) => by.HasFlag(slicer) ? Any + Id(slicer) : null;
            json.WriteString(string.Join(',', new[] { Cuts.Region, Cuts.Category }.Where(slicer => by.HasFlag(slicer)).Select(Id)),
                tile.Template(tile.Cuts.HasFlag(Cuts.Period) ? AnyPeriod : null, AnyOf(Cuts.Region), AnyOf(Cuts.Category)));
        }
        json.WriteEndObject();
        WriteRows(json, tile.Data);
        json.WriteEndObject();
    }

    /// <summary>As the page's address names it.</summary>
    private static string Id(Cuts slicer) => slicer.ToString().ToLowerInvariant();

    private static JsonObject Slicer(Cuts slicer, string label, IReadOnlyList<string> members) => new() { ["id"] = Id(slicer), ["label"] = label, ["members"] = Texts(members) };

    private static JsonObject? Opened(OpenedTile? opens) => opens is null ? null : new JsonObject
    {
        ["tile"] = opens.Tile, ["key"] = opens.Key, ["name"] = opens.Name, ["title"] = opens.Title, ["word"] = opens.Word,
        ["facts"] = new JsonArray([.. opens.Facts.Select(fact => new JsonObject { ["column"] = fact.Column, ["label"] = fact.Label })]),
    };

    private static void WriteRows(Utf8JsonWriter json, TileRows rows)
    {
        json.WriteStartArray("states");
        foreach (var (state, count) in rows.States)
            foreach (var number in new[] { state.Period, state.Region, state.Category, count })
                json.WriteNumberValue(number);
        json.WriteEndArray();
        json.WriteStartObject("columns");
        foreach (var name in rows.Columns)
            WriteColumn(json, name, rows.Values(name));
        json.WriteEndObject();
    }

    /// <summary>Numbers as they are; texts once each, and where they stand.</summary>
    private static void WriteColumn(Utf8JsonWriter json, string name, IReadOnlyList<object?> values)
    {
        if (!values.Any(value => value is string))
        {
            json.WriteStartArray(name);
            foreach (var value in values)
            {
                if (value is double number)
                    json.WriteNumberValue(number);
                else
                    json.WriteNullValue();
            }
            json.WriteEndArray();
            return;
        }
        var places = new Dictionary<string, int>();
        foreach (var text in values.OfType<string>())
            places.TryAdd(text, places.Count);
        json.WriteStartObject(name);
        Write(json, "texts", Texts(places.Keys));
        json.WriteStartArray("at");
        foreach (var value in values)
            json.WriteNumberValue(value is string text ? places[text] : -1);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The outline that the library draws under its maps.</summary>
    private static JsonObject Land()
    {
        var corners = new[] { (-50.0, -170.0), (75.0, 175.0) };
        var trace = JsonNode.Parse(Chart.Map(corners, place => place.Item1, place => place.Item2).ToPlotlyJson())!["data"]![0]!;
        return new JsonObject { ["x"] = trace["x"]!.DeepClone(), ["y"] = trace["y"]!.DeepClone() };
    }

    private static void Write(Utf8JsonWriter json, string name, JsonNode value)
    {
        json.WritePropertyName(name);
        value.WriteTo(json);
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
