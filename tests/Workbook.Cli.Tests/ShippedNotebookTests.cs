using Workbook.Notebooks.Documents;
using Workbook.Notebooks.Learning;

namespace Workbook.Cli.Tests;

/// <summary>The notebooks as they are shipped: in good style, and every cell runs in a folder that held nothing.</summary>
public sealed class ShippedNotebookTests : IDisposable
{
    private static readonly string Notebooks = Path.Combine(CommandLineTests.RepositoryRoot(), "notebooks");

    private readonly string _folder = Directory.CreateTempSubdirectory("workbook-cli-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void They_keep_to_the_style()
    {
        var result = Cli.Run("notebook", "lint", Notebooks).Succeeded();
        Assert.EndsWith("0 errors, 0 warnings.\n", result.Error + result.Out);
    }

    [Fact]
    public void Every_cell_runs_and_every_task_is_solved_by_its_solution()
    {
        var output = Path.Combine(_folder, "out");
        var result = Cli.RunProcess("", "notebook", "run", Path.Combine(Notebooks, "assessment"), "--out", output, "--workspace", _folder, "--param", "scale=0.005");
        Assert.True(result.Exit == 0, result.Error);
        var outputs = Directory.EnumerateFiles(output, "*.ipynb").SelectMany(file => NotebookDocument.Read(file).Cells).SelectMany(cell => cell.Outputs).Select(node => node!.ToJsonString()).ToList();
        Assert.DoesNotContain(outputs, text => text.Contains("\"Incorrect: ") || text.Contains("\"Not attempted: "));
        Assert.Equal(32, outputs.Count(text => text.Contains("\"Correct: ")));
        Assert.All(Directory.EnumerateFiles(output, "*.html"), file => Assert.Contains("Plotly.newPlot", File.ReadAllText(file)));
        Assert.Contains($"32 of {LearningCatalog.All.Count} tasks are solved.", Cli.Run("progress", "--workspace", _folder).Succeeded().Out);
    }

    [Fact]
    public void Every_walkthrough_runs_and_its_solutions_solve_it()
    {
        var output = Path.Combine(_folder, "out");
        var result = Cli.RunProcess("", "notebook", "run", Path.Combine(Notebooks, "walkthroughs"), "--out", output, "--workspace", _folder);
        Assert.True(result.Exit == 0, result.Error);
        var outputs = Directory.EnumerateFiles(output, "*.ipynb").SelectMany(file => NotebookDocument.Read(file).Cells).SelectMany(cell => cell.Outputs).Select(node => node!.ToJsonString()).ToList();
        Assert.DoesNotContain(outputs, text => text.Contains("\"Incorrect: ") || text.Contains("\"Not attempted: "));
        Assert.Equal(LearningCatalog.Walkthroughs.Count, outputs.Count(text => text.Contains("\"Correct: ")));
    }

    [Theory]
    [InlineData("assessment", "01_raw_schemas", 3)]
    [InlineData("assessment", "04_silver", 5)]
    [InlineData("assessment", "05_gold", 5)]
    [InlineData("assessment", "06_dashboard", 4)]
    [InlineData("assessment", "07_reliability_ops", 5)]
    [InlineData("assessment", "08_post_mortem", 3)]
    [InlineData("walkthroughs", "01_the_data_you_inherit", 8)]
    [InlineData("walkthroughs", "02_the_dashboard_is_wrong", 8)]
    [InlineData("walkthroughs", "08_the_duplicate_problem", 10)]
    public void Without_their_solutions_the_checks_say_not_attempted(string track, string name, int tasks)
    {
        var notebook = NotebookDocument.Read(Path.Combine(Notebooks, track, $"{name}.ipynb"));
        foreach (var cell in notebook.Cells.Where(cell => cell.Kind == CellKind.Code))
            cell.Source = string.Join('\n', Without(cell.Source.Split('\n')));
        var path = Path.Combine(_folder, $"{name}.ipynb");
        notebook.Write(path);
        var output = Path.Combine(_folder, "out");
        var result = Cli.RunProcess("", "notebook", "run", path, "--out", output, "--workspace", _folder);
        Assert.True(result.Exit == 0, result.Error);
        var text = File.ReadAllText(Path.Combine(output, $"{name}.ipynb"));
        Assert.Equal(tasks, text.Split("\"Not attempted: ").Length - 1);
    }

    /// <summary>As a candidate gets it: solutions and hidden tests are cut out.</summary>
    private static IEnumerable<string> Without(string[] lines)
    {
        var isHidden = false;
        foreach (var line in lines)
        {
            isHidden |= line.Contains("BEGIN SOLUTION") || line.Contains("BEGIN HIDDEN TESTS");
            if (!isHidden)
                yield return line;
            isHidden &= !(line.Contains("END SOLUTION") || line.Contains("END HIDDEN TESTS"));
        }
    }
}
