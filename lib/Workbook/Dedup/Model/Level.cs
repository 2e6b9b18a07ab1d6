using System.Globalization;
using System.Text.RegularExpressions;

namespace Workbook.Dedup.Model;

/// <summary>In what way two values agree.</summary>
public enum LevelKind
{
    /// <summary>The values are the same.</summary>
    Exact,

    /// <summary>Short forms of one name, such as Bill and William.</summary>
    Nickname,

    /// <summary>One is the other's first letter.</summary>
    Initial,

    /// <summary>Each has the other's value in the column named.</summary>
    Swapped,

    /// <summary>The column named has the same value.</summary>
    Same,

    /// <summary>Similarity from 0 to 1, with common beginnings favoured.</summary>
    JaroWinkler,

    /// <summary>Letters inserted, deleted or replaced.</summary>
    Levenshtein,

    /// <summary>The same, and neighbours that changed places count one.</summary>
    Damerau,

    /// <summary>Words in common, of all words of both, from 0 to 1.</summary>
    Words,

    /// <summary>The same sound by <see cref="Cleaning.Soundex"/>, of the first words.</summary>
    Soundex,

    /// <summary>The same sound by <see cref="Cleaning.Metaphone"/>, of all words.</summary>
    Metaphone,

    /// <summary>One digit wrong, missing or doubled, or two neighbours swapped.</summary>
    DateTypo,

    /// <summary>The same year, and each has the other's day as its month.</summary>
    DayMonthSwapped,

    /// <summary>Of two dates, how many of their eight digits differ.</summary>
    Digits,

    /// <summary>This many days apart at most.</summary>
    Days,

    /// <summary>The same day and month, and this many years apart at most.</summary>
    Years,

    /// <summary>Between numbers.</summary>
    Difference,

    /// <summary>Of the larger number.</summary>
    Percent,

    /// <summary>Over the earth's surface, from latitude and longitude in degrees.</summary>
    Kilometres,

    /// <summary>An expression of one's own over <c>l</c> and <c>r</c>.</summary>
    Sql,
}

/// <summary>A degree of agreement, as it is written in a model: <c>jaro_winkler >= 0.9</c>.</summary>
/// <param name="Bound">What the similarity must reach, or the distance must not exceed.</param>
/// <param name="Text">The column of <see cref="LevelKind.Swapped"/> and <see cref="LevelKind.Same"/>, the expression of <see cref="LevelKind.Sql"/>.</param>
public sealed partial record Level(LevelKind Kind, double Bound = 0, string? Text = null)
{
    private static readonly (LevelKind Kind, string Word, string? Relation)[] Forms =
    [
        (LevelKind.Exact, "exact", null), (LevelKind.Nickname, "nickname", null), (LevelKind.Initial, "initial", null),
        (LevelKind.Soundex, "soundex", null), (LevelKind.Metaphone, "metaphone", null),
        (LevelKind.DateTypo, "date typo", null), (LevelKind.DayMonthSwapped, "day and month swapped", null),
        (LevelKind.JaroWinkler, "jaro_winkler", ">="), (LevelKind.Words, "words", ">="),
        (LevelKind.Levenshtein, "levenshtein", "<="), (LevelKind.Damerau, "damerau", "<="),
        (LevelKind.Digits, "digits", "<="), (LevelKind.Days, "days", "<="), (LevelKind.Years, "years", "<="),
        (LevelKind.Difference, "difference", "<="), (LevelKind.Percent, "percent", "<="), (LevelKind.Kilometres, "km", "<="),
        (LevelKind.Swapped, "swapped with", ""), (LevelKind.Same, "same", ""), (LevelKind.Sql, "sql", ""),
    ];

    /// <summary>All that can be written, for a message.</summary>
    public static string Known => string.Join(", ", Forms.Select(form => form.Relation switch
    {
        null => form.Word,
        "" => $"{form.Word} …",
        var relation => $"{form.Word} {relation} …",
    }));

    /// <exception cref="WorkbookException">It isn't a level, or its bound is out of range.</exception>
    public static Level Parse(string text)
    {
        var written = Spaces().Replace(text.Trim(), " ");
        foreach (var (kind, word, relation) in Forms)
        {
            if (relation is null ? written == word : written.StartsWith($"{word} ", StringComparison.Ordinal))
                return relation is null ? new Level(kind) : Bounded(kind, relation, written, written[(word.Length + 1)..]);
        }
        throw new WorkbookException($"'{text}' is no level of comparison. It is one of: {Known}.");
    }

    private static Level Bounded(LevelKind kind, string relation, string text, string rest)
    {
        if (relation.Length == 0)
            return new Level(kind, 0, rest);
        var isSimilarity = relation == ">=";
        return rest.StartsWith(relation, StringComparison.Ordinal)
            && double.TryParse(rest[relation.Length..], NumberStyles.Float, CultureInfo.InvariantCulture, out var bound)
            && (isSimilarity ? bound is > 0 and <= 1 : bound is >= 0 and < 1e9)
            ? new Level(kind, bound)
            : throw new WorkbookException($"'{text}': after the name comes {relation} and a number{(isSimilarity ? " above 0, at most 1" : " of 0 or more")}.");
    }

    /// <summary>As a model has it, and <see cref="Parse"/> reads it: <c>jaro_winkler >= 0.9</c>.</summary>
    public override string ToString()
    {
        var (_, word, relation) = Forms.First(form => form.Kind == Kind);
        return relation switch
        {
            null => word,
            "" => $"{word} {Text}",
            _ => string.Create(CultureInfo.InvariantCulture, $"{word} {relation} {Bound}"),
        };
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
