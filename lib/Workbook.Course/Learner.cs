using Workbook.Course.Tasks;
using Workbook.Notebooks.Engine;

namespace Workbook.Course;

/// <summary>Checks, hints and solutions for the reader of a notebook; <c>Check("bronze.idempotent")</c> in a cell comes here.</summary>
internal static class Learner
{
    /// <param name="isQuiet">Shows nothing of a task that is solved.</param>
    public static CheckResult Check(string id, CellContext cell, bool isQuiet = false)
    {
        var task = LearningCatalog.Named(id);
        var progress = new LearningProgress(cell.Host.Workspace.Root);
        CheckResult result;
        try
        {
            result = task.Check(new CheckContext(cell.Host));
        }
        catch (Exception fault) when (fault is WorkbookException or DuckDB.NET.Data.DuckDBException)
        {
            // A missing table or file is how "not there yet" looks to a check.
            result = CheckResult.NotAttempted($"The check could not look at your result: {fault.Message.Split("\n\nLINE ")[0]}");
        }

        progress.Attempted(id, result.Status);
        if (!isQuiet || result.Status != CheckStatus.Correct)
            cell.Display(LearningCards.Check(task, result, progress[id]));
        return result;
    }

    public static void Hint(string id, CellContext cell)
    {
        var task = LearningCatalog.Named(id);
        var progress = new LearningProgress(cell.Host.Workspace.Root);
        if (progress[id].HintsShown < task.Hints.Count)
            progress.HintShown(id);
        for (var number = 1; number <= progress[id].HintsShown; number++)
            cell.Display(LearningCards.Hint(task, number));
    }

    public static void Solution(string id, CellContext cell)
    {
        var task = LearningCatalog.Named(id);
        var progress = new LearningProgress(cell.Host.Workspace.Root);
        cell.Display(progress[id].Attempts > 0
            ? LearningCards.Solution(task)
            : LearningCards.Note($"The solution is shown after an attempt: write your own first and run Check(\"{id}\"). Hint(\"{id}\") helps."));
    }

    public static void Show(CellContext cell)
    {
        var progress = new LearningProgress(cell.Host.Workspace.Root);
        cell.Display(LearningCards.Progress(LearningCatalog.All.Select(task => (task, progress[task.Id]))));
    }

    public static void Reset(string exercise, CellContext cell)
    {
        var forgotten = new LearningProgress(cell.Host.Workspace.Root).Reset(exercise);
        cell.Display(LearningCards.Note(forgotten == 0 ? $"There was no progress in '{exercise}'." : $"Progress in '{exercise}' was reset: {forgotten} task(s)."));
    }
}
