namespace Workbook.Cli.Tests;

/// <summary>Pipelines by the command line.</summary>
public sealed class PipelineCommandTests : IDisposable
{
    private readonly TestLake _lake = new();

    private string File => Path.Combine(_lake.Folder, "shop.yml");

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void It_is_run_shown_and_resumed()
    {
        Write("freeze");
        System.IO.File.WriteAllText(Path.Combine(_lake.Folder, "a.csv"), "id,city\n1,Rome\n2,Oslo\n");
        Assert.Contains("No load packages", Pipeline("show").Succeeded().Out);
        Assert.Matches(@"\| visits \| +1 \| +2 \|", Pipeline("run").Succeeded().Out);
        Assert.Contains("Oslo", Cli.Run("sql", "--lake", _lake.Path, "FROM bronze.visits").Succeeded().Out);

        System.IO.File.WriteAllText(Path.Combine(_lake.Folder, "b.csv"), "id,city,guests\n3,Bern,4\n");
        var refused = Pipeline("run");
        Assert.Equal(1, refused.Exit);
        Assert.Contains("Resource 'visits' has guests VARCHAR, which the table doesn't have, and its schema is frozen.", refused.Error);
        var shown = Pipeline("show").Succeeded().Out;
        Assert.Contains("| refused |", shown);
        Assert.Contains($"The rows of the newest lie in {Path.Combine(_lake.Path, "_pipelines", "shop", "000002")}", shown);

        Write("evolve");
        Assert.Matches(@"\| visits \| +2 \| +1 \|", Pipeline("resume").Succeeded().Out);
        Assert.Contains("Nothing to load.", Pipeline("resume").Succeeded().Out);
    }

    private void Write(string mode) => System.IO.File.WriteAllText(File, $"{{pipeline: shop, resources: [{{name: visits, files: '*.csv', newColumns: {mode}}}]}}");

    private CliResult Pipeline(string command) => Cli.Run("pipeline", command, File, "--lake", _lake.Path);
}
