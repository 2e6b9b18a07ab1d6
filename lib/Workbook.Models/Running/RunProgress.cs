using System.Text.Json;
using System.Text.Json.Nodes;
using Workbook.Lake;
using Workbook.Models.Compilation;
using Workbook.Models.Context;
using Workbook.Models.Project;

namespace Workbook.Models.Running;

/// <summary>
/// What a run set out to do and what is done, one JSON line each, written as it happens: <c>run_results.json</c> comes only
/// at the end, and a run that is killed has none.
/// </summary>
internal sealed class RunProgress
{
    private readonly string _file;

    private RunProgress(string file) => _file = file;

    public static RunProgress Begin(RunFolder folder, Invocation invocation, ModelRunOptions options, IReadOnlyList<DbtResource> nodes)
    {
        var plan = new JsonObject
        {
            ["invocation_id"] = invocation.Id,
            ["started_at"] = invocation.StartedAt,
            ["options"] = JsonSerializer.SerializeToNode(options),
            ["nodes"] = new JsonArray([.. nodes.Select(node => JsonValue.Create(node.UniqueId))]),
        };
        AtomicFile.Write(folder.Progress, plan.ToJsonString() + "\n");
        return new RunProgress(folder.Progress);
    }

    public void Add(NodeResult result) =>
        File.AppendAllText(_file, new JsonObject { ["unique_id"] = result.Node.UniqueId, ["status"] = result.Status.ToString() }.ToJsonString() + "\n");

    /// <summary>The last run of a target folder; null where there was none.</summary>
    public static EarlierRun? Read(RunFolder folder)
    {
        if (!File.Exists(folder.Progress))
            return null;
        var lines = File.ReadAllLines(folder.Progress);
        var plan = JsonNode.Parse(lines[0])!;
        var done = new Dictionary<string, NodeStatus>(StringComparer.Ordinal);
        foreach (var line in lines.Skip(1))
            if (TryParse(line) is { } entry)
                done[(string)entry["unique_id"]!] = Enum.Parse<NodeStatus>((string)entry["status"]!);
        return new EarlierRun((string)plan["invocation_id"]!, (DateTime)plan["started_at"]!, plan["options"].Deserialize<ModelRunOptions>()!,
            [.. plan["nodes"]!.AsArray().Select(id => (string)id!)], done);
    }

    // The last line of a killed run may be half a line.
    private static JsonNode? TryParse(string line)
    {
        try
        {
            return JsonNode.Parse(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

internal sealed record EarlierRun(string InvocationId, DateTime StartedAt, ModelRunOptions Options, IReadOnlyList<string> Nodes, IReadOnlyDictionary<string, NodeStatus> Done);
