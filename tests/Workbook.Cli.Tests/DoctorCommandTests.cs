namespace Workbook.Cli.Tests;

public sealed class DoctorCommandTests : IDisposable
{
    private readonly TestLake _lake = TestLake.WithOrders();

    private string Raw => Path.Combine(_lake.Folder, "raw");

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void A_fit_machine_has_no_failures_and_missing_raw_files_are_a_warning()
    {
        var output = Doctor().Succeeded().Out;
        Assert.Contains("OK    DuckDB: v1.5", output);
        Assert.Contains("OK    Hard links: ", output);
        Assert.Contains($"WARN  Raw files: '{Raw}' has none of the generator's\n      Fix: Run 'workbook generate --scale 0.01 --out {Raw}'.\n", output);
        Assert.Contains("OK    Run lock: no run is under way\n", output);
    }

    [Fact]
    public void Complete_and_interrupted_raw_folders_are_told_apart()
    {
        Cli.Run("generate", "--out", Raw, "--scale", "0.001", "--seed", "7").Succeeded();
        Assert.Contains($"OK    Raw files: '{Raw}' is complete: seed 7, scale 0.001, 60 days from 2024-01-01\n", Doctor().Out);

        var state = Path.Combine(Raw, "_generation.json");
        File.WriteAllText(state, File.ReadAllText(state).Replace("\"complete\": true", "\"complete\": false"));
        Assert.Contains($"Fix: Run 'workbook generate --seed 7 --scale 0.001 --out {Raw}'; it starts the folder afresh.", Doctor().Out);
    }

    [Fact]
    public void A_scale_that_does_not_fit_the_disk_fails()
    {
        var result = Doctor("--scale", "100000000");
        Assert.Equal(1, result.Exit);
        Assert.Contains("FAIL  Disk space: ", result.Out);
    }

    [Fact]
    public void A_damaged_warehouse_fails_with_its_fix()
    {
        File.WriteAllText(_lake.Warehouse, new string('x', 10_000));
        var result = Doctor();
        Assert.Equal(1, result.Exit);
        Assert.Contains($"Fix: Delete {_lake.Warehouse} and run 'workbook run'", result.Out);
    }

    [Fact]
    public void A_lock_that_nobody_holds_any_more_is_told_from_one_at_work()
    {
        var file = Path.Combine(_lake.Path, "_run.pid");
        File.WriteAllText(file, $"{Environment.ProcessId}\n");
        Assert.Contains($"WARN  Run lock: process {Environment.ProcessId} (", Doctor().Out);
        File.WriteAllText(file, "2147483646\n");
        Assert.Contains("WARN  Run lock: the last run, process 2147483646, was killed\n      Fix: Run it again", Doctor().Out);
    }

    [Fact]
    public void It_leaves_the_lake_as_it_was()
    {
        var before = Directory.GetFileSystemEntries(_lake.Path);
        Doctor();
        Assert.Equal(before, Directory.GetFileSystemEntries(_lake.Path));
    }

    private CliResult Doctor(params string[] more) => Cli.Run(["doctor", "--lake", _lake.Path, "--raw", Raw, .. more]);
}
