using Workbook.Models.Jinja;

namespace Workbook.Models.Project;

/// <summary>
/// A resource's configuration: the project file's folders, then the property file, then <c>config()</c> in the code; the
/// last one wins, but tags and hooks add up and <c>meta</c> is merged.
/// </summary>
public sealed class NodeConfig
{
    /// <summary>Says nothing: enabled, without tags, with no materialization.</summary>
    public static readonly NodeConfig Empty = new([]);

    /// <param name="values">By dbt's names; <c>pre_hook</c> and <c>post_hook</c> are taken as <c>pre-hook</c> and <c>post-hook</c>.</param>
    public NodeConfig(JinjaDict values) => Values = Normalized(values);

    /// <summary>By dbt's names, such as <c>unique_key</c>: also all that has no property here.</summary>
    public JinjaDict Values { get; }

    /// <summary>
    /// dbt's <c>materialized</c>: of a model view, table, incremental, ephemeral or external; of a seed, snapshot or test that word;
    /// null for all else.
    /// </summary>
    public string? Materialized => Text("materialized");

    /// <summary>dbt's <c>schema</c>, of which <c>generate_schema_name</c> makes the relation's; null where nothing is said.</summary>
    public string? Schema => Text("schema");

    /// <summary>dbt's <c>database</c>, of which <c>generate_database_name</c> makes the relation's; null where nothing is said.</summary>
    public string? Database => Text("database");

    /// <summary>dbt's <c>alias</c>, of which <c>generate_alias_name</c> makes the relation's name; null where nothing is said.</summary>
    public string? Alias => Text("alias");

    /// <summary>dbt's <c>enabled</c>; true where nothing is said.</summary>
    public bool Enabled => Flag("enabled") ?? true;

    /// <summary>dbt's <c>full_refresh</c>, which wins over the run's; null leaves it to the run.</summary>
    public bool? FullRefresh => Flag("full_refresh");

    /// <summary>dbt's <c>tags</c>, each once.</summary>
    public IReadOnlyList<string> Tags => Texts("tags");

    /// <summary>dbt's <c>meta</c>; empty where there is none.</summary>
    public JinjaDict Meta => Values["meta"] as JinjaDict ?? [];

    /// <summary>dbt's <c>contract: {enforced: true}</c>; false where nothing is said.</summary>
    public bool ContractEnforced => Values["contract"] is JinjaDict contract && IsTrue(contract["enforced"]);

    /// <summary>A setting by dbt's name; what is no text as a template would write it, null where nothing is said.</summary>
    public string? Text(string key) => Values[key] switch { null => null, string text => text, var other => JinjaText.Str(other) };

    /// <summary>A setting by dbt's name: true for <c>true</c>, also as a text, false for all else; null where nothing is said.</summary>
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

/// <summary>A <c>pre-hook</c> or <c>post-hook</c> as configured.</summary>
/// <param name="Template">SQL with Jinja, rendered when its turn comes.</param>
/// <param name="InTransaction">dbt's <c>transaction</c>, true where nothing is said; false to run before BEGIN or after COMMIT.</param>
public sealed record ConfiguredHook(string Template, bool InTransaction);
