using Workbook.Models.Project;

namespace Workbook.Models.Reading;

/// <summary>A source of a property file: its tables, each with what it inherits.</summary>
internal sealed class SourceReader(ProjectDraft draft, PackageFolder package, PropertyReader properties)
{
    public void Read(YamlMap source, ProjectFile file)
    {
        var name = source.RequiredText("name");
        var shared = properties.Config(source);
        foreach (var table in source.Maps("tables"))
            Add(source, name, shared, table, file);
    }

    private void Add(YamlMap source, string sourceName, NodeConfig shared, YamlMap table, ProjectFile file)
    {
        var name = table.RequiredText("name");
        var fqn = file.Fqn(sourceName).Append(name).ToList();
        var config = draft.Root.ConfigOf("sources", fqn).With(shared).With(properties.Config(table));
        var relation = new Relation(
            Text(source, "database") ?? draft.Profile.Database, Text(source, "schema") ?? sourceName, Text(table, "identifier") ?? name);
        var node = new SourceTable
        {
            Type = ResourceType.Source,
            UniqueId = $"source.{package.Name}.{sourceName}.{name}",
            Name = name,
            Package = package.Name,
            File = file.Name,
            Line = table.Line,
            Fqn = fqn,
            SourceName = sourceName,
            Relation = relation,
            ExternalLocation = Location(config, relation, sourceName),
            SourceDescription = properties.Description(source),
            Columns = properties.Columns(table),
            LoadedAtField = table.Text("loaded_at_field") ?? config.Text("loaded_at_field") ?? source.Text("loaded_at_field"),
            Loader = table.Text("loader") ?? source.Text("loader"),
            Freshness = ReadFreshness(table, source),
            Description = properties.Description(table),
            Config = config,
        };
        if (!draft.Sources.TryAdd(node.UniqueId, node))
            throw new ProjectException(file.Name, table.Line, $"the source table '{sourceName}.{name}' exists already, in {draft.Sources[node.UniqueId].File}. Keep one of the two entries.");

        var model = $"source('{sourceName}', '{name}')";
        properties.Tests(table, null, node, model, file);
        foreach (var column in table.Maps("columns"))
            properties.Tests(column, column.RequiredText("name"), node, model, file);
    }

    private string? Text(YamlMap map, string key) => properties.Rendered(map.Text(key), map) as string;

    /// <summary><c>external_location</c> as dbt-duckdb reads it: <c>{name}</c> and the like are filled in, a bare path is quoted.</summary>
    private static string? Location(NodeConfig config, Relation relation, string sourceName)
    {
        if ((config.Text("external_location") ?? (config.Meta["external_location"] as string)) is not { } location)
            return null;
        location = location.Replace("{name}", relation.Name).Replace("{identifier}", relation.Name).Replace("{schema}", relation.Schema).Replace("{source_name}", sourceName);
        return location.Contains('(') || location.StartsWith('\'') ? location : $"'{location.Replace("'", "''")}'";
    }

    // Below config since 1.10, beside it before; a null switches it off.
    private static Freshness? ReadFreshness(params YamlMap[] levels)
    {
        foreach (var level in levels.SelectMany(level => new[] { level.Map("config"), level }).OfType<YamlMap>().Where(level => level.Has("freshness")))
            return level.Map("freshness") is { } freshness ? new Freshness(Threshold(freshness.Map("warn_after")), Threshold(freshness.Map("error_after")), freshness.Text("filter")) : null;
        return null;
    }

    private static FreshnessThreshold? Threshold(YamlMap? map)
    {
        if (map is null)
            return null;
        if (map.Value("count") is not long count || map.Text("period") is not ("minute" or "hour" or "day"))
            throw new ProjectException(map.File, map.Line, "a freshness threshold needs 'count' (a whole number) and 'period' (minute, hour or day).");
        return new FreshnessThreshold(count, map.Text("period")!);
    }
}
