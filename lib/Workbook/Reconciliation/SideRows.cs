using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Reconciliation;

/// <param name="InPeriod">Before the cut-off; all where there is none.</param>
/// <param name="Total">Of the amounts before the cut-off, in the common currency.</param>
internal sealed record SideRows(long Rows, long InPeriod, decimal Total, long WithoutKey)
{
    /// <summary>Into so many parts keys fall by their hashes; a power of two.</summary>
    private const int Buckets = 16_384;

    /// <param name="rows">A relation in the layout's columns.</param>
    public static SideRows Read(DuckDBConnection connection, RowLayout layout, bool left, string rows) => Sum(connection, layout, left, $"({Grouped(layout, rows)})");

    /// <summary>Of <c>{name}_left</c> or <c>{name}_right</c>; also makes <c>{name}_left_buckets</c> or the right one, in the same pass.</summary>
    public static SideRows ReadWithBuckets(DuckDBConnection connection, RowLayout layout, bool left)
    {
        try
        {
            connection.Execute($"CREATE OR REPLACE TEMP TABLE {BucketTable(layout, left)} AS {Grouped(layout, layout.Table(left ? "left" : "right"))}");
        }
        catch (DuckDBException fault)
        {
            throw CanonicalRows.Unreadable(left ? layout.Spec.Left : layout.Spec.Right, fault);
        }
        return Sum(connection, layout, left, BucketTable(layout, left));
    }

    public static string BucketTable(RowLayout layout, bool left) => layout.Table(left ? "left_buckets" : "right_buckets");

    /// <summary>NULL for a row without a key.</summary>
    public static string Bucket(RowLayout layout) => $"if({layout.KeysPresent()}, hash({layout.KeyList()}) & {Buckets - 1}, NULL)";

    public static string InPeriodOf(RowLayout layout, string time) =>
        layout.Spec.Time?.CutOff is { } end ? $"coalesce({time} < {Instant(end)}, true)" : "true";

    public static string Instant(DateTime instant) => $"TIMESTAMP '{instant:yyyy-MM-dd HH:mm:ss.ffffff}'";

    /// <summary>Sides that have the same keys in a bucket, each as often, have the same count and the same sum of hashes there.</summary>
    private static string Grouped(RowLayout layout, string rows)
    {
        var inPeriod = layout.Spec.Time?.CutOff is null ? "" : $" FILTER ({InPeriodOf(layout, "t")})";
        return
            $"""
            SELECT {Bucket(layout)} AS bucket, count(*) AS row_count, count(*){inPeriod} AS in_period, sum(a){inPeriod} AS total, sum(hash({layout.KeyList()})) AS hashes
            FROM {rows}
            GROUP BY bucket
            """;
    }

    private static SideRows Sum(DuckDBConnection connection, RowLayout layout, bool left, string buckets)
    {
        try
        {
            return connection.Query(
                $"SELECT coalesce(sum(row_count), 0), coalesce(sum(in_period), 0), coalesce(sum(total), 0), coalesce(sum(row_count) FILTER (bucket IS NULL), 0) FROM {buckets}",
                row => new SideRows(row.Get<long>(0), row.Get<long>(1), row.Get<decimal>(2), row.Get<long>(3))).Single();
        }
        catch (DuckDBException fault)
        {
            throw CanonicalRows.Unreadable(left ? layout.Spec.Left : layout.Spec.Right, fault);
        }
    }
}
