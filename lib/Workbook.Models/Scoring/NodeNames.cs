using System.Text.RegularExpressions;
using Workbook.Models.Project;

namespace Workbook.Models.Scoring;

/// <summary>What a model, seed or snapshot may be called.</summary>
internal static partial class NodeNames
{
    public static IEnumerable<NamingFault> Check(SqlNode node)
    {
        if (!IsSnakeCase(node.Name))
            yield return NotSnakeCase(node.Name);
        if (ReservedWords.All.Contains(node.Name))
            yield return Reserved(node.Name);
        var prefixes = Layers.Prefixes(node);
        if (prefixes.Count > 0 && !prefixes.Any(prefix => node.Name.StartsWith(prefix, StringComparison.Ordinal)))
            yield return new NamingFault("layer_prefix", $"lies in {Path.GetDirectoryName(node.File)?.Replace('\\', '/')}",
                $"begin its name with {string.Join(" or ", prefixes)}, such as {prefixes[0]}{WithoutPrefix(node.Name)}");
        if (node.Type == ResourceType.Model && node.Name.StartsWith("vw_", StringComparison.Ordinal) && node.Config.Materialized is not ("view" or "external"))
            yield return new NamingFault("view_prefix", $"is materialized as {node.Config.Materialized}", "vw_ is for views: make it one, or name it for what it holds");
    }

    // Two underscores part source and table in staging; one before the name marks what is technical.
    public static bool IsSnakeCase(string name) => SnakeCase().IsMatch(name);

    public static NamingFault NotSnakeCase(string name) => new("snake_case", "isn't in snake_case", $"call it {Snake(name)}");

    public static NamingFault Reserved(string name) => new("reserved_word", "is a reserved word, which must stand in quotes", $"call it for what it holds, such as {name.ToLowerInvariant()}_code");

    private static string WithoutPrefix(string name) => Prefix().Replace(name, "");

    private static string Snake(string name) =>
        NotInNames().Replace(Humps().Replace(name, "$1_$2"), "_").Trim('_').ToLowerInvariant() is { Length: > 0 } text ? char.IsAsciiDigit(text[0]) ? $"n_{text}" : text : "a word";

    [GeneratedRegex("^_?[a-z][a-z0-9]*(__?[a-z0-9]+)*$")]
    private static partial Regex SnakeCase();

    [GeneratedRegex("^(stg|int|fct|dim|vw|snap|fact|view)_")]
    private static partial Regex Prefix();

    [GeneratedRegex("([a-z0-9])([A-Z])")]
    private static partial Regex Humps();

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex NotInNames();
}
