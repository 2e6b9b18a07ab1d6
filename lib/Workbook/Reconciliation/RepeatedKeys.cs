using System.Numerics;
using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Reconciliation;

/// <summary>Keys that a side has more than once: their rows are paired one to one, so that none is compared twice.</summary>
internal static class RepeatedKeys
{
    /// <summary>Beyond so many combinations of one key's rows the nearest amount isn't looked for; they pair in the order of their amounts.</summary>
    private const int MaxCombinations = 10_000;

    /// <summary>Into so many parts keys fall by their hashes; a power of two.</summary>
    private const int Buckets = 16_384;

    /// <summary>Makes <c>{name}_repeated</c>: the keys.</summary>
    public static void Find(DuckDBConnection connection, RowLayout layout, SideRows left, SideRows right)
    {
        connection.Execute($"CREATE OR REPLACE TEMP TABLE {layout.Table("repeated")} AS FROM {layout.Table("crowded")} UNION {(layout.IsExact ? OftenPaired(layout) : OftenThere(layout))}");
        var unpaired = Unpaired(connection, layout);
        if ((left.WithKey + unpaired.Rows, left.KeySum + unpaired.KeySum) != (right.WithKey, right.KeySum))
            AddUneven(connection, layout);
    }

    /// <summary>
    /// A key with as many rows on both sides either pairs equal with equal and has none left, or has several pairs that differ:
    /// what equals one of two equal rows equals the other, too.
    /// </summary>
    private static string OftenPaired(RowLayout layout) => $"SELECT {layout.KeyList()} FROM {layout.Table("pairs")} GROUP BY {layout.KeyList()} HAVING count(*) > 1";

    /// <summary>Within tolerances that doesn't hold, so that the rows of each key that has a difference are counted.</summary>
    private static string OftenThere(RowLayout layout)
    {
        string Repeated(string side) => $"SELECT {layout.KeyList()} FROM {layout.Table(side)} SEMI JOIN {layout.Table("pairs")} USING ({layout.KeyList()}) GROUP BY {layout.KeyList()} HAVING count(*) > 1";
        return $"{Repeated("left")} UNION {Repeated("right")}";
    }

    /// <summary>What the rows without a counterpart add to the right side and not to the left one.</summary>
    private static (long Rows, BigInteger KeySum) Unpaired(DuckDBConnection connection, RowLayout layout) => connection.Query(
        $"""
        SELECT coalesce(sum(sign), 0), coalesce(sum(sign * {SideRows.KeyHash(layout)}::BIGINT), 0)
        FROM (SELECT *, has_right::INT - has_left::INT AS sign FROM {layout.Table("pairs")} WHERE has_left <> has_right)
        """,
        row => (row.Get<long>(0), row.Get<BigInteger>(1))).Single();

