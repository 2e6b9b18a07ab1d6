using System.Text.Json.Nodes;
using Workbook.Models.Artifacts;
using Workbook.Models.Compilation;
using Workbook.Models.Context;
using Workbook.Models.Lineage;
using Workbook.Models.Project;
using Workbook.Models.Running;

namespace Workbook.Models.Site;

/// <summary>A project's documentation: <c>manifest.json</c> with compiled code, <c>catalog.json</c>, and the site made of them.</summary>
public static class ProjectDocumentation
{
    /// <param name="targetPath">Where artifacts lie; the project's target-path by default.</param>
    /// <returns>The site: one HTML file.</returns>
    public static string Write(ModelProject project, string? targetPath = null, TimeProvider? time = null)
    {
        var folder = new RunFolder(Path.GetFullPath(targetPath ?? project.Root.TargetPath, project.Root.Folder));
        var invocation = new Invocation(Guid.NewGuid().ToString(), (time ?? TimeProvider.System).GetUtcNow().UtcDateTime, "docs", false, _ => { });
        using var database = RunDatabase.Open(project, 1);

        var manifest = ManifestArtifact.Create(project, invocation);
        AddCompiledCode(project, manifest, new ModelCompiler(project, invocation, database.Main));
        var catalog = CatalogArtifact.Create(project, database.Main, invocation);
        ArtifactJson.Write(folder.Manifest, manifest);
        ArtifactJson.Write(Path.Combine(folder.Path, "catalog.json"), catalog);

        var site = Path.Combine(folder.Path, "index.html");
        var readme = Path.Combine(project.Root.Folder, "README.md");
        DocumentationSite.Write(site, new SiteInput(manifest, catalog, Artifact(folder.RunResults), Artifact(Path.Combine(folder.Path, "sources.json")),
            ProjectLineage.Build(project, database.Main, invocation), File.Exists(readme) ? File.ReadAllText(readme) : null));
        return site;
    }

    private static void AddCompiledCode(ModelProject project, JsonObject manifest, ModelCompiler compiler)
    {
        foreach (var node in project.Nodes.Values.Where(node => node.Type is ResourceType.Model or ResourceType.Snapshot or ResourceType.Test or ResourceType.Analysis))
        {
            var entry = manifest["nodes"]![node.UniqueId]!;
            entry["compiled"] = true;
            entry["compiled_code"] = compiler.Compile(node).Sql;
        }
    }

    private static JsonNode? Artifact(string file) => File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file)) : null;
}
