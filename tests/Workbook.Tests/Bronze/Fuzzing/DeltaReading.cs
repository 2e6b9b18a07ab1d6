using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using Workbook.Contracts;
using Workbook.ParquetReading;

namespace Workbook.Tests.Bronze.Fuzzing;

/// <summary>A Delta table's log by plain JSON from version 0, its files by Parquet.Net: what each version holds.</summary>
/// <param name="Versions">By number, rows as they stand in it.</param>
internal sealed record DeltaReading(IReadOnlyList<IReadOnlyList<DeltaRow>> Versions, string? Refusal = null)
{
    public static DeltaReading Read(IReadOnlyDictionary<string, byte[]> files, SourceContract contract)
    {
        try
        {
            return Replay(files, contract);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return new DeltaReading([], fault.Message);
        }
    }

    private static DeltaReading Replay(IReadOnlyDictionary<string, byte[]> files, SourceContract contract)
    {
        JsonNode? metadata = null;
        var live = new List<Dictionary<string, JsonNode>>();
        for (var version = 0; files.TryGetValue($"_delta_log/{version:D20}.json", out var commit); version++)
        {
            var adds = version == 0 ? [] : new Dictionary<string, JsonNode>(live[^1]);
            foreach (var line in Encoding.UTF8.GetString(commit).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                if (string.IsNullOrWhiteSpace(line))
                    continue;
                var action = JsonNode.Parse(line)!;
                metadata = action["metaData"] ?? metadata;
                if (action["remove"] is { } remove)
                    adds.Remove(Decoded(remove));
                if (action["add"] is { } add)
                    adds[Decoded(add)] = add;
            }

            live.Add(adds);
        }

        var partitions = metadata!["partitionColumns"] is JsonArray names ? names.Select(name => (string)name!).ToList() : [];
        var fields = JsonNode.Parse((string)metadata["schemaString"]!)!["fields"]!.AsArray().Select(field => (string)field!["name"]!).ToHashSet();
        var read = new Dictionary<string, IReadOnlyList<DeliveredColumn>>();
        return new DeltaReading([.. live.Select(adds => (IReadOnlyList<DeltaRow>)[.. adds.SelectMany(add => Rows(files, contract, add.Key, add.Value, partitions, fields, read))])]);
    }

    private static IEnumerable<DeltaRow> Rows(
        IReadOnlyDictionary<string, byte[]> files, SourceContract contract, string path, JsonNode add, List<string> partitions, HashSet<string> fields, Dictionary<string, IReadOnlyList<DeliveredColumn>> read)
    {
        if (!read.TryGetValue(path, out var columns))
            read[path] = columns = DeliveredColumns.Read(new MemoryStream(files[path])).WaitAsync(TimeSpan.FromSeconds(20)).GetAwaiter().GetResult();
        for (var row = 0; row < (columns.Count == 0 ? 0 : columns[0].Values.Count); row++)
        {
            var delivered = columns.Where(column => fields.Contains(column.Name) && !partitions.Contains(column.Name)).ToDictionary(column => column.Name, column => column.Values[row]);
            foreach (var name in partitions)
                delivered[name] = (string?)add["partitionValues"]?[name] is { Length: > 0 } text ? text : null;
            yield return new DeltaRow(ParquetFileReading.Row(contract, 0, delivered), string.Join('|', delivered.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => $"{value.Key}={Exact(value.Value)}")));
        }
    }

    private static string Exact(object? value) => value switch
    {
        null => "NULL",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string Decoded(JsonNode action) => Uri.UnescapeDataString((string)action["path"]!);
}

/// <param name="Text">All that was delivered of it, so that two versions can be compared.</param>
internal sealed record DeltaRow(ReadRow Row, string Text)
{
    public BigInteger? Key => Row.Values.GetValueOrDefault("id") as BigInteger?;
}
