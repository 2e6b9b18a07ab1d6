using System.Globalization;
using System.Text.Json.Nodes;
using Workbook.Models.Lineage;

namespace Workbook.Models.Site;

/// <summary>One model, source, test … as the page shows it.</summary>
internal static class SiteNode
{
    internal static JsonObject Of(JsonNode node, SiteInput input, Dictionary<string, JsonNode> results)
    {
        var id = SiteData.Text(node, "unique_id");
        var kind = SiteData.Text(node, "resource_type");
        var config = node["config"];
        var catalog = (kind == "source" ? input.Catalog?["sources"] : input.Catalog?["nodes"])?[id];
        var result = results.GetValueOrDefault(id);
        var compiled = SiteData.Text(node, "compiled_code") is { Length: > 0 } code ? code : SiteData.Text(result, "compiled_code");
        var site = new JsonObject
        {
            ["id"] = id,
            ["kind"] = kind,
            ["name"] = kind == "source" ? $"{SiteData.Text(node, "source_name")}.{SiteData.Text(node, "name")}" : SiteData.Text(node, "name"),
            ["label"] = SiteData.Text(node, "label"),
            ["package"] = SiteData.Text(node, "package_name"),
            ["folders"] = Folders(node, kind),
            ["path"] = SiteData.Text(node, "original_file_path"),
            ["relation"] = SiteData.Text(node, "relation_name"),
            ["materialized"] = kind is "model" or "snapshot" or "seed" ? SiteData.Text(config, "materialized") : "",
            ["contract"] = (bool?)config?["contract"]?["enforced"] ?? false,
            ["description"] = SiteMarkdown.Html(SiteData.Text(node, "description")),
            ["text"] = SiteMarkdown.Text(SiteData.Text(node, "description")),
            ["tags"] = new JsonArray([.. SiteData.Texts(node["tags"]).Concat(SiteData.Texts(config?["tags"])).Distinct().Select(tag => JsonValue.Create(tag))]),
            ["meta"] = (node["meta"] is JsonObject { Count: > 0 } meta ? meta : config?["meta"])?.DeepClone(),
            ["columns"] = Columns(node, catalog, Traced(input.Lineage, id)),
            ["raw"] = SiteData.Text(node, kind == "macro" ? "macro_sql" : "raw_code"),
            ["compiled"] = compiled,
            ["parents"] = new JsonArray([.. SiteData.Texts(node["depends_on"]?["nodes"]).Concat(SiteData.Texts(node["depends_on"]?["macros"])).Select(parent => JsonValue.Create(parent))]),
            ["facts"] = Facts(node, kind, catalog),
            ["result"] = Result(result),
        };
        if (kind is "test" or "unit_test")
        {
            site["attached"] = SiteData.Text(node, "attached_node");
            site["column"] = SiteData.Text(node, "column_name");
            site["rule"] = SiteData.Text(node["test_metadata"], "name");
        }
        foreach (var empty in site.Where(field => field.Value is null or JsonArray { Count: 0 } or JsonObject { Count: 0 } || IsBlank(field.Value)).Select(field => field.Key).ToList())
            site.Remove(empty);
        return site;
    }

    private static bool IsBlank(JsonNode? value) =>
        value is JsonValue text && (text.TryGetValue<string>(out var words) && words.Length == 0 || text.TryGetValue<bool>(out var flag) && !flag);

    private static JsonArray Folders(JsonNode node, string kind)
    {
        var names = SiteData.Texts(node["fqn"]).Skip(1).ToList();
        IEnumerable<string> folders = kind switch
        {
            "source" => [SiteData.Text(node, "source_name")],
            "macro" => SiteData.Text(node, "original_file_path").Split('/', '\\')[1..^1],
            _ => names.Take(Math.Max(0, names.Count - 1)),
        };
        return new JsonArray([.. folders.Select(folder => JsonValue.Create(folder))]);
    }

    private static IReadOnlyList<string> Traced(LineageGraph? lineage, string id) =>
        lineage is null ? [] : lineage.ColumnsOf(id) is { Count: > 0 } columns ? columns : lineage.ReadOf(id);

