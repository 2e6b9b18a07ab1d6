using System.Diagnostics.CodeAnalysis;
using Workbook.Notebooks.Display;
using Workbook.Notebooks.Engine;
using Workbook.Notebooks.Learning;

namespace Workbook.Notebooks;

/// <summary>What every C# cell can call by its bare name, whichever engine runs it.</summary>
public static class CellFunctions
{
    /// <summary>The notebook's folders, seed, scale, and the DuckDB that SQL cells use.</summary>
    public static NotebookWorkspace Workspace => CellContext.Required.Host.Workspace;

    /// <summary>Set when the cell is interrupted; hand it to long calls.</summary>
    public static CancellationToken Cancellation => CellContext.Required.Cancellation;

    /// <summary>Takes away what the cell has shown so far.</summary>
    /// <param name="wait">Only when the next output comes.</param>
    public static void ClearOutput(bool wait = false) => CellContext.Required.Clear(wait);

    public static FormattedText Markdown(string content) => new("text/markdown", content);

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
