using Workbook.Database;

namespace Workbook.Dedup.Model;

/// <summary>How an input column is brought into a form that can be compared.</summary>
public enum Cleaning
{
    /// <summary>As text; only empty becomes NULL.</summary>
    AsIs,

    /// <summary>Lower case, accents off, spaces single.</summary>
    Text,

    /// <summary>The same; hyphens are spaces, other punctuation goes.</summary>
    Name,

    /// <summary>Digits, the last nine of them, so that prefixes of country and city don't matter; NULL for fewer than six.</summary>
    Phone,

    /// <summary>Digits, and an empty text where a value has none: the numbers in e-mail addresses tell namesakes apart.</summary>
    Digits,

    /// <summary>Lower case, without spaces and without what follows a plus sign before the @.</summary>
    Email,

    /// <summary>What is before the @.</summary>
    EmailUser,

    /// <summary>What is after the @.</summary>
    EmailDomain,

    /// <summary>As <see cref="Name"/>, with abbreviations written out: st, rd, apt.</summary>
    Address,

    /// <summary>Letters in upper case and digits, nothing else: postcodes, tax numbers.</summary>
    Code,

    /// <summary>Eight digits, YYYYMMDD; impossible dates stay as they were typed, other texts become NULL.</summary>
    Date,

    /// <summary>As a double; what is no number becomes NULL.</summary>
    Number,

    /// <summary>The sound of the name's first word: a letter and three digits.</summary>
    Soundex,

    /// <summary>The sound of the name, closer to English spelling than <see cref="Soundex"/>.</summary>
    Metaphone,
}

internal static class CleaningSql
{
    private static readonly (string Short, string Long)[] AddressWords =
    [
        ("st", "street"), ("str", "street"), ("rd", "road"), ("ave", "avenue"), ("av", "avenue"), ("ln", "lane"), ("dr", "drive"),
        ("ct", "court"), ("crt", "court"), ("pl", "place"), ("sq", "square"), ("tce", "terrace"), ("ter", "terrace"), ("cres", "crescent"),
        ("cr", "crescent"), ("blvd", "boulevard"), ("bvd", "boulevard"), ("hwy", "highway"), ("pde", "parade"), ("cct", "circuit"),
        ("cir", "circle"), ("cl", "close"), ("gr", "grove"), ("gdns", "gardens"), ("pkwy", "parkway"), ("esp", "esplanade"), ("wy", "way"),
        ("mt", "mount"), ("apt", "apartment"), ("flr", "floor"), ("fl", "floor"), ("bldg", "building"), ("ste", "suite"),
        ("n", "north"), ("s", "south"), ("e", "east"), ("w", "west"), ("vlge", "village"), ("retrmnt", "retirement"),
    ];

    /// <summary>The expression for a column of the input; with no text in it NULL.</summary>
    /// <param name="type">The input column's, as DuckDB names it.</param>
    public static string Of(string column, Cleaning cleaning, string type)
    {
        var value = $"CAST({Sql.Identifier(column)} AS VARCHAR)";
        return cleaning switch
        {
            Cleaning.AsIs => NotEmpty(value),
            Cleaning.Text => NotEmpty(Text(value)),
            Cleaning.Name => NotEmpty(Name(value)),
            Cleaning.Phone => $"CASE WHEN length({Digits(value)}) >= 6 THEN right({Digits(value)}, 9) END",
            Cleaning.Digits => Digits(value),
            Cleaning.Email => NotEmpty(Email(value)),
            Cleaning.EmailUser => NotEmpty($"split_part({Email(value)}, '@', 1)"),
            Cleaning.EmailDomain => NotEmpty($"split_part({Email(value)}, '@', 2)"),
            Cleaning.Address => NotEmpty(Address(value)),
            Cleaning.Code => NotEmpty($"regexp_replace(upper(strip_accents({value})), '[^\\p{{L}}\\p{{N}}]', '', 'g')"),
            Cleaning.Date => Date(column, value, type),
            Cleaning.Number => $"TRY_CAST({Sql.Identifier(column)} AS DOUBLE)",
            Cleaning.Soundex => $"workbook_soundex({NotEmpty(Name(value))})",
            Cleaning.Metaphone => $"workbook_metaphone({NotEmpty(Name(value))})",
            _ => throw new ArgumentOutOfRangeException(nameof(cleaning), cleaning, null),
        };
    }

    private static string NotEmpty(string text) => $"nullif({text}, '')";

    private static string Digits(string value) => $"regexp_replace({value}, '[^0-9]', '', 'g')";

    private static string Email(string value) => $"regexp_replace(regexp_replace(lower({value}), '\\s', '', 'g'), '\\+[^@]*@', '@')";

    // Letters that are no letter with an accent, and so escape strip_accents.
    private static string Folded(string value) =>
        $"replace(replace(replace(replace(translate(strip_accents(lower({value})), 'łøđðħı', 'loddhi'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th')";

    private static string Text(string value) => $"trim(regexp_replace({Folded(value)}, '\\s+', ' ', 'g'))";

    private static string Name(string value) =>
        $"trim(regexp_replace(regexp_replace({Folded(value)}, '[^\\p{{L}}\\p{{N}}\\s\\-]', '', 'g'), '[\\s\\-]+', ' ', 'g'))";

    private static string Address(string value)
    {
        var words = $"string_split(trim(regexp_replace({Folded(value)}, '[^\\p{{L}}\\p{{N}}]+', ' ', 'g')), ' ')";
        var longForms = string.Join(" ", AddressWords.Select(word => $"WHEN '{word.Short}' THEN '{word.Long}'"));
        return $"array_to_string(list_transform({words}, lambda word: CASE word {longForms} ELSE word END), ' ')";
    }

    private static string Date(string column, string value, string type)
    {
        if (type == "DATE" || type.StartsWith("TIMESTAMP", StringComparison.Ordinal))
            return $"strftime({Sql.Identifier(column)}, '%Y%m%d')";
        // The day before the month: what is read wrong is at least read wrong in the same way everywhere.
        return $"""
            coalesce(
                strftime(try_strptime(trim({value}), ['%Y-%m-%d', '%Y%m%d', '%d/%m/%Y', '%d.%m.%Y', '%Y-%m-%d %H:%M:%S', '%Y/%m/%d']), '%Y%m%d'),
                CASE WHEN length({Digits(value)}) = 8 THEN {Digits(value)} END)
            """;
    }
}
