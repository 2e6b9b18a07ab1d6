using Workbook.Database;
using Workbook.Models.Project;

namespace Workbook.Models.Snapshots.Kinds;

/// <summary>The columns that say when a version holds.</summary>
/// <param name="IsDeleted">BOOLEAN, or the text 'True' or 'False' as dbt's snapshots have it; null where there is none.</param>
public sealed record ValidityColumns(string From = "valid_from", string To = "valid_to", string? IsDeleted = "is_deleted")
{
    /// <summary>Those of a dbt snapshot with <c>hard_deletes</c> ignore or invalidate.</summary>
    public static ValidityColumns OfSnapshot { get; } = new("dbt_valid_from", "dbt_valid_to", null);

    /// <summary>Those of a dbt snapshot with <c>hard_deletes: new_record</c>.</summary>
    public static ValidityColumns OfSnapshotWithDeletions { get; } = OfSnapshot with { IsDeleted = "dbt_is_deleted" };
}

/// <summary>
/// Questions about the past of a table of versions. A version holds from its start, inclusive, to its end, exclusive, so
/// at the instant of a change the new one does; an end of NULL is open.
/// </summary>
public static class AsOf
{
    /// <returns>A SELECT of the versions that hold at the instant, at most one for each key.</returns>
    /// <param name="instant">A SQL expression, such as <c>TIMESTAMP '2026-01-01'</c>.</param>
    public static string Rows(Relation versions, string instant, ValidityColumns? columns = null) =>
        $"""
        SELECT *
        FROM {versions} AS version
        WHERE {Holds(instant, columns ?? new ValidityColumns())}
        """;

    /// <returns>
    /// A SELECT of all facts, each with columns of the version that held at its own time; NULL where none did.
    /// </returns>
    /// <param name="fact">A relation, or a SELECT in parentheses.</param>
    /// <param name="factTime">A SQL expression over the fact's columns.</param>
    /// <param name="keys">Columns that both sides have.</param>
    /// <param name="taken">Columns of the version.</param>
    public static string Join(
        string fact, string factTime, Relation versions, IReadOnlyList<string> keys, IReadOnlyList<string> taken, ValidityColumns? columns = null) =>
        $"""
        SELECT fact.* EXCLUDE (__fact_time), {string.Join(", ", taken.Select(name => $"version.{Sql.Identifier(name)}"))}
        FROM (SELECT *, {factTime} AS __fact_time FROM {fact}) AS fact
        LEFT JOIN {versions} AS version
            ON {string.Join(" AND ", keys.Select(Sql.Identifier).Select(key => $"fact.{key} = version.{key}"))}
            AND {Holds("fact.__fact_time", columns ?? new ValidityColumns())}
        """;

    private static string Holds(string instant, ValidityColumns columns)
    {
        var (from, to) = (Sql.Identifier(columns.From), Sql.Identifier(columns.To));
        var isThere = columns.IsDeleted is { } deleted ? $"\n    AND NOT coalesce(CAST(version.{Sql.Identifier(deleted)} AS BOOLEAN), false)" : "";
        return $"version.{from} <= {instant}\n    AND (version.{to} > {instant} OR version.{to} IS NULL){isThere}";
    }
}
