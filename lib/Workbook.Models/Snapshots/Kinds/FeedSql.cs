using Workbook.Database;
using Workbook.Models.Project;

namespace Workbook.Models.Snapshots.Kinds;

/// <summary>The parts of statements that the kinds have in common.</summary>
internal static class FeedSql
{
    internal static string Keys(ChangeSource feed) => Columns(feed.Keys);

    internal static string Columns(IEnumerable<string> names) => string.Join(", ", names.Select(Sql.Identifier));

    internal static string At(ChangeSource feed) => Sql.Identifier(feed.EffectiveAt);

    internal static string IsDeleted(ChangeSource feed) =>
        feed.IsDeleted is { } column ? $"coalesce({Sql.Identifier(column)}, false)" : "false";

    /// <summary>NULL keys are keys.</summary>
    internal static string SameKeys(ChangeSource feed, string one, string other) =>
        string.Join(" AND ", feed.Keys.Select(Sql.Identifier).Select(key => $"{one}.{key} IS NOT DISTINCT FROM {other}.{key}"));

    /// <summary>The rows of the table that the feed has something to say about.</summary>
    internal static string Known(Relation target, ChangeSource feed) =>
        $"{target} AS known WHERE EXISTS (FROM {feed.From} AS feed WHERE {SameKeys(feed, "feed", "known")})";

    /// <summary>{'name': "name", …}</summary>
    internal static string Struct(IEnumerable<string> names, params string[] first) =>
        $"{{{string.Join(", ", first.Concat(names.Select(name => $"{Sql.Literal(name)}: {Sql.Identifier(name)}")))}}}";

    /// <summary>Only rows that differ are written, so that a feed that comes again touches none.</summary>
    internal static string Merge(Relation target, string rows, string match, IReadOnlyList<string> updated) =>
        $"""
        MERGE INTO {target} AS dimension
        USING (
        {rows}
        ) AS changed
        ON {match}
        WHEN MATCHED AND ROW({string.Join(", ", updated.Select(column => $"dimension.{column}"))})
              IS DISTINCT FROM ROW({string.Join(", ", updated.Select(column => $"changed.{column}"))})
            THEN UPDATE SET {string.Join(", ", updated.Select(column => $"{column} = changed.{column}"))}
        WHEN NOT MATCHED THEN INSERT BY NAME
        """;
}
