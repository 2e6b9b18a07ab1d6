using System.CommandLine;
using Workbook.Notebooks.Documents;

namespace Workbook.Cli.Commands;

internal static class NotebookNewCommand
{
    public static Command Create(CommandContext context)
    {
        var path = new Argument<string>("path") { Description = "The file to write, .ipynb or .dib." };
        var title = new Option<string?>("--title") { Description = "Its heading; by default the file's name." };
        var command = new Command("new", "Write a notebook to start from, with a text, a C# and a SQL cell.") { path, title };
        command.Runs(context, (parsed, _) =>
        {
            var file = parsed.GetValue(path)!;
            if (Path.GetExtension(file).ToLowerInvariant() is not (".ipynb" or ".dib"))
                throw new WorkbookException($"A notebook's name ends in .ipynb or .dib, and this is '{file}'. Name it '{Path.ChangeExtension(file, ".ipynb")}'.");
            if (File.Exists(file))
                throw new WorkbookException($"'{file}' is there already, and nothing was written. Choose another name, or delete it first.");
            if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
                Directory.CreateDirectory(folder);
            NotebookFiles.Write(Start(parsed.GetValue(title) ?? Path.GetFileNameWithoutExtension(file).Replace('_', ' ')), file);
            context.Terminal.Out.WriteLine($"Wrote {file}. Open its folder in VS Code or Jupyter and choose the kernel 'Workbook (C# + SQL)'.");
            return ExitCode.Ok;
        });
        return command;
    }

    private static NotebookDocument Start(string title)
    {
        var document = NotebookDocument.New();
        document.Cells.AddRange(
        [
            NotebookCell.Markdown($"# {title}\n\nWhat is the question, and why does it matter?"),
            InteractiveHeader.Cell(),
            NotebookCell.Code("var limit = 5;"),
            NotebookCell.Markdown("SQL cells see C# variables as parameters."),
            NotebookCell.Code("SELECT * FROM range($limit);", "sql"),
        ]);
        return document;
    }
}
