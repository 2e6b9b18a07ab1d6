using System.Numerics;
using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Reconciliation;

/// <param name="InPeriod">Before the cut-off; all where there is none.</param>
/// <param name="Total">Of the amounts before the cut-off, in the common currency.</param>
/// <param name="KeySum">Of <see cref="KeyHash"/>, over rows with a key.</param>
/// <param name="OtherKeySum">Of the key hashes' other bits.</param>
internal sealed record SideRows(long Rows, long InPeriod, decimal Total, long WithoutKey, BigInteger KeySum, BigInteger OtherKeySum)
{
    public long WithKey => Rows - WithoutKey;

    /// <summary>
    /// About the sum over all keys of their rows squared; for unique keys, their number. What a key's rows add to a sum of hashes has
    /// one sign, so that such a sum strays from its mean by the root of this (Alon, Matias, Szegedy: The space complexity
    /// of approximating the frequency moments). One sum may stray little by chance, two hardly.
    /// </summary>
    public double SquaredRows => Math.Max(WithKey, Math.Max(Strayed(KeySum), Strayed(OtherKeySum)));

    /// <param name="rows">A relation in the layout's columns.</param>
    public static SideRows Read(DuckDBConnection connection, RowLayout layout, bool left, string rows)
    {
        var inPeriod = layout.Spec.Time?.CutOff is null ? "" : $" FILTER ({InPeriodOf(layout, "t")})";
        try
        {
            // A file's statistics often tell that there is none; filters that let everything through cost a fifth of the pass.
            var withoutKey = connection.Scalar<long>($"SELECT count(*) FROM {rows} WHERE NOT ({layout.KeysPresent()})");
            var keyed = withoutKey == 0 ? "" : $" FILTER ({layout.KeysPresent()})";
            return connection.Query(
                $"""
                SELECT count(*), count(*){inPeriod}, coalesce(sum(a){inPeriod}, 0), coalesce(sum({KeyHash(layout)}){keyed}, 0), coalesce(sum({OtherKeyHash(layout)}){keyed}, 0)
                FROM {rows}
                """,
                row => new SideRows(row.Get<long>(0), row.Get<long>(1), row.Get<decimal>(2), withoutKey, row.Get<BigInteger>(3), row.Get<BigInteger>(4))).Single();
        }
        catch (DuckDBException fault)
        {
            throw CanonicalRows.Unreadable(left ? layout.Spec.Left : layout.Spec.Right, fault);
        }
    }

    /// <summary>31 bits, since DuckDB adds INTEGERs up several times as fast as wider numbers.</summary>
    public static string KeyHash(RowLayout layout) => $"(hash({layout.KeyList()}) >> 33)::INTEGER";

    public static string InPeriodOf(RowLayout layout, string time) =>
        layout.Spec.Time?.CutOff is { } end ? $"coalesce({time} < {Instant(end)}, true)" : "true";

    public static string Instant(DateTime instant) => Invariant($"TIMESTAMP '{instant:yyyy-MM-dd HH:mm:ss.ffffff}'");

    private static string OtherKeyHash(RowLayout layout) => $"(hash({layout.KeyList()}) & {int.MaxValue})::INTEGER";

    /// <summary>In variances of one hash, which is as likely to be any number of 31 bits.</summary>
    private double Strayed(BigInteger sum)
    {
        var distance = (double)(2 * sum - WithKey * (BigInteger)int.MaxValue) / 2;
        return distance / int.MaxValue * distance / int.MaxValue * 12;
    }
}
