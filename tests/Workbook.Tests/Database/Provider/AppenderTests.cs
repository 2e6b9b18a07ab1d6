using System.Numerics;
using DuckDB.NET.Data;

namespace Workbook.Tests.Database.Provider;

public sealed class AppenderTests : IDisposable
{
    private readonly DuckDBConnection _connection = TestDatabase.Open();

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void Rows_of_every_type_arrive()
    {
        _connection.Run("""
            CREATE TABLE t (a BOOLEAN, b TINYINT, c SMALLINT, d INTEGER, e BIGINT, f UTINYINT, g USMALLINT, h UINTEGER,
                i UBIGINT, j HUGEINT, k FLOAT, l DOUBLE, m DECIMAL(18,3), n VARCHAR, o BLOB, p UUID, q DATE, r TIME,
                s TIMESTAMP, t INTERVAL, u INTEGER[])
            """);
        var guid = Guid.Parse("80f3b0c1-0000-4000-8000-00000000abcd");
        // Not written as a literal below: AppendValue(-3) means the overload for one byte, and the column takes four.
        int? integer = -3;
        using (var appender = _connection.CreateAppender("t"))
            appender.CreateRow().AppendValue(true).AppendValue((sbyte)-1).AppendValue((short)-2).AppendValue(integer)
                .AppendValue(-4L).AppendValue((byte)1).AppendValue((ushort)2).AppendValue(3u).AppendValue(4ul)
                .AppendValue(new BigInteger(-5)).AppendValue(1.5f).AppendValue(2.5).AppendValue(1.234m)
                .AppendValue("longer than twelve bytes").AppendValue(new byte[] { 1, 2 }).AppendValue(guid)
                .AppendValue(new DateOnly(2026, 11, 21)).AppendValue(new TimeOnly(1, 2, 3))
                .AppendValue(new DateTime(2026, 11, 21, 1, 2, 3)).AppendValue(TimeSpan.FromHours(30))
                .AppendValue(new[] { 1, 2, 3 }).EndRow();

        Assert.Equal(
            $"true|-1|-2|-3|-4|1|2|3|4|-5|1.5|2.5|1.234|longer than twelve bytes|\\x01\\x02|{guid}|2026-11-21|01:02:03|" +
            "2026-11-21 01:02:03|1 day 06:00:00|[1, 2, 3]",
            _connection.Scalar("SELECT string_agg(value, '|') FROM (UNPIVOT (SELECT COLUMNS(*)::VARCHAR FROM t) ON COLUMNS(*))"));
    }

    [Fact]
    public void Nulls_and_defaults_arrive()
    {
        _connection.Run("CREATE TABLE t (a INTEGER, b VARCHAR, c INTEGER DEFAULT 7)");
        using (var appender = _connection.CreateAppender("t"))
            appender.CreateRow().AppendNullValue().AppendValue((string?)null).AppendDefault().EndRow();

        Assert.Equal(1L, _connection.Count("t WHERE a IS NULL AND b IS NULL AND c = 7"));
    }

    [Fact]
    public void More_rows_than_one_chunk_arrive()
    {
        _connection.Run("CREATE SCHEMA s; CREATE TABLE s.t (a BIGINT, b VARCHAR)");
        using (var appender = _connection.CreateAppender("s", "t"))
            for (var i = 0L; i < 10_000; i++)
                appender.CreateRow().AppendValue(i).AppendValue($"text {i}").EndRow();

        Assert.Equal(10_000L, _connection.Count("s.t WHERE b = 'text ' || a"));
    }

    [Fact]
    public void A_table_that_does_not_exist_is_refused()
    {
        var fault = Assert.Throws<DuckDBException>(() => _connection.CreateAppender("nowhere"));
        Assert.Contains("nowhere", fault.Message);
    }

    [Fact]
    public void A_violated_constraint_is_reported_when_the_appender_closes()
    {
        _connection.Run("CREATE TABLE t (a INTEGER NOT NULL)");
        var appender = _connection.CreateAppender("t");
        appender.CreateRow().AppendNullValue().EndRow();

        var fault = Assert.Throws<DuckDBException>(appender.Close);

        Assert.Contains("NOT NULL", fault.Message);
    }
}
