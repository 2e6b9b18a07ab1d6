namespace Workbook.Models.Jinja;

/// <summary>Equality and order as Python has them: numbers of all types compare by value, sequences element by element.</summary>
internal sealed class JinjaEquality : IEqualityComparer<object?>
{
    public static readonly JinjaEquality Instance = new();

    bool IEqualityComparer<object?>.Equals(object? x, object? y) => AreEqual(x, y);

    public int GetHashCode(object? value)
    {
        switch (value)
        {
            case bool or long or double or decimal: return JinjaNumber.ToDouble(value).GetHashCode();
            case JinjaTuple tuple:
                var hash = new HashCode();
                foreach (var item in tuple) hash.Add(GetHashCode(item));
                return hash.ToHashCode();
            case List<object?> or JinjaDict: throw new JinjaFault($"A {JinjaText.TypeName(value)} can be neither a key nor told apart by 'unique': {JinjaText.Repr(value)}");
            case JinjaUndefined: return 0;
            default: return value?.GetHashCode() ?? 0;
        }
    }

    public static bool AreEqual(object? left, object? right)
    {
        if (ReferenceEquals(left, right)) return true;
        return (left, right) switch
        {
            (null, _) or (_, null) => false,
            (string a, string b) => string.Equals(a, b, StringComparison.Ordinal),
            (JinjaUndefined, JinjaUndefined) => true,
            (JinjaTuple a, JinjaTuple b) => AreEqual((IReadOnlyList<object?>)a, b),
            (List<object?> a, List<object?> b) => AreEqual((IReadOnlyList<object?>)a, b),
            (JinjaDict a, JinjaDict b) => a.Count == b.Count && a.All(entry => b.TryGet(entry.Key, out var other) && AreEqual(entry.Value, other)),
            _ when JinjaNumber.IsNumber(left) && JinjaNumber.IsNumber(right) => JinjaNumber.Compare(left, right) == 0,
            _ => left.Equals(right),
        };
    }

    /// <summary>Below, equal, above: −1, 0, 1; null where a number is not a number.</summary>
    public static int? Compare(object? left, object? right, string operation)
    {
        if (JinjaNumber.IsNumber(left) && JinjaNumber.IsNumber(right)) return JinjaNumber.Compare(left, right);
        return (left, right) switch
        {
            (string a, string b) => Math.Sign(string.CompareOrdinal(a, b)),
            (JinjaTuple a, JinjaTuple b) => Compare(a, b, operation),
            (List<object?> a, List<object?> b) => Compare((IReadOnlyList<object?>)a, b, operation),
            (JinjaUndefined undefined, _) => throw undefined.Fault(),
            (_, JinjaUndefined undefined) => throw undefined.Fault(),
            (IComparable a, _) when right is not null && left.GetType() == right.GetType() => Math.Sign(a.CompareTo(right)),
            _ => throw new JinjaFault(
                $"'{operation}' is not supported between '{JinjaText.TypeName(left)}' and '{JinjaText.TypeName(right)}': {JinjaText.Repr(left)} {operation} {JinjaText.Repr(right)}"),
        };
    }

    public static int Order(object? left, object? right) => Compare(left, right, "<") ?? 0;

    public static bool Contains(object? container, object? item) => container switch
    {
        string text => item is string part
            ? text.Contains(part, StringComparison.Ordinal)
            : throw new JinjaFault($"'in' on a string needs a string on its left, not {JinjaText.Repr(item)}"),
        JinjaDict dict => dict.ContainsKey(item),
        _ => JinjaValue.Items(container).Any(element => AreEqual(element, item)),
    };

    private static bool AreEqual(IReadOnlyList<object?> left, IReadOnlyList<object?> right)
    {
        if (left.Count != right.Count) return false;
        for (var i = 0; i < left.Count; i++)
            if (!AreEqual(left[i], right[i]))
                return false;
        return true;
    }

    private static int? Compare(IReadOnlyList<object?> left, IReadOnlyList<object?> right, string operation)
    {
        for (var i = 0; i < left.Count && i < right.Count; i++)
            if (!AreEqual(left[i], right[i]))
                return Compare(left[i], right[i], operation);
        return left.Count.CompareTo(right.Count);
    }
}
