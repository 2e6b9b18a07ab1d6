namespace Workbook.Models.Jinja;

internal static class SequenceFilters
{
    public static object? Length(object? value, JinjaArguments arguments) => value switch
    {
        string text => (long)text.Length,
        JinjaDict dict => (long)dict.Count,
        IReadOnlyCollection<object?> items => (long)items.Count,
        JinjaUndefined => 0L,
        _ => throw new JinjaFault($"A value of type {JinjaText.TypeName(value)} has no length: {JinjaText.Repr(value)}"),
    };

    public static object? First(object? value, JinjaArguments arguments) =>
        JinjaValue.Items(value) is { Count: > 0 } items ? items[0] : JinjaUndefined.Because("No first item, sequence was empty.");

    public static object? Last(object? value, JinjaArguments arguments) =>
        JinjaValue.Items(value) is { Count: > 0 } items ? items[^1] : JinjaUndefined.Because("No last item, sequence was empty.");

    public static object? Join(object? value, JinjaArguments arguments)
    {
        arguments.Only("d", "attribute");
        var items = JinjaValue.Items(value);
        var attribute = arguments.At(1, "attribute");
        return string.Join(
            JinjaText.Str(arguments.At(0, "d", "")),
            items.Select(item => JinjaText.Str(attribute is null ? item : SelectionFilters.Attribute(item, attribute))));
    }

    public static object? Reverse(object? value, JinjaArguments arguments) => value is string text
        ? string.Concat(text.EnumerateRunes().Reverse())
        : JinjaValue.Items(value).Reverse().ToList();

    public static object? Sort(object? value, JinjaArguments arguments)
    {
        arguments.Only("reverse", "case_sensitive", "attribute");
        var key = Key(arguments.At(2, "attribute"), arguments.Flag(1, "case_sensitive"));
        return Sorted(JinjaValue.Items(value), key, arguments.Flag(0, "reverse"));
    }

    public static object? DictSort(object? value, JinjaArguments arguments)
    {
        arguments.Only("case_sensitive", "by", "reverse");
        if (value is not JinjaDict dict) throw new JinjaFault($"The filter 'dictsort' needs a dict, but found {JinjaText.Repr(value)}");
        var position = arguments.Text(1, "by", "key") switch
        {
            "key" => 0,
            "value" => 1,
            var by => throw new JinjaFault($"dictsort sorts by 'key' or by 'value', not by '{by}'"),
        };
        var key = Key(null, arguments.Flag(0, "case_sensitive"));
        return Sorted(DictMethods.Items(dict), pair => key(((JinjaTuple)pair!)[position]), arguments.Flag(2, "reverse"));
    }

    public static object? Unique(object? value, JinjaArguments arguments)
    {
        arguments.Only("case_sensitive", "attribute");
        var key = Key(arguments.At(1, "attribute"), arguments.Flag(0, "case_sensitive"));
        return JinjaValue.Items(value).DistinctBy(key, JinjaEquality.Instance).ToList();
    }

    public static object? Min(object? value, JinjaArguments arguments) => Extreme(value, arguments, -1);

    public static object? Max(object? value, JinjaArguments arguments) => Extreme(value, arguments, 1);

    public static object? Sum(object? value, JinjaArguments arguments)
    {
        arguments.Only("attribute", "start");
        var attribute = arguments.At(0, "attribute");
        return JinjaValue.Items(value).Aggregate(
            arguments.At(1, "start", 0L),
            (sum, item) => JinjaNumber.Add(sum, attribute is null ? item : SelectionFilters.Attribute(item, attribute)));
    }

    public static object? GroupBy(object? value, JinjaArguments arguments)
    {
        arguments.Only("attribute", "default", "case_sensitive");
        var attribute = arguments.Required(0, "attribute");
        var fallback = arguments.At(1, "default");
        var sensitive = arguments.Flag(2, "case_sensitive");
        object? Original(object? item) => SelectionFilters.Attribute(item, attribute, fallback);
        object? Key(object? item) => Folded(Original(item), sensitive);

        var groups = new List<object?>();
        List<object?>? members = null;
        object? current = null;
        foreach (var item in Sorted(JinjaValue.Items(value), Key, false))
        {
            var key = Key(item);
            if (members is null || !JinjaEquality.AreEqual(key, current))
            {
                members = [];
                current = key;
                groups.Add(new JinjaTuple(Original(item), members) { Names = ["grouper", "list"] });
            }
            members.Add(item);
        }
        return groups;
    }

    public static object? Batch(object? value, JinjaArguments arguments)
    {
        arguments.Only("linecount", "fill_with");
        var size = (int)arguments.Integer(0, "linecount");
        if (size < 1) throw new JinjaFault("batch needs a size of at least 1");
        var batches = JinjaValue.Items(value).Chunk(size).Select(chunk => new List<object?>(chunk)).ToList();
        if (arguments.At(1, "fill_with") is { } fill && batches.Count > 0)
            while (batches[^1].Count < size)
                batches[^1].Add(fill);
        return batches.ToList<object?>();
    }

    /// <summary>So many columns of nearly the same height, the longer ones first.</summary>
    public static object? Slice(object? value, JinjaArguments arguments)
    {
        arguments.Only("slices", "fill_with");
        var items = JinjaValue.Items(value);
        var count = (int)arguments.Integer(0, "slices");
        if (count < 1) throw new JinjaFault("slice needs at least 1 slice");
        var slices = new List<object?>();
        for (int index = 0, at = 0; index < count; index++)
        {
            var size = items.Count / count + (index < items.Count % count ? 1 : 0);
            var slice = items.Skip(at).Take(size).ToList();
            if (index >= items.Count % count && arguments.At(1, "fill_with") is { } fill) slice.Add(fill);
            slices.Add(slice);
            at += size;
        }
        return slices;
    }

    private static object? Extreme(object? value, JinjaArguments arguments, int sign)
    {
        arguments.Only("case_sensitive", "attribute");
        var items = JinjaValue.Items(value);
        if (items.Count == 0) return JinjaUndefined.Because("No aggregated item, sequence was empty.");
        var key = Key(arguments.At(1, "attribute"), arguments.Flag(0, "case_sensitive"));
        var best = items[0];
        foreach (var item in items.Skip(1))
            if (JinjaEquality.Order(key(item), key(best)) * sign > 0)
                best = item;
        return best;
    }

    public static List<object?> Sorted(IEnumerable<object?> items, Func<object?, object?> key, bool descending)
    {
        var comparer = Comparer<object?>.Create(JinjaEquality.Order);
        try
        {
            return [.. descending ? items.OrderByDescending(key, comparer) : items.OrderBy(key, comparer)];
        }
        catch (InvalidOperationException error) when (error.InnerException is JinjaFault fault)
        {
            throw new JinjaFault(fault.Message);
        }
    }

    /// <summary>What elements are compared by: an attribute, or several with commas between; without regard to case unless told so.</summary>
    private static Func<object?, object?> Key(object? attribute, bool sensitive) => attribute switch
    {
        null => item => Folded(item, sensitive),
        string names when names.Contains(',') => item => new List<object?>(names.Split(',').Select(name => Folded(SelectionFilters.Attribute(item, name), sensitive))),
        _ => item => Folded(SelectionFilters.Attribute(item, attribute), sensitive),
    };

    private static object? Folded(object? value, bool sensitive) => value is string text && !sensitive ? text.ToLowerInvariant() : value;
}
