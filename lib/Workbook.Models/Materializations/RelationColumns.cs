using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Project;

namespace Workbook.Models.Materializations;

internal sealed record RelationColumn(string Name, string Type)
{
    internal string Quoted => Sql.Identifier(Name);
}

/// <summary>The columns of a relation or a query, found by their names as DuckDB does: without regard to case.</summary>
internal sealed class RelationColumns
{
    private readonly Dictionary<string, RelationColumn> _byName;

    private RelationColumns(IReadOnlyList<RelationColumn> all)
    {
        All = all;
        _byName = all.ToDictionary(column => column.Name, StringComparer.OrdinalIgnoreCase);
    }

    internal IReadOnlyList<RelationColumn> All { get; }

    internal static RelationColumns Of(DuckDBConnection connection, Relation relation) => Of(connection, $"(FROM {relation})");

    /// <param name="select">In parentheses, as <see cref="CompiledSelect.Parenthesised"/> gives it. It is planned, not run.</param>
    internal static RelationColumns Of(DuckDBConnection connection, string select) =>
        new(connection.Query($"DESCRIBE {select}", row => new RelationColumn(row.GetString(0), row.GetString(1))));

    internal RelationColumn? Find(string name) => _byName.GetValueOrDefault(name);

    internal bool Has(string name) => _byName.ContainsKey(name);

    internal IReadOnlyList<RelationColumn> Except(RelationColumns other) => [.. All.Where(column => !other.Has(column.Name))];

    internal string QuotedList() => string.Join(", ", All.Select(column => column.Quoted));

    public override string ToString() => string.Join(", ", All.Select(column => column.Name));
}
