using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Reconciliation;

/// <summary>
/// Lays both sides side by side with one full outer join that lets through only what differs. Rows whose key is there more
/// than once would multiply in it: crowded keys are left out, others are found afterwards, and all are paired row by row.
/// </summary>
internal static class SuspectPairs
{
    /// <summary>Makes <c>{name}_pairs</c>: k1, …, has_left, has_right, l_a, r_a, …, and marks for the causes.</summary>
    public static void Find(DuckDBConnection connection, RowLayout layout, SideRows left, SideRows right)
    {
        var others = CrowdedKeys.Find(connection, layout, left, right) ? $" ANTI JOIN {layout.Table("crowded")} USING ({layout.KeyList()})" : "";
        string Joined(string side) => $"(SELECT * FROM {layout.Table(side)}{others} WHERE {layout.KeysPresent()})";
        connection.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE {layout.Table("pairs")} AS
            SELECT {string.Join(", ", layout.KeyAliases.Select(key => $"coalesce(l.{key}, r.{key}) AS {key}"))},
                   l.k1 IS NOT NULL AS has_left, r.k1 IS NOT NULL AS has_right, {Sides(layout, value => $"l.{value}", value => $"r.{value}")},
                   false AS is_extra, false AS is_refund, false AS is_shifted
            FROM {Joined("left")} AS l
            FULL JOIN {Joined("right")} AS r ON {layout.KeysEqual("l", "r")}
            WHERE l.k1 IS NULL OR r.k1 IS NULL OR {Mismatch.Any(layout, "l.", "r.")}
            """);
        RepeatedKeys.Find(connection, layout, left, right);
        RepeatedKeys.Pair(connection, layout);
        AddRowsWithoutKey(connection, layout, left, right);
        ShiftedRows.Pair(connection, layout);
    }

    /// <summary>"l.a AS l_a, r.a AS r_a, …"</summary>
    public static string Sides(RowLayout layout, Func<string, string> left, Func<string, string> right) =>
        string.Join(", ", layout.Values.SelectMany(value => new[] { $"{left(value)} AS l_{value}", $"{right(value)} AS r_{value}" }));

    private static void AddRowsWithoutKey(DuckDBConnection connection, RowLayout layout, SideRows left, SideRows right)
    {
        foreach (var (rows, isLeft) in new[] { (left, true), (right, false) })
        {
            if (rows.WithoutKey == 0)
                continue;
            string Own(string value) => value;
            string Other(string value) => "NULL";
            connection.Execute(
                $"""
                INSERT INTO {layout.Table("pairs")} BY NAME
                SELECT {layout.KeyList()}, {isLeft} AS has_left, {!isLeft} AS has_right, {Sides(layout, isLeft ? Own : Other, isLeft ? Other : Own)},
                       false AS is_extra, false AS is_refund, false AS is_shifted
                FROM {layout.Table(isLeft ? "left" : "right")}
                WHERE NOT ({layout.KeysPresent()})
                """);
        }
    }
}
