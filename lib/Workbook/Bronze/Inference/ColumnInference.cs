using System.Globalization;
using Workbook.Contracts;

namespace Workbook.Bronze.Inference;

/// <summary>From what was seen in a column to its type and rules. Types and keys are strict; ranges, forms and lists only flag, since tomorrow's file may rightly go beyond them.</summary>
internal static class ColumnInference
{
    /// <summary>Fewer rows are no evidence for a rule.</summary>
    public const int EnoughRows = 100;

    /// <summary>How often a value of a list comes, on average.</summary>
    private const int Repetition = 10;

    public static InferredColumn Of(ColumnProfile seen, string name, long rows, bool isKey, bool isJson)
    {
        var notes = new List<string>();
        var type = isJson ? JsonType(seen, notes) : TextType(seen, notes);
        var words = type.Kind == ColumnKind.Text ? [] : seen.WordsForNothing.Keys.Order(StringComparer.Ordinal).ToList();
        var values = seen.Values + (type.Kind == ColumnKind.Text ? seen.WordsForNothing.Values.Sum() : 0);
        var column = new Column(name, type) { PhysicalName = name == seen.Name ? null : seen.Name, MissingValues = words };
        if (isKey || (rows >= EnoughRows && values == rows))
            column = column.Required();
        if (seen.Json is { Objects: > 0 } json && json.Objects == json.All)
            column = column.JsonObject();
        else if (type.Kind is ColumnKind.Int32 or ColumnKind.Int64 or ColumnKind.Decimal or ColumnKind.Double && !isKey && seen.Distinct.IsUnique is false)
            column = WithRange(column, seen.Numbers.Minimum, seen.Numbers.Maximum, values, notes);
        else if (type.Kind == ColumnKind.Text && seen.Distinct.Values is { } few && seen.WordsForNothing.Count == 0)
            column = WithList(column, few, values, notes);
        if (type.Kind == ColumnKind.Text && column.Rules.Count == 0 && seen.Shape.Pattern is { } form && seen.WordsForNothing.Count == 0 && values >= EnoughRows)
        {
            column = column.Matching(form.Pattern, RuleEffect.Flag);
            notes.Add(form.Name == "one form" ? $"all of the form {form.Pattern}" : $"all {form.Name}");
        }

        if (words.Count > 0)
            notes.Add($"{string.Join(", ", words.Select(word => word.Length == 0 ? "an empty text" : word))} for no value");
        return new InferredColumn(column, values, Sentence(values, rows, seen.Distinct.IsUnique is true && values > 1, notes));
    }

    public static InferredColumn Of(DeliveredColumn seen, string name, ColumnType type, bool isKey)
    {
        var notes = new List<string>();
        var column = new Column(name, type) { PhysicalName = name == seen.Name ? null : seen.Name };
        if (isKey || (seen.Rows >= EnoughRows && seen.Values == seen.Rows))
            column = column.Required();
        if (type.Kind is ColumnKind.Int32 or ColumnKind.Int64 or ColumnKind.Decimal or ColumnKind.Double && !isKey && !seen.IsUnique
            && double.TryParse(seen.Minimum, CultureInfo.InvariantCulture, out var low) && double.TryParse(seen.Maximum, CultureInfo.InvariantCulture, out var high))
            column = WithRange(column, low, high, seen.Values, notes);
        else if (seen.FewValues is { } few)
            column = WithList(column, few, seen.Values, notes);
        if (seen.Type != type.SqlName)
            notes.Add($"delivered as {seen.Type}");
        return new InferredColumn(column, seen.Values, Sentence(seen.Values, seen.Rows, seen.IsUnique && seen.Rows > 1, notes));
    }

