using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Workbook.Models.Jinja;

/// <summary>
/// Between plain C# and the values of a template: null, bool, long, double, decimal, string, dates,
/// List&lt;object?&gt;, <see cref="JinjaTuple"/>, <see cref="JinjaDict"/>, host objects and callables.
/// </summary>
internal static class JinjaValue
{
    /// <summary>A value as a template sees it. A List&lt;object?&gt; that needs no change inside stays the same list.</summary>
    public static object? From(object? value) => value switch
    {
        null or string or bool or long or double or decimal or JinjaDict or JinjaTuple or IJinjaObject or IJinjaCallable or JinjaUndefined => value,
        int number => (long)number,
        short number => (long)number,
        sbyte number => (long)number,
        byte number => (long)number,
        ushort number => (long)number,
        uint number => (long)number,
        ulong number => FromBig(number),
        BigInteger number => FromBig(number),
        Int128 number => FromBig(number),
        UInt128 number => FromBig(number),
        float number => (double)number,
        char letter => letter.ToString(),
        List<object?> list => FromList(list),
        IDictionary dictionary => FromDictionary(dictionary),
        IEnumerable<KeyValuePair<string, object?>> pairs => FromPairs(pairs),
        byte[] bytes => bytes,
        IEnumerable items => FromItems(items),
        _ => value,
    };

    /// <summary>The way back: dicts become Dictionary&lt;string, object?&gt;, lists and tuples List&lt;object?&gt;, undefined null.</summary>
    public static object? ToPlain(object? value) => value switch
    {
        JinjaUndefined => null,
        JinjaDict dict => dict.ToDictionary(entry => JinjaText.Str(entry.Key), entry => ToPlain(entry.Value), StringComparer.Ordinal),
        JinjaTuple tuple => tuple.Select(ToPlain).ToList(),
        List<object?> list => list.ConvertAll(ToPlain),
        _ => value,
    };

    public static bool IsTrue(object? value) => value switch
    {
        null or JinjaUndefined => false,
        bool flag => flag,
        string text => text.Length > 0,
        long number => number != 0,
        double number => number != 0,
        decimal number => number != 0,
        JinjaDict dict => dict.Count > 0,
        IReadOnlyCollection<object?> items => items.Count > 0,
        TimeSpan span => span != TimeSpan.Zero,
        _ => true,
    };

    /// <summary>What a loop goes through: elements, keys of a dict, letters of a string.</summary>
    internal static IReadOnlyList<object?> Items(object? value) => value switch
    {
        IReadOnlyList<object?> list => list,
        JinjaDict dict => [.. dict.Keys],
        string text => [.. text.EnumerateRunes().Select(rune => (object?)rune.ToString())],
        JinjaUndefined => [],
        IEnumerable items => FromItems(items),
        _ => throw new JinjaFault($"'{JinjaText.TypeName(value)}' object is not iterable"),
    };

    internal static bool IsIterable(object? value) => value is string or JinjaUndefined or IEnumerable;

    [SuppressMessage("Performance", "CA1859:Use concrete types", Justification = "It gives one of three types.")]
    private static object FromBig(BigInteger number)
    {
        if (number >= long.MinValue && number <= long.MaxValue) return (long)number;
        if (BigInteger.Abs(number) < (BigInteger)decimal.MaxValue) return (decimal)number;
        return (double)number;
    }

    private static List<object?> FromItems(IEnumerable items)
    {
        var list = new List<object?>();
        foreach (var item in items) list.Add(From(item));
        return list;
    }

    private static List<object?> FromList(List<object?> list)
    {
        foreach (var item in list)
            if (!ReferenceEquals(From(item), item))
                return list.ConvertAll(From);
        return list;
    }

    private static JinjaDict FromDictionary(IDictionary dictionary)
    {
        var dict = new JinjaDict();
        foreach (DictionaryEntry entry in dictionary) dict[entry.Key] = entry.Value;
        return dict;
    }

    private static JinjaDict FromPairs(IEnumerable<KeyValuePair<string, object?>> pairs)
    {
        var dict = new JinjaDict();
        foreach (var (key, value) in pairs) dict[key] = value;
        return dict;
    }
}
