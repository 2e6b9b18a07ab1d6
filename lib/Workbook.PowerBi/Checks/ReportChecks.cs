using System.Text.Json.Nodes;

namespace Workbook.PowerBi.Checks;

internal static class ReportChecks
{
    public static void Find(ProjectFiles files, ModelIndex index, List<string> faults)
    {
        CheckPaths(files, faults);
        var pages = files.Json.Where(file => file.Key.StartsWith($"{files.Report}/definition/pages/", StringComparison.Ordinal) && file.Key.EndsWith("/page.json", StringComparison.Ordinal)).ToList();
        CheckOrder(files, [.. pages.Select(page => (string?)page.Value["name"] ?? "")], faults);
        foreach (var (file, page) in pages)
        {
            var folder = file[..^"page.json".Length];
            if (!folder.EndsWith($"/{page["name"]}/", StringComparison.Ordinal))
                faults.Add($"{file}: the page is named {page["name"]}, unlike its folder.");
            var visuals = files.Json.Where(other => other.Key.StartsWith($"{folder}visuals/", StringComparison.Ordinal)).ToList();
            foreach (var (visualFile, visual) in visuals)
                CheckVisual(visualFile, visual, index, faults);
            CheckPlaces(page, visuals, faults);
        }
    }

    private static void CheckPaths(ProjectFiles files, List<string> faults)
    {
        var shortcut = $"{files.Name}.pbip";
        var report = (string?)files.Json.GetValueOrDefault(shortcut)?["artifacts"]?[0]?["report"]?["path"];
        if (report is null || !files.Json.ContainsKey($"{report}/definition.pbir"))
            faults.Add($"{shortcut}: it leads to the report '{report}', which has no definition.pbir.");
        var model = (string?)files.Json.GetValueOrDefault($"{files.Report}/definition.pbir")?["datasetReference"]?["byPath"]?["path"];
        if (model is null || !File.Exists(Path.Combine(files.Folder, files.Report, model, "definition.pbism")))
            faults.Add($"{files.Report}/definition.pbir: it leads to the model '{model}', which has no definition.pbism.");
    }

    private static void CheckOrder(ProjectFiles files, List<string> pages, List<string> faults)
    {
        var file = $"{files.Report}/definition/pages/pages.json";
        var order = files.Json.GetValueOrDefault(file)?["pageOrder"]?.AsArray().Select(name => (string?)name ?? "").ToList() ?? [];
        faults.AddRange(order.Except(pages).Select(name => $"{file}: it names the page {name}, which isn't there."));
        faults.AddRange(pages.Except(order).Select(name => $"{file}: it doesn't name the page {name}."));
    }

    private static void CheckVisual(string file, JsonNode visual, ModelIndex index, List<string> faults)
    {
        if (!file.EndsWith($"/{visual["name"]}/visual.json", StringComparison.Ordinal))
            faults.Add($"{file}: the visual is named {visual["name"]}, unlike its folder.");
        foreach (var (_, role) in visual["visual"]?["query"]?["queryState"]?.AsObject() ?? [])
            foreach (var projection in role!["projections"]!.AsArray())
            {
                var field = projection!["field"]!.AsObject().First().Value!;
                var (table, name) = ((string?)field["Expression"]?["SourceRef"]?["Entity"], (string?)field["Property"]);
                if ((string?)projection["queryRef"] != $"{table}.{name}")
                    faults.Add($"{file}: the queryRef {projection["queryRef"]} stands beside the field {table}.{name}.");
            }
        // Filters and sort orders name fields too; within a filter's query by an alias.
        var aliases = new Dictionary<string, string>();
        foreach (var source in Objects(visual).Where(node => node["Entity"] is not null && node["Name"] is not null))
            aliases.TryAdd((string)source["Name"]!, (string)source["Entity"]!);
        foreach (var node in Objects(visual))
            foreach (var kind in new[] { "Column", "Measure" })
                if (node[kind] is JsonObject field)
                    CheckField(file, kind, field, aliases, index, faults);
    }

    private static void CheckField(string file, string kind, JsonObject field, Dictionary<string, string> aliases, ModelIndex index, List<string> faults)
    {
        var source = field["Expression"]?["SourceRef"];
        var table = (string?)source?["Entity"] ?? aliases.GetValueOrDefault((string?)source?["Source"] ?? "") ?? "";
        var name = (string?)field["Property"] ?? "";
        if ((kind == "Column" ? index.Column(table, name) : index.Measure(table, name)) is null)
            faults.Add($"{file}: it shows the {kind.ToLowerInvariant()} '{name}' of '{table}', which isn't there.");
    }

    private static void CheckPlaces(JsonNode page, List<KeyValuePair<string, JsonNode>> visuals, List<string> faults)
    {
        var places = visuals.Select(visual => (visual.Key, Place: visual.Value["position"]!)).Select(visual => (
            visual.Key, Left: (double)visual.Place["x"]!, Top: (double)visual.Place["y"]!,
            Right: (double)visual.Place["x"]! + (double)visual.Place["width"]!, Bottom: (double)visual.Place["y"]! + (double)visual.Place["height"]!)).ToList();
        var (width, height) = ((double)page["width"]!, (double)page["height"]!);
        faults.AddRange(places.Where(place => place.Left < 0 || place.Top < 0 || place.Right > width || place.Bottom > height)
            .Select(place => Invariant($"{place.Key}: the visual reaches to {place.Right} × {place.Bottom}, but the page has {width} × {height}.")));
        for (var i = 0; i < places.Count; i++)
            for (var j = i + 1; j < places.Count; j++)
                if (places[i].Left < places[j].Right && places[j].Left < places[i].Right && places[i].Top < places[j].Bottom && places[j].Top < places[i].Bottom)
                    faults.Add($"{places[i].Key}: the visual overlaps that of {places[j].Key}.");
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject fields => fields.SelectMany(field => Objects(field.Value)).Prepend(fields),
        JsonArray items => items.SelectMany(Objects),
        _ => [],
    };
}
