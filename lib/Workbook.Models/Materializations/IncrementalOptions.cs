using Workbook.Models.Project;

namespace Workbook.Models.Materializations;

/// <summary>The settings of an incremental model, spelled as in its config().</summary>
internal sealed record IncrementalOptions
{
    internal static readonly string[] Strategies = ["append", "merge", "delete+insert"];

    /// <summary>append, merge or delete+insert; null for delete+insert with a unique key and append without.</summary>
    public string? Strategy { get; init; }

    public IReadOnlyList<string> UniqueKey { get; init; } = [];

    /// <summary>ignore, append_new_columns, sync_all_columns or fail; anything else counts as ignore, as in dbt.</summary>
    public string? OnSchemaChange { get; init; }

    /// <summary>
    /// SQL conditions that also must hold for an old row to be touched; they may name DBT_INTERNAL_DEST and DBT_INTERNAL_SOURCE.
    /// </summary>
    public IReadOnlyList<string> Predicates { get; init; } = [];

    /// <summary>Columns that merge overwrites in a row that is there; null for all.</summary>
    public IReadOnlyList<string>? MergeUpdateColumns { get; init; }

    /// <summary>Columns that merge leaves as they are; excludes <see cref="MergeUpdateColumns"/>.</summary>
    public IReadOnlyList<string>? MergeExcludeColumns { get; init; }

    /// <summary>The strategy that runs: without a unique key there is nothing to match, so every one appends.</summary>
    internal string Effective(Relation target)
    {
        var strategy = Strategy is null or "default" ? "delete+insert" : Strategy.Replace("delete_insert", "delete+insert");
        if (!Strategies.Contains(strategy))
            throw new WorkbookException(
                $"{target.Path}: there is no incremental_strategy '{Strategy}'. Use one of {string.Join(", ", Strategies)}.");
        return UniqueKey.Count == 0 ? "append" : strategy;
    }
}
