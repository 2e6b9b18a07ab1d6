using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace DuckDB.NET.Native;

/// <summary>Reads a value that isn't NULL as the .NET type nearest to its own.</summary>
internal static partial class DuckDBValueContent
{
    internal static object Read(DuckDBValue value) => TypeOf(value) switch
    {
        DuckDBType.Boolean => Bool(value),
        DuckDBType.TinyInt => Int8(value),
        DuckDBType.SmallInt => Int16(value),
        DuckDBType.Integer => Int32(value),
        DuckDBType.BigInt => Int64(value),
        DuckDBType.UnsignedTinyInt => UInt8(value),
        DuckDBType.UnsignedSmallInt => UInt16(value),
        DuckDBType.UnsignedInteger => UInt32(value),
        DuckDBType.UnsignedBigInt => UInt64(value),
        DuckDBType.HugeInt => HugeInt(value).ToBigInteger(),
        DuckDBType.UnsignedHugeInt => UHugeInt(value).ToBigInteger(),
        DuckDBType.Float => Float(value),
        DuckDBType.Double => Double(value),
        DuckDBType.Decimal => decimal.Parse(Text(value), CultureInfo.InvariantCulture),
        DuckDBType.Varchar or DuckDBType.Enum => Text(value),
        DuckDBType.Uuid => ToGuid(Uuid(value)),
        DuckDBType.Date => DateOnly.FromDayNumber(DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber + Date(value).Days),
        DuckDBType.Time => new TimeOnly(Time(value).Micros * TimeSpan.TicksPerMicrosecond),
        DuckDBType.Interval => Interval(value),
        DuckDBType.Timestamp => FromMicros(Timestamp(value), DateTimeKind.Unspecified),
        DuckDBType.TimestampTz => FromMicros(TimestampTz(value), DateTimeKind.Utc),
        var type => throw new NotSupportedException(
            $"A {type} can't be passed to a function written in .NET. Pass it as VARCHAR: CAST(… AS VARCHAR)."),
    };

    private static DuckDBType TypeOf(DuckDBValue value)
    {
        // The logical type belongs to the value: reading its id is all, there is nothing to destroy.
        return TypeId(ValueType(value));
    }

    private static Guid ToGuid(DuckDBUHugeInt uuid)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, uuid.ToUInt128());
        return new Guid(bytes, bigEndian: true);
    }

    private static DateTime FromMicros(DuckDBTimestampStruct timestamp, DateTimeKind kind) => DateTime.SpecifyKind(
        DateTime.UnixEpoch.AddTicks(checked(timestamp.Micros * TimeSpan.TicksPerMicrosecond)), kind);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_get_value_type")]
    private static partial nint ValueType(DuckDBValue value);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_get_type_id")]
    private static partial DuckDBType TypeId(nint type);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_get_varchar")]
    [return: MarshalUsing(typeof(OwnedUtf8))]
    internal static partial string Text(DuckDBValue value);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_get_bool")]
    [return: MarshalAs(UnmanagedType.U1)]
    private static partial bool Bool(DuckDBValue value);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_get_int8")]
    private static partial sbyte Int8(DuckDBValue value);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_get_int16")]
    private static partial short Int16(DuckDBValue value);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_get_int32")]
    private static partial int Int32(DuckDBValue value);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_get_int64")]
    private static partial long Int64(DuckDBValue value);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_get_uint8")]
    private static partial byte UInt8(DuckDBValue value);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_get_uint16")]
    private static partial ushort UInt16(DuckDBValue value);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_get_uint32")]
    private static partial uint UInt32(DuckDBValue value);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_get_uint64")]
    private static partial ulong UInt64(DuckDBValue value);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_get_hugeint")]
    private static partial DuckDBHugeInt HugeInt(DuckDBValue value);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_get_uhugeint")]
    private static partial DuckDBUHugeInt UHugeInt(DuckDBValue value);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_get_float")]
    private static partial float Float(DuckDBValue value);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_get_double")]
    private static partial double Double(DuckDBValue value);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_get_uuid")]
    private static partial DuckDBUHugeInt Uuid(DuckDBValue value);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_get_date")]
    private static partial DuckDBDate Date(DuckDBValue value);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_get_time")]
    private static partial DuckDBTime Time(DuckDBValue value);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_get_interval")]
    private static partial DuckDBInterval Interval(DuckDBValue value);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_get_timestamp")]
    private static partial DuckDBTimestampStruct Timestamp(DuckDBValue value);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_get_timestamp_tz")]
    private static partial DuckDBTimestampStruct TimestampTz(DuckDBValue value);
}
