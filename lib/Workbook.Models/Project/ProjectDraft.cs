namespace Workbook.Models.Project;

/// <summary>A project while it is read.</summary>
internal sealed class ProjectDraft(DbtProject root, Profile profile, ProjectOptions options)
{
    /// <summary>What <c>ref</c> may name.</summary>
    private static readonly string[] Referable = ["model", "seed", "snapshot"];

    public DbtProject Root => root;

    public Profile Profile => profile;

    public ProjectOptions Options => options;

    public MacroLibrary Macros { get; } = new(root.Name);

    public Dictionary<string, SqlNode> Nodes { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, SourceTable> Sources { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Exposure> Exposures { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, UnitTest> UnitTests { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, DocBlock> Docs { get; } = new(StringComparer.Ordinal);

    /// <summary>What is odd but no reason to stop.</summary>
    public List<string> Warnings { get; } = [];

    public void Add(SqlNode node)
    {
        if (Nodes.TryGetValue(node.UniqueId, out var other))
            throw new ProjectException(node.File, node.Line, $"the {node.Type.ToString().ToLowerInvariant()} '{node.Name}' exists already, in {other.File}. Rename one of the two files.");
        Nodes.Add(node.UniqueId, node);
    }

    /// <summary>A model, seed or snapshot by its name.</summary>
    public SqlNode? Named(string package, string name) =>
        Referable.Select(type => Nodes.GetValueOrDefault($"{type}.{package}.{name}")).FirstOrDefault(node => node is not null);
}