    private static ColumnType TextType(ColumnProfile seen, List<string> notes)
    {
        if (seen.Values == 0)
            return Without(notes, "no value in any row, taken for text");
        if (seen.IsBoolean)
            return ColumnType.Boolean;
        if (seen.IsNumber)
            return NumberType(seen.Numbers);
        if (seen.IsDate)
            return ColumnType.Date;
        if (seen.IsInstant)
            return ColumnType.Timestamp;
        if (seen.Numbers.LeadingZeros is { } code)
            notes.Add($"numbers would lose the zeros of {code}");
        else if (seen.Shape.Pattern is { Name: "one form" } form)
            notes.AddRange(form.Pattern switch
            {
                _ when form.Pattern.Count(letter => letter == '/') == 2 && !form.Pattern.Contains('A', StringComparison.Ordinal) => ["days, it seems, but not as 2024-01-31, the only way that is no guess"],
                _ when form.Pattern.StartsWith("[0-9]{4}-[0-9]{2}-[0-9]{2}", StringComparison.Ordinal) && form.Pattern.EndsWith(":[0-9]{2}", StringComparison.Ordinal) => ["times without seconds, it seems, which bronze takes for no instant"],
                _ when form.Pattern.Contains(",[0-9]", StringComparison.Ordinal) && form.Pattern.Trim(",[]0-9{}".ToCharArray()).Length == 0 => ["numbers with a decimal comma, it seems"],
                _ => (string[])[],
            });
        return ColumnType.Text;
    }

    /// <summary>JSON says what is a text and what a number: a text of digits stays one.</summary>
    private static ColumnType JsonType(ColumnProfile seen, List<string> notes)
    {
        var kinds = seen.Json;
        if (kinds.All == 0)
            return Without(notes, "no value in any row, taken for text");
        if (kinds.Numbers == kinds.All)
            return NumberType(seen.Numbers);
        if (kinds.Truths == kinds.All)
            return ColumnType.Boolean;
        if (kinds.Texts == kinds.All)
            return seen.IsDate ? ColumnType.Date : seen.IsInstant ? ColumnType.Timestamp : ColumnType.Text;
        if (kinds.Numbers + kinds.Truths > 0)
            notes.Add(Invariant($"mixed: {kinds.Numbers:N0} numbers and {kinds.Truths:N0} truths among others, which bronze will reject"));
        return ColumnType.Text;
    }

    private static ColumnType Without(List<string> notes, string note)
    {
        notes.Add(note);
        return ColumnType.Text;
    }

    /// <summary>Money and rates are decimals, with room for larger ones; a double only where digits are many or there are exponents.</summary>
    private static ColumnType NumberType(NumberProfile numbers)
    {
        if (numbers.IsWhole)
            return ColumnType.Int64;
        foreach (var scale in (int[])[2, 4, 6])
            if (numbers.IsDecimal && numbers.Scale <= scale && numbers.WholeDigits + scale <= 18)
                return ColumnType.Decimal(18, scale);
        return numbers.HasLarge ? ColumnType.Text : ColumnType.Double;
    }

    /// <summary>The bounds go outwards to a round number.</summary>
    private static Column WithRange(Column column, double low, double high, long values, List<string> notes)
    {
        notes.Add($"{Short(low)} to {Short(high)}");
        if (values < EnoughRows || Math.Max(Math.Abs(low), Math.Abs(high)) > 1e12)
            return column;
        return column.Within(low >= 0 ? 0 : -Round(-low), high <= 0 ? 0 : Round(high), RuleEffect.Flag);
    }

    private static decimal Round(double size)
    {
        for (var unit = 0.000001m; ; unit *= 10)
            foreach (var bound in (decimal[])[unit, 2 * unit, 5 * unit])
                if ((double)bound >= size)
                    return bound / 1.000000000000000000000000000000m; // without zeros at the end
    }

    private static Column WithList(Column column, IReadOnlyList<string> values, long count, List<string> notes)
    {
        notes.Add(values.Count <= 6 ? $"only {string.Join(", ", values.Select(value => value.Length == 0 ? "''" : value))}" : Invariant($"{values.Count} different"));
        if (count < EnoughRows || count < Repetition * values.Count)
            return column;
        var listed = column.OneOf([.. values]);
        return listed with { Rules = [.. listed.Rules.SkipLast(1), listed.Rules[^1] with { Effect = RuleEffect.Flag }] };
    }

    private static string Sentence(long values, long rows, bool isUnique, List<string> notes) => string.Join("; ",
        ((string[])[values == rows ? "none missing" : Invariant($"{rows - values:N0} missing"), .. isUnique ? ["all different"] : Array.Empty<string>()]).Concat(notes));

    private static string Short(double number) => number.ToString(Math.Abs(number) is >= 1e15 or (< 1e-4 and > 0) ? "G4" : "0.######", CultureInfo.InvariantCulture);
}
