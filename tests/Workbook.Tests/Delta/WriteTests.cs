using Workbook.Database;
using Workbook.Delta;

namespace Workbook.Tests.Delta;

public sealed class WriteTests : IDisposable
{
    private readonly TestTable _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void A_new_table_has_no_rows_and_its_columns()
    {
        var table = _test.Create("id BIGINT, name VARCHAR");
        Assert.True(DeltaTable.Exists(_test.Folder));
        Assert.Equal(0, table.Snapshot().Version);
        Assert.Empty(_test.Rows(table.Snapshot()));
        Assert.Equal(["id", "name"], _test.Connection.Query($"DESCRIBE SELECT * FROM {table.Snapshot().ScanSql()}", row => row.GetString(0)));
    }

    [Fact]
    public void A_table_can_be_created_once_only()
    {
        _test.Create("id BIGINT");
        Assert.Contains("exists already", Assert.Throws<WorkbookException>(() => _test.Create("id BIGINT")).Message);
    }

    [Fact]
    public void What_is_no_table_can_not_be_opened()
    {
        Assert.False(DeltaTable.Exists(_test.Folder));
        Assert.Contains("create the table first", Assert.Throws<WorkbookException>(() => DeltaTable.Open(_test.Folder)).Message);
    }

    [Fact]
    public void Appended_rows_of_every_type_come_back_as_they_were()
    {
        const string columns = """
            i BIGINT, i4 INTEGER, i2 SMALLINT, i1 TINYINT, f4 FLOAT, f8 DOUBLE, s VARCHAR, b BOOLEAN, bin BLOB, d DATE, ts TIMESTAMPTZ, dec DECIMAL(38,10)
            """;
        var table = _test.Create(columns);
        const string rows = """
            SELECT 9223372036854775807 AS i, (-2147483648)::INTEGER AS i4, 32767::SMALLINT AS i2, (-128)::TINYINT AS i1, 0.1::FLOAT AS f4, 'nan'::DOUBLE AS f8,
                'ü''"\' AS s, true AS b, '\x00\xFF'::BLOB AS bin, DATE '0001-01-01' AS d, TIMESTAMPTZ '2020-02-29 23:59:59.999999Z' AS ts, 1234567890123456789.0123456789::DECIMAL(38,10) AS dec
            UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, '-infinity'::DOUBLE, NULL, NULL, NULL, NULL, NULL, NULL
            """;
        var write = table.Append(_test.Connection, rows);
        Assert.Equal((1L, true, 2L), (write.Version, write.Committed, write.Metrics["numOutputRows"]));
        // As JSON, and once more as values: JSON shortens a long decimal.
        Assert.Equal(_test.Rows($"({rows})"), _test.Rows(table.Snapshot()));
        Assert.Equal(0, _test.Connection.Scalar<long>($"SELECT count(*) FROM (({rows}) EXCEPT ALL SELECT * FROM {table.Snapshot().ScanSql()})"));
        Assert.Equal(_test.Rows(table.Snapshot()), SlowReader.Rows(_test.Folder, _test.Connection));
    }

    [Fact]
    public void Nested_values_come_back_as_they_were()
    {
        const string rows = "SELECT {'a': 1, 'b c': ['x', NULL]} AS s, MAP {'k': {'v': DATE '2020-01-01'}} AS m, [[1, 2], NULL] AS l";
        var table = _test.Create("""s STRUCT(a INTEGER, "b c" VARCHAR[]), m MAP(VARCHAR, STRUCT(v DATE)), l INTEGER[][]""");
        table.Append(_test.Connection, rows);
        Assert.Equal(_test.Rows($"({rows})"), _test.Rows(table.Snapshot()));
    }

    [Fact]
    public void A_timestamp_without_zone_is_taken_as_UTC_whatever_the_session_says()
    {
        var table = _test.Create("ts TIMESTAMPTZ");
        _test.Connection.Execute("SET TimeZone = 'America/New_York'");
        table.Append(_test.Connection, "SELECT TIMESTAMP '2020-01-01 00:00:00' AS ts");
        table.Update(_test.Connection, new Dictionary<string, string> { ["ts"] = "TIMESTAMP '2020-01-01 12:00:00'" });
        Assert.Equal(1577880000L, _test.Connection.Scalar<long>($"SELECT CAST(epoch(ts) AS BIGINT) FROM {table.Snapshot().ScanSql()}"));
    }

