using System.Globalization;
using System.Text.RegularExpressions;
using Workbook.Notebooks.Documents;
using Workbook.Notebooks.Learning;

namespace Workbook.Cli.Tests;

/// <summary>All shipped notebooks, run one after another in a folder that held nothing.</summary>
public sealed class ExecutedNotebooks : IDisposable
{
    private readonly Dictionary<string, Lazy<CliResult>> _runs;

    public ExecutedNotebooks() => _runs = new()
    {
        ["assessment"] = new(() => Run(Path.Combine(Source, "assessment"), Path.Combine(Workspace, "assessment"), Small)),
        ["walkthroughs"] = new(() => Run(Path.Combine(Source, "walkthroughs"), Path.Combine(Workspace, "walkthroughs"), [])),
    };

    internal static string[] Small { get; } = ["--param", "scale=0.005"];

    public static string Source { get; } = Path.Combine(CommandLineTests.RepositoryRoot(), "notebooks");

    public string Workspace { get; } = Directory.CreateTempSubdirectory("workbook-cli-tests-").FullName;

    /// <returns>Where they are, executed.</returns>
    public string Track(string track)
    {
        var result = _runs[track].Value;
        Assert.True(result.Exit == 0, result.Error);
        return Path.Combine(Workspace, track);
    }

    public void Dispose() => Directory.Delete(Workspace, recursive: true);

    internal CliResult Run(string path, string output, string[] more) => Cli.RunProcess("", ["notebook", "run", path, "--out", output, "--workspace", Workspace, .. more]);
}

/// <summary>The notebooks as they are shipped: in good style, every cell runs, and checks tell an open task from a solved one.</summary>
public sealed class ShippedNotebookTests(ExecutedNotebooks executed) : IClassFixture<ExecutedNotebooks>
{
    [Fact]
    public void They_keep_to_the_style()
    {
        var result = Cli.Run("notebook", "lint", ExecutedNotebooks.Source).Succeeded();
        Assert.EndsWith("0 errors, 0 warnings.\n", result.Error + result.Out);
    }

    [Theory]
    [InlineData("assessment")]
    [InlineData("walkthroughs")]
    public void Every_cell_runs_and_every_task_is_solved_by_its_solution(string track)
    {
        var folder = executed.Track(track);
        var outputs = Directory.EnumerateFiles(folder, "*.ipynb").SelectMany(file => NotebookDocument.Read(file).Cells).SelectMany(cell => cell.Outputs).Select(node => node!.ToJsonString()).ToList();
        Assert.DoesNotContain(outputs, text => text.Contains("\"Incorrect: ") || text.Contains("\"Not attempted: "));
        var tasks = track == "assessment" ? LearningCatalog.Assessment : LearningCatalog.Walkthroughs;
        Assert.Equal(tasks.Count, outputs.Count(text => text.Contains("\"Correct: ")));
        Assert.All(Directory.EnumerateFiles(folder, "*.html"), file => Assert.Contains("Plotly.newPlot", File.ReadAllText(file)));
        var solved = Regex.Match(Cli.Run("progress", "--workspace", executed.Workspace).Succeeded().Out, @$"(\d+) of {LearningCatalog.All.Count} tasks are solved\.");
        Assert.InRange(int.Parse(solved.Groups[1].Value, CultureInfo.InvariantCulture), tasks.Count, LearningCatalog.All.Count);
    }

    [Theory]
    [InlineData("01_raw_schemas", 3)]
    [InlineData("04_silver", 5)]
    [InlineData("05_gold", 5)]
    [InlineData("06_dashboard", 4)]
    [InlineData("07_reliability_ops", 5)]
    [InlineData("08_post_mortem", 3)]
    public void Without_their_solutions_the_checks_say_not_attempted(string name, int tasks)
    {
        // Where the lake is built already, as whoever goes on with the next notebook has it.
        executed.Track("assessment");
        var notebook = NotebookDocument.Read(Path.Combine(ExecutedNotebooks.Source, "assessment", $"{name}.ipynb"));
        foreach (var cell in notebook.Cells.Where(cell => cell.Kind == CellKind.Code))
            cell.Source = string.Join('\n', Without(cell.Source.Split('\n')));
        var path = Path.Combine(executed.Workspace, $"{name}.ipynb");
        notebook.Write(path);
        var output = Path.Combine(executed.Workspace, "open");
        var result = executed.Run(path, output, notebook.Cells.Any(cell => cell.Tags.Contains("parameters")) ? ExecutedNotebooks.Small : []);
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
