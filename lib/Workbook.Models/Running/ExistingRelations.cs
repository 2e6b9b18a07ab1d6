using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Project;

namespace Workbook.Models.Running;

/// <summary>The relations that were there when the run began; asked once, as asking for each takes milliseconds.</summary>
internal sealed class ExistingRelations(DuckDBConnection connection)
{
    private readonly HashSet<(string, string, string)> _names =
    [
        .. connection.Query("""
            SELECT database_name, schema_name, table_name FROM duckdb_tables()
            UNION ALL
            SELECT database_name, schema_name, view_name FROM duckdb_views()
            """, row => Key(new Relation(row.GetString(0), row.GetString(1), row.GetString(2)))),
    ];

    public bool Contains(Relation relation) => _names.Contains(Key(relation));

    private static (string, string, string) Key(Relation relation) =>
        (relation.Database.ToLowerInvariant(), relation.Schema.ToLowerInvariant(), relation.Name.ToLowerInvariant());
}
