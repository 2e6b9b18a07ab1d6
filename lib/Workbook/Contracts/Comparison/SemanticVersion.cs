using System.Globalization;
using System.Text.RegularExpressions;

namespace Workbook.Contracts.Comparison;

/// <summary>The three numbers of a version; what follows them (<c>-rc.1</c>) counts for nothing.</summary>
internal readonly partial record struct SemanticVersion(int Major, int Minor, int Patch) : IComparable<SemanticVersion>
{
    /// <exception cref="WorkbookException">It is none.</exception>
    public static SemanticVersion Parse(string version)
    {
        var match = Pattern().Match(version);
        return match.Success
            ? new SemanticVersion(Number(match.Groups[1].Value), Number(match.Groups[2].Value), Number(match.Groups[3].Value))
            : throw new WorkbookException($"The version '{version}' is no semantic version. Write three numbers, such as 1.0.0.");
    }

    public SemanticVersion Raised(VersionPart part) => part switch
    {
        VersionPart.Major when Major > 0 => new(Major + 1, 0, 0),
        VersionPart.Major or VersionPart.Minor => new(Major, Minor + 1, 0),
        VersionPart.Patch => new(Major, Minor, Patch + 1),
        _ => this,
    };

    public int CompareTo(SemanticVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    public override string ToString() => Invariant($"{Major}.{Minor}.{Patch}");

    private static int Number(string digits) => digits.Length == 0 ? 0 : int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^v?([0-9]{1,8})(?:\.([0-9]{1,8}))?(?:\.([0-9]{1,8}))?(?:[-+][0-9A-Za-z.+-]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
