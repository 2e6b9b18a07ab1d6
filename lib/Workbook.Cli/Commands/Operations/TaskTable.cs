using Workbook.Cli.Output;
using Workbook.Operations.Orchestration;

namespace Workbook.Cli.Commands.Operations;

/// <summary>A line for each task of a run.</summary>
internal static class TaskTable
{
    public static void Write(Terminal terminal, IEnumerable<TaskRun> tasks) =>
        terminal.WriteTable(["Task", "Status", "#Attempts", "#Seconds", "Message"], tasks.Select(task => new[]
        {
            task.Task, task.IsFromEarlierAttempt ? "done before" : Name(task.Verdict), $"{task.Attempts}", $"{task.Seconds:N1}", (task.Message ?? "").Split('\n')[0].TrimEnd('\r'),
        }));

    public static string Name(TaskVerdict verdict) => verdict == TaskVerdict.TimedOut ? "timed out" : verdict.ToString().ToLowerInvariant();
}

/// <summary>What people want to know while a run is at work.</summary>
internal sealed class RunNotes(Terminal terminal) : IProgress<PipelineProgress>
{
    public void Report(PipelineProgress value)
    {
        if (value is PipelineProgress.Waiting waiting)
            terminal.Note(waiting.Message);
        else if (value is PipelineProgress.Retrying failed)
            terminal.Note($"Task '{failed.Task}' broke off (attempt {failed.Attempt} of {failed.Attempts}); trying again in {failed.Wait.TotalSeconds:0.0} s: {failed.Message}");
    }
}
