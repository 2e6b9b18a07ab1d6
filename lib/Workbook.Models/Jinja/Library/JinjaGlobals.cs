namespace Workbook.Models.Jinja;

/// <summary>Names that every template knows; a scope may hide them.</summary>
internal static class JinjaGlobals
{
    private const long LongestRange = 10_000_000;

    public static readonly Dictionary<string, object?> ByName = new JinjaFunction[]
    {
        new("range", Range),
        new("dict", arguments =>
        {
            var dict = new JinjaDict();
            DictMethods.Update(dict, arguments);
            return dict;
        }),
        new("namespace", arguments =>
        {
            var space = new JinjaNamespace();
            DictMethods.Update(space.Attributes, arguments);
            return space;
        }),
        new("cycler", arguments => new Cycler(arguments.Positional)),
        // dbt's own: these leave the letters that the filter tojson hides from HTML, and the order of keys, as they are.
        new("tojson", arguments => JinjaJson.Write(arguments.At(0, "value"), arguments.Flag(2, "sort_keys"))),
        new("fromjson", FromJson),
        new("joiner", arguments => new Joiner(arguments.Text(0, "sep", ", ")!)),
    }.ToDictionary(function => function.Name, object? (function) => function, StringComparer.Ordinal);

    private static object? FromJson(JinjaArguments arguments)
    {
        try
        {
            return JinjaJson.Read(arguments.RequiredText(0, "string"));
        }
        catch (JinjaFault) when (arguments.Has(1, "default"))
        {
            return arguments.At(1, "default");
        }
    }

    private static List<object?> Range(JinjaArguments arguments)
    {
        arguments.AtMost(3);
        var single = arguments.Positional.Count == 1;
        var start = single ? 0 : arguments.Integer(0, "start");
        var stop = arguments.Integer(single ? 0 : 1, "stop");
        var step = arguments.Integer(2, "step", 1);
        if (step == 0) throw new JinjaFault("The step of a range cannot be 0");
        var count = step > 0 ? (stop - start + step - 1) / step : (start - stop - step - 1) / -step;
        if (count > LongestRange) throw new JinjaFault($"A range of {count} numbers is too long");
        var numbers = new List<object?>((int)Math.Max(0, count));
        for (var i = 0L; i < count; i++) numbers.Add(start + i * step);
        return numbers;
    }

    private sealed class Cycler(IReadOnlyList<object?> items) : IJinjaObject
    {
        private int _at;

        public bool TryGetMember(string name, out object? value)
        {
            value = name switch
            {
                "current" => items[_at],
                "next" => new JinjaFunction(name, _ =>
                {
                    var item = items[_at];
                    _at = (_at + 1) % items.Count;
                    return item;
                }),
                "reset" => new JinjaFunction(name, _ =>
                {
                    _at = 0;
                    return null;
                }),
                _ => JinjaUndefined.Attribute(this, name),
            };
            return value is not JinjaUndefined;
        }
    }

    /// <summary>Empty the first time, then the separator.</summary>
    private sealed class Joiner(string separator) : IJinjaCallable
    {
        private bool _used;

        public object? Call(JinjaArguments arguments)
        {
            var text = _used ? separator : "";
            _used = true;
            return text;
        }
    }
}
