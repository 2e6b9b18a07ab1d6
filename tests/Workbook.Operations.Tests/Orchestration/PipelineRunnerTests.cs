using Workbook.Operations.Orchestration;

namespace Workbook.Operations.Tests.Orchestration;

public sealed class PipelineRunnerTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<string> _done = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_fault_is_tried_again_after_waits_that_double_with_jitter_from_the_seed()
    {
        var time = new SteppingTime();
        var retry = new RetryPolicy { Retries = 4, FirstDelay = TimeSpan.FromSeconds(2), LongestDelay = TimeSpan.FromSeconds(10), Seed = 7 };
        var run = Run([Task("flaky", context => context.Attempt < 5 ? throw new IOException("the disk is away") : TaskOutcome.Done)], new PipelineOptions { Retry = retry, Time = time });
        Assert.True(run.IsSuccess);
        Assert.Equal(5, run.Task("flaky")!.Attempts);
        Assert.Equal(Enumerable.Range(1, 4).Select(attempt => retry.DelayAfter("flaky", attempt)), time.Waits);
        Assert.All(time.Waits.Zip([2, 4, 8, 10]), wait => Assert.InRange(wait.First.TotalSeconds, wait.Second / 2.0, wait.Second));
        Assert.Equal(time.Waits.Sum(wait => wait.TotalSeconds), run.Task("flaky")!.Seconds, 5);
        Assert.NotEqual(retry.DelayAfter("flaky", 1), (retry with { Seed = 8 }).DelayAfter("flaky", 1));
        Assert.NotEqual(retry.DelayAfter("flaky", 1), retry.DelayAfter("other", 1));
    }

    [Fact]
    public void A_verdict_is_not_tried_again_and_a_fault_only_so_often()
    {
        var options = new PipelineOptions { Retry = new RetryPolicy { Retries = 2 }, Time = new SteppingTime() };
        var run = Run([Task("gate", _ => TaskOutcome.Failed("too many rejects")), Task("broken", _ => throw new IOException("the disk is away"))], options);
        Assert.Equal((TaskVerdict.Failed, 1, "too many rejects"), (run.Task("gate")!.Verdict, run.Task("gate")!.Attempts, run.Task("gate")!.Message));
        Assert.Equal((TaskVerdict.Failed, 3, "the disk is away"), (run.Task("broken")!.Verdict, run.Task("broken")!.Attempts, run.Task("broken")!.Message));
        Assert.IsType<IOException>(run.Task("broken")!.Fault);
    }

    [Fact]
    public void A_timeout_cancels_the_attempt_and_counts_as_a_fault()
    {
        var cancelled = 0;
        var run = Run([Task("slow", context =>
        {
            context.Cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(30));
            Interlocked.Increment(ref cancelled);
            context.Cancellation.ThrowIfCancellationRequested();
            return TaskOutcome.Done;
        }), Task("after", _ => TaskOutcome.Done, "slow")], new PipelineOptions { Timeout = TimeSpan.FromMilliseconds(50), Retry = new RetryPolicy { Retries = 1, FirstDelay = TimeSpan.FromMilliseconds(1) } });
        Assert.Equal((TaskVerdict.TimedOut, 2, 2), (run.Task("slow")!.Verdict, run.Task("slow")!.Attempts, cancelled));
        Assert.StartsWith("Task 'slow' took longer than 0.05 s and was cancelled.", run.Task("slow")!.Message);
        Assert.Equal(TaskVerdict.Blocked, run.Task("after")!.Verdict);
    }

    [Fact]
    public void What_depends_on_a_failure_is_blocked_and_the_rest_goes_on()
    {
        var run = Run(
        [
            Note("a"), Task("b", _ => throw new WorkbookException("no"), "a"), Note("c", "b"), Note("d", "c"), Note("e", "a"),
            Note("watch", "d") with { RunsAfterFailure = true }, Note("report", "watch"),
        ]);
        Assert.Equal(["a", "e", "report", "watch"], _done.Order());
        Assert.Equal("Left out because of 'b'.", run.Task("c")!.Message);
        Assert.Equal("Left out because of 'c'.", run.Task("d")!.Message);
        Assert.False(run.IsSuccess);
    }

    [Fact]
    public void What_is_done_in_part_lets_others_go_on_and_fails_the_run()
    {
        var run = Run([Task("ingest", _ => TaskOutcome.Incomplete("one file refused")), Note("models", "ingest")]);
        Assert.Equal(["models"], _done);
        Assert.False(run.IsSuccess);
    }

    [Fact]
    public void Branches_run_at_the_same_time_unless_they_use_the_same_thing()
    {
        using var both = new Barrier(2);
        var met = Task("x", _ => both.SignalAndWait(TimeSpan.FromSeconds(20)) ? TaskOutcome.Done : TaskOutcome.Failed("alone"));
        Assert.True(Run([met, met with { Name = "y" }], new PipelineOptions { Parallel = 2 }).IsSuccess);

        var inside = 0;
        var alone = Task("x", _ =>
        {
            var others = Interlocked.Increment(ref inside);
            Thread.Sleep(20);
            Interlocked.Decrement(ref inside);
            return others == 1 ? TaskOutcome.Done : TaskOutcome.Failed("not alone");
        }) with { Uses = ["warehouse"] };
        Assert.True(Run([alone, alone with { Name = "y" }, alone with { Name = "z" }], new PipelineOptions { Parallel = 3 }).IsSuccess);
    }

    [Fact]
    public void A_stopped_run_begins_nothing_more_and_can_be_resumed()
    {
        using var stop = new CancellationTokenSource();
        TaskGraph graph = new("p", [Note("a"), Task("b", context =>
        {
            if (_done.Contains("b"))
                return TaskOutcome.Done;
            _done.Add("b");
            stop.Cancel();
            context.Cancellation.ThrowIfCancellationRequested();
            return TaskOutcome.Done;
        }, "a"), Note("c", "b")]);
        var run = PipelineRunner.Run(graph, _folder.Lake, new PipelineOptions(), cancel: stop.Token);
        Assert.True(run.IsStopped);
        Assert.Equal(TaskVerdict.Stopped, run.Task("b")!.Verdict);
        Assert.Null(run.Task("c"));
        Assert.Equal("stopped", PipelineRunner.Last(_folder.Lake)!.Status);

        var resumed = PipelineRunner.Run(graph, _folder.Lake, new PipelineOptions { Resume = true });
        Assert.Equal(run.RunId, resumed.RunId);
        Assert.True(resumed.IsSuccess);
        Assert.True(resumed.Task("a")!.IsFromEarlierAttempt);
        Assert.Equal(["a", "b", "c"], _done);
        Assert.StartsWith($"There is nothing to resume: all 3 tasks of run {run.RunId} are done.", Assert.Throws<WorkbookException>(() => PipelineRunner.Run(graph, _folder.Lake, new PipelineOptions { Resume = true })).Message);
    }

    [Fact]
    public void A_resumed_run_does_again_what_follows_on_something_that_was_not_done()
    {
        var isWhole = false;
        TaskGraph graph = new("p", [Task("ingest", _ => isWhole ? TaskOutcome.Done : TaskOutcome.Incomplete("refused")), Note("models", "ingest"), Note("other")]);
        PipelineRunner.Run(graph, _folder.Lake, new PipelineOptions());
        isWhole = true;
        Assert.True(PipelineRunner.Run(graph, _folder.Lake, new PipelineOptions { Resume = true }).IsSuccess);
        Assert.Equal(["models", "models", "other"], _done.Order());
    }

    [Fact]
    public void A_killed_run_is_known_for_what_it_is_and_is_closed_by_the_next()
    {
        var id = Run([Note("a"), Note("b", "a")]).RunId;
        // As a kill in the midst of b leaves it: its end is missing, and the line before that is cut short.
        var file = Path.Combine(_folder.Lake.Runs, id + ".jsonl");
        var lines = File.ReadAllLines(file);
        File.WriteAllText(file, string.Join('\n', lines[..^2]) + "\n" + lines[^2][..20]);
        var killed = PipelineRunner.Last(_folder.Lake)!;
        Assert.Null(killed.Status);
        Assert.Equal(["b"], killed.Running);

        var resumed = PipelineRunner.Run(new TaskGraph("p", [Note("a"), Note("b", "a")]), _folder.Lake, new PipelineOptions { Resume = true });
        Assert.Equal(["a", "b", "b"], _done);
        Assert.True(resumed.IsSuccess);
        var closed = PipelineLog.Read(_folder.Lake).Single(entry => entry.Status == "failed");
        Assert.Equal("It was killed, or the machine stopped, during b. Written by the run after it.", closed.ErrorMessage);
    }

    [Fact]
    public void Every_run_leaves_a_line_for_each_task_and_one_for_the_whole()
    {
        var time = new SteppingTime();
        var watermark = new DateTime(2026, 2, 28, 0, 0, 0, DateTimeKind.Utc);
        var run = Run(
        [
            Task("load", _ => { time.Advance(TimeSpan.FromSeconds(3)); return TaskOutcome.Done with { Figures = new TaskFigures { RowsExtracted = 10, RowsLoaded = 9, RowsRejected = 1 } }; }),
            Task("test", _ => { time.Advance(TimeSpan.FromSeconds(2)); return TaskOutcome.Incomplete("2 checks failed\nat length") with { Figures = new TaskFigures { ChecksPassed = 3, ChecksFailed = 2 } }; }, "load"),
        ], new PipelineOptions { Time = time, Watermark = () => watermark = watermark.AddDays(1) });
        var lines = PipelineLog.Read(_folder.Lake);
        Assert.Equal(["load", "test", "pipeline"], lines.Select(line => line.Stage));
        Assert.Equal("test: 2 checks failed", lines[2].ErrorMessage);
        Assert.Equal((run.RunId, "p", "failed", 5.0), (lines[2].RunId, lines[2].PipelineName, lines[2].Status, lines[2].DurationSeconds));
        Assert.Equal((10, null, 9, 1, 3, 2), (lines[2].RowsExtracted, lines[2].RowsTransformed, lines[2].RowsLoaded, lines[2].RowsRejected, lines[2].QualityChecksPassed, lines[2].QualityChecksFailed));
        Assert.Equal((new DateTime(2026, 3, 1), new DateTime(2026, 3, 2)), (lines[2].WatermarkBefore, lines[2].WatermarkAfter));
    }

    [Fact]
    public void A_second_run_on_a_lake_waits_and_then_gives_up()
    {
        string? refused = null;
        Run([Task("outer", _ =>
        {
            Assert.True(PipelineRunner.IsRunning(_folder.Lake));
            refused = Assert.Throws<WorkbookException>(() => Run([Note("inner")], new PipelineOptions { LockWait = TimeSpan.Zero })).Message;
            return TaskOutcome.Done;
        })]);
        Assert.StartsWith($"Another run (process {Environment.ProcessId}) writes to", refused);
        Assert.Empty(_done);
        Assert.False(PipelineRunner.IsRunning(_folder.Lake));
    }

    [Fact]
    public void Without_a_run_there_is_nothing_to_resume() =>
        Assert.StartsWith("There is no run to resume in ", Assert.Throws<WorkbookException>(() => Run([Note("a")], new PipelineOptions { Resume = true })).Message);

    private PipelineRun Run(IReadOnlyList<PipelineTask> tasks, PipelineOptions? options = null) => PipelineRunner.Run(new TaskGraph("p", tasks), _folder.Lake, options ?? new PipelineOptions());

    private PipelineTask Note(string name, params string[] after) => Task(name, _ =>
    {
        lock (_done)
            _done.Add(name);
        return TaskOutcome.Done;
    }, after);

    private static PipelineTask Task(string name, Func<TaskContext, TaskOutcome> work, params string[] after) => new(name, work) { After = after };
}
