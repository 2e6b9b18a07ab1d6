using System.Runtime.CompilerServices;

namespace Workbook.Generation;

/// <summary>
/// Random numbers that are a pure function of (seed, series, index), so that any row can be computed by itself, on any
/// thread, in any order. SplitMix64 (Steele, Lea, Flood 2014): one multiply-xor chain for each draw.
/// </summary>
public struct Draw
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private ulong _state;

    /// <param name="series">Names the series of draws. Each has its own numbers, so that one source's rows never move another's.</param>
    public Draw(ulong seed, ulong series, long index) =>
        _state = Mix(Mix(seed ^ (series * 0xD1B54A32D192ED03)) + ((ulong)index * Golden));

    /// <summary>64 random bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Next() => Mix(_state += Golden);

    /// <summary>In [0, 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>In [0, bound).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Below(int bound) => (int)((Next() >> 32) * (ulong)bound >> 32);

    /// <summary>In [low, high], both included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    /// <summary>True with this probability, of 0 to 1.</summary>
    public bool Chance(double probability) => Unit() < probability;

    /// <summary>One of the values, each as likely; there must be one.</summary>
    public T Pick<T>(IReadOnlyList<T> values) => values[Below(values.Count)];

    /// <summary>
    /// About normal with mean 0 and deviation 1: the sum of four uniform numbers, so never beyond ±3.47. A clean
    /// measurement can't leave its range by chance.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Normal()
    {
        var bits = Next();
        var sum = (bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48);
        return ((sum * (1.0 / 65536)) - 2.0) * 1.7320508075688772;
    }

    /// <summary>An index in [0, count) with a long tail: small indexes come up far more often.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int LongTail(int count)
    {
        var unit = Unit();
        return (int)(count * unit * unit);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