    [Fact]
    public void Partition_values_of_every_kind_come_back_typed_and_nulls_stay_null()
    {
        var table = _test.Create("id INTEGER, s VARCHAR, d DATE, ts TIMESTAMPTZ, n DECIMAL(10,2), b BOOLEAN, f DOUBLE", "s", "d", "ts", "n", "b", "f");
        const string rows = """
            SELECT 1 AS id, 'a/b=c:%é [x]*? "q"' AS s, DATE '2020-01-02' AS d, TIMESTAMPTZ '2020-01-02 03:04:05.678901Z' AS ts, 1.50::DECIMAL(10,2) AS n, true AS b, 1e300 AS f
            UNION ALL SELECT 2, NULL, NULL, NULL, NULL, NULL, NULL
            UNION ALL SELECT 3, 'NULL', NULL, NULL, -0.01, false, 'inf'::DOUBLE
            UNION ALL SELECT 4, '__HIVE_DEFAULT_PARTITION__', NULL, NULL, NULL, NULL, NULL
            """;
        table.Append(_test.Connection, rows);
        Assert.Equal(_test.Rows($"({rows})"), _test.Rows(table.Snapshot()));
        Assert.Equal(_test.Rows(table.Snapshot()), SlowReader.Rows(_test.Folder, _test.Connection));
        Assert.Contains(table.Snapshot().Files, file => file.PartitionValues["ts"] == "2020-01-02T03:04:05.678901Z");
    }

    [Fact]
    public void An_empty_string_in_a_partition_column_is_null_as_the_protocol_has_it()
    {
        var table = _test.Create("id INTEGER, p VARCHAR", "p");
        table.Append(_test.Connection, "SELECT 1 AS id, '' AS p");
        Assert.Equal(["""{"id":1,"p":null}"""], _test.Rows(table.Snapshot()));
    }

    [Fact]
    public void Columns_named_like_DuckDBs_own_are_columns()
    {
        var table = _test.Create("filename INTEGER, file_index INTEGER, file_row_number INTEGER, target INTEGER, source INTEGER, p INTEGER", "p");
        const string rows = "SELECT 1 AS filename, 2 AS file_index, 3 AS file_row_number, 4 AS target, 5 AS source, unnest([6, 7]) AS p";
        table.Append(_test.Connection, rows);
        Assert.Equal(_test.Rows($"({rows})"), _test.Rows(table.Snapshot()));
        table.Merge(_test.Connection, new DeltaMerge("SELECT 6 AS p, 9 AS filename", "target.p = source.p").WhenMatchedUpdate());
        table.Delete(_test.Connection, "file_index = 2 AND p = 7");
        Assert.Equal(["""{"filename":9,"file_index":2,"file_row_number":3,"target":4,"source":5,"p":6}"""], _test.Rows(table.Snapshot()));
    }

    [Fact]
    public void A_table_lives_in_a_folder_of_any_name()
    {
        var folder = Path.Combine(_test.Folder, "a[b]'c %41 é {d}");
        var table = DeltaTable.Create(folder, new([new("id", DeltaType.Integer)]), options: _test.Options with { CheckpointInterval = 1 });
        table.Append(_test.Connection, "SELECT 1 AS id");
        table.Append(_test.Connection, "SELECT 2 AS id");
        Assert.True(table.Delete(_test.Connection, "id = 1").Committed);
        Assert.Equal(["""{"id":2}"""], _test.Rows(DeltaTable.Open(folder).Snapshot()));
    }

