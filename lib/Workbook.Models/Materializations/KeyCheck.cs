using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Project;

namespace Workbook.Models.Materializations;

/// <summary>Rows that share a key have no one meaning in a merge or a snapshot. They are refused, some of them by name.</summary>
internal static class KeyCheck
{
    private const int Named = 5;

    /// <param name="source">A relation or a SELECT in parentheses.</param>
    /// <param name="keys">SQL expressions over the source's columns.</param>
    /// <param name="nullsAreKeys">Whether rows whose key is NULL count as rows of one key, rather than as rows without a key.</param>
    /// <param name="subject">What the rows are, to begin the message: "shop.main.orders: 12 new rows".</param>
    internal static void RequireUnique(
        DuckDBConnection connection, string source, IReadOnlyList<string> keys, bool nullsAreKeys, Relation target, string subject)
    {
        var known = nullsAreKeys ? "" : $"WHERE {string.Join(" AND ", keys.Select(key => $"({key}) IS NOT NULL"))}";
        var repeated = connection.Query(
            $"""
            SELECT concat_ws(', ', {string.Join(", ", keys.Select((_, at) => $"coalesce(CAST(k{at} AS VARCHAR), 'NULL')"))}) AS key,
                   repeats,
                   count(*) OVER () AS keys
            FROM (
                SELECT {string.Join(", ", keys.Select((key, at) => $"{key} AS k{at}"))}, count(*) AS repeats
                FROM {source} AS repeated
                {known}
                GROUP BY ALL
                HAVING count(*) > 1
            )
            ORDER BY repeats DESC, key
            LIMIT {Named}
            """,
            row => (Key: row.GetString(0), Repeats: row.Get<long>(1), Keys: row.Get<long>(2)));
        if (repeated.Count == 0)
            return;

        var some = string.Join("; ", repeated.Select(row => $"{row.Key} ({row.Repeats} rows)"));
        throw new WorkbookException(
            $"{target.Path}: {subject} share a key: {repeated[0].Keys} key{(repeated[0].Keys == 1 ? "" : "s")} of ({string.Join(", ", keys)}) "
            + $"occur more than once, such as {some}. Make the key unique in the SELECT, for instance with QUALIFY row_number() OVER (PARTITION BY … ORDER BY …) = 1.");
    }
}
