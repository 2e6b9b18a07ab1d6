using System.Collections;
using System.Numerics;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Workbook.Database;

namespace Workbook.Tests.Database.Provider;

/// <summary>Every type comes out of a query, goes in as a parameter, and is NULL where it is NULL.</summary>
public sealed class TypeRoundTripTests
{
    private static readonly Guid SomeGuid = Guid.Parse("80f3b0c1-0000-4000-8000-00000000abcd");

    public static TheoryData<string, string, object> Values() => new()
    {
        { "BOOLEAN", "true", true },
        { "TINYINT", "-128", sbyte.MinValue },
        { "SMALLINT", "-32768", short.MinValue },
        { "INTEGER", "-2147483648", int.MinValue },
        { "BIGINT", "-9223372036854775808", long.MinValue },
        { "UTINYINT", "255", byte.MaxValue },
        { "USMALLINT", "65535", ushort.MaxValue },
        { "UINTEGER", "4294967295", uint.MaxValue },
        { "UBIGINT", "18446744073709551615", ulong.MaxValue },
        { "HUGEINT", "-170141183460469231731687303715884105728", (BigInteger)Int128.MinValue },
        { "UHUGEINT", "340282366920938463463374607431768211455", (BigInteger)UInt128.MaxValue },
        { "BIGNUM", "-123456789012345678901234567890123456789012345", BigInteger.Parse("-123456789012345678901234567890123456789012345") },
        { "FLOAT", "1.5", 1.5f },
        { "DOUBLE", "-2.25", -2.25 },
        { "DECIMAL(4,1)", "-123.4", -123.4m },
        { "DECIMAL(9,3)", "123456.789", 123456.789m },
        { "DECIMAL(18,2)", "1234567890123456.78", 1234567890123456.78m },
        { "DECIMAL(28,4)", "-123456789012345678901234.5678", -123456789012345678901234.5678m },
        { "VARCHAR", "short", "short" },
        { "VARCHAR", "just twelve!", "just twelve!" },
        { "VARCHAR", "longer than twelve bytes: žluťoučký 🦆", "longer than twelve bytes: žluťoučký 🦆" },
        { "VARCHAR", "", "" },
        { "UUID", SomeGuid.ToString(), SomeGuid },
        { "DATE", "1969-07-20", new DateOnly(1969, 7, 20) },
        { "TIME", "23:59:59.999999", new TimeOnly(23, 59, 59, 999, 999) },
        { "TIMESTAMP", "1583-01-01 00:00:00.000001", new DateTime(1583, 1, 1, 0, 0, 0, 0, 1) },
        { "TIMESTAMP_S", "2026-11-21 12:30:15", new DateTime(2026, 11, 21, 12, 30, 15) },
        { "TIMESTAMP_MS", "2026-11-21 12:30:15.123", new DateTime(2026, 11, 21, 12, 30, 15, 123) },
        { "TIMESTAMP_NS", "2026-11-21 12:30:15.1234567", new DateTime(2026, 11, 21, 12, 30, 15).AddTicks(1_234_567) },
        { "TIMESTAMPTZ", "2026-11-21 12:30:15+00", new DateTime(2026, 11, 21, 12, 30, 15) },
        { "INTERVAL", "2 days 03:04:05.000006", new TimeSpan(2, 3, 4, 5, 0, 6) },
        { "ENUM('sad', 'happy')", "happy", "happy" },
        { "BIT", "10101", "10101" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_is_read_as_dotnet_has_it(string type, string literal, object expected)
    {
        using var connection = TestDatabase.Open();
        Assert.Equal(expected, connection.Value($"SELECT CAST('{literal}' AS {type})"));
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void A_parameter_arrives_unchanged(string type, string literal, object value)
    {
        using var connection = TestDatabase.Open();
        var target = type == "TIMESTAMP_NS" ? "TIMESTAMP" : type;
        var compared = type == "TIMESTAMP_NS" ? $"CAST(CAST('{literal}' AS TIMESTAMP_NS) AS TIMESTAMP)" : $"CAST('{literal}' AS {type})";
        connection.Execute("SET TimeZone = 'UTC'");

        Assert.Equal(true, connection.Value($"SELECT CAST(? AS {target}) = {compared}", value));
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void Null_stays_null_in_every_type(string type, string literal, object value)
    {
        using var connection = TestDatabase.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT CAST(NULL AS {type}), CAST('{literal}' AS {type}), CAST(? AS {type})";
        command.Parameters.Add(new DuckDBParameter(DBNull.Value));
        using var reader = command.ExecuteReader();

        Assert.True(reader.Read());
        Assert.True(reader.IsDBNull(0));
        Assert.False(reader.IsDBNull(1));
        Assert.True(reader.IsDBNull(2));
        Assert.Equal(DBNull.Value, reader.GetValue(0));
        Assert.IsType(value.GetType(), reader.GetValue(1));
    }

    [Fact]
    public void Binary_data_goes_in_and_comes_out()
    {
        using var connection = TestDatabase.Open();
        var bytes = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();

        var stream = Assert.IsAssignableFrom<Stream>(connection.Value("SELECT CAST(? AS BLOB)", bytes));

        var copy = new MemoryStream();
        stream.CopyTo(copy);
        Assert.Equal(bytes, copy.ToArray());
        Assert.Equal(0L, connection.Value("SELECT octet_length(CAST(? AS BLOB))", Array.Empty<byte>()));
    }

    [Theory]
    [InlineData("SELECT [1, 2, 3]", "1,2,3")]
    [InlineData("SELECT [10, 20]::INTEGER[2]", "10,20")]
    [InlineData("SELECT ['a', 'a longer piece of text']", "a,a longer piece of text")]
    public void Lists_and_arrays_are_read(string sql, string joined)
    {
        using var connection = TestDatabase.Open();
        Assert.Equal(joined, string.Join(',', Assert.IsAssignableFrom<IEnumerable>(connection.Value(sql)).Cast<object>()));
    }

    [Fact]
    public void Structs_and_maps_are_read()
    {
        using var connection = TestDatabase.Open();
        var row = Assert.IsAssignableFrom<IDictionary>(connection.Value("SELECT {'id': 7, 'name': 'Ada'}"));
        var map = Assert.IsAssignableFrom<IDictionary>(connection.Value("SELECT MAP {'x': 1, 'y': 2}"));

        Assert.Equal([7, "Ada"], [row["id"], row["name"]]);
        Assert.Equal(2, map["y"]);
    }

    [Fact]
    public void A_list_parameter_arrives_with_its_elements()
    {
        using var connection = TestDatabase.Open();
        Assert.Equal(true, connection.Value("SELECT CAST(? AS BIGINT[]) = [1, 2, 3]", new List<long> { 1, 2, 3 }));
        Assert.Equal(true, connection.Value("SELECT CAST(? AS VARCHAR[]) = ['x', 'y']", new List<string> { "x", "y" }));
    }

    [Fact]
    public void The_types_of_the_bindings_are_read_for_what_dotnet_cannot_hold()
    {
        using var connection = TestDatabase.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT DATE '0044-03-15 (BC)', TIME '12:34:56.000007', TIMESTAMP '290000-01-02 03:04:05', INTERVAL '14 months 3 days',
                   HUGEINT '-5', UHUGEINT '5', TIMETZ '01:02:03+02:00', 'infinity'::DATE, 'infinity'::TIMESTAMP
            """;
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());

        Assert.Equal(new DuckDBDateOnly(-43, 3, 15), reader.GetFieldValue<DuckDBDateOnly>(0));
        Assert.Equal(new DuckDBTimeOnly(12, 34, 56, 7), reader.GetFieldValue<DuckDBTimeOnly>(1));
        Assert.Equal(new DuckDBTimestamp(new DuckDBDateOnly(290000, 1, 2), new DuckDBTimeOnly(3, 4, 5)), reader.GetFieldValue<DuckDBTimestamp>(2));
        Assert.Equal(new DuckDBInterval(14, 3, 0), reader.GetFieldValue<DuckDBInterval>(3));
        Assert.Equal(new DuckDBHugeInt(-5), reader.GetFieldValue<DuckDBHugeInt>(4));
        Assert.Equal(new DuckDBUHugeInt(5), reader.GetFieldValue<DuckDBUHugeInt>(5));
        Assert.Equal(TimeSpan.FromHours(2), reader.GetFieldValue<DateTimeOffset>(6).Offset);
        Assert.Equal(int.MaxValue, reader.GetFieldValue<DuckDBDateOnly>(7).ToDuckDBDate().Days);
        Assert.True(reader.GetFieldValue<DuckDBTimestamp>(8).ToDuckDBTimestampStruct().IsInfinity);
    }
}