    /// <summary>The catalog knows types and order, the manifest what people wrote, the lineage what the SQL says.</summary>
    private static JsonArray Columns(JsonNode node, JsonNode? catalog, IReadOnlyList<string> traced)
    {
        var described = SiteData.Values(node["columns"]).ToDictionary(column => SiteData.Text(column, "name"), StringComparer.OrdinalIgnoreCase);
        var typed = SiteData.Values(catalog?["columns"]).OrderBy(column => (int?)column["index"] ?? 0).ToDictionary(
            column => SiteData.Text(column, "name"), column => SiteData.Text(column, "type"), StringComparer.OrdinalIgnoreCase);
        var names = typed.Keys.Concat(typed.Count == 0 ? traced : []).Concat(described.Keys).Distinct(StringComparer.OrdinalIgnoreCase);
        return new JsonArray([.. names.Select(name =>
        {
            var column = described.GetValueOrDefault(name);
            return new JsonObject
            {
                ["name"] = name,
                ["type"] = typed.GetValueOrDefault(name) is { Length: > 0 } type ? type : SiteData.Text(column, "data_type"),
                ["description"] = SiteMarkdown.Html(SiteData.Text(column, "description")),
                ["text"] = SiteMarkdown.Text(SiteData.Text(column, "description")),
                ["tags"] = new JsonArray([.. SiteData.Texts(column?["tags"]).Select(tag => JsonValue.Create(tag))]),
                ["meta"] = column?["meta"] is JsonObject { Count: > 0 } meta ? meta.DeepClone() : null,
            };
        })]);
    }

    private static JsonArray Facts(JsonNode node, string kind, JsonNode? catalog)
    {
        var facts = new JsonArray();
        void Add(string label, string? value)
        {
            if (!string.IsNullOrEmpty(value)) facts.Add(new JsonArray(label, value));
        }

        foreach (var stat in SiteData.Values(catalog?["stats"]).Where(stat => (bool?)stat["include"] ?? false))
            Add(SiteData.Text(stat, "label"), Number(stat["value"]));
        Add("Owner", SiteData.Text(node["owner"], "name") is { Length: > 0 } owner ? owner : SiteData.Text(catalog?["metadata"], "owner"));
        Add("Contact", SiteData.Text(node["owner"], "email"));
        if (kind == "exposure")
        {
            Add("Type", SiteData.Text(node, "type"));
            Add("Maturity", SiteData.Text(node, "maturity"));
            Add("Address", SiteData.Text(node, "url"));
        }
        if (kind == "source") Add("Loaded at", SiteData.Text(node, "loaded_at_field"));
        if (kind == "test") Add("Severity", SiteData.Text(node["config"], "severity").ToLowerInvariant());
        if (kind == "snapshot") Add("Strategy", SiteData.Text(node["config"], "strategy"));
        if (kind == "macro") Add("Arguments", string.Join(", ", (node["arguments"] as JsonArray ?? []).OfType<JsonNode>().Select(argument => SiteData.Text(argument, "name"))));
        return facts;
    }

    private static JsonObject? Result(JsonNode? result) => result is null ? null : new JsonObject
    {
        ["status"] = SiteData.Text(result, "status"),
        ["seconds"] = result["execution_time"]?.DeepClone(),
        ["message"] = (string?)result["message"] ?? SiteData.Text(result, "error"),
        ["failures"] = result["failures"]?.DeepClone(),
        ["at"] = (result["timing"] as JsonArray ?? []).Select(timing => SiteData.Text(timing, "completed_at")).LastOrDefault(at => at.Length > 0)
            ?? SiteData.Text(result, "max_loaded_at"),
    };

    private static string? Number(JsonNode? value) =>
        value is JsonValue number && number.TryGetValue<double>(out var count) ? count.ToString(count == Math.Floor(count) ? "N0" : "N2", CultureInfo.InvariantCulture) : value?.ToString();
}
