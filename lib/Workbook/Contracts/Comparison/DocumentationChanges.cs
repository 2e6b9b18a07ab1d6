using Workbook.Contracts.Files;

namespace Workbook.Contracts.Comparison;

/// <summary>What only people and other tools read.</summary>
internal static class DocumentationChanges
{
    private const int LongestText = 60;

    public static IEnumerable<ContractChange> Of(SourceContract old, SourceContract now) =>
    [
        .. Text("", "description", old.Description, now.Description),
        .. Text("", "owner", old.Owner, now.Owner),
        .. Text("", "domain", old.Domain, now.Domain),
        .. Text("", "tags", string.Join(", ", old.Tags), string.Join(", ", now.Tags)),
        .. Text("", "rows at scale 1", Invariant($"{old.Rows}"), Invariant($"{now.Rows}")),
        .. old.Anomalies.SequenceEqual(now.Anomalies) ? [] : (ContractChange[])[ContractChange.Documentation("", "planted faults", null, null)],
        .. Kept("", old.Kept, now.Kept),
    ];

    public static IEnumerable<ContractChange> Of(Column old, Column now) =>
    [
        .. Text(now.Name, "description", old.Description, now.Description),
        .. Text(now.Name, "business name", old.BusinessName, now.BusinessName),
        .. Kept(now.Name, old.Kept, now.Kept),
    ];

    /// <summary>What a check says for people; the check itself is compared elsewhere.</summary>
    public static IEnumerable<ContractChange> Of(string subject, Rule old, Rule now) => Kept(subject, old.Kept, now.Kept).Select(change => change with { What = $"{change.What} of {now.Code}" });

    /// <summary>Longer texts are named and not told.</summary>
    private static IEnumerable<ContractChange> Text(string subject, string what, string? from, string? to)
    {
        if ((from ?? "") == (to ?? ""))
            yield break;
        var (before, after) = (Short(from), Short(to));
        yield return ContractChange.Documentation(subject, before is null && after is null ? $"{what} changed" : what, before, after);
    }

    private static IEnumerable<ContractChange> Kept(string subject, IReadOnlyList<KeptPart> old, IReadOnlyList<KeptPart> now)
    {
        var (before, after) = (old.ToLookup(part => part.Key, part => part.Yaml), now.ToLookup(part => part.Key, part => part.Yaml));
        return before.Select(parts => parts.Key).Union(after.Select(parts => parts.Key))
            .SelectMany(key => Text(subject, key, string.Join("\n", before[key]), string.Join("\n", after[key])));
    }

    private static string? Short(string? text) => text is null or "" || text.Length > LongestText || text.Contains('\n') ? null : text;
}
