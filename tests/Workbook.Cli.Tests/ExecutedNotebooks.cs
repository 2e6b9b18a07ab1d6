using System.Globalization;
using System.Text.RegularExpressions;
using Workbook.Notebooks.Documents;
using Workbook.Notebooks.Learning;

namespace Workbook.Cli.Tests;

/// <summary>A folder of shipped notebooks, run one after another in a folder that held nothing.</summary>
public abstract class ExecutedNotebooks : IDisposable
{
    private readonly string[] _more;
    private readonly Lazy<CliResult> _run;

    private protected ExecutedNotebooks(string track, params string[] more)
    {
        Source = Path.Combine(CommandLineTests.RepositoryRoot(), "notebooks", track);
        _more = more;
        _run = new(() => Run(Source, Executed, isParameterized: true));
    }

    /// <summary>Also those tests that take long and say little more.</summary>
    public static bool AreAllWanted { get; } = Environment.GetEnvironmentVariable("WORKBOOK_NOTEBOOKS") == "all";

    public string Source { get; }

    public string Workspace { get; } = Directory.CreateTempSubdirectory("workbook-cli-tests-").FullName;

    private string Executed => Path.Combine(Workspace, "executed");

    public void Dispose()
    {
        Directory.Delete(Workspace, recursive: true);
        GC.SuppressFinalize(this);
    }

    public void RequireRun()
    {
        var result = _run.Value;
        Assert.True(result.Exit == 0, result.Error);
    }

    public void RequireSolved(IReadOnlyList<LearningTask> tasks)
    {
        RequireRun();
        var outputs = Directory.EnumerateFiles(Executed, "*.ipynb").SelectMany(file => NotebookDocument.Read(file).Cells).SelectMany(cell => cell.Outputs).Select(node => node!.ToJsonString()).ToList();
        Assert.DoesNotContain(outputs, text => text.Contains("\"Incorrect: ") || text.Contains("\"Not attempted: "));
        Assert.Equal(tasks.Count, outputs.Count(text => text.Contains("\"Correct: ")));
        Assert.All(Directory.EnumerateFiles(Executed, "*.html"), file => Assert.Contains("Plotly.newPlot", File.ReadAllText(file)));
        var solved = Regex.Match(Cli.Run("progress", "--workspace", Workspace).Succeeded().Out, @$"(\d+) of {LearningCatalog.All.Count} tasks are solved\.");
        Assert.Equal(tasks.Count, int.Parse(solved.Groups[1].Value, CultureInfo.InvariantCulture));
    }

    internal CliResult Run(string path, string output, bool isParameterized) =>
        Cli.RunProcess("", ["notebook", "run", path, "--out", output, "--workspace", Workspace, .. isParameterized ? _more : []]);
}

public sealed class ExecutedAssessment() : ExecutedNotebooks("assessment", "--param", "scale=0.005");

public sealed class ExecutedWalkthroughs() : ExecutedNotebooks("walkthroughs");
