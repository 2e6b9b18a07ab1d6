namespace Workbook.Cli.Tests;

/// <summary>A folder's name is a name: blanks, quotes and what a pattern is made of mean themselves.</summary>
public sealed class OddPathTests : IDisposable
{
    // What Windows can't name is left out there.
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("workbook-cli-tests-").FullName, OperatingSystem.IsWindows() ? "a b[1]'ö 日本" : "a b[1]*'ö 日本");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    [Fact]
    public void Every_command_works_on_raw_files_and_a_lake_there()
    {
        var (raw, lake) = (Path.Combine(_folder, "raw"), Path.Combine(_folder, "lake"));
        // What a pattern would find as well.
        Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(_folder)!, "a b1x'ö 日本", "raw"));
        Cli.Run("run", "--scale", "0.001", "--raw", raw, "--lake", lake).Succeeded();

        var stores = File.ReadLines(Path.Combine(raw, "stores.csv")).Count() - 1;
        Assert.Equal($"n\r\n{stores}\r\n", Cli.Run("sql", "--lake", lake, "--format", "csv", "SELECT count(*) AS n FROM bronze.stores").Succeeded().Out);
        Assert.NotEqual("n\r\n0\r\n", Cli.Run("sql", "--lake", lake, "--format", "csv", "SELECT count(*) AS n FROM gold.fct_sales").Succeeded().Out);
        foreach (var command in (string[][])[["check", "--raw", raw], ["repair", "--raw", raw], ["storage"], ["status"], ["rejects"]])
            Cli.Run([.. command, "--lake", lake]).Succeeded();
        Assert.Contains("Unchanged", Cli.Run("run", "--scale", "0.001", "--raw", raw, "--lake", lake).Succeeded().Out);
    }
}
