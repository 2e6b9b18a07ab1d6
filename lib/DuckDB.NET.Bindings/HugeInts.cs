using System.Numerics;
using System.Runtime.InteropServices;

namespace DuckDB.NET.Native;

/// <summary>A HUGEINT: 128 bits in two's complement, lower half first.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct DuckDBHugeInt(ulong Lower, long Upper)
{
    /// <exception cref="OverflowException">The value needs more than 128 bits.</exception>
    public DuckDBHugeInt(BigInteger value) : this((Int128)value) { }

    private DuckDBHugeInt(Int128 value) : this((ulong)(UInt128)value, (long)(value >> 64)) { }

    public static BigInteger HugeIntMinValue { get; } = Int128.MinValue;

    public static BigInteger HugeIntMaxValue { get; } = Int128.MaxValue;

    public Int128 ToInt128() => new((ulong)Upper, Lower);

    public BigInteger ToBigInteger() => ToInt128();

    public override string ToString() => ToInt128().ToString();
}

/// <summary>A UHUGEINT: 128 bits without a sign, lower half first.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct DuckDBUHugeInt(ulong Lower, ulong Upper)
{
    /// <exception cref="OverflowException">The value is negative or needs more than 128 bits.</exception>
    public DuckDBUHugeInt(BigInteger value) : this((UInt128)value) { }

    private DuckDBUHugeInt(UInt128 value) : this((ulong)value, (ulong)(value >> 64)) { }

    public static BigInteger HugeIntMinValue { get; } = BigInteger.Zero;

    public static BigInteger HugeIntMaxValue { get; } = UInt128.MaxValue;

    public UInt128 ToUInt128() => new(Upper, Lower);

    public BigInteger ToBigInteger() => ToUInt128();

    public override string ToString() => ToUInt128().ToString();
}
