using System.Globalization;
using System.Text.RegularExpressions;
using Workbook.Course.Tasks;

namespace Workbook.Course.Walkthroughs;

/// <summary>A note to somebody who doesn't write SQL: short, in their words, with the figure that matters.</summary>
internal static partial class PlainNote
{
    private const int MostWords = 120;
    private const int LeastWords = 25;

    private static readonly string[] Jargon =
    [
        "null", "join", "left join", "sql", "coalesce", "fan-out", "fanout", "cte", "dbt", "schema", "foreign key", "primary key", "dedup", "regex", "pipeline", "granularity", "cardinality",
    ];

    /// <param name="figures">Any of them, to within <paramref name="tolerance"/>: an amount, or a share in per cent.</param>
    /// <param name="tolerance">Relative.</param>
    public static CheckResult Judge(string note, string achieved, double tolerance, params IReadOnlyList<double> figures)
    {
        var words = Words().Count(note);
        if (words < LeastWords)
            return CheckResult.Incorrect($"The note has {words} words. Say what is wrong, how large it is, what you do about it and by when.");
        if (words > MostWords)
            return CheckResult.Incorrect($"The note has {words} words; nobody reads more than {MostWords} between two meetings.");
        if (Jargon.FirstOrDefault(term => Regex.IsMatch(note, $@"\b{Regex.Escape(term)}\b", RegexOptions.IgnoreCase)) is { } term)
            return CheckResult.Incorrect($"'{term}' is a word of ours. Who reads this knows orders, customers and dollars.");
        var numbers = Numbers().Matches(note).Select(Value).ToList();
        if (numbers.Count == 0)
            return CheckResult.Incorrect("There is no figure in the note. How large is it?");
        return numbers.Any(number => figures.Any(figure => Math.Abs(number - Math.Abs(figure)) <= tolerance * Math.Abs(figure)))
            ? CheckResult.Correct(achieved)
            : CheckResult.Incorrect("The note has figures, but not the one that matters: how far the number was off, in money or per cent.");
    }

    private static double Value(Match match)
    {
        var number = double.Parse(match.Groups["number"].Value.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        return number * match.Groups["size"].Value.ToLowerInvariant() switch { "k" or "thousand" => 1_000, "m" or "million" => 1_000_000, _ => 1 };
    }

    [GeneratedRegex(@"[\p{L}\p{N}][\p{L}\p{N}'’.,%-]*")]
    private static partial Regex Words();

    [GeneratedRegex(@"(?<number>\d[\d,]*(\.\d+)?)\s*(?<size>k\b|m\b|thousand|million)?", RegexOptions.IgnoreCase)]
    private static partial Regex Numbers();
}
