using Workbook.Course;
using Workbook.Notebooks.Engine;

namespace Workbook.Notebooks.Tests.Engine;

/// <summary>A session in a folder of its own, whose cells' outputs are kept.</summary>
internal sealed class TestNotebook : ICellOutput, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("workbook-notebooks-tests-");
    private readonly Lock _lock = new();

    /// <param name="withCourse">As all shipped notebooks are; else the engine alone.</param>
    public TestNotebook(bool withCourse = true)
    {
        Workspace = new NotebookWorkspace(_folder.FullName);
        Session = new NotebookSession(Workspace, withCourse ? CourseCells.Library : null);
    }

    public NotebookWorkspace Workspace { get; }

    public NotebookSession Session { get; }

    public string Folder => _folder.FullName;

    /// <summary>What Console.ReadLine gets; null for nobody there.</summary>
    public Func<string, string>? Answer { get; set; }

    public string Out { get; private set; } = "";

    public string Error { get; private set; } = "";

    public List<MimeBundle> Displayed { get; } = [];

    public int Updates { get; private set; }

    /// <summary>Runs a cell that succeeds; what it shows replaces what the one before showed.</summary>
    public CellResult Run(string source, string? language = null)
    {
        var result = Try(source, language);
        Assert.True(result.Status == CellStatus.Ok, $"{result.Error?.Name}: {string.Join('\n', result.Error?.Traceback ?? [])}");
        return result;
    }

    public CellResult Try(string source, string? language = null)
    {
        (Out, Error, Updates) = ("", "", 0);
        Displayed.Clear();
        return Session.Execute(new CellRequest(source, language), this);
    }

    /// <summary>The value's text.</summary>
    public string? Value(string source) => Run(source).Value?.Text("text/plain");

    void ICellOutput.Stream(StreamName stream, string text)
    {
        lock (_lock)
        {
            if (stream == StreamName.Stdout)
                Out += text;
            else
                Error += text;
        }
    }

    void ICellOutput.Display(MimeBundle bundle, string? displayId, bool isUpdate)
    {
        lock (_lock)
        {
            Displayed.Add(bundle);
            Updates += isUpdate ? 1 : 0;
        }
    }

    void ICellOutput.Clear(bool wait) => Displayed.Clear();

    string ICellOutput.ReadLine(string prompt, bool isPassword) => Answer is null ? throw new InputUnavailableException() : Answer(prompt);

    public void Dispose()
    {
        Session.Dispose();
        Workspace.Dispose();
        _folder.Delete(recursive: true);
    }
}
