using System.Text.RegularExpressions;
using Workbook.Models.Compilation;
using Workbook.Models.Jinja;
using Workbook.Models.Project;

namespace Workbook.Models.Selection;

/// <summary>What <c>tag:</c>, <c>path:</c>, <c>state:</c> and the others choose. Values may hold <c>*</c>, <c>?</c> and <c>[…]</c>.</summary>
internal sealed class SelectionMethods(ModelProject project, EarlierState? state)
{
    private static readonly string[] Known =
        ["fqn", "tag", "path", "file", "source", "exposure", "resource_type", "package", "config", "test_name", "test_type", "unit_test", "state", "result", "group", "access"];

    /// <exception cref="WorkbookException">There is no such method, or it lacks what it needs.</exception>
    public IReadOnlyCollection<string> Find(string? method, string value)
    {
        var (name, part) = method?.Split('.', 2) is [var first, var second] ? (first, second) : (method, null);
        name ??= value.Contains('/') ? "path" : value.EndsWith(".sql", StringComparison.Ordinal) || value.EndsWith(".csv", StringComparison.Ordinal) ? "file" : "fqn";
        return [.. project.Resources.Where(Matches(name, part, value)).Select(resource => resource.UniqueId)];
    }

    private Func<DbtResource, bool> Matches(string method, string? part, string value)
    {
        var pattern = Glob(value);
        return method switch
        {
            "fqn" => resource => resource is not (SourceTable or Exposure) && IsNamed(resource, value, pattern),
            "tag" => resource => resource.Tags.Any(tag => pattern.IsMatch(tag)),
            "path" => resource => IsBelow(resource.File, value.TrimEnd('/')),
            "file" => resource => pattern.IsMatch(Path.GetFileName(resource.File)) || pattern.IsMatch(Path.GetFileNameWithoutExtension(resource.File)),
            "source" => resource => resource is SourceTable source && (pattern.IsMatch(source.SourceName) || pattern.IsMatch($"{source.SourceName}.{source.Name}") || pattern.IsMatch($"{source.Package}.{source.SourceName}.{source.Name}")),
            "exposure" => resource => resource is Exposure && pattern.IsMatch(resource.Name),
            "unit_test" => resource => resource is UnitTest && pattern.IsMatch(resource.Name),
            "resource_type" => resource => NodeFacts.TypeName(resource.Type) == value,
            "package" => resource => pattern.IsMatch(resource.Package) || value == "this" && resource.Package == project.Root.Name,
            "group" or "access" => resource => resource.Config.Text(method) is { } text && pattern.IsMatch(text),
            "config" => resource => ConfigIs(resource, part ?? "", value),
            "test_name" => resource => resource is SqlNode { Test: { } test } && pattern.IsMatch(test.Name),
            "test_type" => resource => value switch
            {
                "generic" => resource is SqlNode { Test: not null },
                "singular" => resource is SqlNode { Type: ResourceType.Test, Test: null },
                "unit" => resource is UnitTest,
                "data" => resource.Type == ResourceType.Test,
                _ => throw new WorkbookException($"There is no test_type '{value}'; there is generic, singular, unit and data."),
            },
            "state" => State().Matches(project, value),
            "result" => State().HadResult(value),
            _ => throw new WorkbookException($"There is no selection method '{method}'; there is {string.Join(", ", Known)}.{NearestName.Hint(method, Known)}"),
        };
    }

    private EarlierState State() => state ?? throw new WorkbookException("state: and result: compare with an earlier run: name the folder of its artifacts with --state.");

    /// <summary>By name, or by folders from the package or from below it.</summary>
    private static bool IsNamed(DbtResource resource, string value, Regex pattern)
    {
        if (pattern.IsMatch(resource.Name))
            return true;
        var parts = value.Split('.');
        return Begins(resource.Fqn, parts) || Begins([.. resource.Fqn.Skip(1)], parts);
    }

    private static bool Begins(IReadOnlyList<string> fqn, string[] parts) =>
        parts.Length <= fqn.Count && parts.Index().All(part => Glob(part.Item).IsMatch(fqn[part.Index]));

    private static bool IsBelow(string file, string path)
    {
        var segments = file.Split('/');
        var parts = path.Split('/');
        return parts.Length <= segments.Length && parts.Index().All(part => Glob(part.Item).IsMatch(segments[part.Index]));
    }

    private static bool ConfigIs(DbtResource resource, string key, string value)
    {
        object? found = resource.Config.Values;
        foreach (var part in key.Split('.'))
            found = found is JinjaDict map ? map[part] : null;
        return found switch
        {
            null => false,
            List<object?> list => list.Any(item => JinjaText.Str(item) == value),
            JinjaDict map => map.ContainsKey(value),
            _ => string.Equals(JinjaText.Str(found), value, StringComparison.OrdinalIgnoreCase),
        };
    }

    private static Regex Glob(string pattern) =>
        new($"^{Regex.Escape(pattern).Replace(@"\*", ".*").Replace(@"\?", ".").Replace(@"\[", "[").Replace("]", "]")}$", RegexOptions.CultureInvariant);
}
