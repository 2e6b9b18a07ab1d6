using Workbook.Delta;

namespace Workbook.Tests.Delta;

/// <summary>The log's bytes, which other people's readers parse: a change here must be meant.</summary>
public sealed class CommitJsonTests : IDisposable
{
    private readonly TestTable _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void The_first_commit_has_protocol_and_metadata()
    {
        _test.Create("id INTEGER NOT NULL, day DATE", "day");
        Assert.Equal("""
            {"commitInfo":{"timestamp":1772366400000,"operation":"CREATE TABLE","operationParameters":{"partitionBy":"[\"day\"]"},"isolationLevel":"Serializable","isBlindAppend":true,"operationMetrics":{},"engineInfo":"Workbook"}}
            {"protocol":{"minReaderVersion":1,"minWriterVersion":2}}
            {"metaData":{"id":"00000001-0000-0000-0000-000000000000","format":{"provider":"parquet","options":{}},"schemaString":"{\"type\":\"struct\",\"fields\":[{\"name\":\"id\",\"type\":\"integer\",\"nullable\":true,\"metadata\":{}},{\"name\":\"day\",\"type\":\"date\",\"nullable\":true,\"metadata\":{}}]}","partitionColumns":["day"],"configuration":{},"createdTime":1772366400000}}

            """, File.ReadAllText(_test.LogFile(0)));
    }

    [Fact]
    public void A_write_has_its_files_and_a_delete_their_tombstones()
    {
        var table = _test.Create("id INTEGER, p VARCHAR", "p");
        table.Append(_test.Connection, "SELECT 1 AS id, 'a b%' AS p", new() { Transaction = new("app", 5) });
        _test.Clock.Advance(TimeSpan.FromSeconds(1));
        table.Delete(_test.Connection, "id = 1");
        var size = table.Snapshot(1).Files[0].Size;
        Assert.Equal($$$"""
            {"commitInfo":{"timestamp":1772366400000,"operation":"WRITE","operationParameters":{"mode":"Append","partitionBy":"[\"p\"]"},"readVersion":0,"isolationLevel":"Serializable","isBlindAppend":true,"operationMetrics":{"numFiles":"1","numOutputRows":"1","numOutputBytes":"{{{size}}}"},"engineInfo":"Workbook"}}
            {"txn":{"appId":"app","version":5,"lastUpdated":1772366400000}}
            {"add":{"path":"p=a%20b%2525/part-00000-00000004-0000-0000-0000-000000000000.c000.zstd.parquet","partitionValues":{"p":"a b%"},"size":{{{size}}},"modificationTime":1772366400000,"dataChange":true,"stats":"{\"numRecords\":1,\"minValues\":{\"id\":1},\"maxValues\":{\"id\":1},\"nullCount\":{\"id\":0}}"}}

            """, File.ReadAllText(_test.LogFile(1)));
        Assert.Equal($$$"""
            {"commitInfo":{"timestamp":1772366401000,"operation":"DELETE","operationParameters":{"predicate":"[\"id = 1\"]"},"readVersion":1,"isolationLevel":"Serializable","isBlindAppend":false,"operationMetrics":{"numRemovedFiles":"1","numAddedFiles":"0","numDeletedRows":"1","numCopiedRows":"0"},"engineInfo":"Workbook"}}
            {"remove":{"path":"p=a%20b%2525/part-00000-00000004-0000-0000-0000-000000000000.c000.zstd.parquet","deletionTimestamp":1772366401000,"dataChange":true,"extendedFileMetadata":true,"partitionValues":{"p":"a b%"},"size":{{{size}}}}}

            """, File.ReadAllText(_test.LogFile(2)));
        Assert.True(File.Exists(Path.Combine(_test.Folder, "p=a b%25", "part-00000-00000004-0000-0000-0000-000000000000.c000.zstd.parquet")));
        Assert.Equal(new DateTime(2026, 3, 1, 12, 0, 1, DateTimeKind.Utc), File.GetLastWriteTimeUtc(_test.LogFile(2)));
    }

    [Fact]
    public void The_same_work_gives_the_same_bytes()
    {
        using var again = new TestTable();
        foreach (var run in new[] { _test, again })
        {
            var table = run.Create("id INTEGER, p VARCHAR", "p");
            table.Append(run.Connection, "SELECT i::INTEGER AS id, 'p' || i % 3 AS p FROM range(1000) t(i)");
            table.Merge(run.Connection, new DeltaMerge("SELECT 7 AS id, 'x' AS p", "target.id = source.id").WhenMatchedUpdate());
        }
        var files = Files(_test);
        Assert.Equal(files, Files(again));
        Assert.All(files, file => Assert.Equal(File.ReadAllBytes(Path.Combine(_test.Folder, file)), File.ReadAllBytes(Path.Combine(again.Folder, file))));
    }

    [Fact]
    public void A_damaged_commit_is_refused_by_file_and_line()
    {
        _test.Create("id INTEGER");
        File.WriteAllText(_test.LogFile(1), "{\"commitInfo\":{\"operation\":\"WRITE\"}}\n{\"add\":{\"pa");
        var fault = Assert.Throws<WorkbookException>(() => DeltaTable.Open(_test.Folder));
        Assert.Contains("00000000000000000001.json' expected one JSON action on line 2 but found: {\"add\":{\"pa", fault.Message);
    }

    [Fact]
    public void A_table_for_newer_writers_is_read_but_not_written()
    {
        var table = _test.Create("id INTEGER");
        File.WriteAllText(_test.LogFile(1), """{"protocol":{"minReaderVersion":1,"minWriterVersion":7,"writerFeatures":["appendOnly","rowTracking"]}}""");
        Assert.Empty(_test.Rows(table.Snapshot()));
        var fault = Assert.Throws<DeltaUnsupportedFeatureException>(() => table.Append(_test.Connection, "SELECT 1 AS id"));
        Assert.Equal("rowTracking", fault.Feature);
    }

    private static List<string> Files(TestTable run) =>
        [.. Directory.GetFiles(run.Folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(run.Folder, file)).Order(StringComparer.Ordinal)];
}
