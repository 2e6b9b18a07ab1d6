using System.Numerics;
using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Tests.Database;

public sealed class CheckedAppenderTests : IDisposable
{
    private readonly DuckDBConnection _connection = WorkbookDatabase.Open();

    public void Dispose() => _connection.Dispose();

    public static TheoryData<string, object> Accepted() => new()
    {
        { "BOOLEAN", true }, { "TINYINT", sbyte.MinValue }, { "SMALLINT", short.MinValue }, { "INTEGER", int.MinValue },
        { "BIGINT", long.MinValue }, { "UTINYINT", byte.MaxValue }, { "USMALLINT", ushort.MaxValue },
        { "UINTEGER", uint.MaxValue }, { "UBIGINT", ulong.MaxValue }, { "HUGEINT", (BigInteger)Int128.MinValue },
        { "UHUGEINT", (BigInteger)UInt128.MaxValue }, { "FLOAT", 1.5f }, { "DOUBLE", -2.25 }, { "DECIMAL(4,2)", -12.34m },
        { "DECIMAL(30,0)", 12345678901234567890123456789m }, { "VARCHAR", "longer than twelve bytes" }, { "ENUM('a', 'b')", "b" },
        { "UUID", Guid.Parse("80f3b0c1-0000-4000-8000-00000000abcd") }, { "DATE", new DateOnly(1969, 7, 20) },
        { "TIME", new TimeOnly(1, 2, 3) }, { "TIMESTAMP", new DateTime(2026, 11, 21, 1, 2, 3, 4, 5) },
        { "TIMESTAMP_S", new DateTime(2026, 11, 21, 1, 2, 3) }, { "TIMESTAMP_MS", new DateTime(2026, 11, 21, 1, 2, 3, 4) },
        { "TIMESTAMP_NS", new DateTime(2026, 11, 21, 1, 2, 3, 4, 5) }, { "TIMESTAMPTZ", new DateTime(2026, 11, 21, 1, 2, 3, DateTimeKind.Utc) },
        { "INTERVAL", TimeSpan.FromMinutes(-90) },
    };

    [Theory]
    [MemberData(nameof(Accepted))]
    public void A_value_of_the_columns_type_arrives_and_so_does_null(string type, object value)
    {
        _connection.Execute($"CREATE TABLE t (id INTEGER, v {type})");
        using (var appender = new CheckedAppender(_connection, "t"))
        {
            appender.AddRow(1, value);
            appender.AddRow(2, null);
            appender.Complete();
        }

        Assert.Equal([value, DBNull.Value], _connection.Query("SELECT v FROM t ORDER BY id", row => row.GetValue(0)));
    }

