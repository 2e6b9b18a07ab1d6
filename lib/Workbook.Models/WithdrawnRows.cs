using Workbook.Database;
using Workbook.Lake;

namespace Workbook.Models;

/// <summary>
/// What silver still has although bronze has taken it back, such as the rows of another world. Incremental models only
/// learn of what arrives, so the one remedy is to build all anew, history included.
/// </summary>
public static class WithdrawnRows
{
    /// <summary>Whether there are any, by the project's <see cref="LakehouseProject.Trace"/>; false where it has none.</summary>
    public static bool Exist(LakehouseProject project, LakeFolder lake)
    {
        if (project.Trace is not { } trace || Path.Combine(lake.Silver, $"{trace.Model}.parquet") is var known && !File.Exists(known))
            return false;
        using var connection = WorkbookDatabase.Open();
        return connection.Scalar<bool>($"""
            SELECT EXISTS (
                FROM read_parquet({LakePath.File(known)}, hive_partitioning = false) AS known
                ANTI JOIN read_parquet({LakePath.Below(lake.BronzeParquet(trace.Source))}) AS arrived
                    ON {string.Join(" AND ", trace.Key.Select(key => $"known.{Sql.Identifier(key.InModel)} = arrived.{Sql.Identifier(key.InSource)}"))})
            """);
    }

    /// <summary>Takes silver, snapshots and gold away; the manifest of what was ingested stays.</summary>
    public static void DropModels(LakeFolder lake)
    {
        using (var warehouse = WorkbookDatabase.Open(new DatabaseOptions { Path = lake.Warehouse }))
        {
            var schemas = warehouse.Query("SELECT schema_name FROM duckdb_schemas() WHERE database_name = current_database() AND NOT internal AND schema_name <> 'main'", row => row.GetString(0));
            foreach (var schema in schemas)
                warehouse.Execute($"DROP SCHEMA {Sql.Identifier(schema)} CASCADE");
        }

        foreach (var folder in new[] { lake.Silver, lake.Gold }.Where(Directory.Exists))
            Directory.Delete(folder, recursive: true);
    }
}
