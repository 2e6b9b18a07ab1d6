using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Operations.ChangeFeeds;

/// <summary>
/// A change feed as sources really send it, made from a table: updates, deletes and inserts, some twice, in disorder. The
/// same table and seed give the same events.
/// </summary>
public static class ChangeSimulation
{
    /// <param name="relation">A table, view or parenthesised query with an integer key.</param>
    /// <param name="key">Its key column; inserts get keys above all of them.</param>
    /// <param name="update">Expression by column for an update, over the row: <c>("city", "city || ' North'")</c>.</param>
    /// <param name="events">How many, before repetitions: about a tenth inserts and a tenth deletes.</param>
    /// <returns>A parenthesised query for <see cref="ChangeBatch.Sql"/>, over a temporary table of this connection.</returns>
    public static string Events(DuckDBConnection connection, string relation, string key, (string Column, string Expression) update, int events, int seed, DateTimeOffset from)
    {
        var id = Sql.Identifier(key);
        var name = $"cdc_simulation_{seed}_{events}";
        connection.Execute($"""
            CREATE OR REPLACE TEMP TABLE {name} AS
            WITH numbered AS (SELECT *, row_number() OVER (ORDER BY {id}) - 1 AS row_number, max({id}) OVER () AS last_key, count(*) OVER () AS row_count FROM {relation}),
            draws AS (
                SELECT sequence, hash(sequence, {seed}) % 10 AS kind, hash(sequence, {seed}, 'row') AS pick, hash(sequence, {seed}, 'again') % 20 = 0 AS is_repeated
                FROM range(1, {events + 1}) AS event(sequence)
            ),
            made AS (
                SELECT numbered.* EXCLUDE (row_number, last_key, row_count)
                           REPLACE (if(kind = 0, CAST(last_key + sequence AS BIGINT), {id}) AS {id}, {update.Expression} AS {Sql.Identifier(update.Column)}),
                       CASE kind WHEN 0 THEN 'insert' WHEN 1 THEN 'delete' ELSE 'update' END AS op,
                       sequence, CAST({Sql.Literal(Invariant($"{from.UtcDateTime:yyyy-MM-dd HH:mm:ss}+00"))} AS TIMESTAMPTZ) + to_seconds(sequence) AS changed_at,
                       'clerk ' || (pick % 5 + 1) AS changed_by, is_repeated
                FROM draws JOIN numbered ON numbered.row_number = pick % row_count
            )
            SELECT * EXCLUDE (is_repeated) FROM (FROM made UNION ALL FROM made WHERE is_repeated)
            ORDER BY hash(sequence // 25, {seed}), hash(sequence, {seed}, 'order')
            """);
        return $"(FROM {name})";
    }
}
