using System.Net;
using Workbook.Course.Tasks;
using Workbook.Notebooks;
using Workbook.Notebooks.Display;
using Workbook.Notebooks.Engine;

namespace Workbook.Course;

/// <summary>How checks, hints, solutions and progress look in a notebook.</summary>
internal static class LearningCards
{
    public static MimeBundle Check(LearningTask task, CheckResult result, TaskProgress progress)
    {
        var (word, color) = result.Status switch
        {
            CheckStatus.Correct => ("Correct", "#2e7d32"),
            CheckStatus.Incorrect => ("Incorrect", "#c62828"),
            _ => ("Not attempted", "#757575"),
        };
        var next = result.Status == CheckStatus.Correct ? ""
            : progress.HintsShown < task.Hints.Count ? $" Stuck? Hint(\"{task.Id}\")" : progress.Attempts > 0 ? $" Stuck? Solution(\"{task.Id}\")" : "";
        return Card(color, $"{word}: {task.Title}", result.Message + next);
    }

    public static MimeBundle Hint(LearningTask task, int number) => Card("#1565c0", $"Hint {number} of {task.Hints.Count}: {task.Title}", task.Hints[number - 1]);

    public static MimeBundle Solution(LearningTask task) => MimeBundle.Of(
        (Formatter.Html, $"<div style=\"border-left:4px solid #6a1b9a;padding:4px 12px\"><b>Reference solution: {WebUtility.HtmlEncode(task.Title)}</b><pre>{WebUtility.HtmlEncode(task.Solution)}</pre></div>"),
        (Formatter.Plain, $"Reference solution: {task.Title}\n{task.Solution}"));

    public static MimeBundle Note(string text) => Card("#757575", "", text);

    public static MimeBundle Progress(IEnumerable<(LearningTask Task, TaskProgress Progress)> tasks)
    {
        var rows = tasks.Select(object (pair) => new { pair.Task.Id, pair.Task.Title, Status = Status(pair.Progress), pair.Progress.Attempts, Hints = pair.Progress.HintsShown }).ToList();
        return Formatter.Whole(rows);
    }

    public static string Status(TaskProgress progress) => progress.IsSolved ? "solved" : progress.Attempts > 0 ? "tried" : "open";

    // Only the stripe has the color: text in it would be too faint on a light page or on a dark one.
    private static MimeBundle Card(string color, string title, string text) => MimeBundle.Of(
        (Formatter.Html, $"<div style=\"border-left:4px solid {color};padding:4px 12px\">{(title.Length == 0 ? "" : $"<b>{WebUtility.HtmlEncode(title)}</b><br>")}{WebUtility.HtmlEncode(text)}</div>"),
        (Formatter.Plain, title.Length == 0 ? text : $"{title}\n{text}"));
}
