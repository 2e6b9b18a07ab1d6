using System.Text.Json.Nodes;
using Workbook.Models.Compilation;
using Workbook.Models.Context;
using Workbook.Models.Jinja;
using Workbook.Models.Project;
using static Workbook.Models.Artifacts.ArtifactJson;

namespace Workbook.Models.Artifacts;

/// <summary>One entry of the manifest's nodes.</summary>
internal static class ManifestNode
{
    public static JsonObject Create(ModelProject project, SqlNode source)
    {
        var node = Identity(source, NodeFacts.TypeName(source.Type));
        node["database"] = source.Relation?.Database ?? project.Profile.Database;
        node["schema"] = source.Relation?.Schema ?? project.Profile.Schema;
        node["alias"] = source.Relation?.Name ?? source.Name;
        node["checksum"] = new JsonObject { ["name"] = "sha256", ["checksum"] = source.Checksum };
        node["config"] = Config(source);
        node["tags"] = Texts(source.Tags);
        node["description"] = source.Description;
        node["columns"] = Columns(source.Columns);
        node["meta"] = ContextJson.ToNode(source.Config.Meta);
        node["patch_path"] = source.PatchFile is { } patch ? $"{source.Package}://{patch}" : null;
        node["unrendered_config"] = ContextJson.ToNode(source.Config.Values);
        node["relation_name"] = source.Relation?.ToString();
        node["raw_code"] = source.RawCode;
        if (source.Type == ResourceType.Seed)
        {
            node["root_path"] = project.Root.Folder;
            node["depends_on"] = new JsonObject { ["macros"] = Texts(source.Macros) };
            return node;
        }
        node["language"] = "sql";
        node["refs"] = new JsonArray([.. source.References.Select(reference => new JsonObject { ["name"] = reference.Name, ["package"] = reference.Package, ["version"] = reference.Version })]);
        node["sources"] = new JsonArray([.. source.SourceCalls.Select(call => Texts([call.Source, call.Table]))]);
        node["depends_on"] = new JsonObject { ["macros"] = Texts(source.Macros), ["nodes"] = Texts(source.DependsOn) };
        node["contract"] = new JsonObject { ["enforced"] = source.Config.ContractEnforced, ["alias_types"] = true };
        if (source.Type == ResourceType.Model)
            node["access"] = source.Config.Text("access") ?? "protected";
        if (source.Test is { } test)
            Describe(node, test);
        return node;
    }

    public static JsonObject Identity(DbtResource resource, string type) => new()
    {
        ["name"] = resource.Name,
        ["resource_type"] = type,
        ["package_name"] = resource.Package,
        ["path"] = resource.File[(resource.File.IndexOf('/') + 1)..],
        ["original_file_path"] = resource.File,
        ["unique_id"] = resource.UniqueId,
        ["fqn"] = Texts(resource.Fqn),
    };

    public static JsonObject Columns(IReadOnlyList<ColumnProperties> columns) =>
        new(columns.DistinctBy(column => column.Name).Select(column => KeyValuePair.Create(column.Name, (JsonNode?)new JsonObject
        {
            ["name"] = column.Name,
            ["description"] = column.Description,
            ["data_type"] = column.DataType,
            ["meta"] = ContextJson.ToNode(column.Meta),
            ["tags"] = Texts(column.Tags),
            ["constraints"] = new JsonArray([.. column.Constraints.Select(constraint => new JsonObject { ["type"] = constraint.Type, ["expression"] = constraint.Expression, ["name"] = constraint.Name })]),
        })));

    private static void Describe(JsonObject node, GenericTest test)
    {
        var arguments = (JsonObject)ContextJson.ToNode(test.Arguments)!;
        arguments["model"] = $"{{{{ get_where_subquery({test.ModelExpression}) }}}}";
        node["column_name"] = test.Column;
        node["attached_node"] = test.AttachedTo;
        node["test_metadata"] = new JsonObject { ["name"] = test.Name, ["kwargs"] = arguments, ["namespace"] = test.Namespace };
    }

    private static JsonObject Config(SqlNode source)
    {
        var config = (JsonObject)ContextJson.ToNode(source.Config.Values)!;
        config["enabled"] = source.Config.Enabled;
        config["tags"] = Texts(source.Tags);
        config["meta"] = ContextJson.ToNode(source.Config.Meta);
        foreach (var kind in new[] { "pre-hook", "post-hook" })
            if (config.ContainsKey(kind))
                config[kind] = new JsonArray([.. source.Config.Hooks(kind).Select(hook => new JsonObject { ["sql"] = hook.Template, ["transaction"] = hook.InTransaction })]);
        if (config["contract"] is not null and not JsonObject)
            config["contract"] = new JsonObject { ["enforced"] = JinjaValue.IsTrue(source.Config.Values["contract"]) };
        return config;
    }
}
