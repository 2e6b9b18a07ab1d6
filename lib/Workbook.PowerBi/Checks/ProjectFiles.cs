using System.Text.Json;
using System.Text.Json.Nodes;
using Workbook.PowerBi.Tmdl;

namespace Workbook.PowerBi.Checks;

/// <summary>A project's documents, by their paths below its folder, with forward slashes.</summary>
internal sealed record ProjectFiles(string Folder, string Name, IReadOnlyDictionary<string, IReadOnlyList<TmdlNode>> Tmdl, IReadOnlyDictionary<string, JsonNode> Json)
{
    public string Model => $"{Name}.SemanticModel";

    public string Report => $"{Name}.Report";

    /// <param name="faults">Gains the documents that can't be read.</param>
    public static ProjectFiles Read(string folder, List<string> faults)
    {
        var root = Path.GetFullPath(folder);
        var projects = Directory.Exists(root) ? Directory.GetFiles(root, "*.pbip") : [];
        if (projects.Length != 1)
            throw new WorkbookException($"'{root}' has {projects.Length} .pbip files where one was expected. Write a project with 'workbook powerbi', or name its folder.");

        var (tmdl, json) = (new Dictionary<string, IReadOnlyList<TmdlNode>>(), new Dictionary<string, JsonNode>());
        foreach (var path in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(root, path).Replace('\\', '/');
            // Power BI Desktop keeps its cache and its settings there.
            if (name.Contains("/.pbi/", StringComparison.Ordinal)) continue;
            try
            {
                if (name.EndsWith(".tmdl", StringComparison.Ordinal))
                    tmdl[name] = TmdlReader.Read(File.ReadAllText(path), name);
                else if (Path.GetExtension(name) is ".json" or ".pbip" or ".pbir" or ".pbism")
                    json[name] = JsonNode.Parse(File.ReadAllText(path)) ?? throw new JsonException("it is null");
            }
            catch (WorkbookException fault)
            {
                faults.Add(fault.Message);
            }
            catch (JsonException fault)
            {
                faults.Add($"{name}: it isn't JSON: {fault.Message}");
            }
        }
        return new ProjectFiles(root, Path.GetFileNameWithoutExtension(projects[0]), tmdl, json);
    }
}
