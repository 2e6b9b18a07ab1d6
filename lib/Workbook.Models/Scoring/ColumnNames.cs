using System.Text.RegularExpressions;

namespace Workbook.Models.Scoring;

/// <summary>What a column may be called, by what it holds; and what it must hold, by what it is called.</summary>
internal static partial class ColumnNames
{
    public static IEnumerable<NamingFault> Check(string name, TypeFamily kind, string? type, ColumnRole use)
    {
        if (!NodeNames.IsSnakeCase(name))
            yield return NodeNames.NotSnakeCase(name);
        if (ReservedWords.All.Contains(name))
            yield return NodeNames.Reserved(name);
        // By its end where the case is odd, too: one finding is enough then.
        var lower = name.ToLowerInvariant();
        foreach (var fault in Suffixes(lower, kind, type ?? "", use))
            yield return fault;
    }

    private static IEnumerable<NamingFault> Suffixes(string name, TypeFamily kind, string type, ColumnRole use)
    {
        if (kind == TypeFamily.Boolean != Flag().IsMatch(name) && kind != TypeFamily.Unknown)
            yield return kind == TypeFamily.Boolean
                ? new NamingFault("boolean_prefix", "is a boolean", $"call it is_{Bare(name)} or has_{Bare(name)}")
                : new NamingFault("boolean_prefix", $"is {Article(type)}, but named as a boolean", "make it a boolean, or drop is_/has_");
        if (Flag().IsMatch(name))
            yield break;

        if (kind == TypeFamily.Timestamp && !name.EndsWith("_at", StringComparison.Ordinal))
            yield return new NamingFault("timestamp_suffix", $"is {Article(type)}", $"call it {Moment().Replace(name, "")}_at");
        else if (kind is not (TypeFamily.Timestamp or TypeFamily.Unknown) && name.EndsWith("_at", StringComparison.Ordinal))
            yield return new NamingFault("timestamp_suffix", $"is {Article(type)}, but named as a timestamp", kind == TypeFamily.Date ? $"call it {name[..^3]}_date" : "make it a timestamp, or drop _at");

        if (kind == TypeFamily.Date && !Day().IsMatch(name) && !name.EndsWith("_at", StringComparison.Ordinal))
            yield return new NamingFault("date_suffix", "is a date", $"call it {Moment().Replace(name, "")}_date");
        else if (kind is not (TypeFamily.Date or TypeFamily.Unknown or TypeFamily.Timestamp) && name.EndsWith("_date", StringComparison.Ordinal))
            yield return new NamingFault("date_suffix", $"is {Article(type)}, but named as a date", "make it a date, or drop _date");

        if ((use.IsPrimaryKey || use.RefersTo is { } target && KeyName().IsMatch(target)) && !KeyName().IsMatch(name))
            yield return new NamingFault("key_suffix", use.IsPrimaryKey ? "is the primary key" : $"refers to {use.RefersTo}", $"call it {name}_id or {name}_key");
        else if (kind is TypeFamily.Decimal or TypeFamily.Float or TypeFamily.Boolean or TypeFamily.Date or TypeFamily.Timestamp && KeyEnd().IsMatch(name))
            yield return new NamingFault("key_suffix", $"is {Article(type)}, but named as a key", "a key is an integer or a text: change the type, or the name");

        if (kind == TypeFamily.Decimal && Money().IsMatch(name) && !NoMoney().IsMatch(name))
            yield return new NamingFault("amount_suffix", $"is {Article(type)} that holds money", $"call it {name}_amount");
        else if (kind is not (TypeFamily.Decimal or TypeFamily.Integer or TypeFamily.Unknown) && name.EndsWith("_amount", StringComparison.Ordinal))
            yield return new NamingFault("amount_suffix", $"is {Article(type)}, but named as money", "make it a decimal, or drop _amount");

        if (kind == TypeFamily.Integer && (use.IsCount || Counting().IsMatch(name)) && !name.EndsWith("_count", StringComparison.Ordinal) && name != "count")
            yield return new NamingFault("count_suffix", "is a count", $"call it {Counting().Replace(name, "")}_count");
        else if (kind is not (TypeFamily.Integer or TypeFamily.Unknown) && name.EndsWith("_count", StringComparison.Ordinal))
            yield return new NamingFault("count_suffix", $"is {Article(type)}, but named as a count", "make it an integer, or drop _count");
    }

    private static string Bare(string name) => Flagged().Replace(name, "");

    private static string Article(string type)
    {
        var name = type.ToLowerInvariant();
        return name.StartsWith('i') || name.StartsWith('u') ? $"an {name}" : $"a {name}";
    }

    [GeneratedRegex("^_?(is|has)_")]
    private static partial Regex Flag();

    [GeneratedRegex("_?(flag|ind|indicator|yn)$")]
    private static partial Regex Flagged();

    [GeneratedRegex("_(at|ts|timestamp|datetime|date|dt|dttm|time|on)$")]
    private static partial Regex Moment();

    // A day, or the first of a longer stretch.
    [GeneratedRegex("(^|_)(date|day|week|month|quarter|year)$|^date_(day|week|month|quarter|year)$")]
    private static partial Regex Day();

    [GeneratedRegex("(^|_)(id|key)$")]
    private static partial Regex KeyName();

    [GeneratedRegex("_(id|key)$")]
    private static partial Regex KeyEnd();

    [GeneratedRegex("(^|_)(price|cost|fee|revenue|salary|balance|spend|amt|charge|subtotal)s?(_|$)")]
    private static partial Regex Money();

    // A share of money, or money by something else, is no money; nor is a currency's code.
    [GeneratedRegex("_(amount|pct|percent|percentage|rate|ratio|share|index|factor|change|score|variance|stddev|per_.*)$|^(pct|percent|ratio|share)_")]
    private static partial Regex NoMoney();

    [GeneratedRegex("^(number_of|num|nbr|count_of|count|cnt)_|_(cnt|counts)$")]
    private static partial Regex Counting();
}
