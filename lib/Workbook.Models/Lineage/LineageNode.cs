using Workbook.Models.Project;

namespace Workbook.Models.Lineage;

/// <summary>A node of the project as lineage sees it.</summary>
/// <param name="Id">dbt's unique_id; its first part is the kind: model, source, seed, snapshot, test, exposure.</param>
/// <param name="Relation">What it builds or is; null for tests, exposures and ephemeral models.</param>
/// <param name="Sql">Compiled; null for sources, seeds and exposures.</param>
/// <param name="Columns">In their order, from the catalog or the contract; null where they follow from the SQL or aren't known.</param>
/// <param name="DependsOn">The nodes that it reads.</param>
/// <param name="Location">The file that it is read from, where that is named in FROM instead of the relation.</param>
/// <param name="Added">Columns that the build adds to its query's; null for the usual ones of a snapshot, and none of all else.</param>
public sealed record LineageNode(
    string Id, Relation? Relation, string? Sql, IReadOnlyList<string>? Columns, IReadOnlyList<string> DependsOn, string? Location = null,
    IReadOnlyList<string>? Added = null)
{
    internal bool IsTest => IsTestId(Id);

    internal static bool IsTestId(string id) => id.StartsWith("test.", StringComparison.Ordinal) || id.StartsWith("unit_test.", StringComparison.Ordinal);

    /// <summary>What a snapshot adds to its query's columns.</summary>
    internal static readonly IReadOnlyList<string> SnapshotColumns = ["dbt_scd_id", "dbt_updated_at", "dbt_valid_from", "dbt_valid_to"];

    internal IReadOnlyList<string> AddedColumns => Added ?? (Id.StartsWith("snapshot.", StringComparison.Ordinal) ? SnapshotColumns : []);

    internal bool Is(string? catalog, string? schema, string table) =>
        schema is null && catalog is null && string.Equals(table, Location, StringComparison.Ordinal) ||
        Relation is { } relation && BoundTable.Same(relation.Name, table)
        && (schema is null || BoundTable.Same(relation.Schema, schema)) && (catalog is null || BoundTable.Same(relation.Database, catalog));
}

/// <summary>Whether a column's values go into another's, or only decide about its rows.</summary>
public enum LineageUse
{
    /// <summary>Its values go into the other column's.</summary>
    Direct,

    /// <summary>It decides which rows there are, or in which order: a column of WHERE, JOIN, GROUP BY and the like.</summary>
    Filter,
}

/// <param name="Distance">In steps from node to node, the shortest.</param>
public sealed record ColumnUse(ColumnReference Column, LineageUse Use, int Distance);

/// <param name="Column">Null where the node as a whole depends, as tests and exposures do.</param>
public sealed record LineageEdge(ColumnReference From, string To, string? Column, LineageUse Use, ColumnTransformation Kind);

/// <param name="Column">Null for the rows as a whole, * for columns not even known by name.</param>
public sealed record LineageGap(string Id, string? Column, string Reason);