    public static TheoryData<string, object> Refused() => new()
    {
        { "BIGINT", 7 }, { "INTEGER", 7L }, { "INTEGER", (short)7 }, { "SMALLINT", 7 }, { "UBIGINT", 7L }, { "DOUBLE", 1.5f },
        { "DOUBLE", 1 }, { "DECIMAL(9,2)", 1.5 }, { "DECIMAL(9,2)", 1.239m }, { "VARCHAR", 7 }, { "VARCHAR", 'x' }, { "DATE", DateTime.UnixEpoch },
        { "TIMESTAMP", DateOnly.MinValue }, { "TIMESTAMPTZ", DateTime.SpecifyKind(DateTime.UnixEpoch, DateTimeKind.Local) },
        { "HUGEINT", 7L }, { "UUID", "80f3b0c1-0000-4000-8000-00000000abcd" }, { "BLOB", "text" }, { "BOOLEAN", 1 },
        { "INTEGER[]", 7 }, { "DECIMAL(4,2)", 123.4m }, { "ENUM('a', 'b')", "c" }, { "HUGEINT", (BigInteger)UInt128.MaxValue },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_value_of_another_type_is_refused_and_nothing_is_written(string type, object value)
    {
        _connection.Execute($"CREATE TABLE t (id INTEGER, v {type})");
        using (var appender = new CheckedAppender(_connection, "t"))
        {
            appender.AddRow(1, null);
            var fault = Assert.Throws<WorkbookException>(() => appender.AddRow(2, value));
            Assert.StartsWith("Row 2 for table 't', column 'v': ", fault.Message);
            Assert.Contains("failed before", Assert.Throws<WorkbookException>(appender.Complete).Message);
        }

        Assert.Equal(0, _connection.Scalar<long>("SELECT count(*) FROM t"));
    }

    [Fact]
    public void The_message_names_table_column_expected_and_given_type()
    {
        _connection.Execute("CREATE SCHEMA bronze; CREATE TABLE bronze.orders (id BIGINT, amount DECIMAL(18,2))");
        using var appender = new CheckedAppender(_connection, "orders", "bronze");
        var fault = Assert.Throws<WorkbookException>(() => appender.Add(7));
        Assert.Equal(
            "Row 1 for table 'bronze.orders', column 'id': expected BIGINT, which takes long, but was given Int32 7. Convert the value first.",
            fault.Message);
    }

    [Fact]
    public void A_row_with_too_few_or_too_many_values_is_refused()
    {
        _connection.Execute("CREATE TABLE t (a INTEGER, b INTEGER)");
        using (var few = new CheckedAppender(_connection, "t"))
            Assert.Contains("has 1 of 2 values; the next would be 'b'", Assert.Throws<WorkbookException>(() => few.AddRow(1)).Message);
        using (var many = new CheckedAppender(_connection, "t"))
            Assert.Contains("all of its 2 values", Assert.Throws<WorkbookException>(() => many.AddRow(1, 2, 3)).Message);
        using (var open = new CheckedAppender(_connection, "t"))
            Assert.Contains("was not ended", Assert.Throws<WorkbookException>(open.Add(1).Complete).Message);
        Assert.Equal(0, _connection.Scalar<long>("SELECT count(*) FROM t"));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(500_000)]
    public void Without_Complete_the_table_stays_as_it_was(int rows)
    {
        _connection.Execute("CREATE TABLE t (a INTEGER)");

        using (var appender = new CheckedAppender(_connection, "t"))
            for (var i = 0; i < rows; i++)
                appender.AddRow(i);

        Assert.Equal(0, _connection.Scalar<long>("SELECT count(*) FROM t"));
        _connection.Execute("INSERT INTO t VALUES (1)");
    }

    [Fact]
    public void A_violated_constraint_is_told_and_leaves_the_table_as_it_was()
    {
        _connection.Execute("CREATE TABLE t (a INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)");
        using (var appender = new CheckedAppender(_connection, "t"))
        {
            appender.AddRow(2);
            appender.AddRow(1);
            Assert.Contains("PRIMARY KEY", Assert.Throws<DuckDBException>(appender.Complete).Message, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Equal([1], _connection.Query("SELECT a FROM t", row => row.GetInt32(0)));
    }

    [Fact]
    public void Within_the_callers_transaction_the_caller_decides()
    {
        _connection.Execute("CREATE TABLE t (a INTEGER)");
        using (var transaction = _connection.BeginTransaction())
        {
            using (var appender = new CheckedAppender(_connection, "t"))
            {
                appender.AddRow(1);
                appender.Complete();
            }

            Assert.Equal(1, _connection.Scalar<long>("SELECT count(*) FROM t"));
            transaction.Rollback();
        }

        Assert.Equal(0, _connection.Scalar<long>("SELECT count(*) FROM t"));
    }

    [Fact]
    public void A_fault_within_the_callers_transaction_does_not_end_it()
    {
        _connection.Execute("CREATE TABLE t (a INTEGER)");
        using (var transaction = _connection.BeginTransaction())
        {
            _connection.Execute("INSERT INTO t VALUES (1)");
            using (var appender = new CheckedAppender(_connection, "t"))
            {
                appender.AddRow(2);
                Assert.Throws<WorkbookException>(() => appender.AddRow("three"));
            }

            transaction.Commit();
        }

        Assert.Equal([1], _connection.Query("SELECT a FROM t", row => row.GetInt32(0)));
    }

    [Fact]
    public void Defaults_are_filled_in_and_rows_counted()
    {
        _connection.Execute("CREATE TABLE t (a INTEGER, b VARCHAR DEFAULT 'new')");
        using var appender = new CheckedAppender(_connection, "t");
        appender.Add(1).AddDefault().EndRow();
        appender.Add((int?)null).Add("given").EndRow();
        appender.Complete();

        Assert.Equal(2, appender.Rows);
        Assert.Equal("new,given", _connection.Scalar<string>("SELECT string_agg(b, ',' ORDER BY a) FROM t"));
    }

    [Fact]
    public void Generated_columns_are_refused_with_a_way_out()
    {
        _connection.Execute("CREATE TABLE t (a INTEGER, b INTEGER AS (a + 1))");
        var fault = Assert.Throws<WorkbookException>(() => new CheckedAppender(_connection, "t"));
        Assert.Contains("INSERT … SELECT", fault.Message);
        _connection.Execute("INSERT INTO t VALUES (1)");
    }
}
