using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Workbook.Contracts.Files;

/// <summary>A part of a contract that bronze doesn't act on. It is kept, and written again where it stood.</summary>
/// <param name="Key">The keys that lead to it, with points between: <c>team.members</c>. Items of <c>quality</c> and <c>customProperties</c> are parts of their own.</param>
internal sealed record KeptPart(string Key, string Yaml)
{
    /// <summary>Deeper is no contract: an alias that leads back to itself never ends.</summary>
    private const int Deepest = 64;

    /// <summary>Null where it is nested too deep.</summary>
    public static KeptPart? Of(string key, YamlNode node)
    {
        if (Copy(node, 0) is not { } copy)
            return null;
        using var text = new StringWriter { NewLine = "\n" };
        new YamlStream(new YamlDocument(copy)).Save(text, assignAnchors: false);
        return new KeptPart(key, text.ToString().Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n...\n", "\n", StringComparison.Ordinal).TrimEnd('\n'));
    }

    /// <summary>Whether its key is a list, of which it is an item.</summary>
    public bool IsItem => Key.Split('.')[^1] is "quality" or "customProperties";

    public YamlNode Node
    {
        get
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(Yaml));
            return stream.Documents[0].RootNode;
        }
    }

    /// <summary>The text of a scalar; null for a list or a mapping.</summary>
    public string? Text => (Node as YamlScalarNode)?.Value;

    /// <summary>What a mapping has below a key, if that is a text.</summary>
    public string? Member(string key) => Node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out var value) ? (value as YamlScalarNode)?.Value : null;

    /// <summary>Of a list, by their own; none where it is no list.</summary>
    public static IEnumerable<KeptPart> ItemsOf(KeptPart part) => part.Node is YamlSequenceNode list ? list.Select(item => Of(part.Key, item)).OfType<KeptPart>() : [];

    /// <summary>The parts below a key, as seen from there.</summary>
    public static IEnumerable<KeptPart> Below(IEnumerable<KeptPart> parts, string key) =>
        parts.Where(part => part.Key.StartsWith(key + ".", StringComparison.Ordinal)).Select(part => part with { Key = part.Key[(key.Length + 1)..] });

    /// <summary>Into the mapping in which they stood; what is there already is replaced.</summary>
    public static void AddTo(YamlMappingNode map, IEnumerable<KeptPart> parts)
    {
        foreach (var part in parts)
        {
            var (place, keys) = (map, part.Key.Split('.'));
            foreach (var key in keys[..^1])
                place = (YamlMappingNode)Child(place, key, () => new YamlMappingNode());
            if (part.IsItem)
                ((YamlSequenceNode)Child(place, keys[^1], () => new YamlSequenceNode())).Add(part.Node);
            else
                place.Children[new YamlScalarNode(keys[^1])] = part.Node;
        }
    }

    private static YamlNode Child(YamlMappingNode map, string key, Func<YamlNode> create)
    {
        if (!map.Children.TryGetValue(new YamlScalarNode(key), out var child))
            map.Add(new YamlScalarNode(key), child = create());
        return child;
    }

    /// <summary>Without anchors, comments and ways of quoting: the same content gives the same text.</summary>
    private static YamlNode? Copy(YamlNode node, int depth)
    {
        if (depth > Deepest)
            return null;
        if (node is YamlScalarNode scalar)
            return scalar.Style == ScalarStyle.Plain ? new YamlScalarNode(scalar.Value is { Length: > 0 } text ? text : "null") { Style = ScalarStyle.Plain } : ContractWriter.Text(scalar.Value ?? "");
        if (node is YamlSequenceNode list)
        {
            var items = list.Select(item => Copy(item, depth + 1)).ToList();
            return items.Contains(null) ? null : new YamlSequenceNode(items.OfType<YamlNode>());
        }
        var map = new YamlMappingNode();
        foreach (var (key, value) in ((YamlMappingNode)node).Children)
        {
            if (Copy(key, depth + 1) is not { } name || Copy(value, depth + 1) is not { } content)
                return null;
            map.Add(name, content);
        }
        return map;
    }
}
