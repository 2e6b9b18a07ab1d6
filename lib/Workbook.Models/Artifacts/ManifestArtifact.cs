using System.Text.Json.Nodes;
using Workbook.Models.Compilation;
using Workbook.Models.Context;
using Workbook.Models.Project;
using static Workbook.Models.Artifacts.ArtifactJson;

namespace Workbook.Models.Artifacts;

/// <summary><c>manifest.json</c>, version 12: all that is known of a project without a database.</summary>
internal static class ManifestArtifact
{
    public static void Write(string file, ModelProject project, Invocation invocation) => ArtifactJson.Write(file, Create(project, invocation));

    public static JsonObject Create(ModelProject project, Invocation invocation)
    {
        var metadata = Metadata("manifest/v12", invocation.Id, invocation.StartedAt);
        metadata["project_name"] = project.Root.Name;
        metadata["adapter_type"] = "duckdb";
        return new JsonObject
        {
            ["metadata"] = metadata,
            ["nodes"] = Map(project.Nodes.Values, node => ManifestNode.Create(project, node)),
            ["sources"] = Map(project.Sources.Values, source => Source(source, project.Root.Name)),
            ["macros"] = new JsonObject(project.Macros.All.OrderBy(macro => macro.UniqueId, StringComparer.Ordinal).Select(macro => KeyValuePair.Create(macro.UniqueId, (JsonNode?)Macro(macro)))),
            ["docs"] = new JsonObject(project.Docs.Values.OrderBy(doc => doc.UniqueId, StringComparer.Ordinal).Select(doc => KeyValuePair.Create(doc.UniqueId, (JsonNode?)Doc(doc)))),
            ["exposures"] = Map(project.Exposures.Values, Exposure),
            ["metrics"] = new JsonObject(),
            ["groups"] = new JsonObject(),
            ["selectors"] = new JsonObject(),
            ["disabled"] = new JsonObject(project.Disabled.OrderBy(node => node.UniqueId, StringComparer.Ordinal)
                .Select(node => KeyValuePair.Create(node.UniqueId, (JsonNode?)new JsonArray(ManifestNode.Create(project, node))))),
            ["parent_map"] = Edges(project, project.Graph.Parents),
            ["child_map"] = Edges(project, project.Graph.Children),
            ["group_map"] = new JsonObject(),
            ["saved_queries"] = new JsonObject(),
            ["semantic_models"] = new JsonObject(),
            ["unit_tests"] = Map(project.UnitTests.Values, Unit),
        };
    }

    private static JsonObject Map<T>(IEnumerable<T> resources, Func<T, JsonObject> create) where T : DbtResource =>
        new(resources.OrderBy(resource => resource.UniqueId, StringComparer.Ordinal).Select(resource => KeyValuePair.Create(resource.UniqueId, (JsonNode?)create(resource))));

    private static JsonObject Edges(ModelProject project, Func<string, IReadOnlyCollection<string>> neighbours) =>
        new(project.Graph.Order.Order(StringComparer.Ordinal).Select(id => KeyValuePair.Create(id, (JsonNode?)Texts(neighbours(id)))));

    private static JsonObject Source(SourceTable source, string root)
    {
        var node = ManifestNode.Identity(source, "source");
        node["database"] = source.Relation.Database;
        node["schema"] = source.Relation.Schema;
        node["source_name"] = source.SourceName;
        node["source_description"] = source.SourceDescription;
        node["loader"] = source.Loader ?? "";
        node["identifier"] = source.Relation.Name;
        node["relation_name"] = source.Sql;
        node["loaded_at_field"] = source.LoadedAtField;
        node["freshness"] = source.Freshness is { } freshness ? Criteria(freshness) : null;
        node["description"] = source.Description;
        node["columns"] = ManifestNode.Columns(source.Columns);
        node["meta"] = ContextJson.ToNode(source.Config.Meta);
        node["tags"] = Texts(source.Tags);
        node["config"] = new JsonObject { ["enabled"] = source.Config.Enabled, ["meta"] = ContextJson.ToNode(source.Config.Meta), ["tags"] = Texts(source.Tags) };
        node["patch_path"] = $"{root}://{source.File}";
        return node;
    }

    private static JsonObject Macro(MacroDefinition macro) => new()
    {
        ["name"] = macro.Name,
        ["resource_type"] = "macro",
        ["package_name"] = macro.Package,
        ["path"] = macro.File,
        ["original_file_path"] = macro.File,
        ["unique_id"] = macro.UniqueId,
        ["macro_sql"] = macro.Source,
        ["depends_on"] = new JsonObject { ["macros"] = new JsonArray() },
        ["description"] = macro.Description,
        ["patch_path"] = macro.PatchFile,
        ["arguments"] = new JsonArray([.. macro.Arguments.Select(argument => new JsonObject { ["name"] = argument.Name, ["type"] = argument.Type, ["description"] = argument.Description })]),
    };

    private static JsonObject Doc(DocBlock doc) => new()
    {
        ["name"] = doc.Name,
        ["resource_type"] = "doc",
        ["package_name"] = doc.Package,
        ["path"] = doc.File,
        ["original_file_path"] = doc.File,
        ["unique_id"] = doc.UniqueId,
        ["block_contents"] = doc.Text,
    };

    private static JsonObject Exposure(Exposure exposure)
    {
        var node = ManifestNode.Identity(exposure, "exposure");
        node["type"] = exposure.Kind;
        node["owner"] = new JsonObject { ["name"] = exposure.OwnerName, ["email"] = exposure.OwnerEmail };
        node["description"] = exposure.Description;
        node["label"] = exposure.Label;
        node["maturity"] = exposure.Maturity;
        node["url"] = exposure.Url;
        node["meta"] = ContextJson.ToNode(exposure.Config.Meta);
        node["tags"] = Texts(exposure.Tags);
        node["depends_on"] = new JsonObject { ["macros"] = new JsonArray(), ["nodes"] = Texts(exposure.DependsOn) };
        return node;
    }

    private static JsonObject Unit(UnitTest test)
    {
        var node = ManifestNode.Identity(test, "unit_test");
        node["model"] = test.Model;
        node["given"] = new JsonArray([.. test.Given.Select(given => Rows(given, "input"))]);
        node["expect"] = Rows(test.Expect, null);
        node["description"] = test.Description;
        node["depends_on"] = new JsonObject { ["macros"] = new JsonArray(), ["nodes"] = Texts(test.DependsOn) };
        node["config"] = new JsonObject { ["tags"] = Texts(test.Tags), ["meta"] = ContextJson.ToNode(test.Config.Meta), ["enabled"] = true };
        return node;
    }

    private static JsonObject Rows(UnitTestInput input, string? named)
    {
        var rows = new JsonObject { ["rows"] = ContextJson.ToNode(input.Rows), ["format"] = input.Format, ["fixture"] = input.Fixture };
        if (named is not null)
            rows[named] = input.Input;
        return rows;
    }
}
