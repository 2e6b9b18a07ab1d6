using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;
using Workbook.Contracts;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Lake;
using Workbook.Retail;

namespace Workbook.Cli.Tests;

/// <summary>
/// An ingestion that is killed, stopped, crowded or starved of disk. More kills, or a larger world, by the environment:
/// <c>WORKBOOK_KILLS=30 WORKBOOK_KILL_SCALE=0.05</c>.
/// </summary>
public sealed class InterruptedIngestTests : IDisposable
{
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("WORKBOOK_KILLS") ?? "4", CultureInfo.InvariantCulture);
    private static readonly string Scale = Environment.GetEnvironmentVariable("WORKBOOK_KILL_SCALE") ?? "0.01";

    private readonly string _folder = Directory.CreateTempSubdirectory("workbook-cli-tests-").FullName;

    private string Raw => Path.Combine(_folder, "raw");

    public InterruptedIngestTests() => Cli.Run("generate", "--scale", Scale, "--out", Raw).Succeeded();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Killed_at_any_moment_a_rerun_gives_what_an_undisturbed_run_gives()
    {
        var whole = Ingest("whole");
        var clock = Stopwatch.StartNew();
        Cli.RunProcess("", "ingest", "--raw", Raw, "--lake", Path.Combine(_folder, "timed")).Succeeded();
        var duration = clock.Elapsed;
        var random = new Random(2026);
        var interrupted = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            var lake = Path.Combine(_folder, $"killed-{kill}");
            // The first eighth is the start of the process.
            var moment = duration * (0.12 + (0.88 * random.NextDouble()));
            using (var process = Cli.Start("ingest", "--raw", Raw, "--lake", lake))
            {
                interrupted += process.WaitForExit(moment) ? 0 : 1;
                process.Kill();
                process.WaitForExit();
            }

            Assert.Equal(whole, Ingest($"killed-{kill}"));
            Assert.Empty(Directory.EnumerateFiles(Path.Combine(lake, "_ingest")));
        }

        Assert.True(interrupted > 0, "No run was still at work when it was killed.");
    }

    [Fact]
    public void Ctrl_C_leaves_a_lake_that_a_rerun_completes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs a signal that another process can send.");
        Cli.Run("generate", "--scale", "0.3", "--out", Path.Combine(_folder, "large"), "--tables", "events,sensors").Succeeded();
        var lake = Path.Combine(_folder, "stopped");
        using var process = Cli.Start("ingest", "--raw", Path.Combine(_folder, "large"), "--lake", lake);
        while (!File.Exists(Path.Combine(lake, "_run.pid")))
            Thread.Sleep(5);
        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
            kill.WaitForExit();
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(30)));
        Assert.Equal((130, "Stopped. Run the same command again to continue.\n"), (process.ExitCode, process.StandardError.ReadToEnd()));
        Assert.False(File.Exists(Path.Combine(lake, "_run.pid")));
        Cli.Run("ingest", "--raw", Path.Combine(_folder, "large"), "--lake", lake).Succeeded();
    }

    [Fact]
    public void Of_two_at_once_the_second_waits_and_finds_nothing_to_do()
    {
        var lake = Path.Combine(_folder, "shared");
        using var first = Cli.Start("ingest", "--raw", Raw, "--lake", lake);
        using var second = Cli.Start("ingest", "--raw", Raw, "--lake", lake);
        var outputs = new[] { first.StandardOutput.ReadToEndAsync(), second.StandardOutput.ReadToEndAsync() };
        first.WaitForExit();
        second.WaitForExit();
        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Single(outputs, output => output.Result.StartsWith("Nothing new", StringComparison.Ordinal));
        Assert.Equal(Ingest("alone"), Ingest("shared"));
    }

    [Fact]
    public void A_full_disk_is_told_and_loses_nothing()
    {
        var disk = Path.Combine(_folder, "disk");
        Directory.CreateDirectory(disk);
        Assert.SkipUnless(OperatingSystem.IsLinux() && Mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", disk), "Needs the right to mount a small disk.");
        try
        {
            var lake = Path.Combine(disk, "lake");
            var full = Cli.RunProcess("", "ingest", "--raw", Raw, "--lake", lake);
            Assert.Equal(1, full.Exit);
            Assert.Contains("No space left on device", full.Error);
            Assert.DoesNotContain("   at ", full.Error);
            Assert.True(Mount("-o", "remount,size=64m", disk));
            Cli.RunProcess("", "ingest", "--raw", Raw, "--lake", lake).Succeeded();
            Assert.Equal(Ingest("roomy"), ContentOf(lake));
        }
        finally
        {
            using var umount = Process.Start("umount", [disk]);
            umount.WaitForExit();
        }
    }

    [Fact]
    public void A_file_that_may_not_be_read_is_refused_and_the_others_go_in()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Needs a user whom permissions bind.");
        if (OperatingSystem.IsWindows())
            Assert.Skip("Needs Unix permissions.");
        else
            File.SetUnixFileMode(Path.Combine(Raw, "stores.csv"), UnixFileMode.None);
        var result = Cli.Run("ingest", "--raw", Raw, "--lake", Path.Combine(_folder, "lake"));
        Assert.Equal(1, result.Exit);
        Assert.Contains("stores.csv can't be opened", result.Error);
        Assert.Contains("1 file(s) were refused", result.Error);
    }

    private List<string> Ingest(string name)
    {
        Cli.Run("ingest", "--raw", Raw, "--lake", Path.Combine(_folder, name)).Succeeded();
        return ContentOf(Path.Combine(_folder, name));
    }

    /// <summary>What a lake holds, by source: rows as a sum of hashes, whatever files they are in; rejects and the manifest as they are.</summary>
    private static List<string> ContentOf(string path)
    {
        var lake = new LakeFolder(path);
        var content = new List<string>();
        using var connection = WorkbookDatabase.Open();
        foreach (var source in RetailSources.All)
        {
            var delta = DeltaTable.Open(lake.BronzeTable(source.Name)).Snapshot().ScanSql();
            var parquet = $"read_parquet('{lake.BronzeParquet(source.Name)}/**/*.parquet', hive_partitioning = true)";
            Assert.Equal(Fingerprint(connection, delta), Fingerprint(connection, parquet));
            content.Add($"{source.Name}: {Fingerprint(connection, delta)}");
            if (Directory.Exists(lake.RejectsOf(source.Name)))
                content.AddRange(connection.Query($"SELECT CAST(row(src_filename, src_line, column_name, reason, raw_text) AS VARCHAR) AS reject FROM read_parquet('{lake.RejectsOf(source.Name)}/*.parquet') ORDER BY ALL", row => row.GetString(0)));
        }

        using var manifest = WorkbookDatabase.Open(new DatabaseOptions { Path = lake.Warehouse });
        content.AddRange(manifest.Query("SELECT CAST(row(source, src_path, content_hash, row_count, reject_count, bytes, status) AS VARCHAR) AS file FROM manifest_processed_files ORDER BY ALL", row => row.GetString(0)));
        return content;
    }

    private static string Fingerprint(DuckDBConnection connection, string relation) => connection.Query(
        $"SELECT count(*) || ' rows, ' || sum(hash(row)) FROM (SELECT * EXCLUDE (ingestion_ts) FROM {relation}) row", row => row.GetString(0))[0];

    private static bool Mount(params string[] args)
    {
        using var mount = Process.Start(new ProcessStartInfo("mount", args) { RedirectStandardError = true })!;
        mount.WaitForExit();
        return mount.ExitCode == 0;
    }
}
