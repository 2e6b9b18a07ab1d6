namespace Workbook.Models.Tests.Lineage;

/// <summary>Layers of WITH queries over the three tables, each layer with columns k, p, q.</summary>
internal static class RandomQueries
{
    internal static string Next(Random random)
    {
        var layers = new List<string>
        {
            "l0 AS (SELECT k, a AS p, b AS q FROM one WHERE c < 7)",
            "l1 AS (SELECT k, d AS p, e AS q FROM two)",
            "l2 AS (SELECT * RENAME (a AS p, f AS q) FROM three)",
        };
        var count = random.Next(2, 6);
        for (var layer = 0; layer < count; layer++)
            layers.Add($"l{layers.Count} AS ({Layer(random, $"l{random.Next(layers.Count)}", $"l{random.Next(layers.Count)}")})");
        return $"WITH {string.Join(",\n", layers)}\nSELECT * FROM l{layers.Count - 1}";
    }

    private static string Layer(Random random, string x, string y) => random.Next(12) switch
    {
        0 => $"SELECT * FROM {x} WHERE {Value(random, x)} > 3",
        1 => $"SELECT k, {Value(random, x)} AS p, {Value(random, x)} AS q FROM {x}",
        2 => $"SELECT k, sum(p) AS p, max({Value(random, x)}) AS q FROM {x} GROUP BY k HAVING count(*) > 1",
        3 => $"SELECT k, s.p, t.q FROM {x} AS s JOIN {y} AS t USING (k)",
        4 => $"SELECT coalesce(s.k, t.k) AS k, t.p, s.q FROM {x} AS s FULL JOIN {y} AS t ON s.p = t.p",
        5 => $"SELECT * FROM {x} UNION ALL BY NAME SELECT q, p, k FROM {y}",
        6 => $"SELECT k, q AS p, p AS q FROM {x} UNION ALL SELECT * FROM {y}",
        7 => $"SELECT k, p, (SELECT min(t.q) FROM {y} AS t WHERE t.k = s.k) AS q FROM {x} AS s",
        8 => $"SELECT k, p, rank() OVER (PARTITION BY k ORDER BY q) AS q FROM {x}",
        // Not as SEMI JOIN: the engine doesn't bind one below a correlated subquery.
        9 => $"SELECT k, p + q AS p, q FROM {x} WHERE k IN (SELECT k FROM {y})",
        10 => $"SELECT k, l.v AS p, q FROM {x} AS s, LATERAL (SELECT max(t.p) + s.q AS v FROM {y} AS t WHERE t.q >= s.p) AS l",
        _ => $"SELECT k, unnest([p, q]) AS p, CASE WHEN p > 4 THEN q END AS q FROM {x}",
    };

    private static string Value(Random random, string table) => random.Next(6) switch
    {
        0 => "p",
        1 => "q",
        2 => $"{table}.p + k",
        3 => "coalesce(q, p)",
        4 => "CASE WHEN k > 2 THEN p ELSE 1 END",
        _ => "greatest(p, q) - 1",
    };
}
