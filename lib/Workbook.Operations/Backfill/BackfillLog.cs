using System.Text.Json;
using System.Text.Json.Nodes;
using Workbook.Operations.Increments;

namespace Workbook.Operations.Backfill;

/// <summary>A JSON line for each thing that a backfill did: copied, validated, refused, swapped. In the lake that it is for.</summary>
internal sealed class BackfillLog(IncrementTarget target)
{
    public const string Folder = "_backfill";
    public const string FileName = "log.jsonl";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly string _run = Invariant($"{target.Time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}");

    /// <summary>Names this run, and what it leaves: the instant at which it began, UTC.</summary>
    public string Run => _run;

    public void Write(string what, object facts)
    {
        var line = new JsonObject { ["run"] = _run, ["at"] = $"{target.Time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'}", ["event"] = what, ["facts"] = JsonSerializer.SerializeToNode(facts, Json) };
        var folder = Path.Combine(target.Lake.Path, Folder);
        Directory.CreateDirectory(folder);
        File.AppendAllText(Path.Combine(folder, FileName), line.ToJsonString() + "\n");
    }
}
