using Workbook.Database;
using Workbook.Models.Project;

namespace Workbook.Models.Snapshots.Kinds;

/// <summary>
/// Kinds 2 and 6. The versions of every key that the feed names are laid out anew in order of time, and what differs is
/// merged: a late change splits the version that it falls into. A deletion is a version without values.
/// </summary>
internal static class DimensionVersions
{
    internal static IReadOnlyList<string> Statements(Relation target, ChangeSource feed, bool isHybrid)
    {
        var (keys, attributes) = (FeedSql.Keys(feed), FeedSql.Columns(feed.Attributes));
        IReadOnlyList<Beside> beside = isHybrid
            ? [.. feed.Attributes.SelectMany(name => new Beside[] { new(name, $"previous_{name}", "before"), new(name, $"current_{name}", "latest") })]
            : [];
        var create =
            $"""
            CREATE TABLE IF NOT EXISTS {target} AS
            SELECT {keys}, {attributes}{string.Concat(beside.Select(column => $", {Sql.Identifier(column.Of)} AS {Sql.Identifier(column.As)}"))},
                   {FeedSql.At(feed)} AS valid_from, {FeedSql.At(feed)} AS valid_to, true AS is_current, false AS is_deleted
            FROM {feed.From} AS feed
            LIMIT 0
            """;
        var values = string.Join(", ", feed.Attributes.Select(Sql.Identifier).Select(name => $"if({FeedSql.IsDeleted(feed)}, NULL, {name}) AS {name}"));
        var own = isHybrid ? $", if(is_deleted, NULL, {FeedSql.Struct(feed.Attributes)}) AS own" : "";
        var neighbours = isHybrid
            ? """
            ,
                           lag(own IGNORE NULLS) OVER in_time AS before,
                           last_value(own IGNORE NULLS) OVER (in_time ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS latest
            """
            : "";
        var rows =
            $"""
                WITH changes AS (
                    SELECT {keys}, {values}, {FeedSql.At(feed)} AS valid_from, {FeedSql.IsDeleted(feed)} AS is_deleted
                    FROM {feed.From} AS feed
                    UNION ALL
                    SELECT {keys}, {attributes}, valid_from, is_deleted
                    FROM {FeedSql.Known(target, feed)}
                ),
                settled AS (
                    SELECT *{own}
                    FROM changes
                    QUALIFY row_number() OVER (
                        PARTITION BY {keys}, valid_from
                        ORDER BY is_deleted DESC, {string.Join(", ", feed.Attributes.Select(name => $"{Sql.Identifier(name)} DESC NULLS FIRST"))}) = 1
                ),
                ranges AS (
                    SELECT *, lead(valid_from) OVER in_time AS valid_to{neighbours}
                    FROM settled
                    WINDOW in_time AS (PARTITION BY {keys} ORDER BY valid_from)
                )
                SELECT {keys}, {attributes}{string.Concat(beside.Select(column => $", ranges.{column.From}.{Sql.Identifier(column.Of)} AS {Sql.Identifier(column.As)}"))},
                       valid_from, valid_to, valid_to IS NULL AND NOT is_deleted AS is_current, is_deleted
                FROM ranges
            """;
        return
        [
            create,
            FeedSql.Merge(target, rows, $"{FeedSql.SameKeys(feed, "changed", "dimension")} AND changed.valid_from = dimension.valid_from",
                [.. feed.Attributes.Select(Sql.Identifier), .. beside.Select(column => Sql.Identifier(column.As)), "valid_to", "is_current", "is_deleted"]),
        ];
    }

    /// <summary>A column of kind 6: an attribute as another version has it.</summary>
    private sealed record Beside(string Of, string As, string From);
}
