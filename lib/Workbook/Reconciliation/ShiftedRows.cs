using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Reconciliation;

/// <summary>
/// Rows without a counterpart that have one after all, at another hour or day: of the same amount, and of keys that differ
/// in nothing but time; where no key is a time, of instants that are whole or half hours apart to the microsecond.
/// </summary>
internal static class ShiftedRows
{
    public static void Pair(DuckDBConnection connection, RowLayout layout)
    {
        var temporal = layout.Keys.Where(key => key.Type == "DATE" || CommonType.IsInstant(key.Type)).ToList();
        if (!layout.HasTime || !layout.HasAmount || (layout.IsByDate && temporal.Count == 0))
            return;
        var (pairs, shifted) = (layout.Table("pairs"), layout.Table("shifted"));
        var others = temporal.Count == 0 ? [] : layout.Keys.Except(temporal).Select(key => $"AND l.{key.Alias} = r.{key.Alias}");
        var apart = layout.IsByDate ? "abs(l.l_t - r.r_t) = 1"
            : $"epoch_us(l.l_t) % 1800000000 = epoch_us(r.r_t) % 1800000000 AND abs(epoch_us(l.l_t) - epoch_us(r.r_t)) BETWEEN {Math.Max(1, Mismatch.Microseconds(layout.Spec.Time!.Window) + 1)} AND {Zones.Widest}";
        var distance = layout.IsByDate ? "abs(l.l_t - r.r_t)" : "abs(epoch_us(l.l_t) - epoch_us(r.r_t))";
        connection.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE {shifted} AS
            WITH
            alone AS (SELECT rowid AS id, * FROM {pairs} WHERE has_left <> has_right AND NOT is_extra AND NOT is_refund AND {layout.KeysPresent()}),
            candidates AS (
                SELECT l.id AS left_id, r.id AS right_id,
                       row_number() OVER (PARTITION BY l.id ORDER BY {distance}, {layout.KeyList("r")}) AS of_left,
                       row_number() OVER (PARTITION BY r.id ORDER BY {distance}, {layout.KeyList("l")}) AS of_right
                FROM (FROM alone WHERE has_left) AS l
                JOIN (FROM alone WHERE has_right) AS r ON l.l_a = r.r_a {string.Join(" ", others)} AND {apart}
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
