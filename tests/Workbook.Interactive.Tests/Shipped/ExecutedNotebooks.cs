using System.Globalization;
using System.Text.RegularExpressions;
using Workbook.Course;
using Workbook.Course.Tasks;
using Workbook.Interactive.Tests.Tool;
using Workbook.Notebooks.Documents;

namespace Workbook.Interactive.Tests.Shipped;

/// <summary>A folder of shipped notebooks, run one after another in a folder that held nothing: by our own kernel, and by .NET Interactive.</summary>
public abstract class ExecutedNotebooks : IDisposable
{
    private readonly string[] _more;
    private readonly Lazy<ProcessResult> _run;
    private readonly NotebookWorld _ours = new();
    private readonly NotebookWorld _theirs = new();

    private protected ExecutedNotebooks(string track, params string[] more)
    {
        Source = Path.Combine(InteractiveTool.Repository, "notebooks", track);
        _more = more;
        _run = new(() => Run(Source, Executed, isParameterized: true));
    }

    /// <summary>Also those tests that take long and say little more.</summary>
    public static bool AreAllWanted { get; } = Environment.GetEnvironmentVariable("WORKBOOK_NOTEBOOKS") == "all";

    public string Source { get; }

    public string Workspace => _ours.Folder;

    private string Executed => Path.Combine(Workspace, "executed");

    public void Dispose()
    {
        _ours.Dispose();
        _theirs.Dispose();
        GC.SuppressFinalize(this);
    }

    public void RequireRun() => _run.Value.Succeeded();

    public void RequireSolved(IReadOnlyList<LearningTask> tasks)
    {
        RequireRun();
        var outputs = Directory.EnumerateFiles(Executed, "*.ipynb").SelectMany(file => NotebookDocument.Read(file).Cells).SelectMany(cell => cell.Outputs).Select(node => node!.ToJsonString()).ToList();
        Assert.DoesNotContain(outputs, text => text.Contains("\"Incorrect: ") || text.Contains("\"Not attempted: "));
        Assert.Equal(tasks.Count, outputs.Count(text => text.Contains("\"Correct: ")));
        Assert.All(Directory.EnumerateFiles(Executed, "*.html"), file => Assert.Contains("Plotly.newPlot", File.ReadAllText(file)));
        var solved = Regex.Match(WorkbookProcess.Run("progress", "--workspace", Workspace).Succeeded().Out, @$"(\d+) of {LearningCatalog.All.Count} tasks are solved\.");
        Assert.Equal(tasks.Count, int.Parse(solved.Groups[1].Value, CultureInfo.InvariantCulture));
    }

    /// <summary>Each cell that our kernel ran, parameters included, shows the same in .NET Interactive.</summary>
    public void RequireSameInInteractive()
    {
        RequireRun();
        foreach (var file in Directory.EnumerateFiles(Executed, "*.ipynb").Order(StringComparer.Ordinal))
        {
            var ours = NotebookDocument.Read(file).Cells.Where(cell => cell.Kind == CellKind.Code).ToList();
            using var tool = new InteractiveProcess(_theirs.Notebooks);
            foreach (var cell in ours)
            {
                var run = tool.Run(cell.Source, cell.Language);
                Assert.True(run.Failure is null, $"{Path.GetFileName(file)}, cell {cell.Id}: {run.Failure}");
                if (!InteractiveHeader.Is(cell))
                    Assert.Equal($"{cell.Id}: {CellText.Of(cell, _ours.Folder)}", $"{cell.Id}: {CellText.Of(run, _theirs.Folder)}");
            }
        }
    }

    internal ProcessResult Run(string path, string output, bool isParameterized) =>
        WorkbookProcess.Run(["notebook", "run", path, "--out", output, "--workspace", Workspace, .. isParameterized ? _more : []]);
}

public sealed class ExecutedAssessment() : ExecutedNotebooks("assessment", "--param", "scale=0.005");

public sealed class ExecutedWalkthroughs() : ExecutedNotebooks("walkthroughs");
