using Workbook.Models.Jinja;
using Workbook.Models.Project;

namespace Workbook.Models.Scoring;

/// <summary>A model, seed or snapshot of the project's own, with its columns and the data tests that ask something of it.</summary>
internal sealed record NodeTests(SqlNode Node, IReadOnlyList<SqlNode> Tests, IReadOnlyList<BuiltColumn> Columns)
{
    public static IReadOnlyList<NodeTests> Of(ModelProject project, BuiltColumns built)
    {
        var tests = project.Nodes.Values.Where(node => node.Type == ResourceType.Test).ToList();
        return
        [
            .. project.Nodes.Values.Where(node => node.Type is ResourceType.Model or ResourceType.Seed or ResourceType.Snapshot && node.Package == project.Root.Name)
                .OrderBy(node => node.UniqueId, StringComparer.Ordinal)
                .Select(node => new NodeTests(node, [.. tests.Where(test => test.Test is { } generic ? generic.AttachedTo == node.UniqueId : test.DependsOn.Contains(node.UniqueId))], built.Of(node))),
        ];
    }

    /// <summary>Somewhere a column is both unique and never null, or a combination of columns is unique: by tests, or by a contract that is enforced.</summary>
    public bool HasTestedKey =>
        Tests.Any(test => test.Test is { Name: "unique_combination_of_columns" } or { Name: "unique", Column: null })
        || Columns.Any(column => Constrains(column, "primary_key") || Asks(column, "unique") && Asks(column, "not_null"));

    /// <summary>By a test that stands below it or has it among its columns, or by a constraint.</summary>
    public bool IsTested(BuiltColumn column) =>
        Tests.Any(test => test.Test is { } generic && (Same(generic.Column, column.Name)
            || generic.Arguments["combination_of_columns"] is List<object?> columns && columns.Any(name => Same(JinjaText.Str(name), column.Name))))
        || Node.Config.ContractEnforced && column.Described?.Constraints.Count > 0;

    private bool Asks(BuiltColumn column, string name) => Tests.Any(test => test.Test?.Name == name && Same(test.Test.Column, column.Name)) || Constrains(column, name);

    private bool Constrains(BuiltColumn column, string type) => Node.Config.ContractEnforced && column.Described?.Constraints.Any(constraint => constraint.Type == type) is true;

    private static bool Same(string? a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
