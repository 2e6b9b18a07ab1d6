namespace Workbook.Models.Jinja;

/// <summary>The filters by name. Those that Python makes lazy give lists.</summary>
internal static class JinjaFilters
{
    public static readonly Dictionary<string, Func<object?, JinjaArguments, object?>> ByName = new(StringComparer.Ordinal)
    {
        ["abs"] = NumberFilters.Abs,
        ["attr"] = (value, arguments) => arguments.RequiredText(0, "name") is var name && JinjaMember.TryAttribute(value, name, out var member) ? member : JinjaUndefined.Attribute(value, name),
        ["batch"] = SequenceFilters.Batch,
        ["capitalize"] = (value, _) => StringMethods.Capitalize(TextFilters.Text(value)),
        ["center"] = (value, arguments) => StringMethods.Center(TextFilters.Text(value), (int)arguments.Integer(0, "width", 80)),
        ["count"] = SequenceFilters.Length,
        ["d"] = Default,
        ["default"] = Default,
        ["dictsort"] = SequenceFilters.DictSort,
        ["e"] = TextFilters.Escape,
        ["escape"] = TextFilters.Escape,
        ["first"] = SequenceFilters.First,
        ["float"] = NumberFilters.Float,
        ["forceescape"] = TextFilters.Escape,
        ["format"] = TextFilters.Format,
        ["groupby"] = SequenceFilters.GroupBy,
        ["indent"] = TextFilters.Indent,
        ["int"] = NumberFilters.Int,
        ["items"] = (value, _) => value switch
        {
            JinjaUndefined => new List<object?>(),
            JinjaDict dict => DictMethods.Items(dict),
            _ => throw new JinjaFault($"The filter 'items' needs a dict, but found {JinjaText.Repr(value)}"),
        },
        ["join"] = SequenceFilters.Join,
        ["last"] = SequenceFilters.Last,
        ["length"] = SequenceFilters.Length,
        ["list"] = (value, _) => JinjaValue.Items(value).ToList(),
        ["lower"] = (value, _) => TextFilters.Text(value).ToLowerInvariant(),
        ["map"] = SelectionFilters.Map,
        ["max"] = SequenceFilters.Max,
        ["min"] = SequenceFilters.Min,
        ["pprint"] = (value, _) => JinjaText.Repr(TextFilters.KeysInOrder(value)),
        ["reject"] = (value, arguments) => SelectionFilters.Select(value, arguments, false),
        ["rejectattr"] = (value, arguments) => SelectionFilters.SelectAttribute(value, arguments, false),
        ["replace"] = TextFilters.Replace,
        ["reverse"] = SequenceFilters.Reverse,
        ["round"] = NumberFilters.Round,
        ["safe"] = (value, _) => TextFilters.Text(value),
        ["select"] = (value, arguments) => SelectionFilters.Select(value, arguments, true),
        ["selectattr"] = (value, arguments) => SelectionFilters.SelectAttribute(value, arguments, true),
        ["slice"] = SequenceFilters.Slice,
        ["sort"] = SequenceFilters.Sort,
        ["string"] = (value, _) => TextFilters.Text(value),
        ["striptags"] = TextFilters.StripTags,
        ["sum"] = SequenceFilters.Sum,
        ["title"] = TextFilters.Title,
        ["tojson"] = TextFilters.ToJson,
        ["trim"] = (value, arguments) => arguments.Text(0, "chars") is { } letters ? TextFilters.Text(value).Trim(letters.ToCharArray()) : TextFilters.Text(value).Trim(),
        ["truncate"] = TextFilters.Truncate,
        ["unique"] = SequenceFilters.Unique,
        ["upper"] = (value, _) => TextFilters.Text(value).ToUpperInvariant(),
        ["urlencode"] = TextFilters.UrlEncode,
        ["wordcount"] = TextFilters.WordCount,
        ["wordwrap"] = TextFilters.WordWrap,
        // dbt's own.
        ["as_bool"] = NumberFilters.AsBool,
        ["as_native"] = NumberFilters.AsNative,
        ["as_number"] = NumberFilters.AsNumber,
        ["as_text"] = (value, _) => TextFilters.Text(value),
    };

    public static Func<object?, JinjaArguments, object?> Find(string name) =>
        ByName.TryGetValue(name, out var filter) ? filter : throw new JinjaFault($"There is no filter '{name}'.{NearestName.Hint(name, ByName.Keys)}");

    private static object? Default(object? value, JinjaArguments arguments)
    {
        arguments.Only("default_value", "boolean");
        return value is JinjaUndefined || (arguments.Flag(1, "boolean") && !JinjaValue.IsTrue(value)) ? arguments.At(0, "default_value", "") : value;
    }
}
