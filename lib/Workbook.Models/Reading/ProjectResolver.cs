using Workbook.Models.Compilation;
using Workbook.Models.Context;
using Workbook.Models.Jinja;
using Workbook.Models.Project;

namespace Workbook.Models.Reading;

/// <summary>From what was read to what is known: configurations merged, names of relations made, references found.</summary>
internal sealed class ProjectResolver(ProjectDraft draft)
{
    private readonly ReferenceFinder _finder = new(draft);

    public ModelProject Resolve()
    {
        var disabled = new List<SqlNode>();
        foreach (var node in draft.Nodes.Values.ToList())
        {
            Evaluate(node);
            if (IsSwitchedOff(node))
            {
                draft.Nodes.Remove(node.UniqueId);
                disabled.Add(node);
            }
        }
        _finder.Disabled = disabled;
        foreach (var source in draft.Sources.Values.Where(source => !source.Config.Enabled).ToList())
            draft.Sources.Remove(source.UniqueId);
        foreach (var node in draft.Nodes.Values)
            Name(node);
        foreach (var node in draft.Nodes.Values)
            Connect(node);
        foreach (var exposure in draft.Exposures.Values)
            Connect(exposure);
        foreach (var test in draft.UnitTests.Values)
            Connect(test);
        RequireDistinctRelations();
        return new ModelProject(draft, disabled);
    }

    /// <summary>A test goes with the model that it stands below.</summary>
    private bool IsSwitchedOff(SqlNode node) =>
        !node.Config.Enabled || node.Test is { } test && !draft.Nodes.ContainsKey(test.AttachedTo) && !draft.Sources.ContainsKey(test.AttachedTo);

    private void Evaluate(SqlNode node)
    {
        var layers = draft.Root.ConfigOf(Section(node.Type), node.Fqn).With(node.PropertyConfig);
        // Hooks and disabled nodes have nothing to note down, or must not.
        if (node.Type is not ResourceType.Seed && (layers.Enabled || node.Test is null))
        {
            var context = NodeContext.ForReading(node, draft);
            if (node.Test is not null)
                TestArguments.Add(context);
            context.Render(node.Template);
            foreach (var hook in layers.With(node.InlineConfig) is var config ? config.Hooks("pre-hook").Concat(config.Hooks("post-hook")) : [])
                context.Render(JinjaTemplate.Parse(hook.Template, node.File));
        }
        node.IsOpen = false;
        node.Config = Defaults(node.Type).With(layers).With(node.InlineConfig);
    }

    private static NodeConfig Defaults(ResourceType type) => new(type switch
    {
        ResourceType.Model => new JinjaDict { ["materialized"] = "view" },
        ResourceType.Seed => new JinjaDict { ["materialized"] = "seed" },
        ResourceType.Snapshot => new JinjaDict { ["materialized"] = "snapshot" },
        ResourceType.Test => new JinjaDict { ["materialized"] = "test", ["severity"] = "ERROR" },
        _ => [],
    });

    private static string Section(ResourceType type) => type switch
    {
        ResourceType.Model => "models",
        ResourceType.Seed => "seeds",
        ResourceType.Snapshot => "snapshots",
        ResourceType.Test => "data_tests",
        ResourceType.Analysis => "analyses",
        _ => "operations",
    };

    private void Name(SqlNode node)
    {
        if (node.Type is ResourceType.Operation or ResourceType.Analysis || node.IsEphemeral)
            return;
        var config = node.Config;
        // A snapshot's target schema is meant as it stands.
        var schema = config.Text("target_schema") ?? Generate(node, "generate_schema_name", config.Schema ?? (node.Type == ResourceType.Test ? "dbt_test__audit" : null));
        var database = config.Text("target_database") ?? Generate(node, "generate_database_name", config.Database);
        var alias = Generate(node, "generate_alias_name", config.Alias);
        if (node.Type != ResourceType.Test || draft.Options.StoreFailures || StoresFailures(node))
            node.Relation = new Relation(database, schema, alias);
    }

    private static bool StoresFailures(SqlNode test) =>
        test.Config.Flag("store_failures") is true || test.Config.Text("store_failures_as") is "table" or "view";

    private string Generate(SqlNode node, string macro, string? custom)
    {
        var definition = draft.Macros.Find(macro, node.Package)!;
        var context = NodeContext.ForReading(node, draft);
        var parameters = definition.Macro.Parameters.Count > 1 ? new object?[] { custom, NodeFacts.Of(node) } : [custom];
        return JinjaText.Str(context.Call(definition, new JinjaArguments(parameters, null, node.File, node.Line))).Trim();
    }

    private void Connect(SqlNode node)
    {
        foreach (var reference in node.References)
            node.DependsOn.Add(_finder.Node(reference, node).UniqueId);
        foreach (var (source, table) in node.SourceCalls)
            node.DependsOn.Add(_finder.Source(source, table, node).UniqueId);
    }

    private void Connect(Exposure exposure)
    {
        foreach (var text in exposure.References)
            exposure.DependsOn.Add(_finder.Named(text, exposure).UniqueId);
    }

    private void Connect(UnitTest test) =>
        test.DependsOn.Add(_finder.Node(new ReferenceCall(null, test.Model, null, test.File, test.Line), test).UniqueId);

    private void RequireDistinctRelations()
    {
        foreach (var same in draft.Nodes.Values.Where(node => node.Relation is not null && node.Type != ResourceType.Test).GroupBy(node => node.Relation!.ToString(), StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            throw new ProjectException(same.Last().File, same.Last().Line, $"{string.Join(" and ", same.Select(node => node.UniqueId))} would both be built as {same.Key}. Give one of them another alias or schema.");
    }
}