    [Fact]
    public void A_large_write_is_cut_into_several_files()
    {
        _test.Create("id BIGINT");
        var table = DeltaTable.Open(_test.Folder, _test.Options with { MaxFileBytes = 400_000 });
        table.Append(_test.Connection, "SELECT i AS id FROM range(1000000) t(i)");
        Assert.InRange(table.Snapshot().Files.Count, 2, 10);
        Assert.Equal(499999500000, _test.Connection.Scalar<long>($"SELECT sum(id) FROM {table.Snapshot().ScanSql()}"));
    }

    [Theory]
    [InlineData("SELECT 1 AS id;")]
    [InlineData("SELECT 1 AS id -- a comment")]
    [InlineData("WITH one AS (SELECT 1 AS id) FROM one")]
    [InlineData("VALUES (1)", "col0")]
    public void Any_query_can_be_appended(string query, string column = "id")
    {
        var table = _test.Create($"{column} INTEGER");
        table.Append(_test.Connection, query);
        Assert.Equal([$$"""{"{{column}}":1}"""], _test.Rows(table.Snapshot()));
    }

    [Fact]
    public void Appending_nothing_commits_nothing()
    {
        var table = _test.Create("id BIGINT");
        var write = table.Append(_test.Connection, "SELECT 1 AS id WHERE false");
        Assert.Equal((0L, false), (write.Version, write.Committed));
        Assert.Equal(0, table.Snapshot().Version);
        Assert.Empty(Directory.GetFiles(_test.Folder));
    }

    [Fact]
    public void Overwrite_replaces_all_rows_and_the_old_version_stays_readable()
    {
        var table = _test.Create("id INTEGER");
        table.Append(_test.Connection, "SELECT 1 AS id");
        table.Overwrite(_test.Connection, "SELECT 2 AS id");
        Assert.Equal(["""{"id":2}"""], _test.Rows(table.Snapshot()));
        Assert.Equal(["""{"id":1}"""], _test.Rows(table.Snapshot(1)));
    }

    [Fact]
    public void ReplaceWhere_replaces_the_rows_of_its_predicate_only()
    {
        var table = _test.Create("p VARCHAR, id INTEGER", "p");
        table.Append(_test.Connection, "SELECT 'a' AS p, 1 AS id UNION ALL SELECT 'b', 2 UNION ALL SELECT 'b', 3");
        table.Overwrite(_test.Connection, "SELECT 'b' AS p, 4 AS id", replaceWhere: "p = 'b'");
        Assert.Equal(["""{"p":"a","id":1}""", """{"p":"b","id":4}"""], _test.Rows(table.Snapshot()));
        table.Overwrite(_test.Connection, "SELECT 'a' AS p, 9 AS id", replaceWhere: "id = 1 OR id = 9");
        Assert.Equal(["""{"p":"a","id":9}""", """{"p":"b","id":4}"""], _test.Rows(table.Snapshot()));
    }

    [Fact]
    public void ReplaceWhere_refuses_rows_outside_its_predicate_and_leaves_nothing_behind()
    {
        var table = _test.Create("p VARCHAR, id INTEGER", "p");
        var fault = Assert.Throws<WorkbookException>(() => table.Overwrite(_test.Connection, "SELECT 'a' AS p, 4 AS id", replaceWhere: "p = 'b'"));
        Assert.Contains("found 1 others", fault.Message);
        Assert.Empty(Directory.GetFiles(_test.Folder, "*.parquet", SearchOption.AllDirectories));
    }

    [Fact]
    public void Delete_rewrites_only_the_files_with_matching_rows()
    {
        var table = _test.Create("id INTEGER");
        table.Append(_test.Connection, "SELECT unnest([1, 2, 3])::INTEGER AS id");
        table.Append(_test.Connection, "SELECT unnest([4, 5, NULL])::INTEGER AS id");
        var before = table.Snapshot().Files;
        var write = table.Delete(_test.Connection, "id IN (1, 3)");
        Assert.Equal((2L, 1L), (write.Metrics["numDeletedRows"], write.Metrics["numCopiedRows"]));
        Assert.Single(table.Snapshot().Files.Intersect(before));
        Assert.Equal(["""{"id":2}""", """{"id":4}""", """{"id":5}""", """{"id":null}"""], _test.Rows(table.Snapshot()));
    }

