using System.Text.Json.Nodes;
using Workbook.Database;
using Workbook.Models.Lineage;
using Workbook.Models.Site;

namespace Workbook.Models.Tests.Site;

/// <summary>The artifacts of a small project: a failed model, tests that failed and warned, and a description that means harm.</summary>
internal static class Shop
{
    internal static SiteInput Input()
    {
        using var connection = WorkbookDatabase.Open();
        var (manifest, catalog) = (Read("manifest"), Read("catalog"));
        return new SiteInput(manifest, catalog, Read("run_results"), Lineage: LineageGraph.Build(connection, ManifestNodes.Of(manifest, catalog)));
    }

    private static JsonNode Read(string artifact) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Site", "shop", artifact + ".json")))!;
}
