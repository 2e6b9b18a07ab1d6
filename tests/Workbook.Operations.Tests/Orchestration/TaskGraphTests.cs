using Workbook.Operations.Orchestration;

namespace Workbook.Operations.Tests.Orchestration;

public sealed class TaskGraphTests
{
    [Fact]
    public void Tasks_come_after_what_they_wait_for_and_else_as_declared()
    {
        var graph = new TaskGraph("p", [Task("c", "a", "b"), Task("b"), Task("a", "b"), Task("d")]);
        Assert.Equal(["b", "a", "c", "d"], graph.Tasks.Select(task => task.Name));
    }

    [Fact]
    public void A_circle_is_shown_once_with_its_way()
    {
        var fault = Assert.Throws<WorkbookException>(() => new TaskGraph("p", [Task("a", "c"), Task("b", "a"), Task("c", "b"), Task("d", "c"), Task("e", "e")]));
        Assert.Equal("Pipeline 'p' is not well declared: tasks wait for each other in a circle: a → c → b → a. Take one of these out; tasks wait for each other in a circle: e → e. Take one of these out.", fault.Message);
    }

    [Fact]
    public void All_faults_of_names_are_told_at_once()
    {
        var message = Assert.Throws<WorkbookException>(() => new TaskGraph("p", [Task("gold", "sliver"), Task("silver"), Task("gold"), Task("No such")])).Message;
        Assert.Contains("'gold' is declared 2 times", message);
        Assert.Contains("'gold' waits for 'sliver', which isn't there. Did you mean 'silver'?", message);
        Assert.Contains("'No such' is no task name", message);
    }

    [Theory]
    [InlineData("b", null, "b,c,d,e")]
    [InlineData(null, "c", "a,b,c")]
    [InlineData("b", "d", "b,d")]
    [InlineData(null, null, "a,b,c,d,e")]
    [InlineData(null, "docs", "a,b,d,docs")]
    [InlineData("d", "docs", "d,docs")]
    [InlineData("docs", null, "docs")]
    public void A_selection_takes_what_lies_between(string? from, string? to, string expected)
    {
        Assert.Equal(expected, string.Join(',', Graph.Select(new TaskSelection { From = from, To = to }).Select(task => task.Name)));
    }

    [Fact]
    public void Only_takes_the_named_in_the_order_of_their_dependencies()
    {
        Assert.Equal(["b", "docs"], Graph.Select(new TaskSelection { Only = ["docs", "b"] }).Select(task => task.Name));
    }

    [Fact]
    public void What_a_selection_gets_wrong_is_said()
    {
        Assert.Contains("no task 'doc'. Did you mean 'docs'? Its tasks are a, b, c, d, e, docs.", Message(new TaskSelection { From = "doc" }));
        Assert.Contains("No task lies between 'c' and 'd'", Message(new TaskSelection { From = "c", To = "d" }));
        Assert.Contains("'from' and 'to' can't go with it", Message(new TaskSelection { Only = ["a"], To = "d" }));

        static string Message(TaskSelection selection) => Assert.Throws<WorkbookException>(() => Graph.Select(selection)).Message;
    }

    /// <summary>a → b → c, b → d → e, and documents on request.</summary>
    private static TaskGraph Graph => new("p", [Task("a"), Task("b", "a"), Task("c", "b"), Task("d", "b"), Task("e", "d"), Task("docs", "d") with { OnRequest = true }]);

    private static PipelineTask Task(string name, params string[] after) => new(name, _ => TaskOutcome.Done) { After = after };
}
