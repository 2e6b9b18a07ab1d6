using System.CommandLine;
using Workbook.Cli.Output;
using Workbook.Notebooks;
using Workbook.Notebooks.Learning;

namespace Workbook.Cli.Commands;

internal static class ProgressCommand
{
    public static Command Create(CommandContext context)
    {
        var workspace = new Option<string?>("--workspace") { Description = "The project's folder, by default the one that holds the current folder." };
        var reset = new Option<string?>("--reset") { Description = "Forget an exercise, such as bronze, or one task of it." };
        var command = new Command("progress", "Show which tasks of the exercises are solved.") { workspace, reset };
        command.Runs(context, (parsed, _) =>
        {
            var progress = new LearningProgress(parsed.GetValue(workspace) ?? NotebookWorkspace.FindRoot(Environment.CurrentDirectory));
            if (parsed.GetValue(reset) is { } exercise)
                context.Terminal.Out.WriteLine(progress.Reset(exercise) is > 0 and var tasks ? $"{tasks} task(s) of {exercise} were forgotten." : $"There was no progress in {exercise}.");
            context.Terminal.WriteTable(["Task", "What", "Status", "#Attempts", "#Hints"], LearningCatalog.All.Select(task =>
            {
                var state = progress[task.Id];
                return new[] { task.Id, task.Title, state.IsSolved ? "solved" : state.Attempts > 0 ? "tried" : "open", $"{state.Attempts}", $"{state.HintsShown}" };
            }));
            var solved = LearningCatalog.All.Count(task => progress[task.Id].IsSolved);
            context.Terminal.Out.WriteLine($"{solved} of {LearningCatalog.All.Count} tasks are solved.");
            return ExitCode.Ok;
        });
        return command;
    }
}
