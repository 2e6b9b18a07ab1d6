using System.Globalization;

namespace Workbook.Models.Jinja;

/// <summary>map, select and reject: other filters and tests, by name, on each element.</summary>
internal static class SelectionFilters
{
    public static object? Map(object? value, JinjaArguments arguments)
    {
        if (arguments.Positional.Count == 0 && arguments.Named.TryGetValue("attribute", out var attribute))
        {
            var fallback = arguments.Named.TryGetValue("default", out var given) ? given : null;
            return JinjaValue.Items(value).Select(item => Attribute(item, attribute, fallback)).ToList();
        }
        var filter = JinjaFilters.Find(arguments.RequiredText(0, "filter"));
        var rest = arguments.From(1);
        return JinjaValue.Items(value).Select(item => filter(item, rest)).ToList();
    }

    public static object? Select(object? value, JinjaArguments arguments, bool wanted)
    {
        var test = Test(arguments, 0);
        return JinjaValue.Items(value).Where(item => test(item) == wanted).ToList();
    }

    public static object? SelectAttribute(object? value, JinjaArguments arguments, bool wanted)
    {
        var attribute = arguments.Required(0, "attribute");
        var test = Test(arguments, 1);
        return JinjaValue.Items(value).Where(item => test(Attribute(item, attribute)) == wanted).ToList();
    }

    public static object? Attribute(object? item, object? path, object? fallback)
    {
        var found = Attribute(item, path);
        return found is JinjaUndefined && fallback is not null ? fallback : found;
    }

    /// <summary>An attribute of an attribute with dots between; a number is a position.</summary>
    public static object? Attribute(object? item, object? path)
    {
        if (path is not string text) return JinjaMember.Index(item, path);
        foreach (var part in text.Split('.'))
            item = JinjaMember.Index(item, part.Length > 0 && part.All(char.IsAsciiDigit) ? long.Parse(part, CultureInfo.InvariantCulture) : part);
        return item;
    }

    private static Func<object?, bool> Test(JinjaArguments arguments, int first)
    {
        if (arguments.Positional.Count <= first) return JinjaValue.IsTrue;
        var test = JinjaTests.Find(arguments.RequiredText(first, "test"));
        var rest = arguments.From(first + 1);
        return item => test(item, rest);
    }
}
