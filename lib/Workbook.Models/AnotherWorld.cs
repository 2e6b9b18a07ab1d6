using Workbook.Database;
using Workbook.Lake;

namespace Workbook.Models;

/// <summary>
/// Bronze of another world than the one that silver was made of, as after another seed or scale. Rows that bronze takes
/// back leave all layers with the next run; but the snapshots would keep all that the former world had as history, so here
/// the remedy is to build all anew.
/// </summary>
public static class AnotherWorld
{
    /// <summary>
    /// Whether bronze has less than half of the rows that silver knows, by the project's <see cref="LakehouseProject.Trace"/>;
    /// false where it has none. A correction withdraws some; another world, nearly all.
    /// </summary>
    public static bool HasArrived(LakehouseProject project, LakeFolder lake)
    {
        if (project.Trace is not { } trace || lake.SilverTable(trace.Model) is var known && !HasFiles(known))
            return false;
        using var connection = WorkbookDatabase.Open();
        return connection.Scalar<bool>($"""
            SELECT 2 * (
                SELECT count(*)
                FROM read_parquet({LakePath.Below(known)}, hive_partitioning = false) AS known
                SEMI JOIN read_parquet({LakePath.Below(lake.BronzeParquet(trace.Source))}) AS arrived
                    ON {string.Join(" AND ", trace.Key.Select(key => $"known.{Sql.Identifier(key.InModel)} = arrived.{Sql.Identifier(key.InSource)}"))}
            ) < (SELECT count(*) FROM read_parquet({LakePath.Below(known)}, hive_partitioning = false))
            """);
    }

    private static bool HasFiles(string folder) => Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories).Any();

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
