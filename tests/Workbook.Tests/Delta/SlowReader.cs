using System.Text.Json.Nodes;
using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Tests.Delta;

/// <summary>
/// A second reading of the protocol that shares no code with the first: replays every JSON commit from 0, knows no
/// checkpoints, reads one file at a time and plain column types only.
/// </summary>
internal static class SlowReader
{
    private static readonly Dictionary<string, string> Types = new()
    {
        ["string"] = "VARCHAR", ["long"] = "BIGINT", ["integer"] = "INTEGER", ["short"] = "SMALLINT", ["byte"] = "TINYINT", ["float"] = "FLOAT",
        ["double"] = "DOUBLE", ["boolean"] = "BOOLEAN", ["binary"] = "BLOB", ["date"] = "DATE", ["timestamp"] = "TIMESTAMPTZ",
    };

    public static List<string> Rows(string table, DuckDBConnection connection, long? version = null)
    {
        var (metadata, adds) = Replay(table, version);
        var fields = JsonNode.Parse((string)metadata["schemaString"]!)!["fields"]!.AsArray();
        var partitions = metadata["partitionColumns"]!.AsArray().Select(name => (string)name!).ToHashSet();
        var rows = new List<string>();
        foreach (var add in adds.Values)
        {
            var file = Path.Combine(table, Uri.UnescapeDataString((string)add["path"]!));
            Assert.Equal((long)add["size"]!, new FileInfo(file).Length);
            var inFile = connection.Query($"DESCRIBE SELECT * FROM read_parquet({Sql.Literal(file)}, hive_partitioning = false)", row => row.GetString(0)).ToHashSet();
            var columns = fields.Select(field =>
            {
                var name = (string)field!["name"]!;
                var type = (string)field["type"]! is var text && text.StartsWith("decimal", StringComparison.Ordinal) ? text : Types[text];
                var value = partitions.Contains(name) ? Sql.Literal((string?)add["partitionValues"]![name])
                    : inFile.Contains(name) ? Sql.Identifier(name) : "NULL";
                return $"CAST({value} AS {type}) AS {Sql.Identifier(name)}";
            });
            var found = connection.Query(
                $"SELECT CAST(to_json(r) AS VARCHAR) FROM (SELECT {string.Join(", ", columns)} FROM read_parquet({Sql.Literal(file)}, hive_partitioning = false)) r",
                row => row.GetString(0));
            Assert.Equal((long)JsonNode.Parse((string)add["stats"]!)!["numRecords"]!, found.Count);
            rows.AddRange(found);
        }
        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    public static (JsonNode Metadata, Dictionary<string, JsonNode> Adds) Replay(string table, long? version = null)
    {
        JsonNode? metadata = null;
        var adds = new Dictionary<string, JsonNode>();
        for (long number = 0; version is null || number <= version; number++)
        {
            var file = Path.Combine(table, "_delta_log", number.ToString().PadLeft(20, '0') + ".json");
            if (!File.Exists(file)) break;
            foreach (var line in File.ReadAllLines(file))
            {
                var action = JsonNode.Parse(line)!;
                if (action["metaData"] is { } found) metadata = found;
                if (action["remove"] is { } remove) Assert.True(adds.Remove((string)remove["path"]!), $"{file} removes what isn't there: {remove}");
                if (action["add"] is { } add) adds.Add((string)add["path"]!, add);
            }
        }
        return (metadata ?? throw new InvalidOperationException($"{table} has no metaData"), adds);
    }
}
