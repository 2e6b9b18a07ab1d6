using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DuckDB.NET.Native;

/// <summary>A DECIMAL: the unscaled value with its total number of digits and those after the point.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct DuckDBDecimal(byte Width, byte Scale, DuckDBHugeInt Value);

/// <summary>A BIGNUM: big-endian magnitude in memory that the caller keeps alive during the call.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct DuckDBBignum(IntPtr Data, ulong Size, byte IsNegative);

/// <summary>One row of a LIST vector: the slice of the child vector that holds its elements.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct DuckDBListEntry(ulong Offset, ulong Length);

/// <summary>One VARCHAR or BLOB of a vector: up to 12 bytes sit in the value itself, longer ones behind a pointer.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct DuckDBString
{
    private const int MaximumInlined = 12;

    // The names below are part of the surface that DuckDB.NET.Data was compiled against.
#pragma warning disable IDE1006, CA1707
    private _value_e__Union value;

    public readonly int Length => (int)value.inlined.length;

    /// <summary>The bytes, <see cref="Length"/> of them. Only good while this value stays put in its vector.</summary>
    public unsafe sbyte* Data => value.inlined.length <= MaximumInlined
        ? (sbyte*)Unsafe.AsPointer(ref value.inlined.inlined[0])
        : value.pointer.data;

    [StructLayout(LayoutKind.Explicit)]
    public struct _value_e__Union
    {
        [FieldOffset(0)]
        public DuckDBStringPointer pointer;

        [FieldOffset(0)]
        public DuckDBStringInlined inlined;

        [StructLayout(LayoutKind.Sequential)]
        public unsafe struct DuckDBStringPointer
        {
            public uint length;
            public fixed sbyte prefix[4];
            public sbyte* data;
        }

        [StructLayout(LayoutKind.Sequential)]
        public unsafe struct DuckDBStringInlined
        {
            public uint length;
            public fixed sbyte inlined[MaximumInlined];
        }
    }
#pragma warning restore IDE1006, CA1707
}
