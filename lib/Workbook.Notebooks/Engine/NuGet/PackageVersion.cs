using System.Globalization;

namespace Workbook.Notebooks.Engine.NuGet;

/// <summary>NuGet's versions in their order: up to four numbers, and previews before their release.</summary>
internal static class PackageVersion
{
    public static int Compare(string left, string right)
    {
        var (one, other) = (Parts(left), Parts(right));
        for (var place = 0; place < 4; place++)
        {
            if (Number(one.Numbers, place).CompareTo(Number(other.Numbers, place)) is var order and not 0)
                return order;
        }

        return one.Preview is null || other.Preview is null
            ? (one.Preview is null).CompareTo(other.Preview is null)
            : ComparePreviews(one.Preview.Split('.'), other.Preview.Split('.'));
    }

    private static int ComparePreviews(string[] left, string[] right)
    {
        foreach (var (one, other) in left.Zip(right))
        {
            var (isNumber, isOtherNumber) = (long.TryParse(one, CultureInfo.InvariantCulture, out var number), long.TryParse(other, CultureInfo.InvariantCulture, out var otherNumber));
            var order = isNumber && isOtherNumber ? number.CompareTo(otherNumber)
                : isNumber != isOtherNumber ? (isNumber ? -1 : 1)
                : string.Compare(one, other, StringComparison.OrdinalIgnoreCase);
            if (order != 0)
                return order;
        }

        return left.Length.CompareTo(right.Length);
    }

    private static (string[] Numbers, string? Preview) Parts(string version)
    {
        var text = version.Split('+')[0].Trim();
        var dash = text.IndexOf('-');
        return dash < 0 ? (text.Split('.'), null) : (text[..dash].Split('.'), text[(dash + 1)..]);
    }

    private static long Number(string[] numbers, int place) =>
        place < numbers.Length && long.TryParse(numbers[place], CultureInfo.InvariantCulture, out var number) ? number : 0;
}

/// <summary>Which versions would do, as NuGet writes it: <c>1.2</c> is that or newer, <c>[1.2]</c> it alone, <c>[1.2, 2.0)</c> up to another.</summary>
/// <param name="Minimum">Null for any.</param>
/// <param name="Maximum">Null for any.</param>
internal sealed record PackageRange(string? Minimum, bool IncludesMinimum, string? Maximum, bool IncludesMaximum)
{
    /// <summary>Nothing, and what has a star, allows all: which one it is, the feed decides.</summary>
    public static PackageRange Parse(string text)
    {
        var range = text.Trim();
        if (range.Length == 0 || range.Contains('*'))
            return new(null, true, null, true);
        if (range[0] is not ('[' or '('))
            return new(range, true, null, true);
        var ends = range[1..].TrimEnd(']', ')').Split(',');
        string? End(string end) => end.Trim() is { Length: > 0 } version ? version : null;
        return new(End(ends[0]), range[0] == '[', End(ends[^1]), range[^1] == ']');
    }

    public bool IsBelow(string version) => Maximum is not null && PackageVersion.Compare(version, Maximum) is var order && (order > 0 || (order == 0 && !IncludesMaximum));

    public bool IsAbove(string version) => Minimum is not null && PackageVersion.Compare(version, Minimum) is var order && (order < 0 || (order == 0 && !IncludesMinimum));

    public bool Allows(string version) => !IsBelow(version) && !IsAbove(version);
}
