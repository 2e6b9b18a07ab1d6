using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workbook.Lake;
using Workbook.Models.Running;

namespace Workbook.Operations.Alerts;

/// <summary>An alert that is open, and who has heard of it.</summary>
internal sealed record OpenAlert
{
    public required string Fingerprint { get; init; }

    [JsonConverter(typeof(JsonStringEnumConverter<Severity>))]
    public required Severity Severity { get; init; }

    public required string Title { get; init; }

    public string? Text { get; init; }

    public required DateTime Since { get; init; }

    /// <summary>When each sink last got it, by its name.</summary>
    public IReadOnlyDictionary<string, DateTime> Sent { get; init; } = new Dictionary<string, DateTime>();

    /// <summary>Cleared, with sinks that haven't heard of it yet.</summary>
    public DateTime? ResolvedAt { get; init; }
}

/// <summary>What is open, and what waits for the digest: <c>lake/_runs/alert_state.json</c>.</summary>
internal sealed record AlertState
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public IReadOnlyList<OpenAlert> Open { get; init; } = [];

    /// <summary>Lines for the next digest, oldest first.</summary>
    public IReadOnlyList<string> Digest { get; init; } = [];

    public DateOnly? DigestDay { get; init; }

    /// <summary>A file that is damaged counts as none: sending twice is better than not at all.</summary>
    public static AlertState Read(LakeFolder lake)
    {
        try
        {
            return File.Exists(FileOf(lake)) ? JsonSerializer.Deserialize<AlertState>(File.ReadAllText(FileOf(lake)), Json) ?? new AlertState() : new AlertState();
        }
        catch (JsonException)
        {
            return new AlertState();
        }
    }

    public void Write(LakeFolder lake) => AtomicFile.Write(FileOf(lake), JsonSerializer.Serialize(this, Json) + "\n");

    private static string FileOf(LakeFolder lake) => Path.Combine(lake.Runs, "alert_state.json");
}
