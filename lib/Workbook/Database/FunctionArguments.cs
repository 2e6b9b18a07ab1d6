using System.Numerics;
using DuckDB.NET.Native;

namespace Workbook.Database;

/// <summary>What a call of a table function gave it.</summary>
internal sealed class FunctionArguments
{
    private static readonly Dictionary<DuckDBType, Func<IDuckDBValueReader, object>> Readers = new()
    {
        [DuckDBType.Boolean] = reader => reader.GetValue<bool>(),
        [DuckDBType.TinyInt] = reader => reader.GetValue<sbyte>(),
        [DuckDBType.SmallInt] = reader => reader.GetValue<short>(),
        [DuckDBType.Integer] = reader => reader.GetValue<int>(),
        [DuckDBType.BigInt] = reader => reader.GetValue<long>(),
        [DuckDBType.UnsignedTinyInt] = reader => reader.GetValue<byte>(),
        [DuckDBType.UnsignedSmallInt] = reader => reader.GetValue<ushort>(),
        [DuckDBType.UnsignedInteger] = reader => reader.GetValue<uint>(),
        [DuckDBType.UnsignedBigInt] = reader => reader.GetValue<ulong>(),
        [DuckDBType.HugeInt] = reader => reader.GetValue<BigInteger>(),
        [DuckDBType.Float] = reader => reader.GetValue<float>(),
        [DuckDBType.Double] = reader => reader.GetValue<double>(),
        [DuckDBType.Varchar] = reader => reader.GetValue<string>(),
        [DuckDBType.Date] = reader => reader.GetValue<DateOnly>(),
        [DuckDBType.Time] = reader => reader.GetValue<TimeOnly>(),
        [DuckDBType.Timestamp] = reader => reader.GetValue<DateTime>(),
        [DuckDBType.Interval] = reader => reader.GetValue<TimeSpan>(),
        [DuckDBType.Uuid] = reader => reader.GetValue<Guid>(),
    };

    private readonly string _function;
    private readonly IReadOnlyList<DuckDBType> _types;
    private readonly IReadOnlyList<IDuckDBValueReader> _given;

    internal FunctionArguments(string function, IReadOnlyList<DuckDBType> types, IReadOnlyList<IDuckDBValueReader> given) =>
        (_function, _types, _given) = (function, types, given);

    public int Count => _given.Count;

    /// <param name="index">From 0.</param>
    /// <returns>The argument, converted without loss to <typeparamref name="T"/>; null for NULL where that has a null.</returns>
    /// <exception cref="WorkbookException">It is NULL and <typeparamref name="T"/> has no null. The query fails with this message.</exception>
    /// <exception cref="InvalidCastException">It can't become a <typeparamref name="T"/>.</exception>
    /// <exception cref="OverflowException">The number doesn't fit into <typeparamref name="T"/>.</exception>
    public T? Get<T>(int index)
    {
        if (!_given[index].IsNull())
            return ScalarValue.To<T>(Readers[_types[index]](_given[index]));
        return default(T) is null
            ? default
            : throw new WorkbookException($"Argument {index + 1} of {_function}() is NULL where a value was expected ({typeof(T).Name}). Give one, or have the function read {typeof(T).Name}? instead.");
    }

    internal static void RequireReadable(string function, DuckDBType type)
    {
        if (!Readers.ContainsKey(type))
            throw new WorkbookException($"{function}() can't have an argument of type {type}: expected one of {string.Join(", ", Readers.Keys)}. Take it as Varchar.");
    }
}
