using Workbook.Contracts.Files;

namespace Workbook.Contracts;

/// <summary>What bronze does with a row that breaks a rule.</summary>
public enum RuleEffect
{
    /// <summary>The row goes to the rejects: a join or a sum would be wrong with it.</summary>
    Reject,

    /// <summary>The row is kept and named in <c>dq_flags</c>: only this attribute can't be trusted.</summary>
    Flag,
}

/// <summary>A domain rule on one row, as a DuckDB predicate over the contract's columns.</summary>
/// <param name="Column">The column at fault when the rule is broken.</param>
/// <param name="Reason">The reason code, such as <c>out_of_range</c>.</param>
/// <param name="Holds">
/// SQL that is true where the rule holds. False breaks it; NULL does not, so that a missing value is a matter of
/// <see cref="Column.Nullable"/> alone.
/// </param>
public sealed record Rule(string Column, string Reason, string Holds, RuleEffect Effect = RuleEffect.Reject)
{
    /// <summary>Column and reason in one word, <c>qty.out_of_range</c>: how reports and flags name the rule.</summary>
    public string Code => $"{Column}.{Reason}";

    /// <summary>What it says in a contract's own words; null for SQL that has none.</summary>
    internal RuleShape? Shape { get; init; }

    /// <summary>What else its check says in the contract's file, for people.</summary>
    internal IReadOnlyList<KeptPart> Kept { get; init; } = [];
}

/// <summary>The rules that the Open Data Contract Standard has words for.</summary>
internal abstract record RuleShape
{
    /// <summary>Null for no bound.</summary>
    public sealed record Range(decimal? Minimum, decimal? Maximum) : RuleShape
    {
        /// <summary>Whether the bounds themselves break it.</summary>
        public bool IsExclusive { get; init; }
    }

    /// <summary>Of days, or of instants in UTC; null for no bound.</summary>
    public sealed record Period(DateTime? Earliest, DateTime? Latest) : RuleShape
    {
        /// <summary>Whether the bounds themselves break it.</summary>
        public bool IsExclusive { get; init; }
    }

    /// <summary>Characters of a text; null for no bound.</summary>
    public sealed record Length(int? Minimum, int? Maximum) : RuleShape;

    /// <summary>RE2, for the whole value.</summary>
    public sealed record Pattern(string Expression) : RuleShape;

    public sealed record Values(IReadOnlyList<string> Allowed) : RuleShape;

    public sealed record JsonObject : RuleShape;
}
