using Workbook.Contracts.Comparison;

namespace Workbook.Contracts;

/// <summary>
/// What changed between two versions of a contract, whom each change breaks, and the version that the new one must have.
/// A promise that is taken back breaks readers, a demand that is added breaks those who deliver; what only flags rows breaks
/// nobody. Checks of other tools, references and agreements on service count as documentation: bronze doesn't look at them.
/// </summary>
/// <param name="Source">The new contract's name.</param>
/// <param name="OldVersion">As the old contract has it.</param>
/// <param name="NewVersion">As the new contract has it.</param>
/// <param name="Changes">Breaking ones first; empty where both say the same.</param>
public sealed record ContractDiff(string Source, string OldVersion, string NewVersion, IReadOnlyList<ContractChange> Changes)
{
    /// <exception cref="WorkbookException">A version is no semantic version, such as 1.2.0.</exception>
    public static ContractDiff Compare(SourceContract old, SourceContract current)
    {
        var changes = TableChanges.Between(old, current).Concat(ColumnChanges.Between(old, current)).OrderByDescending(change => change.Asks).ToList();
        var diff = new ContractDiff(current.Name, old.Version, current.Version, changes);
        _ = diff.IsVersionEnough;
        return diff;
    }

    /// <summary>What the greatest of the changes asks for.</summary>
    public VersionPart Asks => Changes.Select(change => change.Asks).DefaultIfEmpty(VersionPart.None).Max();

    /// <summary>Whom the changes break, all together.</summary>
    public ContractParty Breaks => Changes.Aggregate(ContractParty.Nobody, (all, change) => all | change.Breaks);

    /// <summary>
    /// The lowest version that the new contract may have; the old one where nothing changed. Before 1.0.0 the second number
    /// stands for the first.
    /// </summary>
    public string LeastVersion => SemanticVersion.Parse(OldVersion).Raised(Asks).ToString();

    /// <summary>Whether the new contract's version is <see cref="LeastVersion"/> or a later one.</summary>
    public bool IsVersionEnough => SemanticVersion.Parse(NewVersion).CompareTo(SemanticVersion.Parse(OldVersion).Raised(Asks)) >= 0;
}
