using System.Globalization;
using System.Numerics;

namespace Workbook.Database;

/// <summary>Values as DuckDB's reader gives them, as the .NET type that the caller asks for.</summary>
internal static class ScalarValue
{
    /// <exception cref="InvalidCastException">It is NULL and <typeparamref name="T"/> has no null, or can't become a <typeparamref name="T"/> without loss.</exception>
    public static T To<T>(object? value)
    {
        if (value is null or DBNull)
            return default(T) is null
                ? default!
                : throw new InvalidCastException($"The query returned NULL where a {typeof(T).Name} was expected. Ask for {typeof(T).Name}? or use coalesce.");

        return value is T exact ? exact : (T)Convert(value, Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T));
    }

    private static object Convert(object value, Type target) => value switch
    {
        _ when target.IsInstanceOfType(value) => value,
        Stream blob when target == typeof(byte[]) => Bytes(blob),
        // sum() and count() of DuckDB come as HUGEINT, which doesn't take part in .NET's IConvertible.
        BigInteger big when target == typeof(long) => (long)big,
        BigInteger big when target == typeof(int) => (int)big,
        BigInteger big when target == typeof(decimal) => (decimal)big,
        BigInteger big when target == typeof(double) => (double)big,
        BigInteger big when target == typeof(string) => big.ToString(CultureInfo.InvariantCulture),
        double or float or decimal when IsWhole(target) && !HasNoFraction(value) =>
            throw new InvalidCastException(Invariant($"{value} isn't a whole number and can't become a {target.Name}. Round it in the query.")),
        DateOnly date when target == typeof(DateTime) => date.ToDateTime(TimeOnly.MinValue),
        DateTime moment when target == typeof(DateTimeOffset) =>
            new DateTimeOffset(DateTime.SpecifyKind(moment, DateTimeKind.Utc)),
        _ => System.Convert.ChangeType(value, target, CultureInfo.InvariantCulture),
    };

    private static bool IsWhole(Type type) =>
        Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.UInt64;

    private static bool HasNoFraction(object value) => value switch
    {
        decimal number => number == decimal.Truncate(number),
        float number => number == MathF.Truncate(number),
        _ => (double)value == Math.Truncate((double)value),
    };

    private static byte[] Bytes(Stream blob)
    {
        var bytes = new byte[blob.Length];
        blob.ReadExactly(bytes);
        return bytes;
    }
}
