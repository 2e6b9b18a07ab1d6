using Workbook.Models.Project;

namespace Workbook.Models.Scoring;

/// <summary>Where a node stands on the way from sources to reports: by its kind, or the innermost folder that says it.</summary>
public enum Layer
{
    /// <summary>A model in no folder that is known.</summary>
    Other,

    /// <summary>A CSV file of the project.</summary>
    Seed,

    /// <summary>Below <c>staging</c>.</summary>
    Staging,

    /// <summary>Below <c>intermediate</c> or <c>silver</c>.</summary>
    Intermediate,

    /// <summary>The history of a relation.</summary>
    Snapshot,

    /// <summary>Below <c>gold</c>, <c>marts</c>, <c>facts</c>, <c>dimensions</c> or <c>views</c>.</summary>
    Gold,
}

/// <summary>Which layer a node belongs to, and how its name begins there: by kind and folder.</summary>
internal static class Layers
{
    private static readonly Dictionary<string, (Layer Layer, string[] Prefixes)> OfFolder = new(StringComparer.OrdinalIgnoreCase)
    {
        ["staging"] = (Layer.Staging, ["stg_"]),
        ["intermediate"] = (Layer.Intermediate, ["int_"]),
        ["silver"] = (Layer.Intermediate, ["int_"]),
        ["gold"] = (Layer.Gold, ["fct_", "dim_", "vw_"]),
        ["marts"] = (Layer.Gold, ["fct_", "dim_", "vw_"]),
        ["facts"] = (Layer.Gold, ["fct_"]),
        ["dimensions"] = (Layer.Gold, ["dim_"]),
        ["dims"] = (Layer.Gold, ["dim_"]),
        ["views"] = (Layer.Gold, ["vw_"]),
    };

    public static Layer Of(SqlNode node) => node.Type switch
    {
        ResourceType.Seed => Layer.Seed,
        ResourceType.Snapshot => Layer.Snapshot,
        _ => Folder(node)?.Layer ?? Layer.Other,
    };

    /// <summary>Any of them will do; none where nothing is agreed.</summary>
    public static IReadOnlyList<string> Prefixes(SqlNode node) => node.Type switch
    {
        ResourceType.Snapshot => ["snap_"],
        ResourceType.Model when Folder(node) is { } folder => folder.Layer == Layer.Gold && folder.Prefixes.Length > 1 && node.Config.Materialized == "view" ? ["vw_"] : folder.Prefixes,
        _ => [],
    };

    // The innermost folder that says something: models/gold/views is for views.
    private static (Layer Layer, string[] Prefixes)? Folder(SqlNode node)
    {
        (Layer, string[])? found = null;
        foreach (var part in node.Fqn.Skip(1).SkipLast(1))
            if (OfFolder.TryGetValue(part, out var layer))
                found = layer;
        return found;
    }
}
