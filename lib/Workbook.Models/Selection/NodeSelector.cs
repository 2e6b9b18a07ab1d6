using System.Globalization;
using System.Text.RegularExpressions;
using Workbook.Models.Project;

namespace Workbook.Models.Selection;

/// <summary>
/// dbt's selection language. Several selectors are joined, commas intersect; <c>+x</c> takes x with all that it reads,
/// <c>x+2</c> with its children and theirs, <c>@x</c> with its descendants and all that these read. Tests come with whatever
/// they test.
/// </summary>
internal static partial class NodeSelector
{
    /// <exception cref="WorkbookException">A selector isn't understood.</exception>
    public static IReadOnlyList<DbtResource> Select(ModelProject project, IReadOnlyList<string> select, IReadOnlyList<string> exclude, EarlierState? state)
    {
        var methods = new SelectionMethods(project, state);
        var chosen = select.Count == 0 ? project.Resources.Select(resource => resource.UniqueId).ToHashSet(StringComparer.Ordinal) : WithTests(project, Union(methods, project, select));
        if (exclude.Count > 0)
            chosen.ExceptWith(WithTests(project, Union(methods, project, exclude)));
        return [.. project.Graph.Order.Where(chosen.Contains).Select(project.Resource)];
    }

    private static HashSet<string> Union(SelectionMethods methods, ModelProject project, IReadOnlyList<string> selectors) =>
        selectors.SelectMany(selector => selector.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .SelectMany(selector => selector.Split(',', StringSplitOptions.RemoveEmptyEntries)
                .Select(part => One(methods, project, part))
                .Aggregate((left, right) => [.. left.Intersect(right, StringComparer.Ordinal)]))
            .ToHashSet(StringComparer.Ordinal);

    private static HashSet<string> One(SelectionMethods methods, ModelProject project, string selector)
    {
        var parts = Parts().Match(selector);
        if (!parts.Success || parts.Groups["at"].Success && parts.Groups["children"].Success)
            throw new WorkbookException($"The selector '{selector}' is not understood. Write name, +name, name+, 2+name, @name, or method:value such as tag:daily.");
        var chosen = methods.Find(parts.Groups["method"].Success ? parts.Groups["method"].Value : null, parts.Groups["value"].Value);
        var result = new HashSet<string>(chosen, StringComparer.Ordinal);
        if (parts.Groups["parents"].Success)
            result.UnionWith(chosen.SelectMany(id => project.Graph.Ancestors(id, Depth(parts.Groups["parentDepth"]))));
        if (parts.Groups["children"].Success || parts.Groups["at"].Success)
            result.UnionWith(chosen.SelectMany(id => project.Graph.Descendants(id, Depth(parts.Groups["childDepth"]))));
        if (parts.Groups["at"].Success)
            result.UnionWith(result.ToList().SelectMany(id => project.Graph.Ancestors(id)));
        return result;
    }

    private static int Depth(Group group) => group is { Success: true, Length: > 0 } ? int.Parse(group.Value, CultureInfo.InvariantCulture) : int.MaxValue;

    private static HashSet<string> WithTests(ModelProject project, HashSet<string> chosen)
    {
        var result = new HashSet<string>(chosen, StringComparer.Ordinal);
        foreach (var id in chosen)
            result.UnionWith(project.Graph.Children(id).Where(child => project.Resource(child).Type is ResourceType.Test or ResourceType.UnitTest));
        return result;
    }

    [GeneratedRegex(@"^(?<at>@)?(?<parents>(?<parentDepth>\d*)\+)?((?<method>[a-z_]+(\.[\w.]+)?):)?(?<value>.*?)(?<children>\+(?<childDepth>\d*))?$")]
    private static partial Regex Parts();
}
