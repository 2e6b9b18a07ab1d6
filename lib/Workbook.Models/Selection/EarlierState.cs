using System.Text.Json;
using System.Text.Json.Nodes;
using Workbook.Models.Compilation;
using Workbook.Models.Context;
using Workbook.Models.Project;

namespace Workbook.Models.Selection;

/// <summary>The artifacts of an earlier run, to compare with.</summary>
internal sealed class EarlierState
{
    private static readonly string[] Results = ["success", "error", "fail", "warn", "skipped", "pass"];

    private readonly JsonObject _nodes;
    private readonly JsonObject _macros;
    private readonly Dictionary<string, string> _results;

    private EarlierState(JsonObject nodes, JsonObject macros, Dictionary<string, string> results) => (_nodes, _macros, _results) = (nodes, macros, results);

    /// <exception cref="WorkbookException">The folder has no manifest.json, or a broken one.</exception>
    public static EarlierState Read(string folder)
    {
        var manifest = Parse(Path.Combine(folder, "manifest.json"), required: true)!;
        var results = Parse(Path.Combine(folder, "run_results.json"), required: false)?["results"]?.AsArray() ?? [];
        var nodes = new JsonObject();
        foreach (var section in new[] { "nodes", "sources", "exposures", "unit_tests" })
            foreach (var (id, node) in manifest[section] as JsonObject ?? [])
                nodes[id] = node?.DeepClone();
        return new EarlierState(nodes, manifest["macros"]?.AsObject() ?? [],
            results.ToDictionary(result => (string)result!["unique_id"]!, result => (string)result!["status"]!, StringComparer.Ordinal));
    }

    public Func<DbtResource, bool> Matches(ModelProject project, string value) => value switch
    {
        "new" => resource => !_nodes.ContainsKey(resource.UniqueId),
        "old" => resource => _nodes.ContainsKey(resource.UniqueId),
        "modified" => resource => !_nodes.ContainsKey(resource.UniqueId) || BodyChanged(resource) || ConfigChanged(resource) || MacrosChanged(project, resource),
        "modified.body" => BodyChanged,
        "modified.configs" => ConfigChanged,
        "modified.macros" => resource => MacrosChanged(project, resource),
        "unmodified" => resource => _nodes.ContainsKey(resource.UniqueId) && !BodyChanged(resource) && !ConfigChanged(resource) && !MacrosChanged(project, resource),
        _ => throw new WorkbookException($"There is no state '{value}'; there is new, old, modified, modified.body, modified.configs, modified.macros and unmodified."),
    };

    public Func<DbtResource, bool> HadResult(string value) => Results.Contains(value)
        ? resource => _results.GetValueOrDefault(resource.UniqueId) == value
        : throw new WorkbookException($"There is no result '{value}'; there is {string.Join(", ", Results)}.");

    private bool BodyChanged(DbtResource resource) => resource is SqlNode node && _nodes[node.UniqueId] is { } earlier && (string?)earlier["checksum"]?["checksum"] != node.Checksum;

    private bool ConfigChanged(DbtResource resource) =>
        _nodes[resource.UniqueId] is { } earlier && earlier["unrendered_config"] is { } config && !JsonNode.DeepEquals(config, ContextJson.ToNode(resource.Config.Values));

    private bool MacrosChanged(ModelProject project, DbtResource resource) => resource is SqlNode node
        && node.Macros.Any(id => project.Macros.All.FirstOrDefault(macro => macro.UniqueId == id) is { } macro && (string?)_macros[id]?["macro_sql"] != macro.Source);

    private static JsonNode? Parse(string file, bool required)
    {
        if (!File.Exists(file))
            return required ? throw new WorkbookException($"{file} is missing. --state names a folder with the artifacts of an earlier run: a copy of the project's target folder.") : null;
        try
        {
            return JsonNode.Parse(File.ReadAllText(file));
        }
        catch (JsonException fault)
        {
            throw new WorkbookException($"{file} is not a dbt artifact: {fault.Message}", fault);
        }
    }
}
