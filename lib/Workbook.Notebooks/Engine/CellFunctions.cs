using System.Diagnostics.CodeAnalysis;
using Workbook.Notebooks.Engine;
using Workbook.Notebooks.Learning;

namespace Workbook.Notebooks;

/// <summary>What every C# cell can call by its bare name.</summary>
public static class CellFunctions
{
    /// <summary>The notebook's folders, seed, scale, and the DuckDB that SQL cells use.</summary>
    public static NotebookWorkspace Workspace => CellContext.Required.Session.Workspace;

    /// <summary>Set when the cell is interrupted; hand it to long calls.</summary>
    public static CancellationToken Cancellation => CellContext.Required.Cancellation;

#pragma warning disable IDE1006 // the names by which notebooks have called them for years
    public static DisplayedValue display(object? value) => new(CellContext.Required, Formatter.Bundle(value));

    /// <param name="mimeType">The text is shown in this form, as it is.</param>
    public static DisplayedValue display(string value, string mimeType) => new(CellContext.Required, new FormattedText(mimeType, value).ToMimeBundle());
#pragma warning restore IDE1006

    public static FormattedText HTML(string content) => new(Formatter.Html, content);

    public static FormattedText Markdown(string content) => new("text/markdown", content);

    /// <summary>Runs in the page, where the front end allows it.</summary>
    public static void Javascript(string script) => display(script, "application/javascript");

    public static void CSS(string content) => display($"<style>{content}</style>", Formatter.Html);

    /// <summary>Takes away what the cell has shown so far.</summary>
    /// <param name="wait">Only when the next output comes.</param>
    public static void ClearOutput(bool wait = false) => CellContext.Required.Clear(wait);

    public static ProgressBar Progress(string title) => new(title, CellContext.Required);

    /// <summary>Whether a task is solved, with what is off; counts as an attempt.</summary>
    public static void Check([StringSyntax("task")] string task) => Learner.Check(task, CellContext.Required);

    /// <summary>For graders: a fault unless the task is solved.</summary>
    /// <exception cref="WorkbookException">It is not, with what is off.</exception>
    public static void Require([StringSyntax("task")] string task)
    {
        if (Learner.Check(task, CellContext.Required, isQuiet: true) is { Status: not CheckStatus.Correct } result)
            throw new WorkbookException($"{task} is {(result.Status == CheckStatus.Incorrect ? "incorrect" : "not attempted")}: {result.Message}");
    }

    /// <summary>One hint more each time, three in all.</summary>
    public static void Hint([StringSyntax("task")] string task) => Learner.Hint(task, CellContext.Required);

    /// <summary>The reference solution, after an attempt.</summary>
    public static void Solution([StringSyntax("task")] string task) => Learner.Solution(task, CellContext.Required);

    public static void ShowProgress() => Learner.Show(CellContext.Required);

    /// <param name="exercise">Such as <c>bronze</c>, or a single task.</param>
    public static void ResetProgress([StringSyntax("exercise")] string exercise) => Learner.Reset(exercise, CellContext.Required);

    /// <summary>Asks the reader for a line.</summary>
    public static string Input(string prompt) => CellContext.Required.ReadLine(prompt, isPassword: false);
}

/// <summary>The same behind a value: <c>rows.Display()</c>.</summary>
public static class DisplayExtensions
{
    public static DisplayedValue Display(this object? value) => CellFunctions.display(value);

    public static DisplayedValue Display(this object? value, string mimeType) => CellFunctions.display(value.ToDisplayString(mimeType), mimeType);
}
