using Workbook.Models.Jinja;

namespace Workbook.Models.Project;

/// <summary>
/// A dbt project, read: what it holds, how it is configured, what depends on what. Reading touches no database; see
/// <see cref="Running.ModelRunner"/> for what does.
/// </summary>
public sealed class ModelProject
{
    private readonly ReferenceFinder _finder;

    internal ModelProject(ProjectDraft draft, IReadOnlyList<SqlNode> disabled)
    {
        (Root, Profile, Options, Macros, Warnings, Disabled) = (draft.Root, draft.Profile, draft.Options, draft.Macros, draft.Warnings, disabled);
        (Nodes, Sources, Exposures, UnitTests, Docs) = (draft.Nodes, draft.Sources, draft.Exposures, draft.UnitTests, draft.Docs);
        _finder = new ReferenceFinder(draft) { Disabled = disabled };
        Graph = new ResourceGraph(Resources);
    }

    /// <summary>What the root's <c>dbt_project.yml</c> says; those of packages aren't kept.</summary>
    public DbtProject Root { get; }

    /// <summary>The target to build in, with the number of threads that the options ask for.</summary>
    public Profile Profile { get; }

    /// <summary>What it was read with.</summary>
    public ProjectOptions Options { get; }

    /// <summary>By unique id, as <c>nodes</c> of the manifest: whatever is a <see cref="SqlNode"/> and not disabled.</summary>
    public IReadOnlyDictionary<string, SqlNode> Nodes { get; }

    /// <summary>By unique id, as <c>sources</c> of the manifest: one for each table; none that is disabled.</summary>
    public IReadOnlyDictionary<string, SourceTable> Sources { get; }

    /// <summary>By unique id, as <c>exposures</c> of the manifest.</summary>
    public IReadOnlyDictionary<string, Exposure> Exposures { get; }

    /// <summary>By unique id, as <c>unit_tests</c> of the manifest.</summary>
    public IReadOnlyDictionary<string, UnitTest> UnitTests { get; }

    /// <summary>By unique id, as <c>docs</c> of the manifest.</summary>
    public IReadOnlyDictionary<string, DocBlock> Docs { get; }

    /// <summary>Of the project, its packages, and the runner's own.</summary>
    public MacroLibrary Macros { get; }

    /// <summary>As <c>disabled</c> of the manifest: nodes that are switched off, and the tests that stand below such.</summary>
    public IReadOnlyList<SqlNode> Disabled { get; }

    /// <summary>What is odd, but no reason to stop.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Of all <see cref="Resources"/>: <c>parent_map</c> and <c>child_map</c> of the manifest.</summary>
    public ResourceGraph Graph { get; }

    /// <summary>Nodes, sources, exposures and unit tests, in no order of building: <see cref="ResourceGraph.Order"/> has that.</summary>
    public IEnumerable<DbtResource> Resources => Nodes.Values.Cast<DbtResource>().Concat(Sources.Values).Concat(Exposures.Values).Concat(UnitTests.Values);

    /// <summary><c>graph</c> as templates see it.</summary>
    internal JinjaDict TemplateGraph => field ??= new JinjaDict
    {
        ["nodes"] = Facts(Nodes.Values),
        ["sources"] = Facts(Sources.Values),
        ["exposures"] = Facts(Exposures.Values),
    };

    /// <param name="id">Such as <c>model.shop.orders</c>.</param>
    /// <exception cref="WorkbookException">There is none.</exception>
    public DbtResource Resource(string id) =>
        Nodes.GetValueOrDefault(id) ?? Sources.GetValueOrDefault(id) ?? Exposures.GetValueOrDefault(id) ?? (DbtResource?)UnitTests.GetValueOrDefault(id)
        ?? throw new WorkbookException($"The project {Root.Name} has no node '{id}'.{NearestName.Hint(id, Resources.Select(resource => resource.UniqueId))}");

    internal SqlNode Find(ReferenceCall reference, DbtResource from) => _finder.Node(reference, from);

    internal SourceTable FindSource(string source, string table, DbtResource from) => _finder.Source(source, table, from);

    /// <summary>What a text such as <c>ref('x')</c> names.</summary>
    internal DbtResource FindNamed(string text, DbtResource from) => _finder.Named(text, from);

    private static JinjaDict Facts(IEnumerable<DbtResource> resources)
    {
        var facts = new JinjaDict();
        foreach (var resource in resources)
            facts[resource.UniqueId] = NodeFacts.Of(resource);
        return facts;
    }
}
