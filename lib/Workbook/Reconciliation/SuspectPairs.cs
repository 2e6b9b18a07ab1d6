using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Reconciliation;

/// <summary>
/// Lays both sides side by side with one full outer join that lets through only what differs. Rows whose key is there more
/// than once would multiply in it; such keys are found afterwards, by sums that don't add up, and paired row by row.
/// </summary>
internal static class SuspectPairs
{
    /// <summary>Makes <c>{name}_pairs</c>: k1, …, has_left, has_right, l_a, r_a, …, and marks for the causes.</summary>
    public static void Find(DuckDBConnection connection, RowLayout layout, SideRows left, SideRows right)
    {
        var (pairs, l, r) = (layout.Table("pairs"), layout.Table("left"), layout.Table("right"));
        connection.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE {pairs} AS
            SELECT {string.Join(", ", layout.KeyAliases.Select(key => $"coalesce(l.{key}, r.{key}) AS {key}"))},
                   l.k1 IS NOT NULL AS has_left, r.k1 IS NOT NULL AS has_right, {Sides(layout, value => $"l.{value}", value => $"r.{value}")},
                   false AS is_extra, false AS is_refund, false AS is_shifted
            FROM (SELECT * FROM {l} WHERE {layout.KeysPresent()}) AS l
            FULL JOIN (SELECT * FROM {r} WHERE {layout.KeysPresent()}) AS r ON {layout.KeysEqual("l", "r")}
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
