using System.CommandLine;
using Workbook.Notebooks.Documents;

namespace Workbook.Cli.Commands;

internal static class NotebookCleanCommand
{
    public static Command Create(CommandContext context)
    {
        var paths = NotebookFiles.Paths();
        var check = new Option<bool>("--check") { Description = "Write nothing; fail if a notebook isn't clean." };
        var command = new Command("clean", "Take outputs, execution counts and other traces of runs out of notebooks, and give each cell an id.") { paths, check };
        command.Runs(context, (parsed, cancellation) =>
        {
            var dirty = 0;
            foreach (var file in NotebookFiles.Find(parsed.GetValue(paths)!))
            {
                cancellation.ThrowIfCancellationRequested();
                var document = NotebookDocument.Read(file);
                var before = document.ToBytes();
                NotebookCleaner.Clean(document);
                document.Upgrade();
                if (document.ToBytes().AsSpan().SequenceEqual(before))
                    continue;
                dirty++;
                if (!parsed.GetValue(check))
                    document.Write(file);
                context.Terminal.Out.WriteLine(parsed.GetValue(check) ? $"{file} isn't clean" : $"{file} cleaned");
            }
            if (dirty == 0)
                context.Terminal.Error.WriteLine("Nothing to clean.");
            return dirty > 0 && parsed.GetValue(check) ? ExitCode.Failed : ExitCode.Ok;
        });
        return command;
    }
}
