using Workbook.Course.Tasks;
using Workbook.Course.Worlds;
using Workbook.Notebooks.Tests.Engine;

namespace Workbook.Course.Tests;

/// <summary>Acme's project at one stage, built once; and what the checks say before anything was tried.</summary>
public abstract class WalkthroughWorld : IDisposable
{
    protected WalkthroughWorld(string exercise, string stage, DateOnly today)
    {
        Notebook.Run($"var acme = Workspace.OpenAcme(\"{stage}\", new DateOnly({today.Year}, {today.Month}, {today.Day})); acme.Build();");
        Tasks = [.. LearningCatalog.Walkthroughs.Where(task => task.Exercise == exercise)];
        Untried = Tasks.ToDictionary(task => task.Id, task => Check(task.Id));
    }

    public IReadOnlyList<LearningTask> Tasks { get; }

    /// <summary>What each check said in the untouched notebook.</summary>
    public IReadOnlyDictionary<string, string> Untried { get; }

    internal TestNotebook Notebook { get; } = new();

    public string Check(string id)
    {
        Notebook.Run($"Check(\"{id}\")");
        return Notebook.Displayed[0].Text("text/plain")!;
    }

    /// <summary>A wrong answer is refused, with what is off.</summary>
    public void Told(string id, string answer, string told)
    {
        Notebook.Run(answer);
        var said = Check(id);
        Assert.StartsWith("Incorrect", said);
        Assert.Contains(told, said);
    }

    /// <summary>Nothing was attempted before, and each solution is right.</summary>
    /// <param name="beforeTask">A cell of the notebook that must run before a task's solution; null for none.</param>
    public void SolvedByTheReference(Func<string, string?>? beforeTask = null)
    {
        Assert.All(Untried.Values, said => Assert.StartsWith("Not attempted", said));
        foreach (var task in Tasks)
        {
            if (beforeTask?.Invoke(task.Id) is { } cell)
                Notebook.Run(cell);
            Notebook.Run(task.Solution);
            Assert.StartsWith("Correct", Check(task.Id));
        }
    }

    public void Dispose()
    {
        Notebook.Dispose();
        GC.SuppressFinalize(this);
    }
}
