using Workbook.Course.Exercises;
using Workbook.Course.Tasks;
using Workbook.Course.Walkthroughs;

namespace Workbook.Course;

/// <summary>All tasks, in the order of the notebooks.</summary>
public static class LearningCatalog
{
    /// <summary>Track A: the exercises on the retailer's lakehouse.</summary>
    public static IReadOnlyList<LearningTask> Assessment { get; } = [.. RawSchemaTasks.All, .. GenerationTasks.All, .. BronzeTasks.All, .. SilverTasks.All, .. GoldTasks.All, .. DashboardTasks.All, .. OperationsTasks.All, .. PostMortemTasks.All];

    /// <summary>Track B: incidents at Acme Corp.</summary>
    public static IReadOnlyList<LearningTask> Walkthroughs { get; } = [.. InheritedTasks.All, .. WrongDashboardTasks.All, .. DuplicateTasks.All];

    /// <summary>Both tracks: <see cref="Assessment"/>, then <see cref="Walkthroughs"/>.</summary>
    public static IReadOnlyList<LearningTask> All { get; } = [.. Assessment, .. Walkthroughs];

    /// <exception cref="WorkbookException">There is no such task.</exception>
    public static LearningTask Named(string id) => All.FirstOrDefault(task => task.Id == id)
        ?? throw new WorkbookException($"There is no task '{id}'; the tasks are {string.Join(", ", All.Select(task => task.Id))}.");
}
