using Workbook.Bronze;
using Workbook.Bronze.Scanning;
using Workbook.Contracts;
using Workbook.Database;
using static Workbook.Contracts.Column;

namespace Workbook.Tests.Bronze.Scanning;

/// <summary>Which texts are values of which types, in a file of text and in a column of text alike; what DuckDB then holds.</summary>
public sealed class TypedValueTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("007", "7")]
    [InlineData("-2147483648", "-2147483648")]
    [InlineData("2147483647", "2147483647")]
    [InlineData("2147483648", null)]
    [InlineData("-2147483649", null)]
    [InlineData("0000000000000000000000000000001", "1")]
    [InlineData("-", null)]
    [InlineData("+1", null)]
    [InlineData(" 1", null)]
    [InlineData("1 ", null)]
    [InlineData("1.0", null)]
    [InlineData("1e3", null)]
    [InlineData("１", null)]
    public void A_32_bit_integer_is_digits_that_fit(string text, string? value) => Check(Int32("v"), text, value);

    [Theory]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("9223372036854775808", null)]
    [InlineData("-9223372036854775809", null)]
    [InlineData("99999999999999999999", null)]
    [InlineData("18446744073709551617", null)]
    public void A_64_bit_integer_is_digits_that_fit(string text, string? value) => Check(Int64("v"), text, value);

    [Theory]
    [InlineData(4, 2, "99.99", "99.99")]
    [InlineData(4, 2, "-99.99", "-99.99")]
    [InlineData(4, 2, "100", null)]
    [InlineData(5, 2, "999.99", "999.99")]
    [InlineData(5, 2, "1000.00", null)]
    [InlineData(5, 2, "1.500000000000000000000000000", "1.50")]
    [InlineData(5, 2, "1.005", null)]
    [InlineData(5, 2, "000000000000000000000000001", "1.00")]
    [InlineData(5, 2, "-.5", "-0.50")]
    [InlineData(5, 2, "5.", null)]
    [InlineData(5, 2, ".", null)]
    [InlineData(5, 2, "-", null)]
    [InlineData(5, 2, "1.2.3", null)]
    [InlineData(5, 2, "1,2", null)]
    [InlineData(5, 2, "1e1", null)]
    [InlineData(12, 4, "99999999.9999", "99999999.9999")]
    [InlineData(12, 4, "100000000.0000", null)]
    [InlineData(18, 8, "9999999999.99999999", "9999999999.99999999")]
    [InlineData(18, 8, "10000000000", null)]
    [InlineData(18, 0, "999999999999999999", "999999999999999999")]
    [InlineData(18, 0, "99999999999999999999999999999999999999999", null)]
    public void A_decimal_fits_its_precision_and_loses_no_digit(int precision, int scale, string text, string? value) =>
        Check(Column.Decimal("v", precision, scale), text, value);

    [Theory]
    [InlineData("-33.8688", "-33.8688")]
    [InlineData("1e3", "1000.0")]
    [InlineData("0.1", "0.1")]
    [InlineData("1e999", null)]
    [InlineData("9007199254740992", "9007199254740992.0")]
    [InlineData("9007199254740993", null)]
    [InlineData("-9007199254740993", null)]
    [InlineData("100000000000000000000", "1e+20")]
    [InlineData("1.", "1.0")]
    [InlineData("+.5", "0.5")]
    [InlineData(".", null)]
    [InlineData("1e", null)]
    [InlineData("NaN", null)]
    [InlineData("Infinity", null)]
    [InlineData(" 1", null)]
    [InlineData("0x10", null)]
    [InlineData("1,000", null)]
    public void A_double_is_finite(string text, string? value) => Check(Column.Double("v"), text, value);

    [Theory]
    [InlineData("true", "true")]
    [InlineData("FALSE", "false")]
    [InlineData("True", "true")]
    [InlineData("1", null)]
    [InlineData("yes", null)]
    public void A_boolean_is_true_or_false_in_any_case(string text, string? value) => Check(Column.Boolean("v"), text, value);

    [Theory]
    [InlineData("1970-01-01", "1970-01-01")]
    [InlineData("2024-02-29", "2024-02-29")]
    [InlineData("0001-01-01", "0001-01-01")]
    [InlineData("9999-12-31", "9999-12-31")]
    [InlineData("1900-02-29", null)]
    [InlineData("2000-02-29", "2000-02-29")]
    [InlineData("2023-02-29", null)]
    [InlineData("2024-13-01", null)]
    [InlineData("2024-00-01", null)]
    [InlineData("2024-01-00", null)]
    [InlineData("2024-04-31", null)]
    [InlineData("0000-01-01", null)]
    [InlineData("2024-1-1", null)]
    [InlineData("01/02/2024", null)]
    [InlineData("2024-01-01 ", null)]
    [InlineData("2024-01-01T00:00:00Z", null)]
    public void A_date_is_an_ISO_date_of_the_calendar(string text, string? value) => Check(Date("v"), text, value);

    [Theory]
    [InlineData("2024-01-31T23:59:59Z", "2024-01-31 23:59:59+00")]
    [InlineData("2024-01-31 23:59:59", "2024-01-31 23:59:59+00")]
    [InlineData("1969-12-31T23:59:59.999999Z", "1969-12-31 23:59:59.999999+00")]
    [InlineData("2024-01-31T23:59:59.5", "2024-01-31 23:59:59.5+00")]
    [InlineData("2024-02-29T00:30:00+01:00", "2024-02-28 23:30:00+00")]
    [InlineData("2024-12-31T20:00:00.25-04:30", "2025-01-01 00:30:00.25+00")]
    [InlineData("2024-01-31T24:00:00Z", null)]
    [InlineData("2024-01-31T23:60:00Z", null)]
    [InlineData("2024-01-31T23:59:60Z", null)]
    [InlineData("2024-01-31T23:59:59.Z", null)]
    [InlineData("2024-01-31T23:59:59.1234567Z", null)]
    [InlineData("2024-01-31T23:59:59z", null)]
    [InlineData("2024-01-31T23:59:59+0100", null)]
    [InlineData("2024-01-31T23:59:59+25:00", null)]
    [InlineData("2024-01-31T23:59", null)]
    [InlineData("2024-01-31", "2024-01-31 00:00:00+00")]
    [InlineData("2024-02-30", null)]
    [InlineData("2024-01-31Z", null)]
    [InlineData("2024-01-31T23:59:59ZZ", null)]
    [InlineData("0001-01-01T00:00:00+00:01", null)]
    [InlineData("9999-12-31T23:59:59.999999Z", "9999-12-31 23:59:59.999999+00")]
    [InlineData("9999-12-31T23:59:59-00:01", null)]
    [InlineData("epoch", null)]
    [InlineData("infinity", null)]
    [InlineData("2024-01-31 23:59:59 Asia/Tokyo", null)]
    public void A_timestamp_is_UTC_to_the_microsecond(string text, string? value) => Check(Timestamp("v"), text, value);

    [Fact]
    public void Texts_of_every_length_come_whole()
    {
        var texts = Enumerable.Range(1, 40).Select(length => new string('é', length / 2) + (length % 2 == 1 ? "x" : "")).ToList();
        var scan = ScanResult.Of(Contract(Text("v")), "id,v\n" + string.Concat(texts.Select(text => $"1,{text}\n")));
        Assert.Equal(texts, scan.Rows.Select(row => row[1]));
    }

    [Fact]
    public void XXH64_gives_the_published_values()
    {
        Assert.Equal(0xEF46DB3751D8E999, XxHash64.Hash(""u8));
        Assert.Equal(0xD24EC4F1A98C6E5B, XxHash64.Hash("a"u8));
        Assert.Equal(0x44BC2CF5AD770999ul, XxHash64.Hash("abc"u8));
        Assert.Equal(0xFBCEA83C8A378BF1, XxHash64.Hash("Nobody inspects the spammish repetition"u8));
    }

    private static void Check(Column column, string text, string? value)
    {
        var scan = ScanResult.Of(Contract(column), $"id,v\n1,\"{text}\"\n2,\n");
        Assert.Equal(value is null ? ["∅"] : [value, "∅"], scan.Rows.Select(row => row[1]));
        Assert.Equal(value is null ? [$"2:v.{column.Type.MismatchReason}:1,\"{text}\""] : [], scan.Faults);

        using var connection = WorkbookDatabase.Open();
        var columnar = $"SELECT CAST({ColumnarValue.Sql(column.Type, "t", "VARCHAR")} AS VARCHAR) FROM (VALUES ({Sql.Literal(text)}), (NULL)) v(t)";
        Assert.Equal([value, null], connection.Query(columnar, row => row.IsDBNull(0) ? null : row.GetString(0)));
    }

    private static SourceContract Contract(Column column) => new("values", SourceFormat.Csv)
    {
        Description = "",
        Path = "*",
        Rows = 1,
        Key = ["id"],
        Columns = [Int64("id"), column],
    };
}
