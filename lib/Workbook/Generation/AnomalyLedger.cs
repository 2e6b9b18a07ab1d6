using System.Text;
using System.Text.Json;
using Workbook.Contracts;

namespace Workbook.Generation;

/// <summary>One planted fault, as a line of <c>_anomalies.jsonl</c>.</summary>
/// <param name="Detection">The rule that must find it, <c>column.reason</c>; null where no single row can show it.</param>
/// <param name="File">Relative to the raw folder, with forward slashes.</param>
/// <param name="Line">Physical line in a text file, row number in any other, both from 1.</param>
internal sealed record PlantedFault(
    string Source, string Kind, string? Detection, string File, long Line, IReadOnlyDictionary<string, object?> Key);

/// <summary>The faults of one unit of work, in the order in which they were planted.</summary>
public sealed class LedgerPage
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private readonly StringBuilder _lines = new();

    /// <summary>Notes one planted fault, as a line of JSON.</summary>
    /// <param name="file">Relative to the raw folder, with forward slashes.</param>
    /// <param name="line">Physical line in a text file, row number in any other, both from 1.</param>
    /// <param name="key">What names the row, such as its id; values as JSON can write them.</param>
    public void Add(SourceContract source, PlantedAnomaly anomaly, string file, long line, params (string Column, object? Value)[] key) =>
        _lines.Append(JsonSerializer.Serialize(
            new PlantedFault(source.Name, anomaly.Kind, anomaly.DetectedBy, file, line, key.ToDictionary(part => part.Column, part => part.Value)),
            Json)).Append('\n');

    /// <summary>The lines, each with its LF; empty where nothing was planted.</summary>
    public override string ToString() => _lines.ToString();
}

/// <summary>
/// The truth about what was planted: <c>_anomalies.jsonl</c>. Pages arrive in any order and are written in unit order,
/// so the file is the same whatever the number of threads; only pages that wait for an earlier one are kept.
/// </summary>
public sealed class AnomalyLedger : IDisposable
{
    /// <summary>Lies in the raw folder itself.</summary>
    public const string FileName = "_anomalies.jsonl";

    private readonly Lock _lock = new();
    private readonly Dictionary<int, string> _waiting = [];
    private readonly CompleteFile _file;
    private int _next;

    private AnomalyLedger(CompleteFile file) => _file = file;

    /// <param name="keep">Which sources' earlier lines stay: those that are not written anew.</param>
    public static AnomalyLedger Open(string folder, Func<string, bool> keep)
    {
        var path = Path.Combine(folder, FileName);
        var file = new CompleteFile(path);
        if (File.Exists(path))
        {
            foreach (var line in File.ReadLines(path).Where(line => keep(SourceOf(line))))
                file.Stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
        }

        return new AnomalyLedger(file);
    }

    /// <summary>Takes what one unit of work has planted; pages are written in the units' order, whatever order they come in.</summary>
    public void Complete(int unit, LedgerPage page)
    {
        lock (_lock)
        {
            _waiting[unit] = page.ToString();
            while (_waiting.Remove(_next, out var text))
            {
                _file.Stream.Write(Encoding.UTF8.GetBytes(text));
                _next++;
            }
        }
    }

    /// <summary>Gives the file its name: from now on it is there, whole.</summary>
    public void Complete() => _file.Complete();

    /// <summary>Without <see cref="Complete()"/> before it, the former ledger stays as it was.</summary>
    public void Dispose() => _file.Dispose();

    private static string SourceOf(string line)
    {
        using var fault = JsonDocument.Parse(line);
        return fault.RootElement.GetProperty("source").GetString()!;
    }
}
