using Workbook.Bronze;
using Workbook.Database;
using Workbook.Models.Project;
using Workbook.Models.Running;
using Workbook.Operations.Increments;

namespace Workbook.Operations.Checks;

internal static class WarehouseChecks
{
    public static IReadOnlyList<string> Opens(IncrementTarget target)
    {
        if (!File.Exists(target.Lake.Warehouse))
            return [$"{target.Lake.Warehouse} is gone"];
        IReadOnlyList<ManifestEntry> manifest;
        try
        {
            manifest = new Manifest(target.Lake.Warehouse).Read();
        }
        catch (WorkbookException fault) when (fault is not DatabaseLockedException)
        {
            return [fault.Message];
        }

        var known = manifest.GroupBy(entry => entry.Source).ToDictionary(source => source.Key, source => source.Max(entry => entry.Batch));
        return
        [
            .. target.Project.Sources.Select(source => (source.Name, Batch: new BronzeTable(target.Lake, source, target.Time).LastBatch))
                .Where(table => table.Batch > known.GetValueOrDefault(table.Name))
                .Select(table => $"the manifest knows bronze.{table.Name} up to batch {known.GetValueOrDefault(table.Name)}, the table has batch {table.Batch}: the warehouse is older than the lake"),
        ];
    }

    public static IReadOnlyList<string> LastRunSucceeded(IncrementTarget target) =>
        RunLog.Read(target.Lake.Artifacts) switch
        {
            [] => ["no run of the models is known"],
            [.., { Status: "failed" or "stopped" } run] => [Invariant($"the run of {run.StartedAt:yyyy-MM-dd HH:mm:ss} UTC is {run.Status}: {run.ErrorMessage ?? "it was stopped"}")],
            _ => [],
        };

    public static IReadOnlyList<string> TablesAreThere(IncrementTarget target)
    {
        if (!File.Exists(target.Lake.Warehouse))
            return [$"{target.Lake.Warehouse} is gone, and every table with it"];
        using var warehouse = WorkbookDatabase.Open(new DatabaseOptions { Path = target.Lake.Warehouse, ReadOnly = true });
        var there = warehouse.Query("SELECT schema_name || '.' || table_name FROM duckdb_tables() UNION ALL SELECT schema_name || '.' || view_name FROM duckdb_views()", row => row.GetString(0)).ToHashSet(StringComparer.Ordinal);
        var expected = target.Project.ModelsIn(target.Lake).Nodes.Values
            .Where(node => node.Type is ResourceType.Model or ResourceType.Seed or ResourceType.Snapshot && node.Config.Materialized is not ("view" or "ephemeral") && node.Relation is not null)
            .Select(node => (node.Relation!.Schema, node.Name)).OrderBy(table => table.Schema, StringComparer.Ordinal).ThenBy(table => table.Name, StringComparer.Ordinal).ToList();
        return
        [
            .. expected.Where(table => !there.Contains($"{table.Schema}.{table.Name}")).Select(table => $"{table.Schema}.{table.Name} is not in the warehouse"),
            .. expected.Where(table => table.Schema is "silver" or "gold" && !HasParquet(Path.Combine(target.Lake.Path, table.Schema, table.Name)))
                .Select(table => $"{table.Schema}/{table.Name} has no Parquet file in the lake"),
        ];
    }

    private static bool HasParquet(string folder) => Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories).Any();
}
