using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Lake;

namespace Workbook.Cli.Tests;

/// <summary>
/// A build of the models that is killed. More kills, or a larger world, by the environment:
/// <c>WORKBOOK_KILLS=30 WORKBOOK_KILL_SCALE=0.05</c>.
/// </summary>
public sealed class KilledBuildTests : IDisposable
{
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("WORKBOOK_KILLS") ?? "2", CultureInfo.InvariantCulture);
    private static readonly string Scale = Environment.GetEnvironmentVariable("WORKBOOK_KILL_SCALE") ?? "0.01";

    private readonly string _folder = Directory.CreateTempSubdirectory("workbook-cli-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Killed_at_any_moment_retry_ends_in_the_state_of_an_undisturbed_build()
    {
        var raw = Path.Combine(_folder, "raw");
        var bronze = Path.Combine(_folder, "bronze");
        Cli.Run("generate", "--scale", Scale, "--out", raw).Succeeded();
        Cli.Run("ingest", "--raw", raw, "--lake", bronze).Succeeded();

        var whole = Copy(bronze, "whole");
        var clock = Stopwatch.StartNew();
        Cli.RunProcess("", "dbt", "build", "--lake", whole).Succeeded();
        var duration = clock.Elapsed;
        var expected = StateOf(whole);
        var random = new Random(2026);
        var interrupted = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            var lake = Copy(bronze, $"killed-{kill}");
            using (var process = Cli.Start("dbt", "build", "--lake", lake))
            {
                interrupted += process.WaitForExit(duration * random.NextDouble()) ? 0 : 1;
                process.Kill();
                process.WaitForExit();
            }

            // Killed before it had begun, there is nothing to take up.
            var begun = File.Exists(Path.Combine(lake, "_dbt", "run_progress.jsonl"));
            Cli.Run("dbt", begun ? "retry" : "build", "--lake", lake).Succeeded();
            Assert.Equal(expected, StateOf(lake));
        }

        Assert.True(interrupted > 0, "No build was still at work when it was killed.");
    }

    private string Copy(string lake, string name)
    {
        var target = Path.Combine(_folder, name);
        foreach (var file in Directory.EnumerateFiles(lake, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(lake, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        return target;
    }

    /// <summary>Every relation of the warehouse and every Parquet copy, as a count and a sum of hashes; snapshots without the run's own clock.</summary>
    private static List<string> StateOf(string path)
    {
        var lake = new LakeFolder(path);
        using var connection = WorkbookDatabase.Open(new DatabaseOptions { Path = lake.Warehouse });
        var tables = connection.Query("""
            SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE schema_name NOT IN ('_workbook', 'main', 'test_failures') AND table_name <> 'fct_ingestion_audit' ORDER BY 1
            """, row => row.GetString(0));
        var files = new[] { lake.Silver, lake.Gold }.SelectMany(folder => Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories))
            .Where(file => !file.Contains("fct_ingestion_audit", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        return
        [
            .. tables.Select(table => $"{table}: {Fingerprint(connection, table)}"),
            .. files.Select(file => $"{Path.GetRelativePath(path, file)}: {Fingerprint(connection, $"read_parquet('{file}')")}"),
        ];
    }

    private static string Fingerprint(DuckDBConnection connection, string relation)
    {
        // A snapshot's own columns tell of the clock of its run.
        var columns = connection.Query($"DESCRIBE SELECT * FROM {relation}", row => row.GetString(0)).Where(column => !column.StartsWith("dbt_", StringComparison.Ordinal)).Select(Sql.Identifier);
        return connection.Query($"SELECT count(*) || ' rows, ' || coalesce(sum(hash(source_row)), 0) FROM (SELECT {string.Join(", ", columns)} FROM {relation}) AS source_row", row => row.GetString(0))[0];
    }
}
