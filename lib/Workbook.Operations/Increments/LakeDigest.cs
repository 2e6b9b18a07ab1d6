using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Lake;
using Workbook.Models;

namespace Workbook.Operations.Increments;

/// <param name="Table">bronze.orders_lines, rejects.events, gold.fct_sales (the Parquet file), warehouse.gold.fct_sales (the table).</param>
/// <param name="Day">Null for rows that belong to no day, such as a customer.</param>
/// <param name="Hash">Of the rows as a multiset: the sum of their 64-bit hashes, over all columns but the technical ones.</param>
public sealed record DayDigest(string Table, DateOnly? Day, long Rows, string Hash);

/// <summary>
/// What a lake holds, as a number of rows and a hash for each table and day: two lakes with the same digest have the same
/// rows. Technical columns don't count: when and in which batch a row was loaded, how long that took, and when a snapshot
/// learned of a version. Neither do the tables that tell of loading itself, nor the order of rows and columns. Hashes are
/// those of one version of DuckDB: compare digests, don't keep them.
/// </summary>
public sealed class LakeDigest
{
    private static readonly string[] WarehouseSchemas = ["silver", "gold", "snapshots"];

    /// <summary>The view of all rejects, which are counted by source already.</summary>
    private const string AllRejects = "all";

    private LakeDigest(IReadOnlyList<DayDigest> days) => Days = days;

    /// <summary>By table and day.</summary>
    public IReadOnlyList<DayDigest> Days { get; }

    /// <summary>By name, as <see cref="DayDigest"/> spells them; tables without rows are left out.</summary>
    public IReadOnlyList<string> Tables => [.. Days.Select(day => day.Table).Distinct()];

    /// <summary>Of all tables; gold's count as file and as table.</summary>
    public long Rows => Days.Sum(day => day.Rows);

    /// <summary>Reads every row. Tables that are missing or can't be read have no lines.</summary>
    /// <exception cref="WorkbookException">There is no lake.</exception>
    public static LakeDigest Of(LakeFolder lake, LakehouseProject project)
    {
        using var opened = LakeConnection.Open(lake.Path, new LakeConnectionOptions { ExternalAccess = true });
        var columns = opened.Connection.Query(
            """
            SELECT database_name, schema_name, table_name, column_name, data_type
            FROM duckdb_columns()
            WHERE NOT internal
            ORDER BY ALL
            """,
            row => (Database: row.GetString(0), Schema: row.GetString(1), Table: row.GetString(2), Name: row.GetString(3), Type: row.GetString(4)));
        var tables = columns.GroupBy(column => (column.Database, column.Schema, column.Table))
            .Where(table => table.Key.Table != AllRejects && !project.AuditTables.Contains(table.Key.Table) && IsData(table.Key.Database, table.Key.Schema));
        var views = opened.Connection.Query("SELECT schema_name || '.' || view_name FROM duckdb_views() WHERE database_name = 'warehouse'", row => row.GetString(0)).ToHashSet();
        var days = new List<DayDigest>();
        foreach (var table in tables.Where(table => table.Key.Database != "warehouse" || !views.Contains($"{table.Key.Schema}.{table.Key.Table}")))
            days.AddRange(Of(opened.Connection, table.Key, [.. table.Select(column => new DigestColumn(column.Name, column.Type))], project.DayColumns));
        return new LakeDigest([.. days.OrderBy(day => day.Table, StringComparer.Ordinal).ThenBy(day => day.Day)]);
    }

    private static bool IsData(string database, string schema) =>
        database == "warehouse" ? WarehouseSchemas.Contains(schema) : schema is "bronze" or "silver" or "gold" or "rejects";

    private static List<DayDigest> Of(DuckDBConnection connection, (string Database, string Schema, string Table) table, IReadOnlyList<DigestColumn> columns, IReadOnlyList<string> dayColumns)
    {
        var name = table.Database == "warehouse" ? $"warehouse.{table.Schema}.{table.Table}" : $"{table.Schema}.{table.Table}";
        try
        {
            return connection.Query(
                $"""
                SELECT {DigestColumn.DaySql(columns, dayColumns)} AS day, count(*), CAST(sum(hash({DigestColumn.ValuesSql(columns)})) AS VARCHAR)
                FROM {Sql.Identifier(table.Database)}.{Sql.Identifier(table.Schema)}.{Sql.Identifier(table.Table)}
                GROUP BY ALL
                """,
                row => new DayDigest(name, row.Get<DateOnly?>(0), row.GetInt64(1), row.GetString(2)));
        }
        catch (DuckDBException)
        {
            return [];
        }
    }
}
