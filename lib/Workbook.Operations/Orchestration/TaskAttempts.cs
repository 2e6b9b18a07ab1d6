namespace Workbook.Operations.Orchestration;

/// <summary>Does a task's work until it is done, its attempts are used up, or the run is stopped.</summary>
internal static class TaskAttempts
{
    public static TaskRun Run(PipelineTask task, string runId, PipelineOptions options, IProgress<PipelineProgress>? progress, CancellationToken cancel)
    {
        var (startedAt, ticks) = (options.Time.GetUtcNow().UtcDateTime, options.Time.GetTimestamp());
        var retries = task.Retries ?? options.Retry.Retries;
        for (var attempt = 1; ; attempt++)
        {
            progress?.Report(new PipelineProgress.Started(task.Name, attempt));
            var result = Once(task, new TaskRun(task.Name, TaskVerdict.Failed, attempt, startedAt, 0), runId, options, cancel);
            var wait = options.Retry.DelayAfter(task.Name, attempt);
            if (result.Fault is null || result.Verdict == TaskVerdict.Stopped || attempt > retries)
                return result with { Seconds = Seconds() };
            progress?.Report(new PipelineProgress.Retrying(task.Name, attempt, retries + 1, wait, result.Message!));
            if (!Wait(wait, options.Time, cancel))
                return result with { Verdict = TaskVerdict.Stopped, Seconds = Seconds() };
        }

        double Seconds() => Math.Round(options.Time.GetElapsedTime(ticks).TotalSeconds, 6);
    }

    private static TaskRun Once(PipelineTask task, TaskRun result, string runId, PipelineOptions options, CancellationToken cancel)
    {
        var timeout = task.Timeout ?? options.Timeout;
        using var late = timeout is { } time ? new CancellationTokenSource(time, options.Time) : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, late.Token);
        try
        {
            var outcome = task.Work(new TaskContext(runId, result.Attempts, either.Token));
            return result with { Verdict = outcome.Verdict, Message = outcome.Message, Figures = outcome.Figures };
        }
        catch (OperationCanceledException fault) when (cancel.IsCancellationRequested)
        {
            return result with { Verdict = TaskVerdict.Stopped, Message = "It was stopped.", Fault = fault };
        }
        catch (Exception fault) when (late.IsCancellationRequested)
        {
            var told = new WorkbookException(Invariant($"Task '{task.Name}' took longer than {timeout!.Value.TotalSeconds:0.###} s and was cancelled. What it had committed stays. Give it more time (--timeout), or less to do."), fault);
            return result with { Verdict = TaskVerdict.TimedOut, Message = told.Message, Fault = told };
        }
        catch (Exception fault)
        {
            return result with { Message = fault.Message, Fault = fault };
        }
    }

    /// <summary>False where the run was stopped meanwhile.</summary>
    private static bool Wait(TimeSpan delay, TimeProvider time, CancellationToken cancel)
    {
        try
        {
            Task.Delay(delay, time, cancel).GetAwaiter().GetResult();
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
