namespace Workbook.Models.Jinja;

/// <summary>Methods of a dict. Its views are lists here.</summary>
internal static class DictMethods
{
    public static readonly Dictionary<string, Func<JinjaDict, JinjaArguments, object?>> ByName = new(StringComparer.Ordinal)
    {
        ["items"] = (dict, _) => Items(dict),
        ["keys"] = (dict, _) => dict.Keys.ToList(),
        ["values"] = (dict, _) => dict.Values.ToList(),
        ["get"] = (dict, arguments) => dict.TryGet(arguments.At(0, "key"), out var value) ? value : arguments.At(1, "default"),
        ["update"] = Update,
        ["pop"] = Pop,
        ["popitem"] = (dict, _) => PopLast(dict),
        ["setdefault"] = (dict, arguments) =>
        {
            var key = arguments.At(0, "key");
            if (!dict.TryGet(key, out var value)) dict[key] = value = arguments.At(1, "default");
            return value;
        },
        ["copy"] = (dict, _) => dict.Copy(),
        ["clear"] = (dict, _) =>
        {
            dict.Clear();
            return null;
        },
    };

    public static List<object?> Items(JinjaDict dict) => [.. dict.Select(entry => new JinjaTuple(entry.Key, entry.Value))];

    /// <summary>dict(…) and update(…): another dict or pairs, then named values.</summary>
    public static object? Update(JinjaDict dict, JinjaArguments arguments)
    {
        arguments.AtMost(1);
        switch (arguments.At(0, ""))
        {
            case null: break;
            case JinjaDict other:
                foreach (var (key, value) in other) dict[key] = value;
                break;
            case var pairs:
                foreach (var pair in JinjaValue.Items(pairs))
                {
                    if (JinjaValue.Items(pair) is not [var key, var value]) throw new JinjaFault($"A dict is made of pairs, but found {JinjaText.Repr(pair)}");
                    dict[key] = value;
                }
                break;
        }
        foreach (var (key, value) in arguments.Named) dict[key] = value;
        return null;
    }

    private static object? Pop(JinjaDict dict, JinjaArguments arguments)
    {
        var key = arguments.At(0, "key");
        if (dict.TryGet(key, out var value)) dict.Remove(key);
        else if (arguments.Has(1, "default")) return arguments.At(1, "default");
        else throw new JinjaFault($"The dict has no key {JinjaText.Repr(key)}");
        return value;
    }

    private static JinjaTuple PopLast(JinjaDict dict)
    {
        if (dict.Count == 0) throw new JinjaFault("popitem() of an empty dict");
        var last = dict.Last();
        dict.Remove(last.Key);
        return new JinjaTuple(last.Key, last.Value);
    }
}
