using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Lineage;

namespace Workbook.Models.Tests.Lineage;

/// <summary>The engine itself is the oracle: it says what columns a query has, and which of them change when one column of one table does.</summary>
public sealed class LineageOracleTests : IDisposable
{
    private static readonly Dictionary<string, string[]> Tables = new()
    {
        ["one"] = ["k", "a", "b", "c"],
        ["two"] = ["k", "d", "e"],
        ["three"] = ["k", "a", "f"],
    };

    private static readonly string[] Queries =
    [
        "SELECT * FROM one",
        "SELECT *, a + 1, sum(b) OVER (PARTITION BY c) FROM one",
        "SELECT * FROM one JOIN two USING (k)",
        "SELECT * FROM one LEFT JOIN two USING (k) JOIN three USING (k)",
        "SELECT * FROM two FULL JOIN three USING (k)",
        "SELECT * FROM two RIGHT JOIN three USING (k)",
        "SELECT one.*, t.* EXCLUDE (k) FROM one, three AS t WHERE one.k = t.k",
        "SELECT * FROM one NATURAL JOIN three",
        "SELECT * EXCLUDE (one.k) FROM one JOIN two ON one.k = two.k",
        "SELECT * REPLACE (a * 2 AS a) RENAME (b AS bee) FROM one",
        "SELECT COLUMNS('[ab]') * 2 FROM one",
        "SELECT COLUMNS('(.)') AS 'x_\\1' FROM one",
        "SELECT COLUMNS(['b', 'a']), COLUMNS(lambda c: c > 'b') FROM one",
        "SELECT max(COLUMNS(* EXCLUDE (k))) FROM one GROUP BY k",
        "SELECT greatest(*COLUMNS('[abc]')) AS top FROM one",
        "SELECT count(*), sum(a) FILTER (WHERE b > 3), list(c ORDER BY a) FROM one GROUP BY ALL",
        "SELECT k, c, grouping(k), max(a) FROM one GROUP BY GROUPING SETS ((k), (c), ()) HAVING min(b) < 5",
        "SELECT k, lag(a, 1, b) OVER w AS before, rank() OVER (ORDER BY c) FROM one WINDOW w AS (PARTITION BY b ORDER BY c, k) QUALIFY row_number() OVER w < 3",
        "SELECT (SELECT max(d) FROM two WHERE two.k = one.k AND e > 2), a FROM one",
        "SELECT a IN (SELECT d FROM two), EXISTS (FROM two WHERE d = c), b BETWEEN a AND c, -a, NOT a > 1, a::VARCHAR || 'x' FROM one",
        "SELECT a FROM one WHERE c > ALL (SELECT d - 5 FROM two WHERE e < one.b)",
        "SELECT s.x, s.y.z FROM (SELECT {'x': a, 'y': {'z': b}} AS s FROM one)",
        "SELECT unnest([a, b]) FROM one",
        "SELECT k, unnest(range(a % 3)) AS n FROM one",
        "SELECT k, u FROM one, unnest([a, b + 1]) AS t(u)",
        "SELECT k, g FROM one, range(a % 3) AS r(g)",
        "SELECT list_filter([a, b, c], lambda v, i: v > i + k) AS l FROM one",
        "SELECT [v * k FOR v IN [a, b] IF v > c] AS l FROM one",
        "SELECT CASE WHEN a > 3 THEN b ELSE c END, coalesce(nullif(a, b), c), CASE k WHEN 1 THEN a END FROM one",
        "SELECT * FROM one ASOF JOIN two ON one.k = two.k AND one.a >= two.d",
        "SELECT * FROM one SEMI JOIN two USING (k)",
        "SELECT * FROM one ANTI JOIN two ON one.a = two.d",
        "SELECT * FROM one POSITIONAL JOIN two",
        "SELECT l.m, one.a FROM one, (SELECT max(d) AS m FROM two WHERE two.k < one.k) AS l",
        "WITH two AS (SELECT a AS d, k FROM one) SELECT d FROM two WHERE k > 2",
        "WITH x AS MATERIALIZED (SELECT k, a FROM one), y AS (SELECT k, sum(a) AS s FROM x GROUP BY k) SELECT x.a - y.s AS diff FROM x JOIN y USING (k)",
        "WITH RECURSIVE r(n, v) AS (SELECT k, a FROM one UNION ALL SELECT n + 1, v + d FROM r JOIN two ON two.k = r.n WHERE n < 4) SELECT n, v FROM r",
        "SELECT k, a FROM one UNION ALL SELECT d, e FROM two",
        "SELECT k, a FROM one UNION ALL BY NAME SELECT f, a FROM three",
        "(SELECT k FROM one EXCEPT ALL SELECT d FROM two) UNION ALL SELECT k FROM three",
        "SELECT a FROM one ORDER BY b, c LIMIT 3",
        "SELECT DISTINCT ON (k) a FROM one ORDER BY k, b",
        "SELECT * FROM (PIVOT one ON a % 2 IN (0, 1) USING sum(b) GROUP BY k)",
        "SELECT * FROM (UNPIVOT one ON a, b INTO NAME n VALUE v)",
        "SELECT one FROM one",
        "SELECT k, k_1, a_1 FROM (SELECT * FROM one, three)",
        "WITH c AS (SELECT a AS x, b AS X, c AS x FROM one) SELECT *, x_2 + 1 AS y FROM c",
        "SELECT a AS k, k AS a, k + 1 AS x, x + 1 AS y FROM one",
        "FROM one SELECT a WHERE b > 2",
        "SELECT * FROM (VALUES (1, 'x'), (2, 'y')) AS v(p, q) JOIN one ON one.k = v.p",
        "SELECT max(v) FROM (SELECT k, a AS v FROM one WHERE b > 2 UNION ALL SELECT k, f FROM three) GROUP BY k % 2",
        "SELECT first(a ORDER BY b), arg_max(a, c), string_agg(a::VARCHAR, ',' ORDER BY b) FROM one",
    ];

