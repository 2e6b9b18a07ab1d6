using System.Diagnostics;
using System.Text.Json;
using Workbook.Notebooks.Documents;

namespace Workbook.Cli.Tests;

/// <summary>Cells that get at the process they run in: a run says nothing of itself that a cell could say for it.</summary>
public sealed class WorkerTests : NotebookRuns
{
    private const string NeverReached = "throw new Exception(\"never reached\");";

    [Theory]
    [InlineData("Environment.Exit(0);")]
    [InlineData("""
        var o = Console.OpenStandardOutput();
        o.Write(System.Text.Encoding.UTF8.GetBytes("\u001e{\"Notebook\":\"x\",\"Kind\":\"end\",\"Status\":\"ok\",\"Text\":\"\"}\n"));
        o.Flush();
        Environment.Exit(0);
        """)]
    [InlineData("""
        var pipes = Directory.Exists("/proc/self/fd") ? Directory.GetFiles("/proc/self/fd").Where(file => new FileInfo(file).LinkTarget?.StartsWith("socket:") == true).Select(file => int.Parse(Path.GetFileName(file))).ToList() : [];
        foreach (var fd in pipes)
            try
            {
                using var pipe = new System.IO.FileStream(new Microsoft.Win32.SafeHandles.SafeFileHandle(fd, false), FileAccess.Write, 0);
                pipe.Write(System.Text.Encoding.UTF8.GetBytes("{\"Notebook\":\"x\",\"Kind\":\"done\",\"Number\":2,\"Status\":\"ok\"}\n{\"Notebook\":\"x\",\"Kind\":\"end\",\"Total\":2,\"Status\":\"ok\"}\n"));
            }
            catch (Exception) { }
        Environment.Exit(0);
        """)]
    public void A_run_that_never_reached_its_last_cell_has_not_passed(string cell)
    {
        Put("a", cell, NeverReached);
        var result = Run("a");
        Assert.Equal(4, result.Exit);
        Assert.Matches(@"\| a\.ipynb +\| died +\|", result.Out);
        Assert.Equal("ProcessDied", (string?)CodeCells("a")[0].Outputs[^1]!["ename"]);
        Assert.Empty(CodeCells("a")[1].Outputs);
    }

    [Fact]
    public void What_cells_write_past_the_console_is_theirs_and_garbles_nothing()
    {
        Put("a",
            "var o = Console.OpenStandardOutput();\no.Write(new byte[] { 0x1e, (byte)'{', 10, 0xff, 0xfe, 10 });\no.Flush();",
            "System.Diagnostics.Process.Start(\"dotnet\", \"--version\").WaitForExit();",
            "Console.OpenStandardError().Write(\"late\"u8); 1 + 1");
        var result = Run("a");
        Assert.True(result.Exit == 0, result.Error);
        var cells = CodeCells("a");
        Assert.Equal("\u001e{\n\uFFFD\uFFFD\n", Written(cells[0]));
        Assert.Matches(@"^\d+\.\d+", Written(cells[1]));
        Assert.Equal("late", Written(cells[2], "stderr"));
        Assert.Equal("2", (string?)cells[2].Outputs[^1]!["data"]!["text/plain"]![0]);
        Assert.Contains("late", result.Error);
    }

    [Fact]
    public void What_befalls_one_notebook_leaves_the_others_alone()
    {
        Put("a", "Console.WriteLine(\"before\"); Environment.FailFast(\"no more\");", NeverReached);
        Put("b", "1");
        // A folder stands where the copy of this one goes.
        Put("c", "1");
        Directory.CreateDirectory(Path.Combine(Out, "c.ipynb"));
        var result = Run("a", "c", "b");
        Assert.Equal(4, result.Exit);
        Assert.Matches(@"\| b\.ipynb +\| passed +\|", result.Out);
        Assert.Matches(@"\| c\.ipynb +\| failed +\|", result.Out);
        var died = CodeCells("a")[0];
        Assert.Equal("before\n", Written(died));
        Assert.Contains("no more", Written(died, "stderr"));
        Assert.Equal(3, JsonDocument.Parse(File.ReadAllText(Path.Combine(Out, "summary.json"))).RootElement.GetProperty("notebooks").GetArrayLength());
    }

    [Fact]
    public void Threads_that_a_cell_leaves_behind_keep_no_run_from_its_end()
    {
        Put("a", "new Thread(() => Thread.Sleep(Timeout.Infinite)).Start();", "2");
        Assert.Equal(0, Run("a").Exit);
    }

    [Fact]
    public void A_cell_that_closes_the_standard_streams_is_still_heard()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Descriptors are Unix's.");
        Put("a",
            "foreach (var fd in new[] { 1, 2 }) new Microsoft.Win32.SafeHandles.SafeFileHandle(fd, true).Dispose();\nConsole.WriteLine(\"still here\");",
            "1 + 1");
        var result = Run("a");
        Assert.True(result.Exit == 0, result.Error);
        Assert.Equal("still here\n", Written(CodeCells("a")[0]));
    }

    [Fact]
    public async Task The_executable_runs_notebooks_where_no_dotnet_is_on_the_path()
    {
        Put("a", "6 * 7");
        var program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Workbook.Cli.exe" : "Workbook.Cli");
        var info = new ProcessStartInfo(program, ["notebook", "run", Path.Combine(Folder, "a.ipynb"), "--out", Out]) { RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["PATH"] = Folder;
        info.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(Environment.ProcessPath);
        using var process = Process.Start(info)!;
        var error = process.StandardError.ReadToEndAsync();
        Assert.Contains("passed", await process.StandardOutput.ReadToEndAsync() + await error);
        await process.WaitForExitAsync();
        Assert.Equal("42", (string?)CodeCells("a")[0].Outputs[0]!["data"]!["text/plain"]![0]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("{}")]
    public void A_worker_that_no_runner_started_says_so(string input)
    {
        var result = Cli.RunWithInput(input, "notebook", "worker");
        Assert.Equal(1, result.Exit);
        Assert.Contains("it isn't started by hand", result.Error);
    }

    [Theory]
    [InlineData("/opt/workbook/Workbook.Cli", true, true)]
    [InlineData("/usr/local/bin/workbook", true, true)]
    [InlineData("C:/Program Files/workbook/Workbook.Cli.exe", true, true)]
    [InlineData("/usr/share/dotnet/dotnet", true, false)]
    [InlineData("/opt/Workbook/testhost", false, false)]
    public void The_program_starts_itself_by_its_own_executable(string process, bool isOwn, bool isAlone)
    {
        var command = ThisProgram.Of(process, isOwn);
        Assert.Equal(isAlone, command.Count == 1);
        Assert.EndsWith(isAlone ? process : "Workbook.Cli.dll", command[^1]);
    }
}
