using System.CommandLine;
using Workbook.Cli.Output;
using Workbook.Notebooks;
using Workbook.Course;
using Workbook.Course.Tasks;

namespace Workbook.Cli.Commands;

internal static class ProgressCommand
{
    public static Command Create(CommandContext context)
    {
        var workspace = new Option<string?>("--workspace") { Description = "The project's folder, by default the one that holds the current folder." };
        var reset = new Option<string?>("--reset") { Description = "Forget an exercise, such as bronze, or one task of it." };
        reset.CompletionSources.Add(_ => CommonOptions.Items(LearningCatalog.All.SelectMany(task => new[] { task.Id.Split('.')[0], task.Id }).Distinct()));
        var format = CommonOptions.TableOrJson();
        var command = new Command("progress", "Show which tasks of the exercises are solved.") { workspace, reset, format };
        command.Runs(context, (parsed, _) =>
        {
            var progress = new LearningProgress(parsed.GetValue(workspace) ?? NotebookWorkspace.FindRoot(Environment.CurrentDirectory));
            var isJson = parsed.GetValue(format) == "json";
            if (parsed.GetValue(reset) is { } exercise)
                (isJson ? context.Terminal.Error : context.Terminal.Out).WriteLine(progress.Reset(exercise) is > 0 and var tasks ? $"{tasks} task(s) of {exercise} were forgotten." : $"There was no progress in {exercise}.");
            if (isJson)
                context.Terminal.Out.WriteLine(ReportJson.Write(LearningCatalog.All.Select(task => new
                {
                    Task = task.Id, task.Title, Status = Status(progress[task.Id]), progress[task.Id].Attempts, progress[task.Id].HintsShown, progress[task.Id].SolvedAt,
                })));
            else
                Print(context.Terminal, progress);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Print(Terminal terminal, LearningProgress progress)
    {
        terminal.WriteTable(["Task", "What", "Status", "#Attempts", "#Hints"], LearningCatalog.All.Select(task =>
        {
            var state = progress[task.Id];
            return new[] { task.Id, task.Title, Status(state), $"{state.Attempts}", $"{state.HintsShown}" };
        }));
        var solved = LearningCatalog.All.Count(task => progress[task.Id].IsSolved);
        terminal.Out.WriteLine($"{solved} of {LearningCatalog.All.Count} tasks are solved.");
    }

    private static string Status(TaskProgress state) => state.IsSolved ? "solved" : state.Attempts > 0 ? "tried" : "open";
}
