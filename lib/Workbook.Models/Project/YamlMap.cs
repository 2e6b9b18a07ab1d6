using System.Buffers;
using System.Globalization;
using Workbook.Models.Jinja;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Workbook.Models.Project;

/// <summary>A YAML mapping with its place, so that a fault can be told by file and line. Scalars read as in YAML 1.1, as dbt does.</summary>
public sealed class YamlMap
{
    private static readonly SearchValues<char> InNumbers = SearchValues.Create("0123456789+-.eE");
    private readonly YamlMappingNode _node;

    private YamlMap(string file, YamlMappingNode node) => (File, _node) = (file, node);

    /// <summary>As faults name it.</summary>
    public string File { get; }

    /// <summary>Where the mapping begins in the file, from 1.</summary>
    public int Line => (int)_node.Start.Line;

    /// <summary>In the file's order.</summary>
    public IEnumerable<string> Keys => _node.Children.Keys.Select(key => ((YamlScalarNode)key).Value ?? "");

    /// <param name="file">As faults shall name it.</param>
    /// <returns>Null for an empty document.</returns>
    /// <exception cref="ProjectException">It isn't YAML, or no mapping.</exception>
    public static YamlMap? Parse(string text, string file)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException fault)
        {
            throw new ProjectException(file, (int)fault.Start.Line, $"this is not valid YAML: {fault.InnerException?.Message ?? fault.Message}");
        }
        return stream.Documents.Count == 0 ? null : stream.Documents[0].RootNode switch
        {
            YamlMappingNode map => new YamlMap(file, map),
            YamlScalarNode { Value: null or "" } => null,
            var other => throw new ProjectException(file, (int)other.Start.Line, "expected a mapping (key: value) at the top of the file."),
        };
    }

    /// <summary>Whether the key is there, be it with null.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>Null where it is absent or null.</summary>
    public string? Text(string key) => Find(key) switch
    {
        null => null,
        YamlScalarNode scalar => IsNull(scalar) ? null : scalar.Value,
        var other => throw Fault(other, $"'{key}' must be a text."),
    };

    /// <summary>Never empty.</summary>
    /// <exception cref="ProjectException">It is absent, null, empty or no text.</exception>
    public string RequiredText(string key) => Text(key) is { Length: > 0 } text ? text : throw new ProjectException(File, Line, $"'{key}' is missing here.");

    /// <summary>Null where it is absent or null.</summary>
    /// <exception cref="ProjectException">It is something else.</exception>
    public YamlMap? Map(string key) => Find(key) switch
    {
        null => null,
        YamlMappingNode map => new YamlMap(File, map),
        YamlScalarNode scalar when IsNull(scalar) => null,
        var other => throw Fault(other, $"'{key}' must be a mapping (key: value)."),
    };

    /// <summary>The mappings in a list; none where it is absent.</summary>
    public IEnumerable<YamlMap> Maps(string key) => Sequence(key).Select(item => item is YamlMappingNode map
        ? new YamlMap(File, map)
        : throw Fault(item, $"each item of '{key}' must be a mapping (key: value)."));

    /// <summary>Mappings, and texts as a mapping of that one key to nothing: <c>- unique</c> beside <c>- not_null: {…}</c>.</summary>
    public IEnumerable<(string Name, YamlMap? Arguments, int Line)> Named(string key)
    {
        foreach (var item in Sequence(key))
        {
            if (item is YamlScalarNode { Value: { Length: > 0 } name })
                yield return (name, null, (int)item.Start.Line);
            else if (item is YamlMappingNode { Children.Count: > 0 } map)
                yield return NamedMap(key, map);
            else
                throw Fault(item, $"each item of '{key}' must be a name, or a name with its arguments.");
        }
    }

    private (string, YamlMap?, int) NamedMap(string key, YamlMappingNode map)
    {
        var (name, arguments) = map.Children.First();
        if (map.Children.Count == 1)
            return (((YamlScalarNode)name).Value!, arguments is YamlMappingNode inner ? new YamlMap(File, inner) : null, (int)map.Start.Line);
        // The long form: {test_name: unique, name: …}, or {name: x, unique: {…}}.
        var whole = new YamlMap(File, map);
        if (whole.Text("test_name") is { } test)
            return (test, whole, (int)map.Start.Line);
        throw Fault(map, $"an item of '{key}' has several names ({string.Join(", ", whole.Keys)}); indent the arguments below the first.");
    }

    /// <summary>A list of texts; one text is a list of one.</summary>
    public IReadOnlyList<string> Texts(string key) => Find(key) switch
    {
        null => [],
        YamlScalarNode scalar => IsNull(scalar) ? [] : [scalar.Value!],
        YamlSequenceNode list => [.. list.Select(item => (item as YamlScalarNode)?.Value ?? throw Fault(item, $"'{key}' must be a list of texts."))],
        var other => throw Fault(other, $"'{key}' must be a text or a list of texts."),
    };

    /// <summary>As a template has it: dictionary, list, long, double, bool or text; null where it is absent or null.</summary>
    public object? Value(string key) => Find(key) is { } node ? Plain(node) : null;

    /// <summary>Where the key's value stands in the file, from 1; the mapping's line where the key is absent.</summary>
    public int LineOf(string key) => (int)(Find(key)?.Start.Line ?? _node.Start.Line);

    /// <summary>All of it as values of a template: dictionaries, lists, numbers, texts.</summary>
    public JinjaDict ToDict() => (JinjaDict)Plain(_node)!;

    private YamlSequenceNode Sequence(string key) => Find(key) switch
    {
        null => new YamlSequenceNode(),
        YamlSequenceNode list => list,
        YamlScalarNode scalar when IsNull(scalar) => new YamlSequenceNode(),
        var other => throw Fault(other, $"'{key}' must be a list."),
    };

    private YamlNode? Find(string key) => _node.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;

    private ProjectException Fault(YamlNode node, string message) => new(File, (int)node.Start.Line, message);

    private static bool IsNull(YamlScalarNode scalar) => scalar.Style == ScalarStyle.Plain && scalar.Value is null or "" or "~" or "null" or "Null" or "NULL";

    private static object? Plain(YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode map:
                var dict = new JinjaDict();
                foreach (var (key, value) in map.Children)
                    dict[Plain(key) ?? ""] = Plain(value);
                return dict;
            case YamlSequenceNode list:
                return list.Select(Plain).ToList();
            case YamlScalarNode scalar:
                return scalar.Style == ScalarStyle.Plain ? Scalar(scalar.Value ?? "") : scalar.Value;
            default:
                return null;
        }
    }

    private static object? Scalar(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => true,
        "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" => false,
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        _ when text.AsSpan().IndexOfAnyInRange('0', '9') >= 0 && !text.AsSpan().ContainsAnyExcept(InNumbers)
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => text,
    };
}
