using Workbook.Database;
using Workbook.Models.Jinja;
using Workbook.Models.Project;

namespace Workbook.Models.Scoring;

/// <summary>
/// The naming conventions: prefixes by layer, suffixes by what a column holds, both ways round. Only what is surely against
/// them is found: a column of unknown type, or an integer that may not count anything, passes. A rule is left out for a
/// model or a column by <c>meta: {lint_ignore: [rule]}</c>.
/// </summary>
public static class NamingRules
{
    /// <summary>Those of names, then the red flags that the scorecard's cost knows.</summary>
    internal static readonly IReadOnlyList<string> All =
    [
        "snake_case", "reserved_word", "layer_prefix", "view_prefix",
        "boolean_prefix", "timestamp_suffix", "date_suffix", "key_suffix", "amount_suffix", "count_suffix",
        RedFlags.LargerThanInput, RedFlags.SelectStar, RedFlags.ViewChain,
    ];

    /// <summary>Column types are those of contracts, and of the database if the project was built.</summary>
    /// <returns>By file and line.</returns>
    public static IReadOnlyList<NamingFinding> Check(ModelProject project)
    {
        if (project.Profile.Path is not { } path || !File.Exists(path))
            return Check(project, BuiltColumns.None);
        using var connection = WorkbookDatabase.Open(new DatabaseOptions { Path = path, ReadOnly = true });
        return Check(project, BuiltColumns.Read(connection));
    }

    internal static IReadOnlyList<NamingFinding> Check(ModelProject project, BuiltColumns built)
    {
        var lines = new PropertyLines(project);
        var nodes = project.Nodes.Values.Where(node => node.Type is ResourceType.Model or ResourceType.Seed or ResourceType.Snapshot && node.Package == project.Root.Name);
        return
        [
            .. nodes.SelectMany(node => OfNode(node).Concat(built.Of(node).SelectMany(column => OfColumn(project, node, column, lines))))
                .OrderBy(finding => finding.File, StringComparer.Ordinal).ThenBy(finding => finding.Line).ThenBy(finding => finding.Rule, StringComparer.Ordinal),
        ];
    }

    internal static IReadOnlyList<string> Ignored(JinjaDict meta) => new NodeConfig(meta).Texts("lint_ignore");

    private static IEnumerable<NamingFinding> OfNode(SqlNode node)
    {
        var ignored = Ignored(node.Config.Meta);
        return NodeNames.Check(node).Where(fault => !ignored.Contains(fault.Rule)).Concat(Unknown(ignored))
            .Select(fault => new NamingFinding(node.File, node.Line, fault.Rule, node.Name, null, fault.Found, fault.Expected));
    }

    private static IEnumerable<NamingFinding> OfColumn(ModelProject project, SqlNode node, BuiltColumn column, PropertyLines lines)
    {
        var own = Ignored(column.Described?.Meta ?? []);
        var faults = ColumnNames.Check(column.Name, TypeFamilies.Of(column.Type), column.Type, ColumnRole.Of(project, node, column.Name))
            .Where(fault => !own.Contains(fault.Rule) && !Ignored(node.Config.Meta).Contains(fault.Rule)).Concat(Unknown(own)).ToList();
        if (faults.Count == 0)
            yield break;
        var (file, line) = lines.Of(node, column.Name);
        foreach (var fault in faults)
            yield return new NamingFinding(file, line, fault.Rule, node.Name, column.Name, fault.Found, fault.Expected);
    }

    /// <summary>A rule that doesn't exist would silently switch nothing off.</summary>
    private static IEnumerable<NamingFault> Unknown(IReadOnlyList<string> ignored) => ignored.Where(rule => !All.Contains(rule)).Select(rule => new NamingFault(
        "lint_ignore", $"ignores the rule '{rule}', which doesn't exist", NearestName.Find(rule, All) is { } nearest ? $"'{nearest}' is probably meant" : $"name one of {string.Join(", ", All)}"));
}

internal sealed record NamingFault(string Rule, string Found, string Expected);
