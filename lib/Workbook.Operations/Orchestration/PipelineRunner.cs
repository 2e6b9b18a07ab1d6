using Workbook.Lake;

namespace Workbook.Operations.Orchestration;

/// <summary>
/// Runs a <see cref="TaskGraph"/> on a lake: tasks in the order of their dependencies, branches at the same time, each
/// with its attempts and its time. What depends on a failure is left out and everything else goes on. The run's state is
/// on disk as it happens; a run that failed, was stopped or killed can be taken up with <see cref="PipelineOptions.Resume"/>.
/// One pipeline at a time runs on a lake.
/// </summary>
public static class PipelineRunner
{
    /// <param name="cancel">Ends the run: tasks at work are asked to end, no other is begun. What is given back says so.</param>
    /// <exception cref="WorkbookException">The run could not begin: the selection, another run, or nothing to resume. What fails later is in the result.</exception>
    public static PipelineRun Run(TaskGraph graph, LakeFolder lake, PipelineOptions options, IProgress<PipelineProgress>? progress = null, CancellationToken cancel = default)
    {
        var asked = graph.Select(options.Selection);
        using var held = RunLock.TakePipeline(lake, options.LockWait, new ImmediateProgress<string>(message => progress?.Report(new PipelineProgress.Waiting(message))), cancel);
        var earlier = RunState.Last(lake);
        // The lock is ours, so whoever has no end was killed.
        if (earlier is { Status: null })
            PipelineLog.CloseKilled(lake, earlier);
        var (tasks, carried) = options.Resume ? Open(graph, earlier ?? throw new WorkbookException($"There is no run to resume in {lake.Path}. Run without --resume.")) : (asked, []);
        var state = options.Resume ? RunState.Resume(lake, earlier!.RunId, options.Time) : RunState.Begin(lake, graph.Name, tasks, options.Parameters, options.Time);

        var (begunAt, ticks) = (options.Time.GetUtcNow().UtcDateTime, options.Time.GetTimestamp());
        var before = options.Watermark?.Invoke();
        var results = new TaskDispatch(graph, tasks, carried, cancel).Run(options.Parallel, Execute, Blocked, run =>
        {
            if (run.IsFromEarlierAttempt)
                return;
            state.Ended(run);
            progress?.Report(new PipelineProgress.Ended(run));
        });
        var run = new PipelineRun(state.RunId, graph.Name, options.Resume ? earlier!.StartedAt : begunAt, Math.Round(options.Time.GetElapsedTime(ticks).TotalSeconds, 6), results)
        {
            IsStopped = results.Any(result => result.Verdict == TaskVerdict.Stopped) || results.Count < tasks.Count + carried.Count,
        };
        PipelineLog.Append(lake, run, begunAt, options.Time.GetUtcNow().UtcDateTime, before, options.Watermark?.Invoke());
        state.Close(PipelineLog.StatusOf(run));
        return run;

        TaskRun Execute(PipelineTask task)
        {
            state.Started(task.Name);
            return TaskAttempts.Run(task, state.RunId, options, progress, cancel);
        }

        TaskRun Blocked(PipelineTask task, string blocker) => new(task.Name, TaskVerdict.Blocked, 0, options.Time.GetUtcNow().UtcDateTime, 0)
        {
            Message = $"Left out because of '{blocker}'.",
        };
    }

    /// <summary>The last run of a lake, or the one at work; null where there was none.</summary>
    public static EarlierPipelineRun? Last(LakeFolder lake) => RunState.Last(lake);

    /// <summary>Whether one is at work at this moment.</summary>
    public static bool IsRunning(LakeFolder lake) => RunLock.IsPipelineRunning(lake);

    /// <summary>What isn't done, and all of the run that depends on it: that was built on less than there should have been.</summary>
    private static (IReadOnlyList<PipelineTask> Tasks, IReadOnlyList<TaskRun> Carried) Open(TaskGraph graph, EarlierPipelineRun earlier)
    {
        var chosen = graph.Select(new TaskSelection { Only = earlier.Chosen });
        var undone = chosen.Where(task => earlier.Tasks.GetValueOrDefault(task.Name)?.Verdict != TaskVerdict.Succeeded || earlier.Running.Contains(task.Name)).Select(task => task.Name).ToHashSet(StringComparer.Ordinal);
        if (undone.Count == 0)
            throw new WorkbookException($"There is nothing to resume: all {chosen.Count} tasks of run {earlier.RunId} are done. Run without --resume.");
        var open = chosen.Where(task => undone.Contains(task.Name) || graph.Ancestors(task.Name).Any(undone.Contains)).ToList();
        return (open, [.. chosen.Except(open).Select(task => earlier.Tasks[task.Name] with { IsFromEarlierAttempt = true })]);
    }
}
