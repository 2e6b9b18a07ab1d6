using System.Collections;
using Workbook.Models.Project;

namespace Workbook.Models.Running;

/// <param name="RowsWritten">By what was built this time; views write none.</param>
/// <param name="Failed">Tests that failed, and whatever could not be built or was skipped.</param>
public sealed record ModelLayer(
    string Layer, int Relations, int Built, int Unchanged, long RowsWritten, int TestsPassed, int Warnings, int Failed, double Seconds);

/// <summary>What a run of the models did, a line for each schema in the order of building; a test counts where the last of what it reads lies.</summary>
public sealed class ModelLayers : IReadOnlyList<ModelLayer>
{
    private readonly List<ModelLayer> _layers;

    /// <param name="results">Of a run of this project; they are kept in their order.</param>
    public ModelLayers(ModelProject project, IReadOnlyList<NodeResult> results)
    {
        Results = results;
        // How many steps a node stands from the sources; a seed beside them is one, too.
        var depths = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var id in project.Graph.Order)
            depths[id] = project.Graph.Parents(id).Select(parent => depths[parent] + 1).DefaultIfEmpty(0).Max();
        _layers =
        [
            .. results.GroupBy(result => LayerOf(project, result.Node), StringComparer.Ordinal)
                // Layers interlock: where most of one stands counts.
                .OrderBy(layer => layer.Where(result => !IsTest(result)).Select(result => depths[result.Node.UniqueId]).DefaultIfEmpty(-1).Average())
                .Select(layer => Of(layer.Key, [.. layer])),
        ];
    }

    /// <summary>Node by node: relations, then tests.</summary>
    public IReadOnlyList<NodeResult> Results { get; }

    /// <summary>Whether all is built and no test failed; warnings don't count.</summary>
    public bool IsSuccess => Results.All(result => !result.IsFailure);

    /// <summary>Schemas that the run came to.</summary>
    public int Count => _layers.Count;

    /// <summary>From 0, in the order of building.</summary>
    public ModelLayer this[int index] => _layers[index];

    /// <summary>In the order of building.</summary>
    public IEnumerator<ModelLayer> GetEnumerator() => _layers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static ModelLayer Of(string name, IReadOnlyList<NodeResult> results)
    {
        var relations = results.Where(result => !IsTest(result)).ToList();
        var tests = results.Where(IsTest).ToList();
        return new ModelLayer(
            name, relations.Count, relations.Count(result => result.Status == NodeStatus.Success), relations.Count(result => result.Status == NodeStatus.Reused),
            relations.Sum(result => Math.Max(0, result.Rows ?? 0)), tests.Count(result => result.Status is NodeStatus.Pass or NodeStatus.Reused),
            tests.Count(result => result.Status == NodeStatus.Warn), results.Count(result => result.IsFailure), Math.Round(results.Sum(result => result.Elapsed.TotalSeconds), 1));
    }

    private static bool IsTest(NodeResult result) => result.Node.Type is ResourceType.Test or ResourceType.UnitTest;

    private static string LayerOf(ModelProject project, DbtResource node) =>
        node is SqlNode { Type: not ResourceType.Test, Relation: { } relation } ? relation.Schema
        : node.DependsOn.Select(project.Resource).OfType<SqlNode>().LastOrDefault(parent => parent.Relation is not null)?.Relation!.Schema ?? "sources";
}
