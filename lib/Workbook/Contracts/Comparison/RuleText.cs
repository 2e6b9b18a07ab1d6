namespace Workbook.Contracts.Comparison;

/// <summary>Rules of a kind in a few words.</summary>
internal static class RuleText
{
    /// <summary>Null for none, and for what its kind says already.</summary>
    public static string? Of(IReadOnlyList<Rule> rules, ColumnKind column)
    {
        if (rules.Count == 0)
            return null;
        if (Bounds.Of(rules, column) is { } bounds)
            return bounds.Text(Bounds.Writer(rules[0].Shape, column));
        if (Values(rules) is { } values)
            return string.Join(", ", values);
        return rules[0].Shape is RuleShape.JsonObject ? null : string.Join(" and ", rules.Select(rule => rule.Shape is RuleShape.Pattern pattern ? pattern.Expression : OneLine(rule.Holds)));
    }

    /// <summary>Those that all of the rules accept; null where one is of another kind.</summary>
    public static IReadOnlyList<string>? Values(IReadOnlyList<Rule> rules)
    {
        var lists = rules.Select(rule => rule.Shape).OfType<RuleShape.Values>().Select(shape => shape.Allowed).ToList();
        return lists.Count == rules.Count && lists.Count > 0 ? [.. lists.Aggregate<IEnumerable<string>>((some, others) => some.Intersect(others))] : null;
    }

    public static string OneLine(string sql) => string.Join(' ', sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
