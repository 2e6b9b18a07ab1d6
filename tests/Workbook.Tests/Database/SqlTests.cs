using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Tests.Database;

public sealed class SqlTests : IDisposable
{
    private readonly DuckDBConnection _connection = WorkbookDatabase.Open();

    public void Dispose() => _connection.Dispose();

    [Theory]
    [InlineData("plain")]
    [InlineData("select")]
    [InlineData("with \"quotes\" and 'more'")]
    [InlineData("čeština; DROP TABLE t --")]
    public void Any_name_and_any_text_survive(string text)
    {
        _connection.Execute($"CREATE TABLE {Sql.Identifier(text)} AS SELECT {Sql.Literal(text)} AS {Sql.Identifier(text)}");
        Assert.Equal(text, _connection.Scalar<string>($"SELECT {Sql.Identifier(text)} FROM {Sql.Identifier(text)}"));
    }

    [Fact]
    public void What_cannot_be_spelled_is_refused()
    {
        Assert.Equal("NULL", Sql.Literal(null));
        Assert.Equal("''", Sql.Literal(""));
        Assert.Throws<ArgumentException>(() => Sql.Identifier(""));
        Assert.Throws<ArgumentException>(() => Sql.Identifier("a\0b"));
        Assert.Throws<ArgumentException>(() => Sql.Literal("a\0b"));
    }

    public static TheoryData<object?> Parameters() =>
    [
        7L, 7, "it's", new DateTime(2026, 11, 21, 1, 2, 3), new DateOnly(2026, 11, 21), 12.345m, true, Guid.Empty, 1.5, (object?)null!,
    ];

    [Theory]
    [MemberData(nameof(Parameters))]
    public void A_parameter_comes_back_as_it_went(object? value) =>
        Assert.Equal(value, _connection.Scalar<object?>("SELECT ?", value));

    [Fact]
    public void Bytes_come_back_as_they_went() =>
        Assert.Equal([1, 0, 2], _connection.Scalar<byte[]>("SELECT ?", new byte[] { 1, 0, 2 }));

    [Fact]
    public void Scalars_convert_where_nothing_is_lost()
    {
        Assert.Equal(45L, _connection.Scalar<long>("SELECT sum(range) FROM range(10)"));
        Assert.Equal(45, _connection.Scalar<int>("SELECT sum(range) FROM range(10)"));
        Assert.Equal(1.5, _connection.Scalar<double>("SELECT 1.5"));
        Assert.Equal(5L, _connection.Scalar<long?>("SELECT 5"));
        Assert.Null(_connection.Scalar<long?>("SELECT NULL"));
        Assert.Null(_connection.Scalar<string?>("SELECT NULL"));
        Assert.Equal(new DateTime(2026, 1, 2), _connection.Scalar<DateTime>("SELECT DATE '2026-01-02'"));
        Assert.Equal(TimeSpan.Zero, _connection.Scalar<DateTimeOffset>("SELECT TIMESTAMPTZ '2026-01-02 03:00:00+03'").Offset);
    }

    [Fact]
    public void Scalars_that_would_lose_something_are_refused()
    {
        Assert.Contains("NULL", Assert.Throws<InvalidCastException>(() => _connection.Scalar<long>("SELECT NULL")).Message);
        Assert.Contains("whole number", Assert.Throws<InvalidCastException>(() => _connection.Scalar<int>("SELECT 1.5")).Message);
        Assert.Throws<OverflowException>(() => _connection.Scalar<int>("SELECT 5000000000"));
        Assert.Contains("no row", Assert.Throws<WorkbookException>(() => _connection.Scalar<int>("SELECT 1 WHERE false")).Message);
    }

    [Fact]
    public void Rows_are_mapped_in_order_and_counted_when_changed()
    {
        Assert.Equal(3, _connection.Execute("CREATE TABLE t (a INTEGER, b VARCHAR); INSERT INTO t VALUES (1, 'x'), (2, 'y'), (3, 'z')"));
        Assert.Equal(2, _connection.Execute("UPDATE t SET b = $2 WHERE a > $1", 1, "w"));
        Assert.Equal(["1x", "2w", "3w"], _connection.Query("FROM t ORDER BY a", row => $"{row.GetInt32(0)}{row.GetString(1)}"));
    }

    [Theory]
    [InlineData("SELEC 1", "Parser Error: ")]
    [InlineData("FROM nowhere", "Catalog Error: ")]
    public void Errors_keep_the_words_of_DuckDB(string sql, string beginning) =>
        Assert.StartsWith(beginning, Assert.Throws<DuckDBException>(() => _connection.Execute(sql)).Message);
}
