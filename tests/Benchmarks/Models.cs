using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Lake;
using Workbook.Models;
using Workbook.Models.Project;
using Workbook.Models.Running;
using Workbook.Retail;

namespace Workbook.Benchmarks;

/// <summary>
/// The retailer's models against the same compiled SQL given by hand to one connection, and a rerun without new data. By
/// hand nothing is tested, recorded or kept safe from a kill; the tables, snapshots and Parquet copies are the same.
/// </summary>
internal static class Models
{
    private const string ParquetOptions = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, DICTIONARY_SIZE_LIMIT 1000";

    /// <param name="lake">With bronze in it.</param>
    public static void Run(string lake, BenchmarkFolder folder)
    {
        var ours = new LakeFolder(lake);
        var (byHand, again) = (Copy(ours, folder["lake-by-hand"]), Copy(ours, folder["lake-again"]));

        // Whoever comes second has a warm process: we are both before and after.
        var built = Build(ours, reuse: false);
        if (!built.IsSuccess)
            throw new InvalidOperationException(string.Join('\n', built.Results.Where(result => result.IsFailure).Select(result => $"{result.Node.Name}: {result.Message}")));
        var reference = ByHandSeconds(byHand, built);
        Measure.Ratio("models.vs_by_hand", (built.Elapsed + Build(again, reuse: false).Elapsed).TotalSeconds / 2, reference, 1.1);
        Measure.Value("models.tests", Test(ours).Elapsed.TotalSeconds, "s", 60);
        Build(ours, reuse: true);
        Measure.Value("models.nothing_new", Measure.Seconds(() => Build(ours, reuse: true)), "s", 3);
    }

    /// <summary>A lake with the same bronze, and no models yet.</summary>
    private static LakeFolder Copy(LakeFolder lake, string path)
    {
        var copy = new LakeFolder(path);
        Directory.CreateDirectory(copy.Path);
        File.Copy(lake.Warehouse, copy.Warehouse);
        Directory.CreateSymbolicLink(Path.Combine(copy.Path, "bronze"), Path.Combine(lake.Path, "bronze"));
        return copy;
    }

    private static RunSummary Build(LakeFolder lake, bool reuse) => ModelRunner.Run(
        RetailProject.Find(".").ModelsIn(lake),
        new ModelRunOptions { ReuseUnchanged = reuse, ResourceTypes = reuse ? [] : ["model", "seed", "snapshot"], TargetPath = lake.Artifacts });

    private static RunSummary Test(LakeFolder lake) => ModelRunner.Run(
        RetailProject.Find(".").ModelsIn(lake), new ModelRunOptions { Command = "test", TargetPath = lake.Artifacts });

    private static double ByHandSeconds(LakeFolder lake, RunSummary built)
    {
        using var connection = WorkbookDatabase.Open(new DatabaseOptions { Path = lake.Warehouse });
        connection.Execute($"SET file_search_path = {Sql.Literal(RetailProject.FindModels("."))}");
        var nodes = built.Results.Select(result => (Node: (SqlNode)result.Node, Sql: result.CompiledSql)).Where(node => node.Node.Relation is not null).ToList();
        return Measure.Seconds(() =>
        {
            foreach (var schema in nodes.Select(node => node.Node.Relation!.Schema).Distinct())
            {
                connection.Execute($"CREATE SCHEMA IF NOT EXISTS {Sql.Identifier(schema)}");
                Directory.CreateDirectory(Path.Combine(lake.Path, schema));
            }
            foreach (var (node, sql) in nodes)
                ByHand(connection, lake, node, sql!);
        });
    }

    private static void ByHand(DuckDBConnection connection, LakeFolder lake, SqlNode node, string sql)
    {
        connection.Execute(node switch
        {
            { Type: ResourceType.Seed } => $"CREATE TABLE {node.Relation} AS FROM read_csv({Sql.Literal(node.File)})",
            { Type: ResourceType.Snapshot } => $"CREATE TABLE {node.Relation} AS SELECT *, md5({node.Config.Texts("unique_key")[0]} || '|' || now()) AS dbt_scd_id, now()::TIMESTAMP AS dbt_updated_at, now()::TIMESTAMP AS dbt_valid_from, NULL::TIMESTAMP AS dbt_valid_to, 'False' AS dbt_is_deleted FROM ({sql}\n)",
            { Config.Materialized: "view" } => $"CREATE VIEW {node.Relation} AS {sql}",
            _ => $"CREATE TABLE {node.Relation} AS {sql}",
        });
        if (node.Config.Hooks("post-hook").Count > 0)
            connection.Execute($"COPY {node.Relation} TO {Sql.Literal(Path.Combine(lake.Path, node.Relation!.Schema, node.Relation.Name + ".parquet"))} ({ParquetOptions})");
    }
}
