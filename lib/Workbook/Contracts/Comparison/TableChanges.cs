using System.Globalization;
using System.Text.RegularExpressions;
using Workbook.Contracts.Files;

namespace Workbook.Contracts.Comparison;

/// <summary>What changed of a table as a whole: where its files lie, how they are read, what they become.</summary>
internal static class TableChanges
{
    private const ContractParty Nobody = ContractParty.Nobody, Deliverers = ContractParty.Deliverers, Readers = ContractParty.Readers, Both = ContractParty.Both;

    public static IEnumerable<ContractChange> Between(SourceContract old, SourceContract now) =>
    [
        .. Change("table renamed", old.Name, now.Name, Readers),
        .. Change("format", ContractWords.Formats[old.Format], ContractWords.Formats[now.Format], Deliverers),
        .. Change("separator", Separator(old), Separator(now), Deliverers),
        .. Change(IsWider(old.Path, now.Path) ? "path wider" : "path", old.Path, now.Path, IsWider(old.Path, now.Path) ? Nobody : Deliverers),
        .. Change("write disposition", ContractWords.Dispositions[old.Disposition], ContractWords.Dispositions[now.Disposition], Both),
        .. Change("smallest replacement", Share(old), Share(now), now.SmallestReplacement > old.SmallestReplacement ? Deliverers : Nobody),
        // What has an unknown column was taken; only now is it refused, file or row.
        .. Change("unknown columns", ContractWords.SchemaModes[old.UnknownColumns], ContractWords.SchemaModes[now.UnknownColumns], now.UnknownColumns is SchemaMode.Freeze or SchemaMode.DiscardRow ? Deliverers : Nobody),
        .. Key(old, now),
        .. Change("partitions", List(old.Partitions), List(now.Partitions), Nobody),
        .. Change("catch-all", old.CatchAll, now.CatchAll, old.CatchAll is null ? Nobody : now.CatchAll is null ? Both : Readers),
        .. Change("event time", old.EventTime, now.EventTime, old.EventTime is null ? Nobody : Readers),
        .. RuleChanges.OfRows(old, now),
        .. DocumentationChanges.Of(old, now),
    ];

    private static IEnumerable<ContractChange> Change(string what, string? from, string? to, ContractParty breaks)
    {
        if (from != to)
            yield return ContractChange.Of("", what, from, to, breaks);
    }

    /// <summary>Bronze merges Delta sources by key; for others a key is a promise to readers of what names a row.</summary>
    private static IEnumerable<ContractChange> Key(SourceContract old, SourceContract now)
    {
        if (old.Key.SequenceEqual(now.Key))
            yield break;
        if (old.Key.Order(StringComparer.Ordinal).SequenceEqual(now.Key.Order(StringComparer.Ordinal)))
            yield return ContractChange.Documentation("", "order of the key", List(old.Key), List(now.Key));
        else
            yield return ContractChange.Of("", old.Key.Count == 0 ? "key added" : now.Key.Count == 0 ? "key removed" : "key", List(old.Key), List(now.Key),
                now.Format == SourceFormat.Delta ? Both : old.Key.Count == 0 ? Nobody : Readers);
    }

    /// <summary>Whether every path that the old one matches is matched by the new one: a <c>*</c> stands for a star, too.</summary>
    private static bool IsWider(string old, string now) =>
        Regex.IsMatch(old, $"^{Regex.Escape(now).Replace(@"\*", "[^/]*", StringComparison.Ordinal)}$", RegexOptions.CultureInvariant);

    private static string? Separator(SourceContract contract) => contract.Format != SourceFormat.Csv ? null : contract.Separator == '\t' ? "tab" : contract.Separator.ToString();

    private static string Share(SourceContract contract) => contract.SmallestReplacement.ToString(CultureInfo.InvariantCulture);

    private static string? List(IReadOnlyList<string> names) => names.Count == 0 ? null : string.Join(", ", names);
}