    /// <summary>
    /// Keys that one side has more often, even if each pair of their rows is equal. If every row that didn't come out of the join
    /// has exactly one counterpart, then what did come out accounts for all that differs between both sides' sums;
    /// only in buckets of keys where it doesn't are rows counted.
    /// </summary>
    private static void AddUneven(DuckDBConnection connection, RowLayout layout)
    {
        var (keys, bucket, odd) = (layout.KeyList(), $"hash({layout.KeyList()}) & {Buckets - 1}", layout.Table("odd"));
        string Sums(string side) => $"SELECT {bucket} AS bucket, count(*) AS row_count, sum({SideRows.KeyHash(layout)}) AS key_sum FROM {layout.Table(side)} WHERE {layout.KeysPresent()} GROUP BY bucket";
        string Rows(string side, int sign) => Invariant($"SELECT {keys}, {sign} AS sign FROM {layout.Table(side)} WHERE {layout.KeysPresent()} AND {bucket} IN (FROM {odd})");
        connection.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE {odd} AS
            WITH
            counted AS (
                FROM ({Sums("left")})
                UNION ALL
                SELECT bucket, -row_count, -key_sum FROM ({Sums("right")})
                UNION ALL
                SELECT {bucket}, has_right::INT - has_left::INT, (has_right::INT - has_left::INT) * {SideRows.KeyHash(layout)}::BIGINT
                FROM {layout.Table("pairs")}
                WHERE has_left <> has_right
            )
            SELECT bucket
            FROM counted
            GROUP BY bucket
            HAVING sum(row_count) <> 0 OR sum(key_sum) <> 0;

            INSERT INTO {layout.Table("repeated")}
            SELECT {keys}
            FROM ({Rows("left", 1)} UNION ALL {Rows("right", -1)})
            GROUP BY {keys}
            HAVING sum(sign) <> 0 AND min(sign) <> max(sign)
            EXCEPT FROM {layout.Table("repeated")}
            """);
    }

    public static void Pair(DuckDBConnection connection, RowLayout layout)
    {
        var (keys, rows, links, repeated) = (layout.KeyList(), layout.Table("rows"), layout.Table("links"), layout.Table("repeated"));
        if (connection.Scalar<long>($"SELECT count(*) FROM {repeated}") == 0)
            return;
        var values = string.Join(", ", layout.Values);
        // Numbered in an order of their own, so that the same rows pair alike however they came.
        connection.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE {rows} AS
            SELECT row_number() OVER (ORDER BY is_left, {keys}, {values}) AS id, *
            FROM (
                SELECT true AS is_left, {keys}, {values} FROM {layout.Table("left")} SEMI JOIN {repeated} USING ({keys})
                UNION ALL
                SELECT false AS is_left, {keys}, {values} FROM {layout.Table("right")} SEMI JOIN {repeated} USING ({keys})
            );
            CREATE OR REPLACE TEMP TABLE {links} (left_id BIGINT, right_id BIGINT);
            DELETE FROM {layout.Table("pairs")} AS p USING {repeated} AS k WHERE {layout.KeysEqual("p", "k")}
            """);
        LinkInTurn(connection, layout, [.. layout.Values]);
        LinkInTurn(connection, layout, ["a"]);
        LinkNearest(connection, layout);
        LinkInTurn(connection, layout, []);
        AddPairs(connection, layout);
    }

    /// <summary>The first with the first, the second with the second, among rows of a key that are alike in these columns.</summary>
    private static void LinkInTurn(DuckDBConnection connection, RowLayout layout, IReadOnlyList<string> alike)
    {
        var group = string.Join(", ", [.. layout.KeyAliases, .. alike]);
        var same = string.Concat(alike.Select(value => $" AND l.{value} IS NOT DISTINCT FROM r.{value}"));
        connection.Execute(
            $"""
            INSERT INTO {layout.Table("links")}
            WITH
            ranked AS (SELECT *, row_number() OVER (PARTITION BY is_left, {group} ORDER BY id) AS turn FROM ({Open(layout)}))
            SELECT l.id, r.id
            FROM ranked AS l
            JOIN ranked AS r ON {layout.KeysEqual("l", "r")}{same} AND l.turn = r.turn AND l.is_left AND NOT r.is_left
            """);
    }

    private static void LinkNearest(DuckDBConnection connection, RowLayout layout)
    {
        connection.Execute(
            $"""
            INSERT INTO {layout.Table("links")}
            WITH
            unlinked AS ({Open(layout)}),
            few AS (
                SELECT {layout.KeyList()} FROM unlinked GROUP BY {layout.KeyList()}
                HAVING count(*) FILTER (is_left) * count(*) FILTER (NOT is_left) BETWEEN 1 AND {MaxCombinations}
            ),
            candidates AS (
                SELECT l.id AS left_id, r.id AS right_id,
                       row_number() OVER (PARTITION BY l.id ORDER BY abs(l.a - r.a), r.id) AS of_left,
                       row_number() OVER (PARTITION BY r.id ORDER BY abs(l.a - r.a), l.id) AS of_right
                FROM unlinked AS l
                JOIN unlinked AS r ON {layout.KeysEqual("l", "r")} AND l.is_left AND NOT r.is_left
                SEMI JOIN few ON {layout.KeysEqual("l", "few")}
                WHERE l.a IS NOT NULL AND r.a IS NOT NULL
            )
            SELECT left_id, right_id FROM candidates WHERE of_left = 1 AND of_right = 1
            """);
    }

    private static string Open(RowLayout layout) =>
        $"SELECT * FROM {layout.Table("rows")} WHERE id NOT IN (SELECT left_id FROM {layout.Table("links")} UNION ALL SELECT right_id FROM {layout.Table("links")})";

    /// <summary>
    /// A refund: negative rows stand beside others on one side, and both sides' nets are equal; or the one side's negative row
    /// has no counterpart. Any other row without one is extra, unless it is the only one of its key.
    /// </summary>
    private static void AddPairs(DuckDBConnection connection, RowLayout layout)
    {
        var tolerance = Mismatch.Number(layout.Spec.Amount?.Tolerance ?? 0);
        connection.Execute(
            $"""
            INSERT INTO {layout.Table("pairs")} BY NAME
            WITH
            nets AS (
                SELECT {layout.KeyList()}, count(*) FILTER (is_left) AS left_rows, count(*) FILTER (NOT is_left) AS right_rows,
                       count(*) FILTER (is_left AND a < 0) AS left_negatives, count(*) FILTER (NOT is_left AND a < 0) AS right_negatives,
                       abs(coalesce(sum(a) FILTER (is_left), 0) - coalesce(sum(a) FILTER (NOT is_left), 0)) <= {tolerance} AS is_net_equal,
                       bool_or(a > 0) AS has_positives
                FROM {layout.Table("rows")}
                GROUP BY {layout.KeyList()}
            ),
            lefts AS (FROM {layout.Table("rows")} WHERE is_left),
            rights AS (FROM {layout.Table("rows")} WHERE NOT is_left),
            paired AS (
                SELECT {string.Join(", ", layout.KeyAliases.Select(key => $"coalesce(l.{key}, r.{key}) AS {key}"))}, coalesce(l.id, r.id) AS id,
                       l.id IS NOT NULL AS has_left, r.id IS NOT NULL AS has_right, {SuspectPairs.Sides(layout, value => $"l.{value}", value => $"r.{value}")}
                FROM (FROM lefts LEFT JOIN {layout.Table("links")} ON id = left_id) AS l
                FULL JOIN rights AS r ON l.right_id = r.id
            )
            SELECT p.* EXCLUDE (id),
                   has_left <> has_right AND (
                       if(has_left, right_rows, left_rows) > 0
                       OR row_number() OVER (PARTITION BY {layout.KeyList("p")}, has_left, has_right ORDER BY abs(coalesce(l_a, r_a)) DESC, p.id) > 1) AS is_extra,
                   coalesce(is_net_equal AND left_negatives <> right_negatives AND left_rows <> right_rows
                       OR has_left <> has_right AND coalesce(l_a, r_a) < 0 AND has_positives AND left_negatives <> right_negatives, false) AS is_refund,
                   false AS is_shifted
            FROM paired AS p
            JOIN nets AS n ON {layout.KeysEqual("p", "n")}
            WHERE NOT has_left OR NOT has_right OR {Mismatch.Any(layout, "l_", "r_")}
            """);
    }
}
