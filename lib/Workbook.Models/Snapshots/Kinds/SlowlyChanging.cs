using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Project;

namespace Workbook.Models.Snapshots.Kinds;

/// <summary>
/// Slowly changing dimensions of kinds 1, 2, 3, 4 and 6 over one change feed, each a CREATE and a MERGE to read and run.
/// A feed applied twice is applied once, and late changes land where they belong: the same changes give the same tables in
/// whatever order and portions they come.
/// </summary>
/// <remarks>
/// That is why a change to the same values makes a version too (a later-coming change may fall between the two), why a
/// deleted row stays with is_deleted set, and why of two changes of one key at one instant the deletion wins, else the
/// greater values. Kind 3 keeps too little to settle two such changes if one of them comes after a third.
/// Snapshots differ: they see states, not changes, and only when they look.
/// </remarks>
public static class SlowlyChanging
{
    /// <summary>What <see cref="Apply"/> runs, in this order.</summary>
    public static IReadOnlyList<string> Statements(DimensionKind kind, Relation target, ChangeSource feed) => kind switch
    {
        DimensionKind.Overwrite => LatestValues.Statements(target, feed),
        DimensionKind.Versions => DimensionVersions.Statements(target, feed, isHybrid: false),
        DimensionKind.PreviousValue => PreviousValues.Statements(target, feed),
        DimensionKind.CurrentAndHistory =>
            [.. LatestValues.Statements(target, feed), .. DimensionVersions.Statements(History(target), feed, isHybrid: false)],
        DimensionKind.Hybrid => DimensionVersions.Statements(target, feed, isHybrid: true),
        _ => throw new WorkbookException($"There is no dimension kind {(int)kind}. The kinds are {string.Join(", ", Enum.GetValues<DimensionKind>().Select(known => $"{(int)known} ({known})"))}."),
    };

    /// <summary>In one transaction, which is the method's own. The tables are created if they are missing.</summary>
    /// <returns>Rows that were inserted or updated; 0 where the feed had nothing new.</returns>
    /// <exception cref="WorkbookException">A change has no effective time.</exception>
    public static long Apply(DuckDBConnection connection, DimensionKind kind, Relation target, ChangeSource feed)
    {
        RequireTimes(connection, target, feed);
        connection.Execute("BEGIN TRANSACTION");
        try
        {
            var rows = Statements(kind, target, feed).Sum(statement => Math.Max(0L, connection.Execute(statement)));
            connection.Execute("COMMIT");
            return rows;
        }
        catch
        {
            connection.Execute("ROLLBACK");
            throw;
        }
    }

    /// <summary>The second table of <see cref="DimensionKind.CurrentAndHistory"/>.</summary>
    public static Relation History(Relation target) => target with { Name = $"{target.Name}_history" };

    private static void RequireTimes(DuckDBConnection connection, Relation target, ChangeSource feed)
    {
        var untimed = connection.Scalar<long>($"SELECT count(*) FROM {feed.From} AS feed WHERE {Sql.Identifier(feed.EffectiveAt)} IS NULL");
        if (untimed > 0)
            throw new WorkbookException(
                $"{target.Path}: {untimed} change{(untimed == 1 ? " has" : "s have")} no {feed.EffectiveAt}, so there is no telling since when "
                + $"{(untimed == 1 ? "it holds" : "they hold")}. Fill it in, or leave them out.");
    }
}
