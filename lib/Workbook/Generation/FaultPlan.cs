using Workbook.Contracts;

namespace Workbook.Generation;

/// <summary>
/// Which rows carry which planted fault: at most one a row, so that each has one right reason. Rates and kinds are the
/// contract's.
/// </summary>
public sealed class FaultPlan
{
    private readonly (PlantedAnomaly Anomaly, double UpTo)[] _shares;
    private readonly int _slots;
    private readonly int _stride;

    private FaultPlan((PlantedAnomaly, double)[] shares, int slots, int stride) =>
        (_shares, _slots, _stride) = (shares, slots, stride);

    /// <summary>For sources of many rows: each row draws its fault.</summary>
    public static FaultPlan ByChance(SourceContract source, params string[] kinds)
    {
        var upTo = 0.0;
        return new FaultPlan([.. Planted(source, kinds).Select(anomaly => (anomaly, upTo += anomaly.Rate))], 0, 0);
    }

    /// <summary>
    /// For sources of few rows: exactly the contract's share of <paramref name="rows"/>, at least one of each kind,
    /// scattered over <paramref name="slots"/> places.
    /// </summary>
    public static FaultPlan ByCount(SourceContract source, int rows, int slots, params string[] kinds)
    {
        var upTo = 0.0;
        var stride = Enumerable.Range((int)(slots * 0.382) | 1, slots).First(step => Coprime(step, slots));
        return new FaultPlan(
            [.. Planted(source, kinds).Select(anomaly => (anomaly, upTo += Math.Max(1, Math.Round(rows * anomaly.Rate))))],
            slots,
            stride);
    }

    /// <summary>The fault of a row that drew this number; null for a sound row.</summary>
    /// <param name="unit">In [0, 1) for a plan by chance, in [0, slots) for one by count.</param>
    public PlantedAnomaly? Drawn(double unit)
    {
        if (unit >= _shares[^1].UpTo)
            return null;
        foreach (var (anomaly, upTo) in _shares)
        {
            if (unit < upTo)
                return anomaly;
        }

        return null;
    }

    /// <param name="slot">In [0, slots).</param>
    public PlantedAnomaly? AtSlot(int slot) => Drawn((long)slot * _stride % _slots);

    private static IEnumerable<PlantedAnomaly> Planted(SourceContract source, string[] kinds) =>
        kinds.Length == 0 ? source.Anomalies : kinds.Select(source.Anomaly);

    private static bool Coprime(int a, int b)
    {
        while (b != 0)
            (a, b) = (b, a % b);
        return a == 1;
    }
}
