using Workbook.Models.Project;

namespace Workbook.Models.Scoring;

/// <summary>How many of how many.</summary>
public sealed record Coverage(int Covered, int Total)
{
    /// <summary>0 where there is nothing to cover.</summary>
    public double Share => Total == 0 ? 0 : (double)Covered / Total;

    /// <c>12 of 1,204</c>, in any culture.
    public override string ToString() => Invariant($"{Covered:N0} of {Total:N0}");
}

/// <summary>How much of a project is tested, described and under contract. A model here is a seed or a snapshot, too.</summary>
public sealed record ModelCoverage
{
    /// <summary>Models with a test, a unit test, or a test of its own that reads them.</summary>
    public Coverage TestedModels { get; init; } = new(0, 0);

    /// <summary>Columns that a test names, or an enforced contract constrains.</summary>
    public Coverage TestedColumns { get; init; } = new(0, 0);

    /// <summary>
    /// Models whose key is tested: a column both unique and not_null, or a combination of columns that is unique. Seeds and
    /// models that nothing can be asked of (ephemeral) don't count.
    /// </summary>
    public Coverage TestedKeys { get; init; } = new(0, 0);

    /// <summary>The models that <see cref="TestedKeys"/> lacks.</summary>
    public IReadOnlyList<string> WithoutKeyTest { get; init; } = [];

    /// <summary>Models with a description.</summary>
    public Coverage DocumentedModels { get; init; } = new(0, 0);

    /// <summary>Columns with a description, of all that are described or built.</summary>
    public Coverage DocumentedColumns { get; init; } = new(0, 0);

    /// <summary>Tables of gold under an enforced contract; views there promise what their tables do. Without a gold layer: the models that no other model reads.</summary>
    public Coverage GoldContracts { get; init; } = new(0, 0);

    /// <summary>Of the project and its packages.</summary>
    public int UnitTests { get; init; }

    /// <summary>Tests that are SQL files of their own.</summary>
    public int SingularTests { get; init; }

    internal static ModelCoverage Of(ModelProject project, IReadOnlyList<NodeTests> nodes)
    {
        var columns = nodes.SelectMany(node => node.Columns.Select(column => (Node: node, Column: column))).ToList();
        var keyed = nodes.Where(node => node.Node.Type != ResourceType.Seed && !node.Node.IsEphemeral).ToList();
        var unitTested = project.UnitTests.Values.Select(test => test.Model).ToHashSet(StringComparer.Ordinal);
        return new ModelCoverage
        {
            TestedModels = Count(nodes, node => node.Tests.Count > 0 || unitTested.Contains(node.Node.Name)),
            TestedColumns = Count(columns, item => item.Node.IsTested(item.Column)),
            TestedKeys = Count(keyed, node => node.HasTestedKey),
            WithoutKeyTest = [.. keyed.Where(node => !node.HasTestedKey).Select(node => node.Node.Name)],
            DocumentedModels = Count(nodes, node => node.Node.Description.Length > 0),
            DocumentedColumns = Count(columns, item => item.Column.Described?.Description is { Length: > 0 }),
            GoldContracts = Count(GoldTables(project, nodes), node => node.Node.Config.ContractEnforced),
            UnitTests = project.UnitTests.Count,
            SingularTests = project.Nodes.Values.Count(node => node is { Type: ResourceType.Test, Test: null }),
        };
    }

    private static IEnumerable<NodeTests> GoldTables(ModelProject project, IReadOnlyList<NodeTests> nodes)
    {
        var models = nodes.Where(node => node.Node.Type == ResourceType.Model).ToList();
        var gold = models.Where(node => Layers.Of(node.Node) == Layer.Gold).ToList();
        return gold.Count > 0
            ? gold.Where(node => node.Node.Config.Materialized != "view")
            : models.Where(node => !project.Graph.Children(node.Node.UniqueId).Any(child => project.Resource(child).Type == ResourceType.Model));
    }

    private static Coverage Count<T>(IEnumerable<T> items, Func<T, bool> isCovered)
    {
        var all = items.ToList();
        return new Coverage(all.Count(isCovered), all.Count);
    }
}
