namespace Workbook.Models.Jinja;

/// <summary>
/// Attributes and elements. As in Jinja, <c>x.y</c> looks for an attribute and then for the element 'y', and
/// <c>x['y']</c> the other way round; what is in neither is undefined.
/// </summary>
internal static class JinjaMember
{
    public static object? Dot(object? target, string name, JinjaScope? scope = null)
    {
        if (target is JinjaUndefined undefined) throw undefined.Fault(scope);
        return TryAttribute(target, name, out var value) || TryElement(target, name, out value) ? value : JinjaUndefined.Attribute(target, name);
    }

    public static object? Index(object? target, object? key, JinjaScope? scope = null)
    {
        if (target is JinjaUndefined undefined) throw undefined.Fault(scope);
        return TryElement(target, key, out var value) || (key is string name && TryAttribute(target, name, out value)) ? value : JinjaUndefined.Attribute(target, key);
    }

    public static bool TryAttribute(object? target, string name, out object? value)
    {
        value = null;
        switch (target)
        {
            case string text: return Bind(StringMethods.ByName, text, name, out value);
            case List<object?> list: return Bind(ListMethods.OfList, list, name, out value);
            case JinjaDict dict: return Bind(DictMethods.ByName, dict, name, out value);
            case JinjaTuple tuple:
                var at = Array.IndexOf(tuple.Names, name);
                if (at < 0) return Bind(ListMethods.OfTuple, tuple, name, out value);
                value = tuple[at];
                return true;
            case IJinjaObject host:
                if (!host.TryGetMember(name, out value)) return false;
                value = JinjaValue.From(value);
                return true;
            case DateTime or DateTimeOffset or DateOnly or TimeOnly or TimeSpan: return DateMembers.TryGet(target, name, out value);
            default: return false;
        }
    }

    /// <summary>The names that a mistyped attribute may have meant.</summary>
    public static IEnumerable<string> Names(object? target) => target switch
    {
        string => StringMethods.ByName.Keys,
        List<object?> => ListMethods.OfList.Keys,
        JinjaTuple tuple => tuple.Names.Concat(ListMethods.OfTuple.Keys),
        JinjaDict dict => dict.Keys.OfType<string>().Concat(DictMethods.ByName.Keys),
        JinjaNamespace space => space.Attributes.Keys.OfType<string>(),
        DateTime or DateTimeOffset or DateOnly or TimeOnly or TimeSpan => DateMembers.Names,
        _ => [],
    };

    private static bool Bind<T>(Dictionary<string, Func<T, JinjaArguments, object?>> methods, T target, string name, out object? value)
    {
        value = methods.TryGetValue(name, out var method) ? new JinjaFunction(name, arguments => method(target, arguments)) : null;
        return value is not null;
    }

    private static bool TryElement(object? target, object? key, out object? value)
    {
        value = null;
        switch (target)
        {
            case JinjaDict dict: return dict.TryGet(key, out value);
            case string text when Position(key) is { } at:
                var index = at < 0 ? at + text.Length : at;
                if (index < 0 || index >= text.Length) return false;
                value = text[(int)index].ToString();
                return true;
            case IReadOnlyList<object?> list when Position(key) is { } at:
                var element = at < 0 ? at + list.Count : at;
                if (element < 0 || element >= list.Count) return false;
                value = JinjaValue.From(list[(int)element]);
                return true;
            case IJinjaObject host when key is string name: return host.TryGetMember(name, out value);
            default: return false;
        }
    }

    private static long? Position(object? key) => key switch { long at => at, bool flag => flag ? 1 : 0, _ => null };

    public static object Slice(object? target, object? start, object? stop, object? step)
    {
        if (target is JinjaUndefined undefined) throw undefined.Fault();
        var by = step is null ? 1 : Position(step) ?? throw NotAPosition(step);
        if (by == 0) throw new JinjaFault("The step of a slice cannot be 0");
        var items = target switch
        {
            string text => [.. text.Select(letter => (object?)letter.ToString())],
            IReadOnlyList<object?> list => list,
            _ => throw new JinjaFault($"A {JinjaText.TypeName(target)} cannot be sliced"),
        };
        var (low, high) = by > 0 ? (0L, (long)items.Count) : (-1L, items.Count - 1L);
        var at = start is null ? (by > 0 ? low : high) : Bound(start);
        var end = stop is null ? (by > 0 ? high : low) : Bound(stop);
        var taken = new List<object?>();
        for (; by > 0 ? at < end : at > end; at += by) taken.Add(items[(int)at]);
        return target switch
        {
            string => string.Concat(taken.Cast<string>()),
            JinjaTuple => new JinjaTuple([.. taken]),
            _ => taken,
        };

        long Bound(object? bound)
        {
            var position = Position(bound) ?? throw NotAPosition(bound);
            return Math.Clamp(position < 0 ? position + items.Count : position, low, high);
        }
    }

    private static JinjaFault NotAPosition(object? value) => new($"A slice needs integers, but found {JinjaText.Repr(value)}");
}
