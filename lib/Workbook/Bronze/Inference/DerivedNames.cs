using System.Text;
using System.Text.RegularExpressions;
using Workbook.Contracts;

namespace Workbook.Bronze.Inference;

/// <summary>Names for a table's columns: those of the file where SQL takes them without quotes, and otherwise ones that are like them.</summary>
internal sealed partial class DerivedNames
{
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A name that is no longer free.</summary>
    public void Take(string name) => _taken.Add(name);

    /// <summary>Each call gives another name.</summary>
    public string Of(string inFile)
    {
        var plain = IsPlain(inFile) ? inFile : Plain(inFile);
        if (plain.Length == 0)
            plain = "column";
        if (char.IsDigit(plain[0]) || ReservedNames.Has(plain))
            plain = "c_" + plain;
        var name = plain;
        for (var number = 2; !_taken.Add(name); number++)
            name = Invariant($"{plain}_{number}");
        return name;
    }

    /// <summary>Of a file: its name without the ending and without the day or the number that it ends in.</summary>
    public static (string Name, string Pattern) OfFile(string path)
    {
        var name = Path.GetFileName(path);
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var (stem, ending) = dot > 0 ? (name[..dot], name[dot..]) : (name, "");
        return Stamped().Match(stem) is { Success: true } match
            ? (new DerivedNames().Of(match.Groups["name"].Value.ToLowerInvariant()), $"{match.Groups["name"].Value}{match.Groups["sign"].Value}*{ending}")
            : (new DerivedNames().Of(stem.ToLowerInvariant()), name);
    }

    /// <summary>A day, a time or a number at the end, set apart from a name that has a letter.</summary>
    [GeneratedRegex(@"^(?<name>.*?\p{L}(?:.*?[^\-_. ])?)(?<sign>[\-_. ]+)[0-9][0-9\-_.:T]*Z?$", RegexOptions.CultureInvariant)]
    private static partial Regex Stamped();

    private static bool IsPlain(string name) => name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_') && name.All(letter => char.IsLetterOrDigit(letter) || letter == '_');

    private static string Plain(string name)
    {
        var plain = new StringBuilder();
        foreach (var letter in name)
            if (char.IsLetterOrDigit(letter))
                plain.Append(char.ToLowerInvariant(letter));
            else if (plain.Length > 0 && plain[^1] != '_')
                plain.Append('_');
        return plain.ToString().Trim('_');
    }
}
