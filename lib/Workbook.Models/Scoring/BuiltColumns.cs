using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Project;

namespace Workbook.Models.Scoring;

/// <param name="Type">Null where neither the contract nor the database tells.</param>
internal sealed record BuiltColumn(string Name, string? Type, ColumnProperties? Described);

/// <summary>The columns that nodes have: as described, and as the database has them if it is there.</summary>
internal sealed class BuiltColumns
{
    private readonly Dictionary<string, List<(string Name, string Type)>> _found;

    private BuiltColumns(Dictionary<string, List<(string, string)>> found) => _found = found;

    /// <summary>For a project that was never built.</summary>
    public static readonly BuiltColumns None = new([]);

    public static BuiltColumns Read(DuckDBConnection connection) => new(connection.Query("""
        SELECT database_name, schema_name, table_name, column_name, data_type
        FROM duckdb_columns()
        WHERE NOT internal
        ORDER BY database_name, schema_name, table_name, column_index
        """, row => (Table: Key(row.GetString(0), row.GetString(1), row.GetString(2)), Column: (row.GetString(3), row.GetString(4))))
        .GroupBy(row => row.Table).ToDictionary(table => table.Key, table => table.Select(row => row.Column).ToList(), StringComparer.Ordinal));

    public bool Has(SqlNode node) => node.Relation is { } relation && _found.ContainsKey(Key(relation.Database, relation.Schema, relation.Name));

    /// <summary>A snapshot's own columns, which it names itself, are left out.</summary>
    public IReadOnlyList<BuiltColumn> Of(SqlNode node)
    {
        var found = node.Relation is { } relation ? _found.GetValueOrDefault(Key(relation.Database, relation.Schema, relation.Name)) ?? [] : [];
        var types = found.ToDictionary(column => column.Name, column => column.Type, StringComparer.OrdinalIgnoreCase);
        var described = node.Columns.DistinctBy(column => column.Name, StringComparer.OrdinalIgnoreCase).ToList();
        return
        [
            .. described.Select(column => new BuiltColumn(column.Name, column.DataType ?? types.GetValueOrDefault(column.Name), column))
                .Concat(found.Where(column => !described.Any(known => string.Equals(known.Name, column.Name, StringComparison.OrdinalIgnoreCase)))
                    .Select(column => new BuiltColumn(column.Name, column.Type, null)))
                .Where(column => !column.Name.StartsWith("dbt_", StringComparison.OrdinalIgnoreCase)),
        ];
    }

    private static string Key(string database, string schema, string name) => new Relation(database, schema, name).ToString().ToLowerInvariant();
}
