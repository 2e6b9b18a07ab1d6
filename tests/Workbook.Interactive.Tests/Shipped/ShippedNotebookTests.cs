using Workbook.Course;
using Workbook.Interactive.Tests.Tool;
using Workbook.Notebooks.Documents;

namespace Workbook.Interactive.Tests.Shipped;

/// <summary>The assessment as it is shipped: in good style, every cell runs, and checks tell an open task from a solved one.</summary>
public sealed class ShippedNotebookTests(ExecutedAssessment executed) : IClassFixture<ExecutedAssessment>
{
    [Fact]
    public void Notebooks_keep_to_the_style()
    {
        var result = WorkbookProcess.Run("notebook", "lint", Path.GetDirectoryName(executed.Source)!).Succeeded();
        Assert.EndsWith("0 errors, 0 warnings.\n", result.Error + result.Out);
    }

    [Fact]
    public void Every_cell_runs_and_every_task_is_solved_by_its_solution() => executed.RequireSolved(LearningCatalog.Assessment);

    [Fact]
    public void Every_cell_shows_the_same_in_NET_Interactive() => executed.RequireSameInInteractive();

    [Fact]
    public void Every_notebook_has_the_cell_that_loads_the_workbook_into_NET_Interactive() =>
        Assert.All(Directory.EnumerateFiles(Path.GetDirectoryName(executed.Source)!, "*.ipynb", SearchOption.AllDirectories),
            file => Assert.True(InteractiveHeader.Is(NotebookDocument.Read(file).Cells[1]), file));

    [Theory]
    [InlineData("01_raw_schemas", 3)]
    [InlineData("04_silver", 5)]
    [InlineData("05_gold", 5)]
    [InlineData("06_dashboard", 4)]
    [InlineData("07_reliability_ops", 5)]
    [InlineData("08_post_mortem", 3)]
    public void Without_their_solutions_the_checks_say_not_attempted(string name, int tasks)
    {
        Assert.SkipWhen(name is "06_dashboard" or "07_reliability_ops" && !ExecutedNotebooks.AreAllWanted, "It takes long; WORKBOOK_NOTEBOOKS=all runs it.");
        // Where the lake is built already, as whoever goes on with the next notebook has it.
        executed.RequireRun();
        var notebook = NotebookDocument.Read(Path.Combine(executed.Source, $"{name}.ipynb"));
        foreach (var cell in notebook.Cells.Where(cell => cell.Kind == CellKind.Code))
            cell.Source = string.Join('\n', Without(cell.Source.Split('\n')));
        var path = Path.Combine(executed.Workspace, $"{name}.ipynb");
        notebook.Write(path);
        var output = Path.Combine(executed.Workspace, "open");
        var result = executed.Run(path, output, isParameterized: notebook.Cells.Any(cell => cell.Tags.Contains("parameters")));
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
