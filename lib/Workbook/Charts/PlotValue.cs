using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Workbook.Charts;

/// <summary>A value in plotly's terms: numbers, texts, dates as ISO texts without a zone (UTC where there was one), null.</summary>
internal static class PlotValue
{
    public static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
            case float number when float.IsFinite(number): json.WriteNumberValue(number); break;
            // JSON has no word for them, and a chart no place.
            case double or float: json.WriteNullValue(); break;
            case decimal number: json.WriteNumberValue(number); break;
            case ulong number: json.WriteNumberValue(number); break;
            case BigInteger number: json.WriteRawValue(number.ToString(CultureInfo.InvariantCulture)); break;
            case sbyte or byte or short or ushort or int or uint or long: json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
            // A length of time is a number of seconds: plotly has no axis for it.
            case TimeSpan span: json.WriteNumberValue(span.TotalSeconds); break;
            default:
                if (Text(value) is { } text)
                    json.WriteStringValue(text);
                else
                    json.WriteNullValue();
                break;
        }
    }

    public static AxisKind Kind(object? value) => value switch
    {
        null or DBNull => AxisKind.Unknown,
        double or float or decimal or ulong or BigInteger or sbyte or byte or short or ushort or int or uint or long or TimeSpan => AxisKind.Number,
        DateTime or DateTimeOffset or DateOnly => AxisKind.Date,
        _ => AxisKind.Category,
    };

    /// <summary>Null for NULL, NaN and infinity.</summary>
    /// <exception cref="WorkbookException">It isn't a number.</exception>
    public static double? Number(object? value) => value switch
    {
        null or DBNull => null,
        TimeSpan span => span.TotalSeconds,
        BigInteger number => (double)number,
        _ when Kind(value) == AxisKind.Number => Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number && double.IsFinite(number) ? number : null,
        _ => throw new WorkbookException($"A chart expects a number here but was given '{Text(value)}'. Name another column, or CAST it in the query."),
    };

    /// <summary>Decimals and whole numbers without loss; 0 for NULL, NaN and infinity.</summary>
    /// <exception cref="WorkbookException">It isn't a number, or too large.</exception>
    public static decimal Exact(object? value)
    {
        try
        {
            return value switch
            {
                BigInteger number => (decimal)number,
                double or float or TimeSpan => (decimal)(Number(value) ?? 0),
                _ when Kind(value) == AxisKind.Number => Convert.ToDecimal(value, CultureInfo.InvariantCulture),
                _ => (decimal)(Number(value) ?? 0),
            };
        }
        catch (OverflowException fault)
        {
            throw new WorkbookException($"A chart expects numbers of at most 28 digits here but was given {Text(value)}. Divide them in the query.", fault);
        }
    }

    /// <summary>0 for NULL.</summary>
    /// <exception cref="WorkbookException">It isn't a number, or it is below zero.</exception>
    public static double Amount(object? value, string what, string name) => (Number(value) ?? 0) is var number && number >= 0 ? number
        : throw new WorkbookException(FormattableString.Invariant($"{what} can't be negative, but {name} has {number}. Leave such rows out, or use a bar chart."));

    /// <summary>Null for NULL.</summary>
    /// <exception cref="WorkbookException">Lists, structs and bytes have no place on a chart.</exception>
    public static string? Text(object? value) => value switch
    {
        null or DBNull => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        DateTimeOffset instant => Instant(instant.UtcDateTime),
        DateTime { Kind: DateTimeKind.Local } instant => Instant(instant.ToUniversalTime()),
        DateTime instant => Instant(instant),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new WorkbookException($"A chart can't show a value of type {value.GetType().Name}. Take a number, a text or a date out of it first."),
    };

    private static string Instant(DateTime instant) =>
        instant.ToString(instant.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture);
}

internal enum AxisKind { Unknown, Number, Date, Category }
