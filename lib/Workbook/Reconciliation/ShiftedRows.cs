using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Reconciliation;

/// <summary>
/// Rows without a counterpart that have one after all, at another hour or day: of the same amount, and of keys that differ
/// in nothing but time; where no key is a time, of instants that are whole or half hours apart to the microsecond.
/// </summary>
internal static class ShiftedRows
{
    /// <summary>Among rows that are alike in all but time no more combinations are tried: then nothing says which belongs to which.</summary>
    private const int MaxCombinations = 100_000;

    public static void Pair(DuckDBConnection connection, RowLayout layout)
    {
        var temporal = layout.Keys.Where(key => key.Type == "DATE" || CommonType.IsInstant(key.Type)).ToList();
        if (!layout.HasTime || !layout.HasAmount || (layout.IsByDate && temporal.Count == 0))
            return;
        var (pairs, shifted) = (layout.Table("pairs"), layout.Table("shifted"));
        List<string> alike = ["amount", .. temporal.Count == 0 ? [] : layout.Keys.Except(temporal).Select(key => key.Alias), .. layout.IsByDate ? Array.Empty<string>() : ["clock"]];
        var apart = layout.IsByDate ? "abs(l.l_t - r.r_t) = 1"
            : $"abs(epoch_us(l.l_t) - epoch_us(r.r_t)) BETWEEN {Math.Max(1, Mismatch.Microseconds(layout.Spec.Time!.Window) + 1)} AND {Zones.MaxOffset}";
        var distance = layout.IsByDate ? "abs(l.l_t - r.r_t)" : "abs(epoch_us(l.l_t) - epoch_us(r.r_t))";
        connection.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE {shifted} AS
            WITH
            alone AS (SELECT rowid AS id, *, coalesce(l_a, r_a) AS amount, {(layout.IsByDate ? "0" : "epoch_us(coalesce(l_t, r_t)) % 1800000000")} AS clock FROM {pairs} WHERE has_left <> has_right AND NOT is_extra AND NOT is_refund AND {layout.KeysPresent()}),
            few AS (SELECT {string.Join(", ", alike)} FROM alone GROUP BY ALL HAVING count(*) FILTER (has_left) * count(*) FILTER (has_right) BETWEEN 1 AND {MaxCombinations}),
            candidates AS (
                SELECT l.id AS left_id, r.id AS right_id,
                       row_number() OVER (PARTITION BY l.id ORDER BY {distance}, {layout.KeyList("r")}) AS of_left,
                       row_number() OVER (PARTITION BY r.id ORDER BY {distance}, {layout.KeyList("l")}) AS of_right
                FROM (FROM alone SEMI JOIN few USING ({string.Join(", ", alike)}) WHERE has_left) AS l
                JOIN (FROM alone WHERE has_right) AS r ON {string.Join(" AND ", alike.Select(column => $"l.{column} = r.{column}"))} AND {apart}
            )
            SELECT left_id, right_id FROM candidates WHERE of_left = 1 AND of_right = 1;

            CREATE OR REPLACE TEMP TABLE {layout.Table("merged")} AS
            SELECT {layout.KeyList("l")}, true AS has_left, true AS has_right, {SuspectPairs.Sides(layout, value => $"l.l_{value}", value => $"r.r_{value}")},
                   false AS is_extra, false AS is_refund, true AS is_shifted
            FROM {shifted}
            JOIN {pairs} AS l ON l.rowid = left_id
            JOIN {pairs} AS r ON r.rowid = right_id;

            DELETE FROM {pairs} WHERE rowid IN (SELECT left_id FROM {shifted} UNION ALL SELECT right_id FROM {shifted});
            INSERT INTO {pairs} BY NAME FROM {layout.Table("merged")}
            """);
    }
}
