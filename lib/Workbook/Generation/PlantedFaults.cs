using System.Text.Json;

namespace Workbook.Generation;

/// <param name="Detection">The rule that must find them; null where no single row can show it.</param>
public sealed record PlantedFaultCount(string Source, string Kind, string? Detection, long Count);

/// <summary>What the ledger <c>_anomalies.jsonl</c> of a raw folder says.</summary>
public static class PlantedFaults
{
    /// <summary>The file that names every planted fault, in a folder of raw files.</summary>
    public static string Ledger(string folder) => Path.Combine(folder, AnomalyLedger.FileName);

    /// <summary>By source and kind, in the ledger's order; none where nothing was generated.</summary>
    /// <exception cref="WorkbookException">A line of the ledger isn't a planted fault.</exception>
    public static IReadOnlyList<PlantedFaultCount> Count(string folder)
    {
        var path = Ledger(folder);
        if (!File.Exists(path))
            return [];
        var counts = new Dictionary<(string Source, string Kind, string? Detection), long>();
        foreach (var (number, line) in File.ReadLines(path).Index())
        {
            var kind = KindOf(path, number + 1, line);
            counts[kind] = counts.GetValueOrDefault(kind) + 1;
        }
        return [.. counts.Select(entry => new PlantedFaultCount(entry.Key.Source, entry.Key.Kind, entry.Key.Detection, entry.Value))];
    }

    private static (string Source, string Kind, string? Detection) KindOf(string path, int number, string line)
    {
        try
        {
            using var fault = JsonDocument.Parse(line);
            return (Text(fault, "source")!, Text(fault, "kind")!, Text(fault, "detection"));
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new WorkbookException($"{path}, line {number}: expected a planted fault as JSON with source, kind and detection, but found '{line}'. Generate the raw files anew.", fault);
        }
    }

    private static string? Text(JsonDocument fault, string property) => fault.RootElement.GetProperty(property).GetString();
}
