using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Project;

namespace Workbook.Models.Materializations;

internal static class TableBuild
{
    /// <returns>Null where DuckDB doesn't say: see <see cref="Count"/>.</returns>
    internal static long? Run(DuckDBConnection connection, ModelBuild build, RelationKind? existing)
    {
        var select = CompiledSelect.Parenthesised(build.Sql);
        if (build.Contract is not { } contract)
        {
            ModelMaterialization.DropUnless(connection, build.Target, existing, RelationKind.Table);
            connection.Execute($"CREATE OR REPLACE TABLE {build.Target} AS {select}");
            return null;
        }

        var types = ContractCheck.Require(connection, build.Target, contract, RelationColumns.Of(connection, select));
        var columns = string.Join(", ", contract.Columns.Select(column => Sql.Identifier(column.Name)));
        if (ContractCheck.Constraints(build.Target, contract).Count == 0)
        {
            ModelMaterialization.DropUnless(connection, build.Target, existing, RelationKind.Table);
            connection.Execute($"CREATE OR REPLACE TABLE {build.Target} AS SELECT {columns} FROM {select}");
            return null;
        }

        // The old rows must stay readable for the SELECT, which may be from the table itself.
        var fresh = build.Target with { Name = $"{build.Target.Name}__fresh" };
        connection.Execute($"CREATE OR REPLACE TABLE {fresh} ({ContractCheck.Definition(build.Target, contract, types)})");
        var rows = connection.Execute($"INSERT INTO {fresh} SELECT {columns} FROM {select}");
        if (existing is { } kind)
            connection.Execute($"DROP {(kind == RelationKind.View ? "VIEW" : "TABLE")} {build.Target}");
        connection.Execute($"ALTER TABLE {fresh} RENAME TO {Sql.Identifier(build.Target.Name)}");
        return rows;
    }

    /// <summary>CREATE TABLE AS tells no count. The catalog has it for free, but only after COMMIT.</summary>
    internal static long? Count(DuckDBConnection connection, Relation table) => connection.Query<long?>(
        """
        SELECT estimated_size
        FROM duckdb_tables()
        WHERE lower(database_name) = lower(?) AND lower(schema_name) = lower(?) AND lower(table_name) = lower(?)
        """,
        row => row.Get<long?>(0), table.Database, table.Schema, table.Name).FirstOrDefault();
}
