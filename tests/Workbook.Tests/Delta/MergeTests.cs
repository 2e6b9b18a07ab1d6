using Workbook.Database;
using Workbook.Delta;

namespace Workbook.Tests.Delta;

public sealed class MergeTests : IDisposable
{
    private readonly TestTable test = new();
    private readonly DeltaTable table;

    public MergeTests()
    {
        table = test.Create("id INTEGER, v VARCHAR");
        table.Append(test.Connection, "SELECT 1 AS id, 'a' AS v UNION ALL SELECT 2, 'b'");
        table.Append(test.Connection, "SELECT 3 AS id, 'c' AS v UNION ALL SELECT 4, 'd'");
    }

    public void Dispose() => test.Dispose();

    [Fact]
    public void Upsert_updates_matches_inserts_the_rest_and_leaves_other_files_alone()
    {
        var before = table.Snapshot().Files;
        var write = table.Merge(test.Connection, new DeltaMerge("SELECT 2 AS id, 'B' AS v UNION ALL SELECT 5, 'E'", "target.id = source.id")
            .WhenMatchedUpdate().WhenNotMatchedInsert());
        Assert.Equal(["1a", "2B", "3c", "4d", "5E"], Values());
        Assert.Equal((1L, 1L, 1L), (write.Metrics["numTargetRowsUpdated"], write.Metrics["numTargetRowsInserted"], write.Metrics["numTargetRowsCopied"]));
        Assert.Single(table.Snapshot().Files.Intersect(before));
        Assert.Equal(test.Rows(table.Snapshot()), SlowReader.Rows(test.Folder, test.Connection));
    }

    [Fact]
    public void The_first_clause_whose_condition_holds_is_applied()
    {
        table.Merge(test.Connection, new DeltaMerge("SELECT unnest([1, 2, 3, 9, 10]) AS id", "target.id = source.id")
            .WhenMatchedDelete("source.id = 1")
            .WhenMatchedUpdate(new Dictionary<string, string> { ["v"] = "target.v || source.id" }, "target.id < 3")
            .WhenNotMatchedInsert(new Dictionary<string, string> { ["id"] = "source.id" }, "source.id = 9"));
        Assert.Equal(["2b2", "3c", "4d", "9"], Values());
    }

    [Fact]
    public void Rows_without_a_source_row_can_be_deleted_or_updated()
    {
        table.Merge(test.Connection, new DeltaMerge("SELECT 1 AS id", "target.id = source.id")
            .WhenNotMatchedBySourceUpdate(new Dictionary<string, string> { ["v"] = "'kept'" }, "target.id = 2")
            .WhenNotMatchedBySourceDelete());
        Assert.Equal(["1a", "2kept"], Values());
    }

    [Fact]
    public void Several_source_rows_for_one_target_row_are_refused()
    {
        var fault = Assert.Throws<WorkbookException>(() => table.Merge(test.Connection,
            new DeltaMerge("SELECT 2 AS id, unnest(['x', 'y']) AS v", "target.id = source.id").WhenMatchedUpdate()));
        Assert.Contains("1 target rows match several on (target.id = source.id)", fault.Message);
        Assert.Equal(2, table.Snapshot().Version);
        Assert.Equal(0, DuckDbTables());
    }

    [Fact]
    public void A_null_key_matches_nothing()
    {
        table.Merge(test.Connection, new DeltaMerge("SELECT NULL::INTEGER AS id, 'n' AS v", "target.id = source.id").WhenMatchedUpdate().WhenNotMatchedInsert());
        table.Merge(test.Connection, new DeltaMerge("SELECT NULL::INTEGER AS id, 'n' AS v", "target.id = source.id").WhenMatchedUpdate().WhenNotMatchedInsert());
        Assert.Equal(["1a", "2b", "3c", "4d", "n", "n"], Values());
    }

    [Fact]
    public void New_source_columns_are_refused_or_merged_into_the_schema()
    {
        var merge = new DeltaMerge("SELECT 1 AS id, 'A' AS v, 7 AS extra", "target.id = source.id").WhenMatchedUpdate();
        Assert.Contains("'extra' (integer)", Assert.Throws<WorkbookException>(() => table.Merge(test.Connection, merge)).Message);
        table.Merge(test.Connection, merge with { MergeSchema = true });
        Assert.Equal(["""{"id":1,"v":"A","extra":7}""", """{"id":2,"v":"b","extra":null}"""], test.Rows(table.Snapshot()).Take(2));
    }

    [Fact]
    public void A_merge_with_a_known_transaction_is_skipped()
    {
        var merge = new DeltaMerge("SELECT 8 AS id", "target.id = source.id") { Transaction = new("m", 1) }.WhenNotMatchedInsert();
        Assert.True(table.Merge(test.Connection, merge).Committed);
        Assert.False(table.Merge(test.Connection, merge).Committed);
    }

    [Fact]
    public void A_merge_into_a_partitioned_table_moves_rows_between_partitions()
    {
        var folder = Path.Combine(test.Folder, "..", "partitioned");
        var partitioned = DeltaTable.Create(folder, table.Snapshot().Schema, ["v"], test.Options);
        partitioned.Append(test.Connection, "SELECT 1 AS id, 'a' AS v UNION ALL SELECT 2, NULL");
        partitioned.Merge(test.Connection, new DeltaMerge("SELECT 1 AS id, 'z' AS v UNION ALL SELECT 2, 'y'", "target.id = source.id").WhenMatchedUpdate());
        Assert.Equal(["""{"id":1,"v":"z"}""", """{"id":2,"v":"y"}"""], test.Rows(partitioned.Snapshot()));
    }

    private List<string> Values() => test.Connection.Query(
        $"SELECT concat(id, v) FROM {table.Snapshot().ScanSql()} ORDER BY id, v", row => row.GetString(0));

    private long DuckDbTables() => test.Connection.Scalar<long>("SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE '\\_\\_delta%' ESCAPE '\\'");
}
