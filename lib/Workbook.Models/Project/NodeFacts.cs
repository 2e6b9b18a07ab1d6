using Workbook.Models.Compilation;
using Workbook.Models.Jinja;

namespace Workbook.Models.Project;

/// <summary>What templates learn of a resource: <c>model</c>, and the entries of <c>graph</c>.</summary>
internal static class NodeFacts
{
    public static JinjaDict Of(DbtResource resource)
    {
        var facts = new JinjaDict
        {
            ["unique_id"] = resource.UniqueId,
            ["name"] = resource.Name,
            ["resource_type"] = TypeName(resource.Type),
            ["package_name"] = resource.Package,
            ["original_file_path"] = resource.File,
            ["path"] = resource.File[(resource.File.IndexOf('/') + 1)..],
            ["fqn"] = resource.Fqn.Cast<object?>().ToList(),
            ["description"] = resource.Description,
            ["tags"] = resource.Tags.Cast<object?>().ToList(),
            ["meta"] = resource.Config.Meta,
            ["config"] = resource.Config.Values,
            ["depends_on"] = new JinjaDict { ["nodes"] = resource.DependsOn.Cast<object?>().ToList(), ["macros"] = new List<object?>() },
        };
        if (resource is SqlNode node)
            Describe(facts, node);
        else if (resource is SourceTable source)
            Describe(facts, source);
        return facts;
    }

    /// <summary>As dbt spells it: unit_test.</summary>
    public static string TypeName(ResourceType type) => type == ResourceType.UnitTest ? "unit_test" : type.ToString().ToLowerInvariant();

    private static void Describe(JinjaDict facts, SqlNode node)
    {
        facts["raw_code"] = node.RawCode;
        facts["database"] = node.Relation?.Database;
        facts["schema"] = node.Relation?.Schema;
        facts["alias"] = node.Relation?.Name ?? node.Name;
        facts["relation_name"] = node.Relation?.ToString();
        facts["columns"] = Columns(node.Columns);
        facts["column_name"] = node.Test?.Column;
        facts["attached_node"] = node.Test?.AttachedTo;
        if (node.Test is { } test)
            facts["test_metadata"] = new JinjaDict { ["name"] = test.Name, ["namespace"] = test.Namespace, ["kwargs"] = test.Arguments };
    }

    private static void Describe(JinjaDict facts, SourceTable source)
    {
        facts["source_name"] = source.SourceName;
        facts["database"] = source.Relation.Database;
        facts["schema"] = source.Relation.Schema;
        facts["identifier"] = source.Relation.Name;
        facts["relation_name"] = source.Sql;
        facts["loader"] = source.Loader;
        facts["loaded_at_field"] = source.LoadedAtField;
        facts["columns"] = Columns(source.Columns);
    }

    private static JinjaDict Columns(IReadOnlyList<ColumnProperties> columns)
    {
        var all = new JinjaDict();
        foreach (var column in columns)
            all[column.Name] = new JinjaDict
            {
                ["name"] = column.Name,
                ["description"] = column.Description,
                ["data_type"] = column.DataType,
                ["meta"] = column.Meta,
                ["tags"] = column.Tags.Cast<object?>().ToList(),
            };
        return all;
    }
}
