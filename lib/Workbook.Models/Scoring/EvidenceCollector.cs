using System.Text.Json.Nodes;
using Workbook.Models.Compilation;
using Workbook.Models.Context;
using Workbook.Models.Project;
using Workbook.Models.Running;

namespace Workbook.Models.Scoring;

/// <summary>Gathers what a score goes by: the project's files, the logs and artifacts of its runs, and the database if it is there.</summary>
public static class EvidenceCollector
{
    /// <param name="targetPath">Where runs left their logs; the project's target-path by default.</param>
    public static ScoreEvidence Collect(ModelProject project, string? targetPath = null, TimeProvider? time = null)
    {
        var folder = Path.GetFullPath(targetPath ?? project.Root.TargetPath, project.Root.Folder);
        var now = (time ?? TimeProvider.System).GetUtcNow().UtcDateTime;
        var evidence = new ScoreEvidence
        {
            Now = now,
            Runs = [.. RunLog.Read(folder).Where(run => run.PipelineName == project.Root.Name && run.Stage != "compile")],
            Sources = Sources(project, folder),
            OwnedExposures = new Coverage(project.Exposures.Values.Count(exposure => exposure.OwnerEmail is not null || exposure.OwnerName is not null), project.Exposures.Count),
        };
        var outcomes = NodeOutcomes.Read(folder);
        // Opening it for writing would make an empty one.
        if (project.Profile.Path is not { } path || !File.Exists(path))
            return WithNodes(evidence, project, BuiltColumns.None, outcomes, _ => null, new Dictionary<string, long>());

        using var database = RunDatabase.Open(project, 1);
        var rows = new BuiltRows(database.Main);
        var nodes = project.Nodes.Values.Where(node => node.Type is ResourceType.Model or ResourceType.Seed or ResourceType.Snapshot).ToList();
        var compiler = new ModelCompiler(project, new Invocation(Guid.NewGuid().ToString(), now, "score", false, _ => { }), database.Main);
        return WithNodes(evidence, project, BuiltColumns.Read(database.Main), outcomes, rows.Of, rows.Bytes(nodes)) with
        {
            RedFlags = RedFlags.Find(project, rows, compiler, database.Main),
        };
    }

    private static ScoreEvidence WithNodes(
        ScoreEvidence evidence, ModelProject project, BuiltColumns columns, NodeOutcomes outcomes, Func<SqlNode, long?> rows, IReadOnlyDictionary<string, long> bytes)
    {
        var nodes = NodeTests.Of(project, columns);
        return evidence with
        {
            Coverage = ModelCoverage.Of(project, nodes),
            Nodes = [.. nodes.Where(node => !node.Node.IsEphemeral).Select(node => Node(node, outcomes) with { Rows = rows(node.Node), Bytes = bytes.TryGetValue(node.Node.UniqueId, out var size) ? size : null })],
            Checks = [.. Checks(project, outcomes)],
        };
    }

    private static NodeEvidence Node(NodeTests tested, NodeOutcomes outcomes)
    {
        var node = tested.Node;
        var ran = outcomes.Of(node.UniqueId);
        var built = ran.Where(entry => entry.Status == "success").ToList();
        var bulk = built.Where(entry => entry.Rows >= Rubric.MinRowsForSpeed).ToList();
        return new NodeEvidence(node.Name, Layers.Of(node))
        {
            IsRepeatable = IsRepeatable(tested),
            HasOwner = node.Config.Meta["owner"] is not null || node.Config.Meta["alert"] is not null || node.Config.Text("group") is not null,
            Succeeded = ran.Count == 0 ? null : ran[^1].Status == "success",
            LastSeconds = built.Count == 0 ? null : built[^1].Seconds,
            EarlierSeconds = [.. built.SkipLast(1).Select(entry => entry.Seconds)],
            RowsWritten = built.Count == 0 ? null : built[^1].Rows,
            BulkRows = bulk.Sum(entry => entry.Rows!.Value),
            BulkSeconds = bulk.Sum(entry => entry.Seconds),
        };
    }

    // What only appends may still be sound, which a test of its key shows.
    private static bool IsRepeatable(NodeTests node)
    {
        var config = node.Node.Config;
        var adds = config.Materialized == "incremental" || config.Materialized == "external" && config.Text("incremental_strategy") is not null;
        return !adds || config.Texts("unique_key").Count > 0 && config.Text("incremental_strategy") != "append" || node.HasTestedKey;
    }

    private static IEnumerable<CheckEvidence> Checks(ModelProject project, NodeOutcomes outcomes)
    {
        foreach (var test in project.Nodes.Values.Where(node => node.Type == ResourceType.Test).OrderBy(node => node.UniqueId, StringComparer.Ordinal))
            yield return new CheckEvidence(test.Name, test.Test?.Name, !string.Equals(test.Config.Text("severity"), "warn", StringComparison.OrdinalIgnoreCase), outcomes.Passed(test.UniqueId));
        foreach (var test in project.UnitTests.Values.OrderBy(test => test.UniqueId, StringComparer.Ordinal))
            yield return new CheckEvidence(test.Name, null, true, outcomes.Passed(test.UniqueId));
    }

    private static List<SourceEvidence> Sources(ModelProject project, string folder)
    {
        var file = Path.Combine(folder, "sources.json");
        var checks = File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file))?["results"]?.AsArray() ?? [] : [];
        var statuses = checks.ToDictionary(result => (string)result!["unique_id"]!, result => (string?)result!["status"], StringComparer.Ordinal);
        return
        [
            .. project.Sources.Values.OrderBy(source => source.UniqueId, StringComparer.Ordinal).Select(source => new SourceEvidence(
                $"{source.SourceName}.{source.Name}", source is { LoadedAtField: not null, Freshness: { } freshness } && (freshness.WarnAfter ?? freshness.ErrorAfter) is not null, statuses.GetValueOrDefault(source.UniqueId))),
        ];
    }
}
