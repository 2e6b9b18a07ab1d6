using System.Numerics;
using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Reconciliation;

/// <param name="InPeriod">Before the cut-off; all where there is none.</param>
/// <param name="Total">Of the amounts before the cut-off, in the common currency.</param>
/// <param name="KeyHashes">Sum over all rows with a key: sides with the same keys, each as often, have the same sum.</param>
internal sealed record SideRows(long Rows, long InPeriod, decimal Total, long WithoutKey, BigInteger KeyHashes)
{
    /// <param name="rows">A relation in the layout's columns.</param>
    public static SideRows Read(DuckDBConnection connection, RowLayout layout, bool left, string rows)
    {
        var side = left ? layout.Spec.Left : layout.Spec.Right;
        var inPeriod = layout.Spec.Time?.CutOff is null ? "" : $" FILTER ({InPeriodOf(layout, "t")})";
        try
        {
            return connection.Query(
                $"""
                SELECT count(*), count(*){inPeriod}, coalesce(sum(a){inPeriod}, 0), count(*) FILTER (NOT ({layout.KeysPresent()})),
                       coalesce(sum(hash({layout.KeyList()})) FILTER ({layout.KeysPresent()}), 0)
                FROM {rows}
                """,
                row => new SideRows(row.GetInt64(0), row.GetInt64(1), row.Get<decimal>(2), row.GetInt64(3), row.Get<BigInteger>(4))).Single();
        }
        catch (DuckDBException fault)
        {
            throw CanonicalRows.Unreadable(side, fault);
        }
    }

    public static string InPeriodOf(RowLayout layout, string time) =>
        layout.Spec.Time?.CutOff is { } end ? $"coalesce({time} < {Instant(end)}, true)" : "true";

    public static string Instant(DateTime instant) => $"TIMESTAMP '{instant:yyyy-MM-dd HH:mm:ss.ffffff}'";
}
