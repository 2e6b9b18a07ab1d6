using System.Globalization;
using SecondProcess;
using Workbook.Database;
using Workbook.Diagnostics;
using Workbook.Lake;
using Workbook.Tests.Database;

namespace Workbook.Tests.Diagnostics;

public sealed class CheckupTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private LakeFolder Lake => new(_folder.File("lake"));

    [Fact]
    public void Machine_and_empty_folder_are_fit_and_stay_as_they_were()
    {
        var findings = Checkup.Run(new CheckupOptions(Lake.Path)).ToList();

        Assert.Equal([".NET runtime", "DuckDB", "Memory", "Temporary folder", "Disk space", "Lake folder", "Hard links", "Warehouse", "Run lock"], findings.Select(finding => finding.Subject));
        Assert.All(findings.Where(finding => finding.Subject is not ("Memory" or "Disk space")), finding => Assert.Equal((finding.Subject, Verdict.Ok, null), (finding.Subject, finding.Verdict, finding.Fix)));
        Assert.Equal($"{Lake.Path} isn't there yet and can be made", findings.Single(finding => finding.Subject == "Lake folder").Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Work_that_finds_no_room_fails_and_says_how_much_it_takes()
    {
        var found = Of("Disk space", new CheckupOptions(Lake.Path) { Work = "scale 900", Megabytes = 1e12 });
        Assert.Equal(Verdict.Fail, found.Verdict);
        Assert.EndsWith("scale 900 takes about 1,000,000,000,000 MB with raw files, lake and warehouse", found.Message);
        Assert.Equal("Free some space, choose another folder (--lake), or a smaller --scale.", found.Fix);
    }

    [Fact]
    public void What_is_said_of_the_raw_files_comes_along()
    {
        var said = new Finding(Verdict.Warn, "Raw files", "none", "Deliver some.");
        Assert.Contains(said, Checkup.Run(new CheckupOptions(Lake.Path) { RawFiles = () => said }));
    }

    [Theory]
    [InlineData("lake")]
    [InlineData("lake/deeper/still")]
    public void File_where_the_lake_should_be_fails(string lake)
    {
        File.WriteAllText(Lake.Path, "");
        var found = Of("Lake folder", new CheckupOptions(_folder.File(lake)));
        Assert.Equal((Verdict.Fail, $"{new LakeFolder(_folder.File(lake)).Path} can't be made: {Lake.Path} is a file"), (found.Verdict, found.Message));
    }

    [Fact]
    public void Warehouse_that_opens_tells_its_tables_and_one_that_is_none_says_how_to_mend_it()
    {
        Directory.CreateDirectory(Lake.Path);
        using (var warehouse = WorkbookDatabase.Open(new DatabaseOptions { Path = Lake.Warehouse }))
            warehouse.Execute("CREATE TABLE t (a INTEGER)");
        Assert.Equal((Verdict.Ok, "opens, 1 tables"), (Of("Warehouse").Verdict, Of("Warehouse").Message));

        File.WriteAllText(Lake.Warehouse, new string('x', 5_000));
        Assert.Equal((Verdict.Fail, $"Delete {Lake.Warehouse} and run 'workbook run': it is built from the lake's files."), (Of("Warehouse").Verdict, Of("Warehouse").Fix));
    }

    [Fact]
    public void Warehouse_that_another_process_has_open_names_it()
    {
        Directory.CreateDirectory(Lake.Path);
        using var other = OtherProcess.Hold(Lake.Warehouse);
        try
        {
            var found = Of("Warehouse");
            Assert.Equal(Verdict.Warn, found.Verdict);
            Assert.Equal($"held by process {other.Id} ({other.ProcessName})", found.Message);
        }
        finally
        {
            other.Kill();
            other.WaitForExit();
        }
    }

    [Fact]
    public void Run_at_work_and_run_that_was_killed_are_told_apart()
    {
        using (RunLock.Take(Lake, TimeSpan.Zero, progress: null, CancellationToken.None))
            Assert.Matches($@"^process {Environment.ProcessId} \(.+\) is at work on the lake$", Of("Run lock").Message);
        Assert.Equal(Verdict.Ok, Of("Run lock").Verdict);

        using (var gone = OtherProcess.Start("none"))
        {
            gone.WaitForExit();
            File.WriteAllText(Lake.ProcessFile, gone.Id.ToString(CultureInfo.InvariantCulture));
            Assert.Equal((Verdict.Warn, $"the last run, process {gone.Id}, was killed"), (Of("Run lock").Verdict, Of("Run lock").Message));
        }
    }

    private Finding Of(string subject, CheckupOptions? options = null) => Checkup.Run(options ?? new CheckupOptions(Lake.Path)).Single(finding => finding.Subject == subject);

    public void Dispose() => _folder.Dispose();
}
