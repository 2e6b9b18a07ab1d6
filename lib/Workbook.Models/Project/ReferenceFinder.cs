using System.Text.RegularExpressions;

namespace Workbook.Models.Project;

/// <summary>Finds what <c>ref</c> and <c>source</c> name, or says what is near.</summary>
internal sealed partial class ReferenceFinder(ProjectDraft draft)
{
    public IReadOnlyList<SqlNode> Disabled { get; set; } = [];

    /// <exception cref="ProjectException">There is none, or it is disabled.</exception>
    public SqlNode Node(ReferenceCall reference, DbtResource from)
    {
        var packages = reference.Package is { } named ? [named] : new[] { from.Package, draft.Root.Name };
        var found = packages.Select(package => draft.Named(package, reference.Name)).FirstOrDefault(node => node is not null)
            ?? (reference.Package is null ? draft.Nodes.Values.FirstOrDefault(node => node.Name == reference.Name && node.Type is ResourceType.Model or ResourceType.Seed or ResourceType.Snapshot) : null);
        if (found is not null)
            return found;
        if (Disabled.FirstOrDefault(node => node.Name == reference.Name && node.Type != ResourceType.Test) is { } disabled)
            throw new ProjectException(reference.File, reference.Line, $"ref('{reference.Name}') names a {disabled.Type.ToString().ToLowerInvariant()} that is disabled ({disabled.File}). Enable it, or take the reference out.");
        var known = draft.Nodes.Values.Where(node => node.Type is ResourceType.Model or ResourceType.Seed or ResourceType.Snapshot).Select(node => node.Name).ToList();
        throw new ProjectException(reference.File, reference.Line, $"ref('{reference.Name}') in {from.UniqueId} names no model, seed or snapshot.{NearestName.Hint(reference.Name, known)}");
    }

    /// <exception cref="ProjectException">There is none.</exception>
    public SourceTable Source(string source, string table, DbtResource from)
    {
        var found = new[] { from.Package, draft.Root.Name }.Select(package => draft.Sources.GetValueOrDefault($"source.{package}.{source}.{table}")).FirstOrDefault(node => node is not null)
            ?? draft.Sources.Values.FirstOrDefault(node => node.SourceName == source && node.Name == table);
        if (found is not null)
            return found;
        var tables = draft.Sources.Values.Select(node => $"{node.SourceName}.{node.Name}");
        throw new ProjectException(from.File, from.Line, $"source('{source}', '{table}') in {from.UniqueId} names no source.{NearestName.Hint($"{source}.{table}", tables)}");
    }

    /// <summary>What a text such as <c>ref('x')</c> names.</summary>
    public DbtResource Named(string text, DbtResource from)
    {
        var names = Quoted().Matches(text).Select(match => match.Groups[1].Value).ToList();
        return (text.TrimStart().StartsWith("source", StringComparison.Ordinal), names.Count) switch
        {
            (true, 2) => Source(names[0], names[1], from),
            (false, 1) => Node(new ReferenceCall(null, names[0], null, from.File, from.Line), from),
            (false, 2) => Node(new ReferenceCall(names[0], names[1], null, from.File, from.Line), from),
            _ => throw new ProjectException(from.File, from.Line, $"'{text}' is not understood; write ref('model') or source('source', 'table')."),
        };
    }

    [GeneratedRegex("""['"]([^'"]*)['"]""")]
    private static partial Regex Quoted();
}
