using Workbook.Interactive.Tests.Tool;
using Workbook.Notebooks.Documents;

namespace Workbook.Interactive.Tests;

/// <summary>A notebook in the real tool whose first cell has been run, for all tests of a class.</summary>
public sealed class LoadedNotebook : IDisposable
{
    private readonly Lazy<InteractiveProcess> _process;

    public LoadedNotebook() => _process = new(() =>
    {
        var process = new InteractiveProcess(World.Notebooks);
        process.Run(InteractiveHeader.Cell().Source).Succeeded();
        return process;
    });

    public NotebookWorld World { get; } = new();

    internal InteractiveProcess Process => _process.Value;

    internal CellRun Run(string code, string? language = null) => Process.Run(code, language).Succeeded();

    /// <summary>The last value's text.</summary>
    internal string Value(string code) => Run(code).Texts[^1];

    public void Dispose()
    {
        if (_process.IsValueCreated)
            _process.Value.Dispose();
        World.Dispose();
    }
}
