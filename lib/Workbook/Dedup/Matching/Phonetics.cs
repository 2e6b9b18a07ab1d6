using System.Text;

namespace Workbook.Dedup.Matching;

/// <summary>How names sound. Of letters beyond A to Z nothing is known: they are passed over, and without any others there is no code.</summary>
internal static class Phonetics
{
    //                                 ABCDEFGHIJKLMNOPQRSTUVWXYZ; '-' is a letter that doesn't part equal codes.
    private const string SoundexCodes = "0123012-02245501262301-202";

    /// <summary>American Soundex of the first word: its first letter and three digits. Null where there is no letter.</summary>
    public static string? Soundex(string name)
    {
        var letters = Letters(name.Split(' ')[0]);
        if (letters.Length == 0)
            return null;
        var code = new StringBuilder(4).Append(letters[0]);
        var last = SoundexCodes[letters[0] - 'A'];
        for (var i = 1; i < letters.Length && code.Length < 4; i++)
        {
            var digit = SoundexCodes[letters[i] - 'A'];
            if (digit == '-')
                continue;
            if (digit != '0' && digit != last)
                code.Append(digit);
            last = digit;
        }
        return code.ToString().PadRight(4, '0');
    }

    /// <summary>
    /// After Lawrence Philips' Metaphone (1990), of all words together: consonants by sound, vowels only at the start, at
    /// most six signs. 0 stands for "th", X for "sh". Null where there is no letter.
    /// </summary>
    public static string? Metaphone(string name)
    {
        var text = WithoutSilentStart(Letters(name));
        if (text.Length == 0)
            return null;
        var code = new StringBuilder(6);
        for (var i = 0; i < text.Length && code.Length < 6; i++)
        {
            if (i > 0 && text[i] == text[i - 1] && text[i] != 'C')
                continue;
            code.Append(Sound(text, ref i));
        }
        return code.Length == 0 ? text[..1] : code.ToString();
    }

    private static string WithoutSilentStart(string text) => text switch
    {
        ['A', 'E', ..] or ['G', 'N', ..] or ['K', 'N', ..] or ['P', 'N', ..] or ['W', 'R', ..] => text[1..],
        ['X', ..] => "S" + text[1..],
        ['W', 'H', ..] => "W" + text[2..],
        _ => text,
    };

    /// <summary>Moves <paramref name="i"/> to the last letter that the sound takes.</summary>
    private static string Sound(string text, ref int i)
    {
        var at = i;
        char Next(int distance = 1) => at + distance < text.Length ? text[at + distance] : '\0';
        var before = at > 0 ? text[at - 1] : '\0';
        switch (text[at])
        {
            case 'A' or 'E' or 'I' or 'O' or 'U':
                return at == 0 ? text[..1] : "";
            case 'B':
                return before == 'M' && Next() == '\0' ? "" : "B";
            case 'C' when Next() == 'H':
                i++;
                return before == 'S' || IsConsonant(Next(2)) ? "K" : "X";
            case 'C' when Next() == 'I' && Next(2) == 'A':
                return "X";
            case 'C' when IsFront(Next()):
                return before == 'S' ? "" : "S";
            case 'C' when Next() == 'K':
                i++;
                return "K";
            case 'C':
                return "K";
            case 'D' when Next() == 'G' && IsFront(Next(2)):
                i++;
                return "J";
            case 'D':
                return "T";
            case 'G' when Next() == 'H' && (Next(2) == '\0' || IsConsonant(Next(2))):
                i++;
                return "";
            case 'G' when Next() == 'N' && (Next(2) == '\0' || text[(at + 2)..] == "ED"):
                return "";
            case 'G':
                return IsFront(Next()) && before != 'G' ? "J" : "K";
            case 'H':
                return IsVowel(Next()) && before is not ('C' or 'S' or 'P' or 'T' or 'G') ? "H" : "";
            case 'P' when Next() == 'H':
                i++;
                return "F";
            case 'Q':
                return "K";
            case 'S' when Next() == 'H':
                i++;
                return "X";
            case 'S' when Next() == 'I' && Next(2) is 'O' or 'A':
                return "X";
            case 'T' when Next() == 'H':
                i++;
                return "0";
            case 'T' when Next() == 'C' && Next(2) == 'H':
                return "";
            case 'T' when Next() == 'I' && Next(2) is 'O' or 'A':
                return "X";
            case 'V':
                return "F";
            case 'W' or 'Y':
                return IsVowel(Next()) ? text[at].ToString() : "";
            case 'X':
                return "KS";
            case 'Z':
                return "S";
            default:
                return text[at].ToString();
        }
    }

    private static bool IsVowel(char letter) => letter is 'A' or 'E' or 'I' or 'O' or 'U';

    private static bool IsFront(char letter) => letter is 'E' or 'I' or 'Y';

    private static bool IsConsonant(char letter) => letter != '\0' && !IsVowel(letter);

    private static string Letters(string name) => string.Concat(name.Where(char.IsAsciiLetter).Select(char.ToUpperInvariant));
}
