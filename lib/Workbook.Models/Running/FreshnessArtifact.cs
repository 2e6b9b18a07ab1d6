using System.Text.Json.Nodes;
using Workbook.Models.Artifacts;
using Workbook.Models.Project;
using static Workbook.Models.Artifacts.ArtifactJson;

namespace Workbook.Models.Running;

/// <summary><c>sources.json</c>, version 3: how old each source's newest row is.</summary>
internal static class FreshnessArtifact
{
    public static JsonObject Create(string invocationId, DateTime now, IReadOnlyList<FreshnessResult> results, TimeSpan elapsed) => new()
    {
        ["metadata"] = Metadata("sources/v3", invocationId, now),
        ["results"] = new JsonArray([.. results.Select(result => Result(result, now))]),
        ["elapsed_time"] = elapsed.TotalSeconds,
    };

    private static JsonObject Result(FreshnessResult result, DateTime now) => result.MaxLoadedAt is not { } loaded
        ? new JsonObject { ["unique_id"] = result.Source.UniqueId, ["error"] = result.Message, ["status"] = "runtime error" }
        : new JsonObject
        {
            ["unique_id"] = result.Source.UniqueId,
            ["max_loaded_at"] = Instant(loaded),
            ["snapshotted_at"] = Instant(now),
            ["max_loaded_at_time_ago_in_s"] = (now - loaded).TotalSeconds,
            ["status"] = result.Status,
            ["criteria"] = Criteria(result.Source.Freshness!),
            ["adapter_response"] = new JsonObject(),
            ["timing"] = new JsonArray(),
            ["thread_id"] = "Thread-1",
            ["execution_time"] = result.Elapsed.TotalSeconds,
        };
}
