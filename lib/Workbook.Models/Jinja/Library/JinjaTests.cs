namespace Workbook.Models.Jinja;

/// <summary>What may stand behind <c>is</c>.</summary>
internal static class JinjaTests
{
    public static readonly Dictionary<string, Func<object?, JinjaArguments, bool>> ByName = new(StringComparer.Ordinal)
    {
        ["boolean"] = (value, _) => value is bool,
        ["callable"] = (value, _) => value is IJinjaCallable,
        ["defined"] = (value, _) => value is not JinjaUndefined,
        ["undefined"] = (value, _) => value is JinjaUndefined,
        ["divisibleby"] = (value, arguments) => JinjaEquality.AreEqual(JinjaNumber.Modulo(value, arguments.Required(0, "num")), 0L),
        ["eq"] = Equal,
        ["equalto"] = Equal,
        ["=="] = Equal,
        ["ne"] = (value, arguments) => !Equal(value, arguments),
        ["!="] = (value, arguments) => !Equal(value, arguments),
        ["gt"] = (value, arguments) => Compare(value, arguments, ">") > 0,
        ["greaterthan"] = (value, arguments) => Compare(value, arguments, ">") > 0,
        [">"] = (value, arguments) => Compare(value, arguments, ">") > 0,
        ["ge"] = (value, arguments) => Compare(value, arguments, ">=") >= 0,
        [">="] = (value, arguments) => Compare(value, arguments, ">=") >= 0,
        ["lt"] = (value, arguments) => Compare(value, arguments, "<") < 0,
        ["lessthan"] = (value, arguments) => Compare(value, arguments, "<") < 0,
        ["<"] = (value, arguments) => Compare(value, arguments, "<") < 0,
        ["le"] = (value, arguments) => Compare(value, arguments, "<=") <= 0,
        ["<="] = (value, arguments) => Compare(value, arguments, "<=") <= 0,
        ["even"] = (value, _) => JinjaEquality.AreEqual(JinjaNumber.Modulo(value, 2L), 0L),
        ["odd"] = (value, _) => JinjaEquality.AreEqual(JinjaNumber.Modulo(value, 2L), 1L),
        ["true"] = (value, _) => value is true,
        ["false"] = (value, _) => value is false,
        ["filter"] = (value, _) => value is string name && JinjaFilters.ByName.ContainsKey(name),
        ["test"] = (value, _) => value is string name && ByName!.ContainsKey(name),
        ["in"] = (value, arguments) => JinjaEquality.Contains(arguments.Required(0, "seq"), value),
        ["integer"] = (value, _) => value is long,
        ["float"] = (value, _) => value is double,
        ["number"] = (value, _) => JinjaNumber.IsNumber(value),
        ["iterable"] = (value, _) => JinjaValue.IsIterable(value),
        ["lower"] = (value, _) => JinjaText.Str(value) is var text && text.Any(char.IsLower) && !text.Any(char.IsUpper),
        ["upper"] = (value, _) => JinjaText.Str(value) is var text && text.Any(char.IsUpper) && !text.Any(char.IsLower),
        ["mapping"] = (value, _) => value is JinjaDict,
        ["none"] = (value, _) => value is null,
        ["sameas"] = (value, arguments) => arguments.At(0, "other") is var other && (ReferenceEquals(value, other) || (value is bool or long && value.Equals(other))),
        ["sequence"] = (value, _) => value is string or JinjaDict or IReadOnlyList<object?> or JinjaUndefined,
        ["string"] = (value, _) => value is string,
    };

    public static Func<object?, JinjaArguments, bool> Find(string name) =>
        ByName.TryGetValue(name, out var test) ? test : throw new JinjaFault($"There is no test '{name}'.{NearestName.Hint(name, ByName.Keys)}");

    private static bool Equal(object? value, JinjaArguments arguments) => JinjaEquality.AreEqual(value, arguments.At(0, "other", JinjaUndefined.Parameter("other")));

    private static int? Compare(object? value, JinjaArguments arguments, string operation) => JinjaEquality.Compare(value, arguments.Required(0, "other"), operation);
}
