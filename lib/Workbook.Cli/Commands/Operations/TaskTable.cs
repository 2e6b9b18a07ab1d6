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
internal sealed class RunNotes(Terminal terminal) : IPipelineObserver
{
    public void Waiting(string message) => terminal.Note(message);

    public void Started(string task, int attempt) { }

    public void Retrying(string task, int attempt, int attempts, TimeSpan wait, string message) =>
        terminal.Note($"Task '{task}' broke off (attempt {attempt} of {attempts}); trying again in {wait.TotalSeconds:0.0} s: {message}");

    public void Ended(TaskRun run) { }
}
