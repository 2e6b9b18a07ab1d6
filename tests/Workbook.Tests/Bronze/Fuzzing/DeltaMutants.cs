using System.Text;
using System.Text.Json.Nodes;
using DuckDB.NET.Data;
using Workbook.Contracts;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Tests.Database;

namespace Workbook.Tests.Bronze.Fuzzing;

/// <summary>Delta tables of several histories by the library, and what can happen to their logs and files.</summary>
internal sealed class DeltaMutants
{
    private readonly List<(IReadOnlyDictionary<string, byte[]> Files, IReadOnlyList<object?[]> Rows)> _bases = [];
    private readonly ParquetMutants _parquet;

    public DeltaMutants(SourceContract contract, int seed, ParquetMutants parquet)
    {
        _parquet = parquet;
        for (var history = 0; history < 5; history++)
            _bases.Add(Build(contract.Columns, new Random((seed * 17) + history), history));
    }

    public Mutant Make(int number, Random random)
    {
        var (files, rows) = _bases[random.Next(_bases.Count)];
        var mutant = new SortedDictionary<string, byte[]>(files.ToDictionary(), StringComparer.Ordinal);
        var mutations = new List<string>();
        if (random.Next(20) > 0)
            for (var times = random.Next(1, 3); times > 0; times--)
                Damage(mutant, random, mutations);
        return new Mutant(number, mutant, mutations, rows);
    }

    private void Damage(SortedDictionary<string, byte[]> files, Random random, List<string> mutations)
    {
        var commits = files.Keys.Where(name => name.EndsWith(".json", StringComparison.Ordinal)).ToList();
        var data = files.Keys.Where(name => !name.StartsWith("_delta_log", StringComparison.Ordinal)).ToList();
        if (commits.Count == 0 || data.Count == 0)
            return;
        var (commit, file, kind) = (commits[random.Next(commits.Count)], data[random.Next(data.Count)], random.Next(16));
        mutations.Add($"delta {kind} {commit} {file}");
        var lines = Encoding.UTF8.GetString(files[commit]).Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList();
        var line = random.Next(Math.Max(1, lines.Count));
        switch (kind)
        {
            case 0: files[commit] = ByteDamage.Apply(files[commit], random, files[commits[0]], mutations); return;
            case 1: files[file] = ByteDamage.Apply(files[file], random, files[data[0]], mutations); return;
            case 2 when random.Next(3) == 0: files.Remove(commit); return;
            case 3: files[$"_delta_log/{commits.Count:D20}.json"] = files[commit]; return;
            case 4 when lines.Count > 0: lines.RemoveAt(line); break;
            case 5 when lines.Count > 0: lines.Insert(line, lines[random.Next(lines.Count)]); break;
            case 6: lines.Reverse(); break;
            case 7 when random.Next(2) == 0: files.Remove(file); return;
            case 8 or 9: files[file] = _parquet.Write(random.Next(8), random, 2, mutations); return;
            case 10: files[file] = files[data[random.Next(data.Count)]]; return;
            case 11: lines.Add(new[] { "{\"unknown\":{\"a\":1}}", "{\"txn\":{\"appId\":\"x\",\"version\":\"7\"}}", "null", "[]", "{}", "{\"add\":null}", "{\"remove\":{\"path\":\"nowhere.parquet\"}}", "{\"commitInfo\":{\"timestamp\":\"x\"}}", "{\"commitInfo\":{\"timestamp\":99999999999999999}}", "1" }[random.Next(10)]); break;
            case 12 when files.Keys.FirstOrDefault(name => name.EndsWith(".checkpoint.parquet", StringComparison.Ordinal)) is { } checkpoint:
                files[checkpoint] = ByteDamage.Apply(files[checkpoint], random, files[file], mutations);
                return;
            default:
                for (var at = 0; at < lines.Count; at++)
                    lines[at] = Edited(lines[at], random, mutations);
                break;
        }

        files[commit] = Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");
    }

    /// <summary>One action with one of its members changed.</summary>
    private static string Edited(string line, Random random, List<string> mutations)
    {
        JsonNode? action = null;
        try
        {
            action = JsonNode.Parse(line);
        }
        catch (System.Text.Json.JsonException)
        {
            mutations.Add("delta line that is no JSON any more");
        }

        if (action is not JsonObject { Count: > 0 } whole || whole.First() is not { Value: JsonObject { Count: > 0 } body } || random.Next(3) > 0)
            return line;
        var member = body.ElementAt(random.Next(body.Count)).Key;
        mutations.Add($"delta member {member}");
        if (member == "schemaString" && random.Next(3) > 0)
        {
            var (from, to) = new[] { ("\"long\"", "\"integer\""), ("\"long\"", "\"double\""), ("\"double\"", "\"long\""), ("decimal(9,2)", "decimal(9,1)"), ("decimal(9,2)", "decimal(12,4)"), ("\"timestamp\"", "\"date\""), ("\"integer\"", "\"long\""), ("\"integer\"", "\"string\""), ("\"name\":\"note\"", "\"name\":\"later\""), ("\"string\"", "\"binary\""), ("\"double\"", "\"float\""), ("\"timestamp\"", "\"timestamp_ntz\""), ("\"date\"", "\"timestamp\"") }[random.Next(13)];
            body[member] = ((string)body[member]!).Replace(from, to, StringComparison.Ordinal);
        }
        else if (member == "dataChange")
        {
            return line; // a table that calls its changes none is told nothing of
        }
        else
        {
            body[member] = new Func<JsonNode?>[] { () => null, () => 7, () => "x", () => "", () => new JsonObject(), () => new JsonArray(1), () => -1, () => 1e30, () => "../../up.parquet", () => true }[random.Next(10)]();
        }

        return whole.ToJsonString();
    }

    private static (IReadOnlyDictionary<string, byte[]> Files, IReadOnlyList<object?[]> Rows) Build(IReadOnlyList<Column> columns, Random random, int history)
    {
        using var folder = new TempFolder();
        using var connection = WorkbookDatabase.Open(new DatabaseOptions { Threads = 1 });
        var rows = Enumerable.Range(1, 40).Select(id => FuzzContract.GoodRow(random, id)).ToList();
        var table = DeltaTable.Create(folder.File("table"), DeltaSchema.FromSql(columns.Select(column => (column.Name, column.Type.SqlName))), history == 2 ? ["kind"] : [], new DeltaOptions { CheckpointInterval = history == 3 ? 2 : 0 });
        table.Append(connection, ParquetMutants.Select(columns, rows[..20]));
        table.Append(connection, ParquetMutants.Select(columns, rows[20..30]));
        if (history > 0)
            table.Delete(connection, "id IN (3, 7, 22)");
        if (history > 1)
            table.Update(connection, new Dictionary<string, string> { ["n"] = "id", ["name"] = "'changed'" }, "id % 5 = 0");
        if (history == 4)
            table.Optimize(connection);
        table.Append(connection, ParquetMutants.Select(columns, rows[30..]));
        var files = Directory.EnumerateFiles(table.TablePath, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(table.TablePath, file).Replace('\\', '/'), File.ReadAllBytes);
        return (files, rows);
    }
}
