using Workbook.Course;

namespace Workbook.Interactive.Tests.Shipped;

/// <summary>The walkthroughs as they are shipped. What their checks say of open tasks is tested beside the tasks.</summary>
public sealed class ShippedWalkthroughTests(ExecutedWalkthroughs executed) : IClassFixture<ExecutedWalkthroughs>
{
    [Fact]
    public void Every_cell_runs_and_every_task_is_solved_by_its_solution() => executed.RequireSolved(LearningCatalog.Walkthroughs);

    [Fact]
    public void Every_cell_shows_the_same_in_NET_Interactive() => executed.RequireSameInInteractive();
}
