using System.Text.Json.Nodes;
using Workbook.Models.Artifacts;
using Workbook.Models.Project;
using static Workbook.Models.Artifacts.ArtifactJson;

namespace Workbook.Models.Running;

/// <summary><c>run_results.json</c>, version 6: what came of each node.</summary>
public static class RunResultsArtifact
{
    /// <summary>Replaces the file as a whole, so that a reader sees the old one or the new.</summary>
    public static void Write(string file, ModelProject project, RunSummary summary) => ArtifactJson.Write(file, new JsonObject
    {
        ["metadata"] = Metadata("run-results/v6", summary.InvocationId, summary.StartedAt + summary.Elapsed),
        ["results"] = new JsonArray([.. summary.Results.Select(Result)]),
        ["elapsed_time"] = summary.Elapsed.TotalSeconds,
        ["args"] = new JsonObject
        {
            ["which"] = summary.Options.Command,
            ["select"] = Texts(summary.Options.Select),
            ["exclude"] = Texts(summary.Options.Exclude),
            ["full_refresh"] = summary.Options.FullRefresh,
            ["target"] = project.Profile.Target,
            ["threads"] = project.Profile.Threads,
            ["invocation_command"] = $"dbt {summary.Options.Command}",
        },
    });

    private static JsonObject Result(NodeResult result) => new()
    {
        ["status"] = result.StatusName,
        ["timing"] = new JsonArray(
            Timing("compile", result.StartedAt, result.StartedAt + result.CompileTime),
            Timing("execute", result.StartedAt + result.CompileTime, result.StartedAt + result.Elapsed)),
        ["thread_id"] = result.Thread,
        ["execution_time"] = result.Elapsed.TotalSeconds,
        ["adapter_response"] = result.Rows is { } rows ? new JsonObject { ["_message"] = result.Message, ["rows_affected"] = rows } : new JsonObject { ["_message"] = result.Message },
        ["message"] = result.Message,
        ["failures"] = result.Failures,
        ["unique_id"] = result.Node.UniqueId,
        ["compiled"] = result.CompiledSql is not null,
        ["compiled_code"] = result.CompiledSql,
        ["relation_name"] = (result.Node as SqlNode)?.Relation?.ToString(),
    };

    private static JsonObject Timing(string name, DateTime from, DateTime to) => new()
    {
        ["name"] = name, ["started_at"] = Instant(from), ["completed_at"] = Instant(to),
    };
}
