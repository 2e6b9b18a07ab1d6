using System.Text.RegularExpressions;
using Workbook.Models.Jinja;
using Workbook.Models.Project;

namespace Workbook.Models.Scoring;

/// <summary>What else than its type tells what a column is.</summary>
/// <param name="IsPrimaryKey">By its constraint.</param>
/// <param name="RefersTo">The key that a relationships test compares it with.</param>
/// <param name="IsCount">The model's code has <c>count(…) as</c> this column.</param>
internal sealed record ColumnRole(bool IsPrimaryKey, string? RefersTo, bool IsCount)
{
    public static readonly ColumnRole Plain = new(false, null, false);

    public static ColumnRole Of(ModelProject project, SqlNode node, string column) => new(
        node.Columns.Any(known => Same(known.Name, column) && known.Constraints.Any(constraint => constraint.Type == "primary_key")),
        project.Graph.Children(node.UniqueId).Select(id => project.Nodes.GetValueOrDefault(id)?.Test)
            .Where(test => test is { Name: "relationships" } && test.AttachedTo == node.UniqueId && Same(test.Column, column))
            .Select(test => test!.Arguments["field"] is { } field ? JinjaText.Str(field) : null).FirstOrDefault(),
        node.Type == ResourceType.Model && Regex.IsMatch(node.RawCode, $@"\bcount\s*\([^()]*\)(\s*filter\s*\([^()]*\))?\s+as\s+{Regex.Escape(column)}\b", RegexOptions.IgnoreCase));

    private static bool Same(string? a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
