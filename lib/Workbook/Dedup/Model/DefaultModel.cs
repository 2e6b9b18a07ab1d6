using System.Text.RegularExpressions;

namespace Workbook.Dedup.Model;

/// <summary>A model for people, from the names of the columns: to begin with, and to be written to a file and made better.</summary>
public static class DefaultModel
{
    /// <summary>Up to here blocks may be as wide as one first name.</summary>
    private const long FewRecords = 20_000;

    private const string NamesAlone = "first_name + last_name";

    private static readonly (string Role, Cleaning Cleaning, string Pattern)[] Roles =
    [
        ("first_name", Cleaning.Name, "first_?name|given_?names?|fore_?name|christian_?name"),
        ("last_name", Cleaning.Name, "last_?name|sur_?name|family_?name"),
        ("full_name", Cleaning.Name, "(full_?|person_?|customer_?|contact_?)?name"),
        ("email", Cleaning.Email, "e_?mail(_?address)?"),
        ("phone", Cleaning.Phone, "(tele?|mobile_?|cell_?)?(phone|mobile|tel)(_?(number|no))?"),
        ("birth_date", Cleaning.Date, "birth_?da(te|y)|date_?of_?birth|dob|born"),
        ("national_id", Cleaning.Code, "soc_sec_id|ssn|social_security(_number)?|tax_(id|number|file_number)|nhs_?(no|number)?|passport(_no|_number)?|national_id"),
        ("house_number", Cleaning.Code, "street_number|house_?(number|no)"),
        ("street", Cleaning.Address, "address(_?line)?_?1?|street(_?(name|address))?"),
        ("locality", Cleaning.Address, "address(_?line)?_?2"),
        ("city", Cleaning.Name, "city|town|suburb|place|locality"),
        ("postcode", Cleaning.Code, "post_?(al_?)?code|zip(_?code)?|plz"),
    ];

    private static readonly (string Name, string Role, Cleaning Cleaning)[] Derived =
        [("email_user", "email", Cleaning.EmailUser), ("email_digits", "email", Cleaning.Digits), ("last_sound", "last_name", Cleaning.Metaphone), ("full_sound", "full_name", Cleaning.Metaphone)];

    private static readonly string[] Blocking =
    [
        "national_id", "email", "phone",
        "first_name + last_name + birth_date[1:4]", "first_name + last_name + birth_date[5:8]", "first_name + last_name + city",
        "least(first_name, last_name) + greatest(first_name, last_name) + birth_date[1:4]",
        "birth_date + last_sound", "birth_date + first_name", "birth_date + city", "birth_date + postcode", "birth_date + street",
        "last_sound + postcode", "first_name + postcode", "street + city", "street + house_number",
        "full_name", "full_sound + postcode", "full_sound + birth_date", "email_user + birth_date", "email_user + last_name",
    ];

    private static readonly string[] WideBlocking =
    [
        NamesAlone, "birth_date", "first_name", "last_name", "last_sound", "email_user", "full_sound", "least(first_name, last_name) + greatest(first_name, last_name)",
        "first_name[1:2] + last_name[1:2]", "first_name[1:2] + birth_date[1:4]", "last_name[1:2] + birth_date[1:4]", "birth_date[1:4] + city", "birth_date[1:6]", "birth_date[5:8]",
    ];

    private static readonly string[] Certain =
        ["first_name + last_name + birth_date", "national_id + last_name", "email + birth_date", "phone + birth_date", "full_name + birth_date", "full_name + postcode + street"];

    private static readonly string[] Teaching = ["birth_date", NamesAlone, "email", "postcode + street", "full_name", "national_id", "phone"];

