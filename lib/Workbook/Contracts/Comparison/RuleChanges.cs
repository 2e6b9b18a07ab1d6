namespace Workbook.Contracts.Comparison;

/// <summary>
/// What changed of the rules. A tighter one that rejects breaks deliverers, a looser one readers, who meet values that they
/// didn't before; one that flags breaks nobody.
/// </summary>
internal static class RuleChanges
{
    private const ContractParty Nobody = ContractParty.Nobody, Deliverers = ContractParty.Deliverers, Readers = ContractParty.Readers, Both = ContractParty.Both;

    public static IEnumerable<ContractChange> OfColumn(Column old, Column now)
    {
        var before = old.Name == now.Name ? old.Rules : [.. old.Rules.Select(rule => rule with { Column = now.Name, Holds = rule.Holds.Replace(old.Name, now.Name, StringComparison.Ordinal) })];
        return Of(now.Name, before.ToLookup(rule => KindOf(rule, now.Type.Kind)), now.Rules.ToLookup(rule => KindOf(rule, now.Type.Kind)), now.Type.Kind);
    }

    public static IEnumerable<ContractChange> OfRows(SourceContract old, SourceContract now) =>
        Of("", old.RowRules.ToLookup(rule => $"rule {rule.Code}"), now.RowRules.ToLookup(rule => $"rule {rule.Code}"), ColumnKind.Text);

    /// <summary>Rules of a kind are one promise together: a value keeps them all.</summary>
    private static string KindOf(Rule rule, ColumnKind column) => rule.Shape switch
    {
        RuleShape.Range when column is not (ColumnKind.Date or ColumnKind.Timestamp) => "range",
        RuleShape.Period => "period",
        RuleShape.Length => "length",
        RuleShape.Pattern => "pattern",
        RuleShape.Values => "accepted values",
        RuleShape.JsonObject => "JSON object",
        _ => $"rule {rule.Reason}",
    };

    private static IEnumerable<ContractChange> Of(string subject, ILookup<string, Rule> before, ILookup<string, Rule> after, ColumnKind column)
    {
        foreach (var kind in before.Select(rules => rules.Key).Union(after.Select(rules => rules.Key)))
        {
            var (old, now) = (before[kind].ToList(), after[kind].ToList());
            // Where one rejects and another flags, each is compared with its like.
            var pairs = IsMixed(old) || IsMixed(now)
                ? [.. Enum.GetValues<RuleEffect>().Select(effect => (old.Where(rule => rule.Effect == effect).ToList(), now.Where(rule => rule.Effect == effect).ToList()))]
                : new[] { (old, now) };
            foreach (var (from, to) in pairs)
                foreach (var change in Of(subject, kind, from, to, column))
                    yield return change;
        }
    }

    private static IEnumerable<ContractChange> Of(string subject, string kind, List<Rule> old, List<Rule> now, ColumnKind column)
    {
        if (old.Count == 0 && now.Count == 0)
            yield break;
        var (from, to) = (RuleText.Of(old, column), RuleText.Of(now, column));
        if (old.Count == 0)
        {
            yield return ContractChange.Of(subject, $"{kind} added{Flags(now)}", null, to, now[0].Effect == RuleEffect.Reject ? Deliverers : Nobody);
            yield break;
        }
        if (now.Count == 0)
        {
            yield return ContractChange.Of(subject, $"{kind} removed{Flags(old)}", from, null, old[0].Effect == RuleEffect.Reject ? Readers : Nobody);
            yield break;
        }

        if (old[0].Effect != now[0].Effect)
            yield return ContractChange.Of(subject, kind, old[0].Effect == RuleEffect.Reject ? "rejects" : "flags", now[0].Effect == RuleEffect.Reject ? "rejects" : "flags",
                now[0].Effect == RuleEffect.Flag ? Readers : Deliverers);
        var (tightened, loosened) = Compare(old, now, column);
        if (tightened || loosened)
            yield return ContractChange.Of(subject, $"{kind} {(tightened && loosened ? "changed" : tightened ? "tightened" : "loosened")}{Flags(now)}", from, to,
                old[0].Effect == RuleEffect.Flag || now[0].Effect == RuleEffect.Flag ? Nobody : (tightened ? Deliverers : Nobody) | (loosened ? Readers : Nobody));
        else if (!old.Select(rule => rule.Code).SequenceEqual(now.Select(rule => rule.Code)))
            yield return ContractChange.Of(subject, "reason code", string.Join(", ", old.Select(rule => rule.Code)), string.Join(", ", now.Select(rule => rule.Code)), Nobody);
        foreach (var change in old.Zip(now).SelectMany(pair => DocumentationChanges.Of(subject, pair.First, pair.Second)))
            yield return change;
    }

    /// <summary>Both, where it can't be told: of two patterns, or of SQL.</summary>
    private static (bool Tightened, bool Loosened) Compare(List<Rule> old, List<Rule> now, ColumnKind column)
    {
        if (Bounds.Of(old, column) is { } before && Bounds.Of(now, column) is { } after)
            return (after.IsTighterThan(before), before.IsTighterThan(after));
        if (RuleText.Values(old) is { } had && RuleText.Values(now) is { } has)
            return (had.Except(has).Any(), has.Except(had).Any());
        var differs = !old.Select(rule => RuleText.OneLine(rule.Holds)).Order(StringComparer.Ordinal).SequenceEqual(now.Select(rule => RuleText.OneLine(rule.Holds)).Order(StringComparer.Ordinal));
        return (differs, differs);
    }

    private static bool IsMixed(List<Rule> rules) => rules.Select(rule => rule.Effect).Distinct().Count() > 1;

    private static string Flags(List<Rule> rules) => rules[0].Effect == RuleEffect.Flag ? ", flags" : "";
}
