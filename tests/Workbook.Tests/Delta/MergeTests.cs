using Workbook.Database;
using Workbook.Delta;

namespace Workbook.Tests.Delta;

public sealed class MergeTests : IDisposable
{
    private readonly TestTable _test = new();
    private readonly DeltaTable _table;

    public MergeTests()
    {
        _table = _test.Create("id INTEGER, v VARCHAR");
        _table.Append(_test.Connection, "SELECT 1 AS id, 'a' AS v UNION ALL SELECT 2, 'b'");
        _table.Append(_test.Connection, "SELECT 3 AS id, 'c' AS v UNION ALL SELECT 4, 'd'");
    }

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Upsert_updates_matches_inserts_the_rest_and_leaves_other_files_alone()
    {
        var before = _table.Snapshot().Files;
        var write = _table.Merge(_test.Connection, new DeltaMerge("SELECT 2 AS id, 'B' AS v UNION ALL SELECT 5, 'E'", "target.id = source.id")
            .WhenMatchedUpdate().WhenNotMatchedInsert());
        Assert.Equal(["1a", "2B", "3c", "4d", "5E"], Values());
        Assert.Equal((1L, 1L, 1L), (write.Metrics["numTargetRowsUpdated"], write.Metrics["numTargetRowsInserted"], write.Metrics["numTargetRowsCopied"]));
        Assert.Single(_table.Snapshot().Files.Intersect(before));
        Assert.Equal(_test.Rows(_table.Snapshot()), SlowReader.Rows(_test.Folder, _test.Connection));
    }

    [Fact]
    public void The_first_clause_whose_condition_holds_is_applied()
    {
        _table.Merge(_test.Connection, new DeltaMerge("SELECT unnest([1, 2, 3, 9, 10]) AS id", "target.id = source.id")
            .WhenMatchedDelete("source.id = 1")
            .WhenMatchedUpdate(new Dictionary<string, string> { ["v"] = "target.v || source.id" }, "target.id < 3")
            .WhenNotMatchedInsert(new Dictionary<string, string> { ["id"] = "source.id" }, "source.id = 9"));
        Assert.Equal(["2b2", "3c", "4d", "9"], Values());
    }

    [Fact]
    public void Rows_without_a_source_row_can_be_deleted_or_updated()
    {
        _table.Merge(_test.Connection, new DeltaMerge("SELECT 1 AS id", "target.id = source.id")
            .WhenNotMatchedBySourceUpdate(new Dictionary<string, string> { ["v"] = "'kept'" }, "target.id = 2")
            .WhenNotMatchedBySourceDelete());
        Assert.Equal(["1a", "2kept"], Values());
    }

    [Fact]
    public void Several_source_rows_for_one_target_row_are_refused()
    {
        var fault = Assert.Throws<WorkbookException>(() => _table.Merge(_test.Connection,
            new DeltaMerge("SELECT 2 AS id, unnest(['x', 'y']) AS v", "target.id = source.id").WhenMatchedUpdate()));
        Assert.Contains("1 target rows match several on (target.id = source.id)", fault.Message);
        Assert.Equal(2, _table.Snapshot().Version);
        Assert.Equal(0, DuckDbTables());
    }

    [Fact]
    public void A_null_key_matches_nothing()
    {
        _table.Merge(_test.Connection, new DeltaMerge("SELECT NULL::INTEGER AS id, 'n' AS v", "target.id = source.id").WhenMatchedUpdate().WhenNotMatchedInsert());
        _table.Merge(_test.Connection, new DeltaMerge("SELECT NULL::INTEGER AS id, 'n' AS v", "target.id = source.id").WhenMatchedUpdate().WhenNotMatchedInsert());
        Assert.Equal(["1a", "2b", "3c", "4d", "n", "n"], Values());
    }

    [Fact]
    public void New_source_columns_are_refused_or_merged_into_the_schema()
    {
        var merge = new DeltaMerge("SELECT 1 AS id, 'A' AS v, 7 AS extra", "target.id = source.id").WhenMatchedUpdate();
        Assert.Contains("'extra' (integer)", Assert.Throws<WorkbookException>(() => _table.Merge(_test.Connection, merge)).Message);
        _table.Merge(_test.Connection, merge with { MergeSchema = true });
        Assert.Equal(["""{"id":1,"v":"A","extra":7}""", """{"id":2,"v":"b","extra":null}"""], _test.Rows(_table.Snapshot()).Take(2));
    }

    [Fact]
    public void A_merge_with_a_known_transaction_is_skipped()
    {
        var merge = new DeltaMerge("SELECT 8 AS id", "target.id = source.id") { Transaction = new("m", 1) }.WhenNotMatchedInsert();
        Assert.True(_table.Merge(_test.Connection, merge).Committed);
        Assert.False(_table.Merge(_test.Connection, merge).Committed);
    }

    [Fact]
    public void A_merge_into_a_partitioned_table_moves_rows_between_partitions()
    {
        var folder = Path.Combine(_test.Folder, "..", "partitioned");
        var partitioned = DeltaTable.Create(folder, _table.Snapshot().Schema, ["v"], _test.Options);
        partitioned.Append(_test.Connection, "SELECT 1 AS id, 'a' AS v UNION ALL SELECT 2, NULL");
        partitioned.Merge(_test.Connection, new DeltaMerge("SELECT 1 AS id, 'z' AS v UNION ALL SELECT 2, 'y'", "target.id = source.id").WhenMatchedUpdate());
        Assert.Equal(["""{"id":1,"v":"z"}""", """{"id":2,"v":"y"}"""], _test.Rows(partitioned.Snapshot()));
    }

    private List<string> Values() => _test.Connection.Query(
        $"SELECT concat(id, v) FROM {_table.Snapshot().ScanSql()} ORDER BY id, v", row => row.GetString(0));

    private long DuckDbTables() => _test.Connection.Scalar<long>("SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE '\\_\\_delta%' ESCAPE '\\'");
}
