using Workbook.Delta;

namespace Workbook.Tests.Delta;

/// <summary>Random operations against a list in memory: the library, and the other reading of the protocol, must agree with it at every version.</summary>
public sealed class OperationSequenceTests
{
    private sealed record Row(int Id, string? P, int? V);

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    [InlineData(5, true)]
    public void Any_sequence_of_operations_gives_the_rows_of_the_oracle(int seed, bool partitioned)
    {
        using var test = new TestTable();
        var random = new Random(seed);
        var table = test.Create("id INTEGER, p VARCHAR, v INTEGER", partitioned ? ["p"] : []);
        var versions = new Dictionary<long, List<Row>> { [0] = [] };
        for (var step = 0; step < 40; step++)
        {
            // Now and then as somebody who has never seen the table, so that checkpoints are read too.
            if (random.Next(5) == 0) table = DeltaTable.Open(test.Folder, test.Options);
            test.Clock.Advance(TimeSpan.FromMinutes(1));
            var (write, rows) = Step(random, table, test, versions[versions.Keys.Max()], versions);
            if (write.Committed) versions.Add(write.Version, rows);
            Assert.Equal(Texts(rows), test.Rows(table.Snapshot()));
        }
        Assert.Equal(test.Rows(table.Snapshot()), SlowReader.Rows(test.Folder, test.Connection));
        foreach (var version in versions.Keys.OrderBy(_ => random.Next()).Take(8))
        {
            Assert.Equal(Texts(versions[version]), test.Rows(DeltaTable.Open(test.Folder).Snapshot(version)));
            Assert.Equal(Texts(versions[version]), SlowReader.Rows(test.Folder, test.Connection, version));
        }
        AssertChangesLeadFromStartToEnd(test, table);
    }

    private static (DeltaWrite Write, List<Row> Rows) Step(Random random, DeltaTable table, TestTable test, List<Row> rows, Dictionary<long, List<Row>> versions)
    {
        var some = Enumerable.Range(0, random.Next(6)).Select(_ => RandomRow(random)).ToList();
        var pivot = random.Next(20);
        switch (random.Next(9))
        {
            case 0 or 1:
                return (table.Append(test.Connection, Values(some)), [.. rows, .. some]);
            case 2:
                return (table.Overwrite(test.Connection, Values(some)), some);
            case 3:
                var inside = some.Select(row => row with { P = "b" }).ToList();
                return (table.Overwrite(test.Connection, Values(inside), "p = 'b'"), [.. rows.Where(row => row.P != "b"), .. inside]);
            case 4:
                return (table.Delete(test.Connection, $"v > {pivot}"), [.. rows.Where(row => !(row.V > pivot))]);
            case 5:
                return (table.Update(test.Connection, new Dictionary<string, string> { ["v"] = "v + 1", ["p"] = "'c'" }, $"id % 3 = {pivot % 3}"),
                    [.. rows.Select(row => row.Id % 3 == pivot % 3 ? row with { V = row.V + 1, P = "c" } : row)]);
            case 6:
                return Merge(table, test, rows, [.. some.DistinctBy(row => row.Id)]);
            case 7:
                return (table.Optimize(test.Connection), rows);
            default:
                var version = versions.Keys.ElementAt(random.Next(versions.Count));
                return (table.Restore(version), versions[version]);
        }
    }

    private static (DeltaWrite, List<Row>) Merge(DeltaTable table, TestTable test, List<Row> rows, List<Row> source)
    {
        var write = table.Merge(test.Connection, new DeltaMerge(Values(source), "target.id = source.id")
            .WhenMatchedDelete("source.v IS NULL")
            .WhenMatchedUpdate(condition: "target.p IS NOT NULL")
            .WhenNotMatchedInsert(condition: "source.id < 15")
            .WhenNotMatchedBySourceUpdate(new Dictionary<string, string> { ["v"] = "-1" }, "target.id = 0"));
        var merged = new List<Row>();
        foreach (var row in rows)
        {
            var match = source.Find(candidate => candidate.Id == row.Id);
            if (match is null) merged.Add(row.Id == 0 ? row with { V = -1 } : row);
            else if (match.V is not null) merged.Add(row.P is null ? row : match);
        }
        merged.AddRange(source.Where(candidate => candidate.Id < 15 && rows.TrueForAll(row => row.Id != candidate.Id)));
        return (write, merged);
    }

    /// <summary>All inserts minus all deletes since the beginning are the rows of the end.</summary>
    private static void AssertChangesLeadFromStartToEnd(TestTable test, DeltaTable table)
    {
        var changes = table.Changes(-1).Sql;
        var remaining = $"""
            (SELECT id, p, v FROM {changes} WHERE _change_type = 'insert' EXCEPT ALL SELECT id, p, v FROM {changes} WHERE _change_type = 'delete')
            """;
        Assert.Equal(test.Rows(table.Snapshot()), test.Rows(remaining));
    }

    private static Row RandomRow(Random random) => new(
        random.Next(20),
        random.Next(4) switch { 0 => null, 1 => "a", 2 => "b", _ => "c d/é" },
        random.Next(5) == 0 ? null : random.Next(20));

    private static string Values(List<Row> rows) => rows.Count == 0
        ? "SELECT NULL::INTEGER AS id, NULL::VARCHAR AS p, NULL::INTEGER AS v WHERE false"
        : string.Join(" UNION ALL ", rows.Select(row => $"SELECT {row.Id} AS id, {(row.P is null ? "NULL" : $"'{row.P}'")}::VARCHAR AS p, {row.V?.ToString() ?? "NULL"}::INTEGER AS v"));

    private static List<string> Texts(IEnumerable<Row> rows) =>
        [.. rows.Select(row => $$"""{"id":{{row.Id}},"p":{{(row.P is null ? "null" : $"\"{row.P}\"")}},"v":{{row.V?.ToString() ?? "null"}}}""").Order(StringComparer.Ordinal)];
}
