using Workbook.Notebooks.Documents;

namespace Workbook.Cli.Tests;

/// <summary>A folder of small notebooks, run by the command in a process of its own.</summary>
public abstract class NotebookRuns : IDisposable
{
    private protected string Folder { get; } = Directory.CreateTempSubdirectory("workbook-cli-tests-").FullName;

    private protected string Out => Path.Combine(Folder, "out");

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected void Put(string name, params (string Source, string[] Tags)[] cells)
    {
        var document = NotebookDocument.New();
        foreach (var (source, tags) in cells)
        {
            var cell = NotebookCell.Code(source);
            cell.Tags = tags;
            document.Cells.Add(cell);
        }

        var path = Path.Combine(Folder, name + ".ipynb");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        document.Write(path);
    }

    private protected void Put(string name, params string[] cells) => Put(name, [.. cells.Select(source => (source, Array.Empty<string>()))]);

    /// <param name="args">Names of notebooks, and options with their values.</param>
    private protected CliResult Run(params string[] args) => RunPaths(
        [.. args.Select((arg, index) => arg.StartsWith("--", StringComparison.Ordinal) || (index > 0 && args[index - 1].StartsWith("--", StringComparison.Ordinal)) ? arg : Path.Combine(Folder, arg + ".ipynb"))]);

    private protected CliResult RunPaths(params string[] args) => Cli.RunProcess("", ["notebook", "run", .. args, "--out", Out]);

    private protected NotebookDocument Executed(string name) => NotebookDocument.Read(Path.Combine(Out, name + ".ipynb"));

    /// <summary>The code cells' outputs, without what the run itself put in.</summary>
    private protected List<NotebookCell> CodeCells(string name) => [.. Executed(name).Cells.Where(cell => cell.Kind == CellKind.Code)];

    /// <summary>What a cell wrote to a stream.</summary>
    private protected static string Written(NotebookCell cell, string stream = "stdout") => string.Concat(cell.Outputs
        .Where(output => (string?)output!["name"] == stream).SelectMany(output => output!["text"]!.AsArray()).Select(line => (string?)line));
}
