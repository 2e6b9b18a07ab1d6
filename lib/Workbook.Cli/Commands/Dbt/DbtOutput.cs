using System.Globalization;
using Workbook.Cli.Output;
using Workbook.Models.Project;
using Workbook.Models.Running;

namespace Workbook.Cli.Commands;

/// <summary>A run line by line, as dbt's users know it.</summary>
internal sealed class DbtOutput(Terminal terminal, TimeProvider time) : IProgress<ModelProgress>
{
    private const int Width = 80;


    public static int ExitCodeOf(RunSummary summary, CancellationToken cancellation) =>
        cancellation.IsCancellationRequested ? ExitCode.Stopped : summary.IsSuccess ? ExitCode.Ok : ExitCode.Failed;

    public void Report(ModelProgress value)
    {
        switch (value)
        {
            case ModelProgress.Selected selected: Selected(selected.Project, selected.Nodes); break;
            case ModelProgress.Started started: Line(Dotted($"{started.Index} of {started.Total} START {Described(started.Node)} ", "[RUN]")); break;
            case ModelProgress.Finished finished: Finished(finished.Result, finished.Index, finished.Total); break;
            case ModelProgress.Logged logged: Line(logged.Text); break;
        }
    }

    private void Selected(ModelProject project, IReadOnlyList<DbtResource> nodes)
    {
        Line($"Running with workbook (dbt {ModelRunner.DbtVersion} dialect, duckdb)");
        foreach (var warning in project.Warnings)
            Line($"Warning: {warning}");
        var found = project.Nodes.Values.GroupBy(node => node.Type).Where(group => group.Key is not ResourceType.Operation).OrderBy(group => group.Key)
            .Select(group => Count(group.Count(), Noun(group.Key)))
            .Concat(project.Sources.Count > 0 ? [Count(project.Sources.Count, "source")] : [])
            .Concat(project.UnitTests.Count > 0 ? [Count(project.UnitTests.Count, "unit test")] : [])
            .Concat(project.Exposures.Count > 0 ? [Count(project.Exposures.Count, "exposure")] : [])
            .Append(Count(project.Macros.All.Count(), "macro"));
        Line($"Found {string.Join(", ", found)}");
        Line("");
        if (nodes.Count == 0)
            Line("The selection chooses nothing: there is nothing to do.");
        else
            Line($"Concurrency: {Count(project.Profile.Threads, "thread")} (target='{project.Profile.Target}')");
        Line("");
    }

    private void Finished(NodeResult result, int index, int total)
    {
        var (word, tag) = result.Status switch
        {
            NodeStatus.Success => (result.Node.Type switch { ResourceType.Seed => "OK loaded", ResourceType.Snapshot => "OK snapshotted", _ => "OK created" }, Rows(result)),
            NodeStatus.Reused => (result.Node.Type is ResourceType.Test or ResourceType.UnitTest ? "PASS" : "REUSED", "unchanged"),
            NodeStatus.Skipped => ("SKIP", "SKIP"),
            NodeStatus.Pass => ("PASS", "PASS"),
            NodeStatus.Fail => ("FAIL", $"FAIL {result.Failures}"),
            NodeStatus.Warn => ("WARN", $"WARN {result.Failures}"),
            _ => ("ERROR creating", "ERROR"),
        };
        var timing = result.Status == NodeStatus.Skipped ? "" : string.Create(CultureInfo.InvariantCulture, $" in {result.Elapsed.TotalSeconds:0.00}s");
        Line(Dotted($"{index} of {total} {word} {Described(result.Node)} ", $"[{tag}{timing}]"), result.Status);
    }

    public void Finish(RunSummary summary)
    {
        var kinds = summary.Results.GroupBy(result => Kind(result.Node)).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => Count(group.Count(), group.Key));
        var span = summary.Elapsed;
        Line("");
        Line(string.Create(CultureInfo.InvariantCulture,
            $"Finished running {string.Join(", ", kinds)} in {(int)span.TotalHours} hours {span.Minutes} minutes and {span.TotalSeconds % 60:0.00} seconds ({span.TotalSeconds:0.00}s)."));
        Line("");
        var (errors, warnings) = (summary.Count(NodeStatus.Error, NodeStatus.Fail), summary.Count(NodeStatus.Warn));
        if (summary.IsStopped)
            Line("Stopped before the end. 'workbook dbt retry' goes on from here.", NodeStatus.Error);
        else if (errors == 0 && warnings == 0)
            Line("Completed successfully", NodeStatus.Success);
        else
            Line($"Completed with {Count(errors, "error")} and {Count(warnings, "warning")}:", errors > 0 ? NodeStatus.Error : NodeStatus.Warn);
        foreach (var result in summary.Results.Where(result => result.Status is NodeStatus.Error or NodeStatus.Fail or NodeStatus.Warn))
            Explain(result);
        Line("");
        Line($"Done. PASS={summary.Count(NodeStatus.Success, NodeStatus.Pass, NodeStatus.Reused)} WARN={warnings} ERROR={errors} SKIP={summary.Count(NodeStatus.Skipped)} NO-OP=0 TOTAL={summary.Results.Count}");
    }

    private void Explain(NodeResult result)
    {
        Line("");
        Line($"{(result.Status == NodeStatus.Warn ? "Warning" : "Failure")} in {Noun(result.Node.Type)} {result.Node.Name} ({result.Node.File})", result.Status);
        foreach (var line in result.Message.Split('\n'))
            Line($"  {line.TrimEnd('\r')}");
    }

    private static string Described(DbtResource node) => node switch
    {
        SqlNode { Type: ResourceType.Model, Relation: { } relation } model => $"sql {model.Config.Materialized} model {relation.Schema}.{relation.Name}",
        SqlNode { Relation: { } relation, Type: ResourceType.Seed or ResourceType.Snapshot } built => $"{Noun(built.Type)}{(built.Type == ResourceType.Seed ? " file" : "")} {relation.Schema}.{relation.Name}",
        UnitTest unit => $"unit_test {unit.Model}::{unit.Name}",
        _ => $"test {node.Name}",
    };

    private static string Kind(DbtResource node) => node switch
    {
        SqlNode { Type: ResourceType.Model } model => $"{model.Config.Materialized} model",
        _ => Noun(node.Type),
    };

    private static string Noun(ResourceType type) => type switch
    {
        ResourceType.Test => "data test",
        ResourceType.UnitTest => "unit test",
        ResourceType.Analysis => "analysis",
        _ => type.ToString().ToLowerInvariant(),
    };

    private static string Rows(NodeResult result) => result.Message is "OK" && result.Rows is { } rows ? $"OK {rows:N0} rows" : result.Message;

    private static string Count(int count, string noun) => $"{count} {(count == 1 ? noun : noun == "analysis" ? "analyses" : noun + "s")}";

    private static string Dotted(string text, string tag) => $"{text}{new string('.', Math.Max(3, Width - text.Length))} {tag}";

    private void Line(string text, NodeStatus? status = null)
    {
        var color = status switch { NodeStatus.Error or NodeStatus.Fail => "31", NodeStatus.Warn or NodeStatus.Skipped => "33", NodeStatus.Success or NodeStatus.Pass or NodeStatus.Reused => "32", _ => null };
        var stamped = $"{time.GetUtcNow():HH:mm:ss}  {text}".TrimEnd();
        terminal.Out.WriteLine(color is not null && terminal.OutIsTerminal ? $"\x1b[{color}m{stamped}\x1b[0m" : stamped);
        terminal.Out.Flush();
    }
}
