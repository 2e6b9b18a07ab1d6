namespace Workbook.Delta;

/// <summary>
/// A merge in the making. Expressions name the two sides <c>target</c> and <c>source</c>. For each row the first clause of its
/// kind whose condition holds is applied; a row for which none does stays as it is, or out.
/// </summary>
/// <param name="SourceSql">A query; it is run once.</param>
/// <param name="On">When a source row and a target row are the same thing. No target row may have two source rows.</param>
public sealed record DeltaMerge(string SourceSql, string On)
{
    internal IReadOnlyList<MergeClause> Matched { get; private init; } = [];
    internal IReadOnlyList<MergeClause> NotMatched { get; private init; } = [];
    internal IReadOnlyList<MergeClause> NotMatchedBySource { get; private init; } = [];

    /// <summary>Source columns that the table lacks are added to it, for clauses that take all columns.</summary>
    public bool MergeSchema { get; init; }

    /// <inheritdoc cref="DeltaWriteOptions.Transaction"/>
    public AppTransaction? Transaction { get; init; }

    /// <param name="set">Expression by target column; null sets every column that the source has too.</param>
    public DeltaMerge WhenMatchedUpdate(IReadOnlyDictionary<string, string>? set = null, string? condition = null) =>
        this with { Matched = [.. Matched, new(MergeAction.Update, condition, set)] };

    /// <summary>Takes target rows away that a source row matches.</summary>
    public DeltaMerge WhenMatchedDelete(string? condition = null) =>
        this with { Matched = [.. Matched, new(MergeAction.Delete, condition, null)] };

    /// <param name="values">Expression by target column, over source only; columns left out become NULL. Null takes every column.</param>
    public DeltaMerge WhenNotMatchedInsert(IReadOnlyDictionary<string, string>? values = null, string? condition = null) =>
        this with { NotMatched = [.. NotMatched, new(MergeAction.Insert, condition, values)] };

    /// <summary>Changes target rows that no source row matches; expressions are over the target only.</summary>
    public DeltaMerge WhenNotMatchedBySourceUpdate(IReadOnlyDictionary<string, string> set, string? condition = null) =>
        this with { NotMatchedBySource = [.. NotMatchedBySource, new(MergeAction.Update, condition, set)] };

    /// <summary>Takes target rows away that no source row matches.</summary>
    public DeltaMerge WhenNotMatchedBySourceDelete(string? condition = null) =>
        this with { NotMatchedBySource = [.. NotMatchedBySource, new(MergeAction.Delete, condition, null)] };
}

internal enum MergeAction { Update, Delete, Insert }

/// <param name="Values">Null for every column.</param>
internal sealed record MergeClause(MergeAction Action, string? Condition, IReadOnlyDictionary<string, string>? Values);
