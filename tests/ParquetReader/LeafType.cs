using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using Parquet.Data;
using Parquet.Meta;
using Parquet.Schema;
using Encoding = System.Text.Encoding;
using Type = Parquet.Meta.Type;

namespace Workbook.ParquetReading;

/// <summary>What the format's own words (physical, converted and logical type) make of a column, without asking DuckDB.</summary>
/// <param name="Text">A value as a text that only equal values share: times count in microseconds, numbers have all their digits.</param>
/// <param name="Sql">The same text in DuckDB.</param>
/// <param name="Order">What a value is sorted by: BigInteger, double or bytes.</param>
/// <param name="Bound">The same of a bound as it lies in the file; null for types whose bounds nobody uses.</param>
internal sealed record LeafType(string Name, Func<object, string> Text, Func<string, string> Sql, Func<object, object> Order, Func<byte[], object>? Bound)
{
    private static readonly DateTime Epoch = DateTime.UnixEpoch;
    private static readonly Func<byte[], object> Number = bytes =>
        new BigInteger(bytes.Length == 4 ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : BinaryPrimitives.ReadInt64LittleEndian(bytes));

    public static LeafType Of(DataField field)
    {
        var element = field.SchemaElement!;
        return element.ConvertedType switch
        {
            ConvertedType.INT_8 => Integer("TINYINT", signed: true),
            ConvertedType.INT_16 => Integer("SMALLINT", signed: true),
            ConvertedType.INT_32 => Integer("INTEGER", signed: true),
            ConvertedType.INT_64 => Integer("BIGINT", signed: true),
            ConvertedType.UINT_8 => Integer("UTINYINT", signed: false),
            ConvertedType.UINT_16 => Integer("USMALLINT", signed: false),
            ConvertedType.UINT_32 => Integer("UINTEGER", signed: false),
            ConvertedType.UINT_64 => Integer("UBIGINT", signed: false),
            ConvertedType.UTF8 => new("VARCHAR", value => (string)value, Cast, value => Encoding.UTF8.GetBytes((string)value), bytes => bytes),
            ConvertedType.JSON => new("JSON", value => Encoding.UTF8.GetString((byte[])value), Cast, value => value, bytes => bytes),
            ConvertedType.DATE => new("DATE", value => Digits(Days(value)), sql => $"CAST({sql} - DATE '1970-01-01' AS VARCHAR)", value => Days(value), Number),
            ConvertedType.DECIMAL => Decimal(element),
            ConvertedType.TIME_MICROS => new("TIME", value => Digits((long)value), sql => $"CAST(epoch_us({sql}) AS VARCHAR)", value => new BigInteger((long)value), Number),
            ConvertedType.TIMESTAMP_MICROS or ConvertedType.TIMESTAMP_MILLIS => Timestamp(element),
            null when element.Type is Type.BOOLEAN => new("BOOLEAN", value => (bool)value ? "true" : "false", Cast, value => (BigInteger)((bool)value ? 1 : 0), bytes => (BigInteger)bytes[0]),
            null when element.Type is Type.INT32 => Integer("INTEGER", signed: true),
            null when element.Type is Type.INT64 && element.LogicalType is null => Integer("BIGINT", signed: true),
            null when element.Type is Type.FLOAT => Float("FLOAT", value => (float)value, bytes => (double)BitConverter.ToSingle(bytes)),
            null when element.Type is Type.DOUBLE => Float("DOUBLE", value => (double)value, bytes => BitConverter.ToDouble(bytes)),
            null when element.Type is Type.BYTE_ARRAY => new("BLOB", value => Convert.ToHexString((byte[])value), sql => $"hex({sql})", value => value, bytes => bytes),
            null when element.LogicalType?.UUID is not null => new("UUID", value => ((Guid)value).ToString(), Cast, value => ((Guid)value).ToByteArray(bigEndian: true), null),
            _ => throw new NotSupportedException($"{field.Path}: no file of ours had a {element.Type} as {element.ConvertedType} yet. Say here how its values are read."),
        };
    }

    private static LeafType Integer(string name, bool signed) => new(name, value => Digits((dynamic)value), Cast, value => (BigInteger)(dynamic)value, signed ? Number : bytes => new BigInteger(bytes, isUnsigned: true));

    private static LeafType Float(string name, Func<object, double> number, Func<byte[], double> bound) => new(name,
        value => number(value) switch
        {
            double.NaN => "nan",
            double.PositiveInfinity => "inf",
            double.NegativeInfinity => "-inf",
            var finite => finite.ToString("G17", CultureInfo.InvariantCulture).ToLowerInvariant(),
        },
        // 17 digits tell every double from its neighbours.
        sql => $"format('{{:.17g}}', CAST({sql} AS DOUBLE))", value => number(value), bytes => bound(bytes));

    private static LeafType Decimal(SchemaElement element) => new($"DECIMAL({element.Precision},{element.Scale})",
        value => Shift(((BigDecimal)value).UnscaledValue, element.Scale!.Value), Cast, value => ((BigDecimal)value).UnscaledValue,
        element.Type is Type.FIXED_LEN_BYTE_ARRAY ? bytes => new BigInteger(bytes, isBigEndian: true) : Number);

    private static LeafType Timestamp(SchemaElement element)
    {
        var unit = element.ConvertedType is ConvertedType.TIMESTAMP_MILLIS ? TimeSpan.TicksPerMillisecond : TimeSpan.TicksPerMicrosecond;
        return new(element.LogicalType!.TIMESTAMP!.IsAdjustedToUTC ? "TIMESTAMP WITH TIME ZONE" : "TIMESTAMP",
            value => Digits(((DateTime)value - Epoch).Ticks / TimeSpan.TicksPerMicrosecond), sql => $"CAST(epoch_us({sql}) AS VARCHAR)",
            value => new BigInteger(((DateTime)value - Epoch).Ticks / unit), Number);
    }

    private static string Cast(string sql) => $"CAST({sql} AS VARCHAR)";

    private static string Digits(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    private static BigInteger Days(object value) => new BigInteger(((DateOnly)value).DayNumber - DateOnly.FromDateTime(Epoch).DayNumber);

    private static string Shift(BigInteger unscaled, int scale)
    {
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return (unscaled.Sign < 0 ? "-" : "") + digits[..^scale] + (scale > 0 ? "." + digits[^scale..] : "");
    }
}
