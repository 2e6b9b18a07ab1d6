using Workbook.Database;
using Workbook.Delta;
using Workbook.ParquetReading;

namespace Workbook.Tests.Delta;

/// <summary>What a table's files hold, read by Parquet.Net.</summary>
public sealed class OtherReaderTests : IDisposable
{
    private readonly TestTable _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task Values_of_every_type_are_read_alike()
    {
        Append(
            """
            i8 BIGINT, i4 INTEGER, i2 SMALLINT, i1 TINYINT, f4 FLOAT, f8 DOUBLE, nan DOUBLE, s VARCHAR, b BOOLEAN, bin BLOB, d DATE, ts TIMESTAMPTZ,
            d4 DECIMAL(4,2), d9 DECIMAL(9,0), d18 DECIMAL(18,3), d38 DECIMAL(38,10), nothing INTEGER
            """,
            """
            (9223372036854775807, -2147483648, 32767, -128, 0.1, 1e-300, 'nan', 'ü''"\', true, '\x00\xFF', '0001-01-01', '2020-02-29 23:59:59.999999Z',
                -1.23, 123456789, 0.001, -1234567890123456789.0123456789, NULL),
            (-1, 7, -1, 1, -1.5, '-infinity', 1, '', false, '', '9999-12-31', '1969-12-31 23:59:59.999999Z', 0, -1, 99, 0.0000000001, NULL),
            (NULL, NULL, NULL, NULL, '-0.0', 0.1, NULL, '日本', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
            """);
        await ParquetCheck.Verify(_test.Folder);
        Assert.Equal(14, Bounds());
    }

    [Fact]
    public async Task Nested_values_are_read_alike_with_the_nulls_in_them()
    {
        Append(
            """s STRUCT(a INTEGER, "b c" VARCHAR[]), m MAP(VARCHAR, STRUCT(v DATE)), l INTEGER[][], ls STRUCT(p DECIMAL(18,2), q TIMESTAMPTZ[])[], mm MAP(INTEGER, MAP(VARCHAR, DOUBLE[]))""",
            """
            ({'a': 1, 'b c': ['x', NULL]}, MAP {'k': {'v': DATE '2020-01-01'}, 'n': NULL}, [[1, 2], NULL, [], [NULL, 3]],
                [{'p': 1.50, 'q': [TIMESTAMPTZ '2020-01-01 00:00:00Z', NULL]}, NULL, {'p': NULL, 'q': []}], MAP {1: MAP {'a': [0.5, NULL]}, 2: MAP {}}),
            ({'a': NULL, 'b c': NULL}, MAP {}, [], [], MAP {}),
            (NULL, NULL, NULL, NULL, NULL),
            ({'a': 2, 'b c': []}, MAP {'': {'v': NULL}}, [[4]], [NULL], MAP {3: NULL})
            """);
        await ParquetCheck.Verify(_test.Folder);
    }

    [Fact]
    public async Task Files_of_every_operation_are_read_alike_and_so_are_checkpoints()
    {
        _test.Create("id INTEGER, p VARCHAR, amount DECIMAL(10,2), paid TIMESTAMPTZ", "p");
        var table = DeltaTable.Open(_test.Folder, _test.Options with { CheckpointInterval = 2 });
        table.Append(_test.Connection, """
            SELECT i::INTEGER AS id, CASE i % 3 WHEN 0 THEN 'a/b=c:%é' WHEN 1 THEN 'b' END AS p, (i * 0.25)::DECIMAL(10,2) AS amount, TIMESTAMPTZ '2024-01-01 00:00:00Z' + INTERVAL (i) MICROSECOND AS paid FROM range(20000) t(i)
            """, new DeltaWriteOptions { Transaction = new("loader", 7) });
        table.Update(_test.Connection, new Dictionary<string, string> { ["amount"] = "NULL" }, "id % 7 = 0");
        table.Delete(_test.Connection, "id < 100");
        table.Merge(_test.Connection, new DeltaMerge("SELECT 150 AS id, 'b' AS p, 1.00::DECIMAL(10,2) AS amount, NULL::TIMESTAMPTZ AS paid UNION ALL SELECT 30000, NULL, (-1)::DECIMAL(10,2), NULL", "target.id = source.id").WhenMatchedUpdate().WhenNotMatchedInsert());
        table.Optimize(_test.Connection);
        table.Overwrite(_test.Connection, "SELECT 1 AS id, 'b' AS p, 2.00::DECIMAL(10,2) AS amount, NULL::TIMESTAMPTZ AS paid", replaceWhere: "p = 'b'");

        await ParquetCheck.Verify(_test.Folder);
        Assert.Equal(3, Directory.GetFiles(Path.Combine(_test.Folder, "_delta_log"), "*.checkpoint.parquet").Length);
    }

    [Fact]
    public async Task Row_groups_have_their_own_bounds()
    {
        _test.Create("id BIGINT, s VARCHAR").Append(_test.Connection, "SELECT i AS id, i % 1000 || 'x' AS s FROM range(130000) t(i)");
        await ParquetCheck.Verify(_test.Folder);
        Assert.Equal(4, Bounds());
    }

    [Fact]
    public async Task What_is_wrong_is_named()
    {
        var file = Path.Combine(Directory.CreateDirectory(_test.Folder).FullName, "wrong.parquet");
        _test.Connection.Execute($"COPY (SELECT 4711::BIGINT AS id UNION ALL SELECT 5) TO {Sql.Literal(file)} (FORMAT parquet, COMPRESSION uncompressed)");
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        // The value first lies among the values; behind them it is the maximum.
        var value = bytes.AsSpan().IndexOf(BitConverter.GetBytes(4711L));
        bytes[value] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        Assert.Equal("wrong.parquet, row group 0, id: maximum 4711 said, 4710 read",
            (await Assert.ThrowsAsync<InvalidDataException>(() => ParquetCheck.Verify(_test.Folder))).Message);
    }

    private void Append(string columns, string values)
    {
        _test.Connection.Execute($"CREATE TEMP TABLE given ({columns}); INSERT INTO given VALUES {values}");
        _test.Create(columns).Append(_test.Connection, "FROM given");
    }

    /// <summary>Column chunks that name a least and a greatest value.</summary>
    private long Bounds() => _test.Connection.Scalar<long>(
        $"SELECT count(*) FROM parquet_metadata({Sql.Literal(_test.Folder + "/*.parquet")}) WHERE stats_min_value IS NOT NULL AND stats_max_value IS NOT NULL");
}
