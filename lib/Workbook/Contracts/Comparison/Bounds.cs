using System.Globalization;
using Workbook.Contracts.Files;

namespace Workbook.Contracts.Comparison;

/// <summary>What all rules of a column leave between them, of numbers, lengths or (in ticks) instants; null for no bound.</summary>
internal sealed record Bounds(decimal? Low, bool IsAbove, decimal? High, bool IsBelow)
{
    /// <summary>Null where a rule is of another kind.</summary>
    public static Bounds? Of(IReadOnlyList<Rule> rules, ColumnKind column)
    {
        var all = rules.Select(rule => Of(rule.Shape)).ToList();
        if (all.Count == 0 || all.Contains(null))
            return null;
        var bounds = all.OfType<Bounds>().Aggregate((one, other) => one.Both(other));
        return column is ColumnKind.Int32 or ColumnKind.Int64 && rules[0].Shape is RuleShape.Range ? bounds.OfWholeNumbers() : bounds;
    }

    public bool IsTighterThan(Bounds other) =>
        (Low is { } low && (other.Low is not { } otherLow || low > otherLow || (low == otherLow && IsAbove && !other.IsAbove)))
        || (High is { } high && (other.High is not { } otherHigh || high < otherHigh || (high == otherHigh && IsBelow && !other.IsBelow)));

    public string Text(Func<decimal, string> write) => (Low, High) switch
    {
        ({ } low, { } high) => $"{(IsAbove ? "over" : "from")} {write(low)} {(IsBelow ? "and under" : "to")} {write(high)}",
        ({ } low, _) => $"{(IsAbove ? "over" : "at least")} {write(low)}",
        (_, { } high) => $"{(IsBelow ? "under" : "at most")} {write(high)}",
        _ => "any",
    };

    public static Func<decimal, string> Writer(RuleShape? shape, ColumnKind column) => shape is RuleShape.Period
        ? ticks => ContractOptions.Text(column, new DateTime((long)ticks, DateTimeKind.Utc))!
        : number => number.ToString(CultureInfo.InvariantCulture);

    private static Bounds? Of(RuleShape? shape) => shape switch
    {
        RuleShape.Range range => new(range.Minimum, range.IsExclusive, range.Maximum, range.IsExclusive),
        RuleShape.Period period => new(period.Earliest?.Ticks, period.IsExclusive, period.Latest?.Ticks, period.IsExclusive),
        RuleShape.Length length => new(length.Minimum, false, length.Maximum, false),
        _ => null,
    };

    private Bounds Both(Bounds other)
    {
        var (low, high) = (this with { High = null }, this with { Low = null });
        var (lower, upper) = (low.IsTighterThan(other with { High = null }) ? this : other, high.IsTighterThan(other with { Low = null }) ? this : other);
        return new(lower.Low, lower.IsAbove, upper.High, upper.IsBelow);
    }

    /// <summary>More than 0 is 1 and more.</summary>
    private Bounds OfWholeNumbers() => new(
        Low is { } low ? IsAbove ? decimal.Floor(low) + 1 : decimal.Ceiling(low) : null, false, High is { } high ? IsBelow ? decimal.Ceiling(high) - 1 : decimal.Floor(high) : null, false);
}
