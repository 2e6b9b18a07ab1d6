using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Workbook.Contracts;

namespace Workbook.Tests.Bronze.Fuzzing;

/// <summary>Values as texts: the good ones as a careful writer spells them, and those at the ends of a type and beyond.</summary>
internal static class OddValues
{
    private static readonly string[] Numbers =
    [
        "0", "-0", "00", "007", "+1", "1.", ".5", "-.5", "1.0", "1.50", "1e3", "1E-2", "0x10", "1,5", "1 000", " 1", "1 ", "--1", "-", "1_000", "١", "NaN", "Infinity", "-inf",
        "2147483647", "2147483648", "-2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "00000000000000000000001",
        "9007199254740993", "9007199254740992", "99999999999999999999999", "9999999.99", "9999999.990", "9999999.999", "10000000", "0.001", "0.0000001", "123456789012.345678", "123456789012.3456789",
        "999999999999.999999", "1e308", "1e309", "1e400", "4.9e-324", "1e-400", "0.1", "1.7976931348623157e308", "3.14159265358979323846", "1000001", "-1001", "true", "1e", "1e+", "e1",
    ];

    private static readonly string[] Times =
    [
        "2024-02-29", "2023-02-29", "2024-2-9", "0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "2024-13-01", "2024-00-10", "2024-01-32", "2024-01-01 ", "20240101", "01/02/2024", "2024-W01-1",
        "1989-12-31", "1990-01-01", "2040-12-31", "2041-01-01", "infinity", "epoch", "today", "2024-01-05T06:07:08Z", "2024-01-05 06:07:08", "2024-01-05T06:07:08.123456Z", "2024-01-05T06:07:08.1234567Z",
        "2024-01-05T06:07:08.Z", "2024-01-05T06:07", "2024-01-05T24:00:00Z", "2024-01-05T23:59:60Z", "2024-01-05T06:07:08+02:00", "2024-01-05T06:07:08-18:59", "2024-01-05T06:07:08+19:00", "2024-01-05T06:07:08+2:00",
        "2024-01-05T06:07:08+0200", "2024-01-05T06:07:08 Europe/Berlin", "2024-01-05t06:07:08z", "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59.999999-00:01", "9999-12-31T23:59:59.999999Z", "0001-01-01T00:00:00Z", "1969-12-31T23:59:59.9Z", "-0001-01-01", "2024-01-05T06:07:08+00:60", "290309-12-22T00:00:00Z",
    ];

    private static readonly string[] Texts =
    [
        "", " ", "NA", "na", "N/A", "#N/A", "-", "null", "NULL", "true", "TRUE", "True", "falſe", "yes", "1", "0", "new", "New", "used ", "résumé", "re\u0301sume\u0301", "AB-123", "AB-123\n", "ab-123", "ÄB-123", "AB-١٢٣",
        "x\ty", "a\nb", "a\r\nb", "a\rb", "\"", "\"\"", "'", "\\", "\\u0041", ",", ";", "{}", "[1]", "=1+1", "_x0041_", "<b>&amp;</b>", "\u00A0", "\u2028", "\uFEFF", "🎈", "漢字", "%", "O'Brien; --",
        "1234567890123456789012345678901234567890", "12345678901234567890123456789012345678901", "🎈🎈🎈🎈🎈🎈🎈🎈🎈🎈🎈🎈🎈🎈🎈🎈🎈🎈🎈🎈🎈🎈🎈🎈🎈🎈🎈🎈🎈🎈🎈🎈🎈🎈🎈🎈🎈🎈🎈🎈", "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301",
    ];

    /// <summary>Mostly of the kind that the column is of.</summary>
    public static string Text(Random random, ColumnKind kind)
    {
        var pool = random.Next(6) == 0 ? random.Next(3) : kind switch { ColumnKind.Date or ColumnKind.Timestamp => 1, ColumnKind.Text or ColumnKind.Boolean => 2, _ => 0 };
        var texts = pool switch { 0 => Numbers, 1 => Times, _ => Texts };
        return random.Next(60) == 0 ? new string('x', random.Next(5000)) : texts[random.Next(texts.Length)];
    }

    /// <summary>A good value as text; null for none.</summary>
    public static string? Plain(ColumnType type, object? value, Random? random = null) => value switch
    {
        null => null,
        BigInteger units when type.Kind == ColumnKind.Decimal => Shift(units, type.Scale),
        BigInteger number => number.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        bool truth => random?.Next(5) == 0 ? (truth ? "TRUE" : "False") : truth ? "true" : "false",
        int day => DateOnly.FromDayNumber(day + new DateOnly(1970, 1, 1).DayNumber).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        long micros => DateTime.UnixEpoch.AddTicks(micros * 10).ToString(random?.Next(3) == 0 ? "yyyy-MM-dd HH:mm:ss.ffffff" : "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
        _ => (string)value,
    };

    public static string Json(string text) => JsonSerializer.Serialize(text, Relaxed);

    /// <summary>With every letter as an escape: the same text.</summary>
    public static string EscapedJson(string text) => text.Aggregate(new StringBuilder("\""), (json, letter) => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}")).Append('"').ToString();

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Shift(BigInteger units, int scale)
    {
        var digits = BigInteger.Abs(units).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return (units.Sign < 0 ? "-" : "") + digits[..^scale] + "." + digits[^scale..];
    }
}
