namespace Workbook.Packages.Tests;

/// <summary>The command line as a tool, in an empty folder that no repository is above.</summary>
public sealed class ToolTests(PackedFolder packed)
{
    [Fact]
    public void The_tool_installs_and_runs_in_an_empty_folder()
    {
        packed.SkipUnlessPacked();
        var folder = packed.EmptyFolder("tool");
        var tools = Path.Combine(packed.Outside, "tools");
        Dotnet.Run(folder, packed.OutsideEnvironment, "tool", "install", "workbook", "--add-source", packed.Packages, "--tool-path", tools).Succeeded();
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));

        Assert.Equal(PackedFolder.Version, Workbook("--version").Trim());
        Assert.Matches(@"(?s)\| total +\| +148,\d{3} .*\| gold +\| +20 \| +20 \|", Workbook("run", "--scale", "0.01"));
        Assert.Equal(["data_raw", "lake"], Directory.EnumerateDirectories(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Matches(@"^n\r?\n[1-9]\d+\r?\n$", Workbook("sql", "--format", "csv", "SELECT count(*) AS n FROM gold.fct_sales"));
        Workbook("check");
        Workbook("repair");
        Workbook("storage");
        Workbook("status");
        Workbook("dbt", "ls");
        // What is shared by all folders stays as it was installed.
        Assert.DoesNotContain(Directory.EnumerateDirectories(tools, "*", SearchOption.AllDirectories), path => Path.GetFileName(path) is "target" or "logs" or "lake");

        string Workbook(params string[] arguments) =>
            Dotnet.Start(Path.Combine(tools, OperatingSystem.IsWindows() ? "workbook.exe" : "workbook"), folder, packed.OutsideEnvironment, arguments).Succeeded().Out;
    }
}
