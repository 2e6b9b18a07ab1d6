namespace Workbook.Models.Snapshots.Kinds;

/// <summary>
/// Changes of rows, each with the time from which it holds. They may come in any order, late and more than once.
/// </summary>
public sealed record ChangeSource
{
    /// <summary>A relation, or a SELECT in parentheses.</summary>
    public required string From { get; init; }

    /// <summary>The columns that tell which row has changed.</summary>
    public required IReadOnlyList<string> Keys { get; init; }

    /// <summary>The columns whose values are kept; the keys and times aren't among them.</summary>
    public required IReadOnlyList<string> Attributes { get; init; }

    /// <summary>The column of the time from which the change holds; never NULL.</summary>
    public required string EffectiveAt { get; init; }

    /// <summary>A BOOLEAN column, true where the row was deleted; null for a feed without deletions.</summary>
    public string? IsDeleted { get; init; }
}

/// <summary>How a dimension keeps what it knew before; the numbers are Kimball's.</summary>
public enum DimensionKind
{
    /// <summary>Doesn't: the latest values only.</summary>
    Overwrite = 1,

    /// <summary>A row for each change, with the range of time in which it holds.</summary>
    Versions = 2,

    /// <summary>One row, with the last different value of each attribute beside the current one.</summary>
    PreviousValue = 3,

    /// <summary>Two tables: the latest values, and all versions in one that is named …_history.</summary>
    CurrentAndHistory = 4,

    /// <summary>Versions, each with the previous and the current values beside its own: 1 + 2 + 3.</summary>
    Hybrid = 6,
}
