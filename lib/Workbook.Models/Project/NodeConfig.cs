using Workbook.Models.Jinja;

namespace Workbook.Models.Project;

/// <summary>
/// A resource's configuration: the project file's folders, then the property file, then <c>config()</c> in the code; the
/// last one wins, but tags and hooks add up and <c>meta</c> is merged.
/// </summary>
public sealed class NodeConfig
{
    public static readonly NodeConfig Empty = new([]);

    public NodeConfig(JinjaDict values) => Values = Normalized(values);

    public JinjaDict Values { get; }

    public string? Materialized => Text("materialized");

    public string? Schema => Text("schema");

    public string? Database => Text("database");

    public string? Alias => Text("alias");

    public bool Enabled => Flag("enabled") ?? true;

    public bool? FullRefresh => Flag("full_refresh");

    public IReadOnlyList<string> Tags => Texts("tags");

    public JinjaDict Meta => Values["meta"] as JinjaDict ?? [];

    public bool ContractEnforced => Values["contract"] is JinjaDict contract && IsTrue(contract["enforced"]);

    public string? Text(string key) => Values[key] switch { null => null, string text => text, var other => JinjaText.Str(other) };

    public bool? Flag(string key) => Values[key] switch { null => null, var value => IsTrue(value) };

    /// <summary>A list of texts; one text is a list of one.</summary>
    public IReadOnlyList<string> Texts(string key) => Values[key] switch
    {
        null => [],
        string text => [text],
        System.Collections.IEnumerable list => [.. list.Cast<object?>().Select(JinjaText.Str)],
        var other => [JinjaText.Str(other)],
    };

    /// <summary>This one, with what <paramref name="later"/> says on top.</summary>
    public NodeConfig With(NodeConfig later)
    {
        var merged = new JinjaDict();
        foreach (var (key, value) in Values)
            merged[key] = value;
        foreach (var (key, value) in later.Values)
            merged[key] = (string)key! switch
            {
                "tags" => Texts("tags").Concat(later.Texts("tags")).Distinct().Select(tag => (object?)tag).ToList(),
                "pre-hook" or "post-hook" => Listed(merged[key]).Concat(Listed(value)).ToList(),
                "meta" or "docs" or "column_types" when value is JinjaDict added && merged[key] is JinjaDict known => Merge(known, added),
                _ => value,
            };
        return new NodeConfig(merged);
    }

    /// <summary>The hooks of a kind: a text, or a mapping with <c>sql</c> and <c>transaction</c>.</summary>
    public IReadOnlyList<ConfiguredHook> Hooks(string key) =>
    [
        .. Listed(Values[key]).Select(hook => hook is JinjaDict map
            ? new ConfiguredHook(JinjaText.Str(map["sql"]), map["transaction"] is not { } inside || IsTrue(inside))
            : new ConfiguredHook(JinjaText.Str(hook), true)),
    ];

    private static JinjaDict Normalized(JinjaDict values)
    {
        var result = new JinjaDict();
        foreach (var (key, value) in values)
            result[key switch { "pre_hook" => "pre-hook", "post_hook" => "post-hook", _ => key }] = value;
        return result;
    }

    private static IEnumerable<object?> Listed(object? value) => value switch { null => [], List<object?> list => list, JinjaTuple tuple => tuple, var one => [one] };

    private static JinjaDict Merge(JinjaDict known, JinjaDict added)
    {
        var merged = new JinjaDict();
        foreach (var (key, value) in known.Concat(added))
            merged[key] = value;
        return merged;
    }

    private static bool IsTrue(object? value) => value is true || value is string text && text.Equals("true", StringComparison.OrdinalIgnoreCase);
}

public sealed record ConfiguredHook(string Template, bool InTransaction);
