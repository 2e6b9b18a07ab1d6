using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Reconciliation;

/// <summary>What became of a column from the left side to the right.</summary>
public enum SchemaDifferenceKind
{
    /// <summary>Only the right side has it.</summary>
    Added,

    /// <summary>Only the left side has it.</summary>
    Removed,

    /// <summary>Alike in content under two names; its type may differ, too.</summary>
    Renamed,

    /// <summary>The same name with another type.</summary>
    Retyped,
}

/// <param name="Left">The column on the left; null where it was added.</param>
/// <param name="Right">The column on the right; null where it was removed.</param>
/// <param name="Likeness">Of a renamed column's content, from 0 to 1; 1 for the others.</param>
public sealed record SchemaDifference(SchemaDifferenceKind Kind, string? Left, string? LeftType, string? Right, string? RightType, double Likeness = 1)
{
    /// <summary>In words: <c>retyped price: DOUBLE to DECIMAL(12,2)</c>.</summary>
    public override string ToString() => Kind switch
    {
        SchemaDifferenceKind.Added => $"added {Right} ({RightType})",
        SchemaDifferenceKind.Removed => $"removed {Left} ({LeftType})",
        SchemaDifferenceKind.Retyped => $"retyped {Left}: {LeftType} to {RightType}",
        _ => FormattableString.Invariant($"renamed {Left} to {Right}{(LeftType == RightType ? "" : $", {LeftType} to {RightType}")} ({100 * Likeness:0}% alike)"),
    };
}

/// <summary>
/// How the right side's columns differ from the left's. A column that is gone and one that is new are the same, renamed, if
/// their values are alike: the share of rows whose values both have equally often, judged by the 2,000 values with the
/// lowest hashes. Columns of few values, such as flags, can be alike by chance; the likeness says how much, a name nothing.
/// </summary>
public static class SchemaDiff
{
    /// <summary>Below it, a column counts as removed and another as added.</summary>
    private const double LeastLikeness = 0.5;

    private const int SampledValues = 2_000;

    /// <returns>Renamed and retyped columns in the left side's order, then removed ones, then added ones in the right side's.</returns>
    /// <exception cref="WorkbookException">A side can't be read.</exception>
    public static IReadOnlyList<SchemaDifference> Between(DuckDBConnection connection, Side left, Side right)
    {
        var (before, after) = (SpecBinding.Columns(connection, left, "left"), SpecBinding.Columns(connection, right, "right"));
        List<string> gone = [.. before.Keys.Where(name => !after.ContainsKey(name))], added = [.. after.Keys.Where(name => !before.ContainsKey(name))];
        var renamed = new Dictionary<string, (string Name, double Likeness)>();
        var likenesses =
            from one in gone
            from other in added
            where IsSameFamily(before[one], after[other])
            select (one, other, Likeness: Likeness(connection, left, one, before[one], right, other, after[other]), Names: connection.Scalar<double>("SELECT jaro_winkler_similarity(?, ?)", one, other));
        foreach (var (one, other, likeness, _) in likenesses.Where(pair => pair.Likeness >= LeastLikeness).OrderByDescending(pair => (pair.Likeness, pair.Names)).ToList())
            if (!renamed.ContainsKey(one) && renamed.Values.All(taken => taken.Name != other))
                renamed[one] = (other, likeness);
        return
        [
            .. before.Keys.Where(renamed.ContainsKey).Select(name => new SchemaDifference(SchemaDifferenceKind.Renamed, name, before[name], renamed[name].Name, after[renamed[name].Name], renamed[name].Likeness)),
            .. before.Keys.Where(name => after.TryGetValue(name, out var type) && type != before[name]).Select(name => new SchemaDifference(SchemaDifferenceKind.Retyped, name, before[name], name, after[name])),
            .. gone.Where(name => !renamed.ContainsKey(name)).Select(name => new SchemaDifference(SchemaDifferenceKind.Removed, name, before[name], null, null)),
            .. added.Where(name => renamed.Values.All(taken => taken.Name != name)).Select(name => new SchemaDifference(SchemaDifferenceKind.Added, null, null, name, after[name])),
        ];
    }

    /// <summary>A renamed column may have become a text on the way.</summary>
    private static bool IsSameFamily(string left, string right) => CommonType.Of(left, right) is not null || left == "VARCHAR" || right == "VARCHAR";

    private static double Likeness(DuckDBConnection connection, Side left, string leftColumn, string leftType, Side right, string rightColumn, string rightType)
    {
        var type = CommonType.Of(leftType, rightType) ?? "VARCHAR";
        string Counted(Side side, string column) =>
            $"""
            SELECT value, count(*) / sum(count(*)) OVER () AS share, hash(value) AS place
            FROM (SELECT CAST(CAST({Sql.Identifier(column)} AS {type}) AS VARCHAR) AS value FROM {side.Relation()})
            WHERE value IS NOT NULL
            GROUP BY value
            ORDER BY place
            LIMIT {SampledValues}
            """;
        // Both samples hold every value up to the lower of their ends, and so can be compared there.
        return connection.Scalar<double?>(
            $"""
            WITH
            lefts AS MATERIALIZED ({Counted(left, leftColumn)}),
            rights AS MATERIALIZED ({Counted(right, rightColumn)}),
            ends AS (
                SELECT least((SELECT if(count(*) = {SampledValues}, max(place), NULL) FROM lefts), (SELECT if(count(*) = {SampledValues}, max(place), NULL) FROM rights)) AS place
            ),
            shares AS (
                SELECT coalesce(l.share, 0) AS l, coalesce(r.share, 0) AS r
                FROM lefts AS l
                FULL JOIN rights AS r ON l.value = r.value
                WHERE coalesce(l.place, r.place) <= coalesce((SELECT place FROM ends), l.place, r.place)
            )
            SELECT sum(least(l, r)) / greatest(sum(l), sum(r)) FROM shares
            """) ?? 0;
    }
}
