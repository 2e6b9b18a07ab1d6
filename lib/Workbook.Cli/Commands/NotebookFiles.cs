using System.CommandLine;
using Workbook.Notebooks.Documents;

namespace Workbook.Cli.Commands;

/// <summary>How notebook commands name, find and read files.</summary>
internal static class NotebookFiles
{
    public static Argument<string[]> Paths() => new("path")
    {
        Description = "Notebooks, or folders: all .ipynb files below them.", Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>In order, each once; without Jupyter's checkpoints and other hidden folders.</summary>
    public static IReadOnlyList<string> Find(IEnumerable<string> paths) => [.. paths.SelectMany(Find).Distinct()];

    public static void Write(NotebookDocument document, string path)
    {
        if (NotebookFile.IsDib(path))
            WriteText(path, DibFormat.ToText(document));
        else
            document.Write(path);
    }

    public static void WriteText(string path, string text)
    {
        try
        {
            File.WriteAllText(path, text);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WorkbookException($"'{path}' can't be written: {fault.Message}", fault);
        }
    }

    private static IEnumerable<string> Find(string path)
    {
        if (!Directory.Exists(path))
            return [path];
        var files = NotebookFolder.Files(path, [".ipynb"]);
        return files.Count > 0 ? files : throw new WorkbookException($"The folder '{path}' has no .ipynb files. Name a notebook, or another folder.");
    }
}
