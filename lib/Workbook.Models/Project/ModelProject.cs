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

    public DbtProject Root { get; }

    public Profile Profile { get; }

    public ProjectOptions Options { get; }

    public IReadOnlyDictionary<string, SqlNode> Nodes { get; }

    public IReadOnlyDictionary<string, SourceTable> Sources { get; }

    public IReadOnlyDictionary<string, Exposure> Exposures { get; }

    public IReadOnlyDictionary<string, UnitTest> UnitTests { get; }

    public IReadOnlyDictionary<string, DocBlock> Docs { get; }

    public MacroLibrary Macros { get; }

    public IReadOnlyList<SqlNode> Disabled { get; }

    /// <summary>What is odd, but no reason to stop.</summary>
    public IReadOnlyList<string> Warnings { get; }

    public ResourceGraph Graph { get; }

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
