using System.Globalization;
using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Reconciliation;

/// <summary>
/// Keys with so many rows on both sides that a join would drown in pairs of them, such as one value for all that is unknown,
/// or any value of a column that is no key at all. They stay out of the join, and <see cref="RepeatedKeys"/> pairs their rows.
/// </summary>
internal static class CrowdedKeys
{
    /// <summary>Rows of each side to look at; of a smaller side all.</summary>
    private const int Sample = 50_000;

    /// <summary>A key with more pairs is crowded.</summary>
    private const int MaxPairs = 10_000;

    /// <summary>The join may give so many pairs whatever the keys are.</summary>
    private const long Harmless = 20_000_000;

    /// <summary>For each row of the sides the join may give so many pairs; else all keys that both sides repeat are crowded.</summary>
    private const int PairsPerRow = 8;

    /// <summary>Makes <c>{name}_crowded</c>: the keys.</summary>
    /// <returns>Whether there are any.</returns>
    public static bool Find(DuckDBConnection connection, RowLayout layout, SideRows left, SideRows right)
    {
        var (crowded, keys) = (layout.Table("crowded"), layout.KeyList());
        connection.Execute($"CREATE OR REPLACE TEMP TABLE {crowded} AS SELECT {keys} FROM {layout.Table("left")} LIMIT 0");
        // A join has at most the root of the product of both sides' squared rows.
        var most = Harmless + PairsPerRow * (left.WithKey + right.WithKey);
        if (Math.Sqrt(left.SquaredRows) * Math.Sqrt(right.SquaredRows) <= most)
            return false;
        var scale = Math.Max(1d, left.Rows / (double)Sample) * Math.Max(1d, right.Rows / (double)Sample);
        var sampled =
            $"""
            SELECT {keys}, l.row_count * r.row_count * {scale.ToString("R", CultureInfo.InvariantCulture)}::DOUBLE AS pairs, l.row_count > 1 AND r.row_count > 1 AS is_repeated
            FROM ({Sampled(layout, "left", left.Rows)}) AS l
            JOIN ({Sampled(layout, "right", right.Rows)}) AS r USING ({keys})
            """;
        connection.Execute($"CREATE OR REPLACE TEMP TABLE {layout.Table("sampled")} AS {sampled}");
        connection.Execute($"INSERT INTO {crowded} SELECT {keys} FROM {layout.Table("sampled")} WHERE is_repeated AND pairs > {MaxPairs}");
        var others = connection.Scalar<double>($"SELECT coalesce(sum(pairs) FILTER (NOT is_repeated OR pairs <= {MaxPairs}), 0) FROM {layout.Table("sampled")}");
        if (others > most)
            connection.Execute($"CREATE OR REPLACE TEMP TABLE {crowded} AS {Repeated(layout, "left")} INTERSECT {Repeated(layout, "right")}");
        return connection.Scalar<long>($"SELECT count(*) FROM {crowded}") > 0;
    }

    private static string Sampled(RowLayout layout, string side, long rows)
    {
        var share = rows <= Sample ? "" : string.Create(CultureInfo.InvariantCulture, $" USING SAMPLE {100d * Sample / rows:0.########} PERCENT (bernoulli)");
        return $"SELECT {layout.KeyList()}, count(*) AS row_count FROM (SELECT {layout.KeyList()} FROM {layout.Table(side)}{share}) WHERE {layout.KeysPresent()} GROUP BY {layout.KeyList()}";
    }

    private static string Repeated(RowLayout layout, string side) =>
        $"SELECT {layout.KeyList()} FROM {layout.Table(side)} WHERE {layout.KeysPresent()} GROUP BY {layout.KeyList()} HAVING count(*) > 1";
}
