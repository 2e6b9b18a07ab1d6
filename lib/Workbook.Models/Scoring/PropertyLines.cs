using System.Text.RegularExpressions;
using Workbook.Models.Project;

namespace Workbook.Models.Scoring;

/// <summary>Where a column is to be mended: its entry in the property file, else the code that makes it.</summary>
internal sealed class PropertyLines(ModelProject project)
{
    private readonly Dictionary<string, YamlMap?> _files = new(StringComparer.Ordinal);

    public (string File, int Line) Of(SqlNode node, string column)
    {
        if (node.PatchFile is { } file && Entry(node, file) is { } entry
            && entry.Maps("columns").FirstOrDefault(map => Same(map.Text("name"), column)) is { } described)
            return (file, described.Line);
        return (node.File, CodeLine(node, column));
    }

    private YamlMap? Entry(SqlNode node, string file)
    {
        if (!_files.TryGetValue(file, out var yaml))
        {
            var path = Path.Combine(project.Root.Folder, file);
            _files[file] = yaml = File.Exists(path) ? YamlMap.Parse(File.ReadAllText(path), file) : null;
        }
        var section = node.Type switch { ResourceType.Seed => "seeds", ResourceType.Snapshot => "snapshots", _ => "models" };
        return yaml?.Maps(section).FirstOrDefault(map => map.Text("name") == node.Name);
    }

    // The last time that the name stands alone is nearest to the final select.
    private static int CodeLine(SqlNode node, string column)
    {
        var matches = Regex.Matches(node.Type == ResourceType.Seed ? "" : node.RawCode, $@"\b{Regex.Escape(column)}\b", RegexOptions.IgnoreCase);
        return matches.Count == 0 ? node.Line : node.CodeLine + node.RawCode.AsSpan(0, matches[^1].Index).Count('\n');
    }

    private static bool Same(string? a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
