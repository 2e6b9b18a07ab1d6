using Workbook.Bronze;
using Workbook.Contracts;
using Workbook.Database;
using static Workbook.Contracts.Column;

namespace Workbook.Tests.Bronze;

/// <summary>Values that come with a type of their own: the very same value under the contract's type, or none.</summary>
public sealed class ColumnarValueTests
{
    [Theory]
    [InlineData("1.5::DOUBLE", null)]
    [InlineData("2.0::DOUBLE", "2")]
    [InlineData("9223372036854775808::DOUBLE", null)]
    [InlineData("'nan'::DOUBLE", null)]
    [InlineData("2.5::DECIMAL(4,2)", null)]
    [InlineData("2.00::DECIMAL(4,2)", "2")]
    [InlineData("0.5::DECIMAL(4,4)", null)]
    [InlineData("9223372036854775808::UBIGINT", null)]
    [InlineData("7::UTINYINT", "7")]
    [InlineData("true", null)]
    [InlineData("DATE '2024-01-01'", null)]
    [InlineData("'0x1F'", null)]
    [InlineData("'12'", "12")]
    [InlineData("[1]", null)]
    [InlineData("{'a': 1}", null)]
    [InlineData("'1'::BLOB", null)]
    public void A_64_bit_integer(string delivered, string? value) => Check(Int64("v"), delivered, value);

    [Theory]
    [InlineData("2147483648::BIGINT", null)]
    [InlineData("-2147483648::BIGINT", "-2147483648")]
    public void A_32_bit_integer(string delivered, string? value) => Check(Int32("v"), delivered, value);

    [Theory]
    [InlineData("9.9551::DECIMAL(12,4)", null)]
    [InlineData("9.9500::DECIMAL(12,4)", "9.95")]
    [InlineData("9.95::DOUBLE", "9.95")]
    [InlineData("9.95::FLOAT", "9.95")]
    [InlineData("95926768::FLOAT", "95926768.00")]
    [InlineData("959267.6875::FLOAT", "959267.70")]
    [InlineData("3158014.25::FLOAT", "3158014.25")]
    [InlineData("-0.5::FLOAT", "-0.50")]
    [InlineData("'inf'::FLOAT", null)]
    [InlineData("'nan'::DOUBLE", null)]
    [InlineData("9999999999::DOUBLE", "9999999999.00")]
    [InlineData("10000000000::DOUBLE", null)]
    [InlineData("-9999999999.99::DECIMAL(12,2)", "-9999999999.99")]
    [InlineData("(0.1::DOUBLE + 0.2::DOUBLE)", null)]
    [InlineData("9.955::DOUBLE", null)]
    [InlineData("1e-5::DOUBLE", null)]
    [InlineData("12345678901::BIGINT", null)]
    [InlineData("1234567890::BIGINT", "1234567890.00")]
    [InlineData("true", null)]
    [InlineData("'9.950'", "9.95")]
    [InlineData("'9.951'", null)]
    [InlineData("'1e1'", null)]
    public void A_decimal(string delivered, string? value) => Check(Column.Decimal("v", 12, 2), delivered, value);

    [Theory]
    [InlineData("1.5::FLOAT", "1.5")]
    [InlineData("'infinity'::DOUBLE", null)]
    [InlineData("'nan'::DOUBLE", null)]
    [InlineData("9007199254740993::BIGINT", null)]
    [InlineData("9007199254740992::BIGINT", "9007199254740992.0")]
    [InlineData("0.1::DECIMAL(38,20)", "0.1")]
    public void A_double(string delivered, string? value) => Check(Column.Double("v"), delivered, value);

    [Theory]
    [InlineData("1::INTEGER", null)]
    [InlineData("true", "true")]
    [InlineData("'TRUE'", "true")]
    public void A_boolean(string delivered, string? value) => Check(Column.Boolean("v"), delivered, value);

    [Theory]
    [InlineData("TIMESTAMP '2024-01-05 00:00:00'", "2024-01-05")]
    [InlineData("TIMESTAMP '2024-01-05 00:00:01'", null)]
    [InlineData("TIMESTAMPTZ '2024-01-05 00:00:00+01'", null)]
    [InlineData("'infinity'::DATE", null)]
    [InlineData("DATE '10000-01-01'", null)]
    [InlineData("19727::INTEGER", null)]
    [InlineData("'2024-1-5'", null)]
    public void A_date(string delivered, string? value) => Check(Date("v"), delivered, value);

    [Theory]
    [InlineData("TIMESTAMP_NS '2024-01-05 10:00:00.123456789'", null)]
    [InlineData("TIMESTAMP_NS '2024-01-05 10:00:00.123456000'", "2024-01-05 10:00:00.123456+00")]
    [InlineData("TIMESTAMP_S '2024-01-05 10:00:00'", "2024-01-05 10:00:00+00")]
    [InlineData("TIMESTAMP_MS '2024-01-05 10:00:00.125'", "2024-01-05 10:00:00.125+00")]
    [InlineData("TIMESTAMP '2024-01-05 10:00:00'", "2024-01-05 10:00:00+00")]
    [InlineData("DATE '2024-01-05'", "2024-01-05 00:00:00+00")]
    [InlineData("'infinity'::TIMESTAMP", null)]
    [InlineData("'-infinity'::TIMESTAMPTZ", null)]
    [InlineData("TIMESTAMP '20000-01-01 00:00:00'", null)]
    [InlineData("1704448800::BIGINT", null)]
    public void A_timestamp(string delivered, string? value) => Check(Timestamp("v"), delivered, value);

    [Theory]
    [InlineData("'a' || chr(0)", null)]
    [InlineData("'a'::ENUM('a')", "a")]
    [InlineData("42::BIGINT", "42")]
    [InlineData("'a'::BLOB", null)]
    [InlineData("{'a': 1}", null)]
    [InlineData("[1, 2]", null)]
    [InlineData("MAP {'a': 1}", null)]
    public void A_text(string delivered, string? value) => Check(Text("v"), delivered, value);

    [Fact]
    public void The_zone_of_one_row_is_not_the_next_ones()
    {
        using var connection = WorkbookDatabase.Open();
        var texts = "VALUES ('2024-01-05 10:00:00 Asia/Tokyo'), ('2024-01-05T10:00:00+09:00'), ('2024-01-05'), ('2024-01-05T10:00:00')";
        Assert.Equal(
            [null, "2024-01-05 01:00:00+00", "2024-01-05 00:00:00+00", "2024-01-05 10:00:00+00"],
            connection.Query($"SELECT CAST({ColumnarValue.Sql(ColumnType.Timestamp, "t", "VARCHAR")} AS VARCHAR) FROM ({texts}) v(t)", row => row.IsDBNull(0) ? null : row.GetString(0)));
    }

    private static void Check(Column column, string delivered, string? value)
    {
        using var connection = WorkbookDatabase.Open();
        connection.Execute($"CREATE TABLE t AS SELECT {delivered} AS v UNION ALL SELECT NULL");
        var type = ColumnarRows.TypesOf(connection, "t")["v"];
        Assert.Equal(
            value is null ? [null, null] : [value, null],
            connection.Query($"SELECT CAST({ColumnarValue.Sql(column.Type, "v", type)} AS VARCHAR) FROM t", row => row.IsDBNull(0) ? null : row.GetString(0)));
    }
}
