using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Workbook.Contracts.Files;

/// <summary>A mapping of a YAML file, such as a contract. A fault is kept, with its line, and reading goes on: all are told together.</summary>
internal sealed class ContractNode(YamlMappingNode node, List<(long Line, string Message)> faults)
{
    public void Fault(string message, string? key = null) => faults.Add((Find(key)?.Start.Line ?? node.Start.Line, message));

    /// <summary>A key that the standard doesn't know is a slip: what it says would be passed over.</summary>
    public void RequireKeys(string what, params ReadOnlySpan<string> known)
    {
        foreach (var key in node.Children.Keys)
            if (key is not YamlScalarNode { Value: { } name } || !known.Contains(name))
                faults.Add((key.Start.Line, $"'{key}' is nothing that {what} has. It can have {string.Join(", ", known.ToArray())}."));
    }

    public string? Text(string key) => Find(key) switch
    {
        null => null,
        YamlScalarNode { Value: { } text } => text.Length > 0 ? text : null,
        _ => Bad<string>(key, "a text"),
    };

    /// <summary>An empty text is one, here.</summary>
    public string? TextOrEmpty(string key) => Find(key) is YamlScalarNode { Value: "", Style: not YamlDotNet.Core.ScalarStyle.Plain } ? "" : Text(key);

    public string RequiredText(string key, string what)
    {
        if (Find(key) is null)
            Fault($"'{key}' is missing: {what}.");
        return Text(key) ?? "";
    }

    public bool? Truth(string key) => Text(key) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        _ => Bad<bool?>(key, "true or false"),
    };

    public int? Whole(string key) => Text(key) is not { } text ? null : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : Bad<int?>(key, "a whole number");

    public decimal? Number(string key) => Text(key) is not { } text ? null
        : decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : Bad<decimal?>(key, "a number");

    public ContractNode? Map(string key) => Find(key) switch
    {
        null => null,
        YamlMappingNode map => new ContractNode(map, faults),
        _ => Bad<ContractNode>(key, "a mapping (key: value)"),
    };

    public IReadOnlyList<ContractNode> Maps(string key)
    {
        if (Find(key) is not { } found)
            return [];
        if (found is YamlSequenceNode list && list.All(item => item is YamlMappingNode))
            return [.. list.Cast<YamlMappingNode>().Select(item => new ContractNode(item, faults))];
        Bad<string>(key, "a list of mappings");
        return [];
    }

    public IReadOnlyList<string> Texts(string key)
    {
        if (Find(key) is not { } found)
            return [];
        if (found is YamlSequenceNode list && list.All(item => item is YamlScalarNode { Value: not null }))
            return [.. list.Cast<YamlScalarNode>().Select(item => item.Value!)];
        Bad<string>(key, "a list of texts");
        return [];
    }

    /// <summary>A mapping whose keys are anybody's names.</summary>
    public IReadOnlyDictionary<string, string> TextByName(string key)
    {
        var texts = new Dictionary<string, string>();
        if (Find(key) is not { } found)
            return texts;
        if (found is not YamlMappingNode map || !map.Children.All(pair => pair is { Key: YamlScalarNode { Value.Length: > 0 }, Value: YamlScalarNode { Value: not null } }))
        {
            Bad<string>(key, "a mapping of names to texts");
            return texts;
        }

        foreach (var (name, value) in map.Children)
            texts[((YamlScalarNode)name).Value!] = ((YamlScalarNode)value).Value!;
        return texts;
    }

    public bool Has(string key) => Find(key) is not null;

    public bool HasAny(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
            if (Has(key))
                return true;
        return false;
    }

    /// <summary>What stands below keys that bronze doesn't act on; a list of checks or custom properties by its items.</summary>
    /// <param name="place">Put before the keys, with its point: <c>team.</c></param>
    public IEnumerable<KeptPart> Keep(string place, params string[] keys)
    {
        foreach (var key in keys)
        {
            if (Find(key) is not { } found)
                continue;
            foreach (var part in key is "customProperties" or "quality" && found is YamlSequenceNode list ? list.Select(item => KeptPart.Of(place + key, item)) : [KeptPart.Of(place + key, found)])
            {
                if (part is not null)
                    yield return part;
                else
                    Fault($"'{key}' is nested too deep.", key);
            }
        }
    }

    /// <summary>All of it.</summary>
    public IEnumerable<KeptPart> KeepWhole(string key)
    {
        if (KeptPart.Of(key, node) is { } part)
            return [part];
        Fault($"'{key}' is nested too deep.");
        return [];
    }

    public bool IsList(string key) => Find(key) is YamlSequenceNode;

    private T? Bad<T>(string key, string expected)
    {
        Fault($"'{key}' must be {expected}.", key);
        return default;
    }

    private YamlNode? Find(string? key) =>
        key is not null && node.Children.TryGetValue(new YamlScalarNode(key), out var found) && found is not YamlScalarNode { Value: null or "" or "~" or "null", Style: YamlDotNet.Core.ScalarStyle.Plain } ? found : null;
}
