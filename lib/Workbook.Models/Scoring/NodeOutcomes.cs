using System.Text.Json.Nodes;
using Workbook.Models.Running;

namespace Workbook.Models.Scoring;

/// <summary>What came of each node, run by run: the node log, and <c>run_results.json</c> where another runner wrote that.</summary>
internal sealed class NodeOutcomes
{
    private static readonly string[] WorkingCommands = ["build", "run", "test", "seed", "snapshot", "retry"];

    private readonly ILookup<string, NodeLogEntry> _entries;

    private NodeOutcomes(IEnumerable<NodeLogEntry> entries) => _entries = entries.OrderBy(entry => entry.StartedAt).ToLookup(entry => entry.UniqueId, StringComparer.Ordinal);

    public static NodeOutcomes Read(string folder)
    {
        var log = NodeLog.Read(folder);
        var results = LastResults(Path.Combine(folder, "run_results.json"));
        return new NodeOutcomes(results.Count > 0 && log.Any(entry => entry.RunId == results[0].RunId) ? log : log.Concat(results));
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<NodeLogEntry> Of(string id) => [.. _entries[id]];

    /// <summary>Null for a test that never ran.</summary>
    public bool? Passed(string id) => _entries[id].LastOrDefault() is { } last ? last.Status == "pass" : null;

    private static List<NodeLogEntry> LastResults(string file)
    {
        if (!File.Exists(file) || JsonNode.Parse(File.ReadAllText(file)) is not { } artifact)
            return [];
        // What was only compiled succeeded, too.
        if (!WorkingCommands.Contains((string?)artifact["args"]?["which"]))
            return [];
        var run = (string)artifact["metadata"]!["invocation_id"]!;
        var at = (DateTime)artifact["metadata"]!["generated_at"]!;
        return
        [
            .. artifact["results"]!.AsArray().OfType<JsonNode>().Where(result => (string)result["status"]! is not ("skipped" or "reused" or "no-op")).Select(result => new NodeLogEntry
            {
                RunId = run,
                UniqueId = (string)result["unique_id"]!,
                Status = (string)result["status"]!,
                StartedAt = at.ToUniversalTime(),
                Seconds = (double)result["execution_time"]!,
                Rows = result["adapter_response"]?["rows_affected"] is JsonValue rows && rows.TryGetValue<long>(out var count) && count >= 0 ? count : null,
                Failures = (long?)result["failures"],
            }),
        ];
    }
}