    [Fact]
    public void Deleting_all_rows_of_a_file_writes_no_file()
    {
        var table = _test.Create("id INTEGER");
        table.Append(_test.Connection, "SELECT 1 AS id");
        Assert.Equal(0, table.Delete(_test.Connection, "id = 1").Metrics["numAddedFiles"]);
        Assert.Empty(table.Snapshot().Files);
    }

    [Fact]
    public void A_change_that_matches_nothing_commits_nothing()
    {
        var table = _test.Create("id INTEGER");
        table.Append(_test.Connection, "SELECT 1 AS id");
        Assert.False(table.Delete(_test.Connection, "id = 2").Committed);
        Assert.False(table.Update(_test.Connection, new Dictionary<string, string> { ["id"] = "0" }, "id IS NULL").Committed);
        Assert.False(table.Merge(_test.Connection, new DeltaMerge("SELECT 2 AS id", "target.id = source.id").WhenMatchedDelete()).Committed);
        Assert.Equal(1, table.Snapshot().Version);
    }

    [Fact]
    public void Update_sets_columns_from_the_row_as_it_was()
    {
        var table = _test.Create("id INTEGER, other INTEGER, p VARCHAR", "p");
        table.Append(_test.Connection, "SELECT 1 AS id, 10 AS other, 'a' AS p UNION ALL SELECT 2, 20, 'a'");
        var write = table.Update(_test.Connection, new Dictionary<string, string> { ["ID"] = "other", ["other"] = "id", ["p"] = "upper(p)" }, "id = 1");
        Assert.Equal((1L, 1L), (write.Metrics["numUpdatedRows"], write.Metrics["numCopiedRows"]));
        Assert.Equal(["""{"id":10,"other":1,"p":"A"}""", """{"id":2,"other":20,"p":"a"}"""], _test.Rows(table.Snapshot()));
    }

    [Fact]
    public void A_write_with_a_known_transaction_is_skipped()
    {
        var table = _test.Create("id INTEGER");
        var once = new DeltaWriteOptions { Transaction = new("loader", 7) };
        Assert.True(table.Append(_test.Connection, "SELECT 1 AS id", once).Committed);
        Assert.False(table.Append(_test.Connection, "SELECT 1 AS id", once).Committed);
        Assert.False(table.Append(_test.Connection, "SELECT 1 AS id", new() { Transaction = new("loader", 6) }).Committed);
        Assert.Equal(7, table.Snapshot().Transactions["loader"]);
        Assert.Single(_test.Rows(table.Snapshot()));
        Assert.True(table.Append(_test.Connection, "SELECT 1 AS id WHERE false", new() { Transaction = new("loader", 8) }).Committed);
    }

    [Fact]
    public void An_append_only_table_takes_no_deletes()
    {
        var table = DeltaTable.Create(_test.Folder, new([new("id", DeltaType.Integer)]), options: _test.Options,
            configuration: new Dictionary<string, string> { ["delta.appendOnly"] = "true" });
        table.Append(_test.Connection, "SELECT 1 AS id");
        Assert.Contains("append-only", Assert.Throws<WorkbookException>(() => table.Delete(_test.Connection, "true")).Message);
        Assert.Contains("append-only", Assert.Throws<WorkbookException>(() => table.Overwrite(_test.Connection, "SELECT 2 AS id")).Message);
        Assert.Single(Directory.GetFiles(_test.Folder));
    }

    [Fact]
    public void A_required_column_takes_no_NULL()
    {
        var table = DeltaTable.Create(_test.Folder, new([new("id", DeltaType.Integer, Nullable: false), new("x", DeltaType.Integer)]), options: _test.Options);
        var fault = Assert.Throws<WorkbookException>(() => table.Append(_test.Connection, "SELECT NULL::INTEGER AS id, 1 AS x"));
        Assert.Contains("no NULL in column 'id' but found 1", fault.Message);
        Assert.Empty(Directory.GetFiles(_test.Folder));
        Assert.Equal([Path.Combine(_test.Folder, "_delta_log")], Directory.GetDirectories(_test.Folder));
    }
}
