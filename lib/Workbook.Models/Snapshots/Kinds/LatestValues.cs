using Workbook.Database;
using Workbook.Models.Project;

namespace Workbook.Models.Snapshots.Kinds;

/// <summary>Kind 1. changed_at and deleted_at decide whether a late change is news.</summary>
internal static class LatestValues
{
    internal static IReadOnlyList<string> Statements(Relation target, ChangeSource feed)
    {
        var (keys, attributes) = (FeedSql.Keys(feed), FeedSql.Columns(feed.Attributes));
        var (at, isDeleted) = (FeedSql.At(feed), FeedSql.IsDeleted(feed));
        var create =
            $"""
            CREATE TABLE IF NOT EXISTS {target} AS
            SELECT {keys}, {attributes}, {at} AS changed_at, {at} AS deleted_at, false AS is_deleted
            FROM {feed.From} AS feed
            LIMIT 0
            """;
        var rows =
            $"""
                WITH changes AS (
                    SELECT {keys}, {attributes}, if({isDeleted}, NULL, {at}) AS changed_at, if({isDeleted}, {at}, NULL) AS deleted_at
                    FROM {feed.From} AS feed
                    UNION ALL
                    SELECT {keys}, {attributes}, changed_at, deleted_at
                    FROM {FeedSql.Known(target, feed)}
                ),
                latest AS (
                    SELECT {keys},
                           max({FeedSql.Struct(feed.Attributes, "'changed_at': changed_at")}) FILTER (WHERE changed_at IS NOT NULL) AS latest,
                           max(deleted_at) AS deleted_at
                    FROM changes
                    GROUP BY {keys}
                )
                SELECT {keys}, {string.Join(", ", feed.Attributes.Select(Sql.Identifier).Select(name => $"latest.latest.{name} AS {name}"))},
                       latest.latest.changed_at AS changed_at, deleted_at,
                       deleted_at IS NOT NULL AND coalesce(deleted_at >= latest.latest.changed_at, true) AS is_deleted
                FROM latest
            """;
        return
        [
            create,
            FeedSql.Merge(target, rows, FeedSql.SameKeys(feed, "changed", "dimension"),
                [.. feed.Attributes.Select(Sql.Identifier), "changed_at", "deleted_at", "is_deleted"]),
        ];
    }
}
