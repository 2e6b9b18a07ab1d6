using DuckDB.NET.Data;
using Workbook.Models.Materializations;
using Workbook.Models.Project;

namespace Workbook.Models.Snapshots;

/// <summary>A snapshot's compiled SELECT and how its history is kept. Settings are spelled as in its config().</summary>
public sealed record SnapshotBuild
{
    /// <summary>The table of versions; made by the first run, and given the columns that the SELECT gains.</summary>
    public required Relation Target { get; init; }

    /// <summary>One SELECT with one row for each key; it may end in a semicolon or in comments. It is planned twice.</summary>
    public required string Sql { get; init; }

    /// <summary>Columns, or SQL expressions over the columns. NULL is a key like any other.</summary>
    public required IReadOnlyList<string> UniqueKey { get; init; }

    /// <summary>timestamp or check.</summary>
    public required string Strategy { get; init; }

    /// <summary>The column, or SQL expression, that says since when a row is as it is. Needed by timestamp; check takes the time of the run without it.</summary>
    public string? UpdatedAt { get; init; }

    /// <summary>For check: the columns that count; <c>["all"]</c> for every one.</summary>
    public IReadOnlyList<string> CheckColumns { get; init; } = [];

    /// <summary>ignore, invalidate or new_record.</summary>
    public string HardDeletes { get; init; } = "ignore";

    /// <summary>A SQL expression for the end of versions that are current; null for NULL.</summary>
    public string? ValidToCurrent { get; init; }

    /// <summary>dbt's <c>snapshot_meta_column_names</c>; dbt's own names by default.</summary>
    public SnapshotColumns Columns { get; init; } = new();

    /// <summary>The time of the run, UTC. It must not go back from one run to the next.</summary>
    public required DateTime Now { get; init; }

    /// <summary>dbt's <c>pre-hook</c>, in the order of running.</summary>
    public IReadOnlyList<ModelHook> PreHooks { get; init; } = [];

    /// <summary>dbt's <c>post-hook</c>, in the order of running.</summary>
    public IReadOnlyList<ModelHook> PostHooks { get; init; } = [];

    /// <inheritdoc cref="ModelBuild.Recorded"/>
    public Action<DuckDBConnection>? Recorded { get; init; }
}

/// <summary>What snapshot_meta_column_names can rename.</summary>
public sealed record SnapshotColumns
{
    /// <summary>dbt's <c>dbt_scd_id</c>: MD5 of the key and the version's start, one for each version.</summary>
    public string ScdId { get; init; } = "dbt_scd_id";

    /// <summary>dbt's <c>dbt_updated_at</c>: the row's updated_at, or the time of the run without one.</summary>
    public string UpdatedAt { get; init; } = "dbt_updated_at";

    /// <summary>dbt's <c>dbt_valid_from</c>: the version's start, inclusive.</summary>
    public string ValidFrom { get; init; } = "dbt_valid_from";

    /// <summary>dbt's <c>dbt_valid_to</c>: its end, exclusive; NULL, or what dbt_valid_to_current says, for the current version.</summary>
    public string ValidTo { get; init; } = "dbt_valid_to";

    /// <summary>Only with hard_deletes new_record; holds 'True' or 'False'.</summary>
    public string IsDeleted { get; init; } = "dbt_is_deleted";
}