    private static readonly Comparison[] Comparisons =
    [
        Comparison.Of("first_name", "exact", "swapped with last_name", "nickname", "damerau <= 1", "initial", "jaro_winkler >= 0.88", "jaro_winkler >= 0.7") with { TermFrequency = true },
        Comparison.Of("last_name", "exact", "swapped with first_name", "damerau <= 1", "jaro_winkler >= 0.88", "jaro_winkler >= 0.7") with { TermFrequency = true },
        Comparison.Of("full_name", "exact", "words >= 1", "jaro_winkler >= 0.92", "words >= 0.5", "jaro_winkler >= 0.8") with { TermFrequency = true },
        // Namesakes have like addresses that differ in a number: jo.doe3@ and jo.doe7@ are two people.
        Comparison.Of("email", "exact", "same email_user", "sql l.email_digits <> r.email_digits", "damerau <= 2", "jaro_winkler >= 0.9", "jaro_winkler >= 0.8"),
        Comparison.Of("phone", "exact", "damerau <= 1", "damerau <= 2"),
        Comparison.Of("birth_date", "exact", "date typo", "day and month swapped", "years <= 10", "digits <= 2", "days <= 400"),
        Comparison.Of("national_id", "exact", "damerau <= 1", "damerau <= 2"),
        Comparison.Of("house_number", "exact", "damerau <= 1"),
        Comparison.Of("street", "exact", "jaro_winkler >= 0.92", "words >= 0.5", "jaro_winkler >= 0.8") with { TermFrequency = true },
        Comparison.Of("locality", "exact", "jaro_winkler >= 0.9"),
        Comparison.Of("city", "exact", "damerau <= 1", "jaro_winkler >= 0.85", "jaro_winkler >= 0.7") with { TermFrequency = true },
        Comparison.Of("postcode", "exact", "damerau <= 1"),
    ];

    /// <param name="columns">Of the input, in order.</param>
    /// <param name="records">How many there are: few can be compared more widely.</param>
    /// <returns>Null where too little is recognised: it takes an id, a name, and two more of e-mail, phone, birth date, tax number, street, city and postcode.</returns>
    public static MatchModel? For(IReadOnlyList<string> columns, long records)
    {
        var roles = Recognise(columns);
        if (Id(columns, roles) is not { } id)
            return null;
        var clean = Roles.Where(role => roles.ContainsKey(role.Role)).Select(role => new CleanColumn(role.Role, roles[role.Role], role.Cleaning))
            .Concat(Derived.Where(column => roles.ContainsKey(column.Role)).Select(column => new CleanColumn(column.Name, roles[column.Role], column.Cleaning))).ToList();
        bool Has(string name) => clean.Exists(column => column.Name == name);
        IReadOnlyList<BlockingRule> Fitting(IEnumerable<string> rules) => [.. rules.Where(rule => Names(rule).All(Has)).Select(rule => new BlockingRule(rule.Split(" + ")))];
        var model = new MatchModel
        {
            Id = id,
            Columns = clean,
            Comparisons = [.. Comparisons.Where(comparison => Has(comparison.Name)).Select(comparison => comparison with
            {
                Levels = [.. comparison.Levels.Where(level => level.Kind != LevelKind.Swapped || Has(level.Text!))],
            })],
            Blocking = Fitting(records <= FewRecords ? Blocking.Concat(WideBlocking) : Has("birth_date") || Has("city") ? Blocking : Blocking.Append(NamesAlone)),
            Training = new TrainingPlan { Certain = Fitting(Certain), Blocks = Fitting(Teaching) },
            Survivorship = new SurvivorshipPlan { Recency = columns.FirstOrDefault(column => Regex.IsMatch(column, "^(updated|modified|changed|join|created)(_|$)", RegexOptions.IgnoreCase)) },
        };
        // What isn't enough to learn from is no model either.
        return MatchModelCheck.Faults(model).Any() ? null : model;
    }

    /// <summary>The clean columns in a rule, which otherwise has functions and numbers.</summary>
    private static IEnumerable<string> Names(string rule) => Regex.Matches(rule, "[a-z_]+").Select(word => word.Value)
        .Where(word => Roles.Any(role => role.Role == word) || Derived.Any(column => column.Name == word));

    private static Dictionary<string, string> Recognise(IReadOnlyList<string> columns)
    {
        var found = new Dictionary<string, string>();
        foreach (var (role, _, pattern) in Roles)
        {
            // Where first and last name are known, a "name" is something else.
            if (role == "full_name" && found.ContainsKey("last_name"))
                continue;
            if (columns.FirstOrDefault(column => !found.ContainsValue(column) && Regex.IsMatch(column, $"^({pattern})$", RegexOptions.IgnoreCase)) is { } column)
                found[role] = column;
        }
        return found;
    }

    private static string? Id(IReadOnlyList<string> columns, Dictionary<string, string> roles)
    {
        var free = columns.Where(column => !roles.ContainsValue(column)).ToList();
        return free.Find(column => Regex.IsMatch(column, "^(id|unique_?id|rec(ord)?_?id|(person|customer|client|patient|user|contact)_?id)$", RegexOptions.IgnoreCase))
            ?? free.Find(column => column.EndsWith("_id", StringComparison.OrdinalIgnoreCase));
    }
}
