using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Dedup.Clusters;

/// <summary>
/// Who hangs together, directly or through others. In each round every node goes to its least neighbour and on to where
/// that one went; what has met becomes one node, so that only the edges between such nodes are looked at again, and
/// clusters that are complete drop out. A chain of a million nodes takes few rounds.
/// </summary>
internal static class ConnectedComponents
{
    /// <summary>Makes <paramref name="table"/>: each node <c>n</c> that has an edge, and the least node of its component as <c>representative</c>.</summary>
    /// <param name="edges">A query of integers <c>a</c> and <c>b</c>, in any order, repeated or not.</param>
    public static void Create(DuckDBConnection connection, string edges, string table)
    {
        connection.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE component_edges AS
            SELECT DISTINCT least(a, b) AS a, greatest(a, b) AS b FROM ({edges}) WHERE a <> b;
            CREATE OR REPLACE TABLE {table} AS
            SELECT n, n AS representative FROM (SELECT a AS n FROM component_edges UNION SELECT b FROM component_edges)
            """);
        while (connection.Scalar<bool>("SELECT EXISTS (FROM component_edges)"))
            Contract(connection, table);
        connection.Execute("DROP TABLE IF EXISTS component_edges; DROP TABLE IF EXISTS component_steps");
    }

    private static void Contract(DuckDBConnection connection, string table)
    {
        connection.Execute(
            """
            CREATE OR REPLACE TEMP TABLE component_steps AS
            SELECT n, least(n, min(neighbour)) AS target
            FROM (SELECT a AS n, b AS neighbour FROM component_edges UNION ALL SELECT b, a FROM component_edges)
            GROUP BY n
            """);
        const string Jump = "SELECT step.n, next.target FROM component_steps AS step JOIN component_steps AS next ON next.n = step.target";
        while (connection.Scalar<bool>($"SELECT EXISTS (FROM ({Jump} WHERE next.target <> step.target))"))
            connection.Execute($"CREATE OR REPLACE TEMP TABLE component_steps AS {Jump}");
        connection.Execute(
            $"""
            CREATE OR REPLACE TABLE {table} AS
            SELECT component.n, coalesce(step.target, component.representative) AS representative
            FROM {table} AS component
            LEFT JOIN component_steps AS step ON step.n = component.representative;
            CREATE OR REPLACE TEMP TABLE component_edges AS
            SELECT DISTINCT least(a_step.target, b_step.target) AS a, greatest(a_step.target, b_step.target) AS b
            FROM component_edges AS edge
            JOIN component_steps AS a_step ON a_step.n = edge.a
            JOIN component_steps AS b_step ON b_step.n = edge.b
            WHERE a_step.target <> b_step.target
            """);
    }
}