    private readonly DuckDBConnection _connection = WorkbookDatabase.Open();

    public static TheoryData<string> AllQueries => [.. Queries];

    public void Dispose() => _connection.Dispose();

    [Theory, MemberData(nameof(AllQueries))]
    public void Columns_are_those_that_the_engine_gives(string sql)
    {
        Fill(seed: 1);
        Assert.Equal(
            _connection.Query($"SELECT column_name FROM (DESCRIBE {sql})", row => row.GetString(0)),
            Trace(sql).Columns.Select(column => column.Column));
    }

    [Theory, MemberData(nameof(AllQueries))]
    public void A_column_that_changes_the_result_is_among_its_origins(string sql)
    {
        for (var seed = 1; seed <= 3; seed++) AssertSound(sql, seed);
    }

    [Fact]
    public void Layers_of_random_queries_lose_no_origin()
    {
        for (var seed = 1; seed <= 60; seed++) AssertSound(RandomQueries.Next(new Random(seed)), seed);
    }

    private void AssertSound(string sql, int seed)
    {
        var lineage = Trace(sql);
        Assert.True(lineage.Untraced.Count == 0, $"{sql}\n{string.Join('\n', lineage.Untraced)}");
        Fill(seed);
        var before = Result(sql);
        foreach (var (table, columns) in Tables)
            foreach (var column in columns)
            {
                // Several ways to change, so that neither a threshold nor a coincidence hides the dependence.
                _connection.Execute($"UPDATE {table} SET {column} = CASE WHEN rowid % 3 = {seed % 3} THEN {column} + 7 ELSE 9 - {column} END");
                var after = Result(sql);
                Fill(table, seed);
                for (var at = 0; at < before.Count; at++)
                    if (before[at] != after[at])
                        Assert.True(
                            lineage.Columns[at].Sources.Concat(lineage.Columns[at].Filters).Contains(new ColumnReference(table, column)),
                            $"seed {seed}: {table}.{column} changes '{lineage.Columns[at].Column}', which is said to come from {string.Join(", ", lineage.Columns[at].Sources)} under {string.Join(", ", lineage.Columns[at].Filters)}, in\n{sql}");
            }
    }

    private QueryLineage Trace(string sql) => ColumnLineage.Of(
        _connection, sql, (_, _, table) => Tables.TryGetValue(table, out var columns) ? new TableColumns(table, columns) : null);

    private void Fill(int seed)
    {
        foreach (var table in Tables.Keys) Fill(table, seed);
    }

    private void Fill(string table, int seed)
    {
        var values = Tables[table].Select((column, at) => $"(hash(i * {at + 3} + {seed * 31}) % {(column == "k" ? 5 : 9)})::INTEGER AS {column}");
        _connection.Execute($"CREATE OR REPLACE TABLE {table} AS SELECT {string.Join(", ", values)} FROM range(12) AS r(i)");
    }

    /// <summary>Each column by itself, as a bag: rows are in any order.</summary>
    private List<string> Result(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = $"SELECT COLUMNS(*)::VARCHAR FROM ({sql})";
        using var reader = command.ExecuteReader();
        var columns = Enumerable.Range(0, reader.FieldCount).Select(_ => new List<string>()).ToList();
        while (reader.Read())
            for (var at = 0; at < columns.Count; at++) columns[at].Add(reader.IsDBNull(at) ? "NULL" : reader.GetString(at));
        return [.. columns.Select(values => string.Join('\n', values.Order(StringComparer.Ordinal)))];
    }
}
