using System.Text.RegularExpressions;

namespace Workbook.Dedup.Model;

/// <summary>A model for people, from the names of the columns: to begin with, and to be written to a file and made better.</summary>
public static class DefaultModel
{
    private static readonly (string Role, Cleaning Cleaning, string Pattern)[] Roles =
    [
        ("first_name", Cleaning.Name, "first_?name|given_?names?|fore_?name|christian_?name"),
        ("last_name", Cleaning.Name, "last_?name|surname|family_?name|sur_?name"),
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

    /// <param name="columns">Of the input, in order.</param>
    /// <returns>Null where too little is recognised: it takes an id, a name, and two more of e-mail, phone, birth date, tax number, street, city and postcode.</returns>
    public static MatchModel? For(IReadOnlyList<string> columns)
    {
        var roles = Recognise(columns);
        if (Id(columns, roles) is not { } id || !roles.Keys.Any(role => role.EndsWith("_name", StringComparison.Ordinal)) || roles.Count(role => !role.Key.EndsWith("_name", StringComparison.Ordinal)) < 2)
            return null;
        var clean = roles.Select(role => new CleanColumn(role.Key, role.Value, Roles.First(known => known.Role == role.Key).Cleaning)).ToList();
        if (roles.TryGetValue("email", out var email))
            clean.Add(new CleanColumn("email_user", email, Cleaning.EmailUser));
        if (roles.TryGetValue("last_name", out var last))
            clean.Add(new CleanColumn("last_sound", last, Cleaning.Metaphone));
        if (roles.TryGetValue("full_name", out var full))
            clean.Add(new CleanColumn("full_sound", full, Cleaning.Metaphone));
        bool Has(string key) => clean.Exists(column => column.Name == key || Regex.IsMatch(key, $@"\b{column.Name}\b"));
        IReadOnlyList<BlockingRule> Rules(params string[] rules) =>
            [.. rules.Select(rule => rule.Split(" + ")).Where(keys => keys.All(key => Regex.Matches(key, "[a-z_]+").Select(word => word.Value).Where(word => Roles.Any(role => role.Role == word) || word is "email_user" or "last_sound" or "full_sound").All(Has))).Select(keys => new BlockingRule(keys))];
        var model = new MatchModel
        {
            Id = id,
            Columns = clean,
            Comparisons = [.. Comparisons(clean)],
            Blocking = Rules(BlockingRules),
            Training = new TrainingPlan { Certain = Rules(CertainRules), Blocks = Rules(TeachingRules) },
            Survivorship = new SurvivorshipPlan { Recency = columns.FirstOrDefault(column => Regex.IsMatch(column, "^(updated|modified|changed|join|created)(_|$)", RegexOptions.IgnoreCase)) },
        };
        return MatchModelCheck.Faults(model).Any() ? null : model;
    }

    private static readonly string[] BlockingRules =
    [
        "national_id", "email", "phone",
        "first_name + last_name", "least(first_name, last_name) + greatest(first_name, last_name) + birth_date[1:4]",
        "birth_date + last_sound", "birth_date + first_name", "birth_date + city", "birth_date + postcode", "birth_date + street",
        "last_sound + postcode", "first_name + postcode", "street + city", "street + house_number",
        "full_name", "full_sound + postcode", "full_sound + birth_date", "email_user + birth_date", "email_user + last_name",
    ];

    private static readonly string[] CertainRules =
    [
        "first_name + last_name + birth_date", "national_id + last_name", "email + birth_date", "phone + birth_date", "full_name + birth_date", "full_name + postcode + street",
    ];

    private static readonly string[] TeachingRules = ["birth_date", "first_name + last_name", "email", "postcode + street", "full_name", "national_id", "phone"];

    private static IEnumerable<Comparison> Comparisons(List<CleanColumn> clean)
    {
        bool Has(string role) => clean.Exists(column => column.Name == role);
        var hasBoth = Has("first_name") && Has("last_name");
        foreach (var column in clean)
        {
            Comparison? comparison = column.Name switch
            {
                "first_name" => Comparison.Of("first_name", [.. Of("exact", hasBoth ? "swapped with last_name" : null, "nickname", "jaro_winkler >= 0.92", "initial", "jaro_winkler >= 0.8")]) with { TermFrequency = true },
                "last_name" => Comparison.Of("last_name", [.. Of("exact", hasBoth ? "swapped with first_name" : null, "jaro_winkler >= 0.92", "damerau <= 1", "jaro_winkler >= 0.8")]) with { TermFrequency = true },
                "full_name" => Comparison.Of("full_name", "exact", "words >= 1", "jaro_winkler >= 0.92", "words >= 0.5", "jaro_winkler >= 0.8") with { TermFrequency = true },
                "email" => Comparison.Of("email", "exact", "same email_user", "damerau <= 2", "jaro_winkler >= 0.88"),
                "phone" => Comparison.Of("phone", "exact", "damerau <= 1", "damerau <= 2"),
                "birth_date" => Comparison.Of("birth_date", "exact", "date typo", "day and month swapped", "years <= 10", "days <= 31", "damerau <= 2"),
                "national_id" => Comparison.Of("national_id", "exact", "damerau <= 1", "damerau <= 2"),
                "house_number" => Comparison.Of("house_number", "exact", "damerau <= 1"),
                "street" => Comparison.Of("street", "exact", "jaro_winkler >= 0.92", "words >= 0.5", "jaro_winkler >= 0.8") with { TermFrequency = true },
                "locality" => Comparison.Of("locality", "exact", "jaro_winkler >= 0.9"),
                "city" => Comparison.Of("city", "exact", "jaro_winkler >= 0.9", "jaro_winkler >= 0.8") with { TermFrequency = true },
                "postcode" => Comparison.Of("postcode", "exact", "damerau <= 1"),
                _ => null,
            };
            if (comparison is not null)
                yield return comparison;
        }
    }

    private static IEnumerable<string> Of(params string?[] levels) => levels.OfType<string>();

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

    private static string? Id(IReadOnlyList<string> columns, Dictionary<string, string> roles) =>
        columns.FirstOrDefault(column => !roles.ContainsValue(column) && Regex.IsMatch(column, "^(id|unique_?id|rec(ord)?_?id|(person|customer|client|patient|user|contact)_?id)$", RegexOptions.IgnoreCase))
        ?? columns.FirstOrDefault(column => !roles.ContainsValue(column) && Regex.IsMatch(column, "_id$", RegexOptions.IgnoreCase));
}
