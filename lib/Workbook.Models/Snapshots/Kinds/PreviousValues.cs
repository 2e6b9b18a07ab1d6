using Workbook.Database;
using Workbook.Models.Project;

namespace Workbook.Models.Snapshots.Kinds;

/// <summary>
/// Kind 3. For each attribute the last value that differs from the current one, and when it was last reported: with these
/// two, a late change can still be put in its place.
/// </summary>
internal static class PreviousValues
{
    internal static IReadOnlyList<string> Statements(Relation target, ChangeSource feed)
    {
        var (keys, at, isDeleted) = (FeedSql.Keys(feed), FeedSql.At(feed), FeedSql.IsDeleted(feed));
        var create =
            $"""
            CREATE TABLE IF NOT EXISTS {target} AS
            SELECT {keys}, {Each(feed, name => $"{Quoted(name)}, {Quoted(name)} AS {Previous(name)}, {at} AS {PreviousAt(name)}")},
                   {at} AS changed_at, {at} AS deleted_at, false AS is_deleted
            FROM {feed.From} AS feed
            LIMIT 0
            """;
        // What is known of the past goes back among the changes: each attribute with the time it was reported.
        var rows =
            $"""
                WITH changes AS (
                    SELECT {keys}, {Each(feed, name => $"{Quoted(name)}, if({isDeleted}, NULL, {at}) AS {At(name)}")},
                           if({isDeleted}, NULL, {at}) AS changed_at, if({isDeleted}, {at}, NULL) AS deleted_at
                    FROM {feed.From} AS feed
                    UNION ALL
                    SELECT {keys}, {Each(feed, name => $"{Quoted(name)}, changed_at")}, changed_at, deleted_at
                    FROM {FeedSql.Known(target, feed)}
                    UNION ALL
                    SELECT {keys}, {Each(feed, name => $"{Previous(name)}, {PreviousAt(name)}")}, NULL, NULL
                    FROM {FeedSql.Known(target, feed)}
                ),
                compared AS (
                    SELECT *,
                           max({FeedSql.Struct(feed.Attributes, "'changed_at': changed_at")}) FILTER (WHERE changed_at IS NOT NULL)
                               OVER (PARTITION BY {keys}) AS latest
                    FROM changes
                ),
                folded AS (
                    SELECT {keys}, any_value(latest) AS latest, max(deleted_at) AS deleted_at,
                           {Each(feed, name => $"max({{'at': {At(name)}, 'value': {Quoted(name)}}}) FILTER (WHERE {At(name)} IS NOT NULL AND {Quoted(name)} IS DISTINCT FROM latest.{Quoted(name)}) AS {Previous(name)}", ",\n               ")}
                    FROM compared
                    GROUP BY {keys}
                )
                SELECT {keys},
                       {Each(feed, name => $"folded.latest.{Quoted(name)} AS {Quoted(name)}, folded.{Previous(name)}.\"value\" AS {Previous(name)}, folded.{Previous(name)}.\"at\" AS {PreviousAt(name)}")},
                       folded.latest.changed_at AS changed_at, deleted_at,
                       deleted_at IS NOT NULL AND coalesce(deleted_at >= folded.latest.changed_at, true) AS is_deleted
                FROM folded
            """;
        return
        [
            create,
            FeedSql.Merge(target, rows, FeedSql.SameKeys(feed, "changed", "dimension"),
                [.. feed.Attributes.SelectMany(name => new[] { Quoted(name), Previous(name), PreviousAt(name) }), "changed_at", "deleted_at", "is_deleted"]),
        ];
    }

    private static string Each(ChangeSource feed, Func<string, string> part, string separator = ", ") =>
        string.Join(separator, feed.Attributes.Select(part));

    private static string Quoted(string name) => Sql.Identifier(name);

    private static string Previous(string name) => Sql.Identifier($"previous_{name}");

    private static string PreviousAt(string name) => Sql.Identifier($"previous_{name}_at");

    private static string At(string name) => Sql.Identifier($"{name}_at");
}
