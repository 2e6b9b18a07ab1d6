using System.Diagnostics.CodeAnalysis;
using Workbook.Course.Tasks;
using Workbook.Notebooks.Engine;

namespace Workbook.Course;

/// <summary>What every C# cell of the course can call by its bare name.</summary>
public static class CourseFunctions
{
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

    /// <summary>A row for each task, in the order of the notebooks: solved, tried or open, with its attempts and the hints shown.</summary>
    public static void ShowProgress() => Learner.Show(CellContext.Required);

    /// <param name="exercise">Such as <c>bronze</c>, or a single task.</param>
    public static void ResetProgress([StringSyntax("exercise")] string exercise) => Learner.Reset(exercise, CellContext.Required);
}
