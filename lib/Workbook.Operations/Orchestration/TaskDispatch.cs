namespace Workbook.Operations.Orchestration;

/// <summary>Hands tasks to threads, each as soon as all that it waits for has ended; what depends on a failure is blocked, the rest goes on.</summary>
/// <param name="tasks">In the order of their dependencies.</param>
/// <param name="carried">What is done already.</param>
internal sealed class TaskDispatch(TaskGraph graph, IReadOnlyList<PipelineTask> tasks, IReadOnlyList<TaskRun> carried, CancellationToken cancel)
{
    private readonly object _lock = new();
    private readonly Dictionary<string, TaskRun> _ended = carried.ToDictionary(run => run.Task, StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _before = tasks.ToDictionary(task => task.Name, task => graph.Before(task.Name, tasks), StringComparer.Ordinal);
    private readonly HashSet<string> _taken = [.. carried.Select(run => run.Task)];
    private readonly HashSet<string> _inUse = new(StringComparer.Ordinal);
    private readonly List<TaskRun> _results = [.. carried];
    private Exception? _fault;

    /// <param name="execute">Called on the threads.</param>
    /// <param name="blocked">A task that can't run.</param>
    /// <param name="ended">Called for every result, one at a time.</param>
    public IReadOnlyList<TaskRun> Run(int parallel, Func<PipelineTask, TaskRun> execute, Func<PipelineTask, string, TaskRun> blocked, Action<TaskRun> ended)
    {
        using var woken = cancel.Register(() => { lock (_lock) Monitor.PulseAll(_lock); });
        var workers = Enumerable.Range(1, Math.Clamp(tasks.Count, 1, parallel)).Select(number => new Thread(Work) { Name = $"Branch-{number}", IsBackground = true }).ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());
        return _fault is null ? _results : throw new AggregateException(_fault);

        void Work()
        {
            try
            {
                while (Next() is { } task)
                    Take(task, execute, blocked, ended);
            }
            catch (Exception unexpected)
            {
                lock (_lock)
                {
                    _fault ??= unexpected;
                    Monitor.PulseAll(_lock);
                }
            }
        }
    }

    /// <summary>Waits for a task that may run; null when none is left, or the run was stopped.</summary>
    private PipelineTask? Next()
    {
        lock (_lock)
            while (true)
            {
                if (cancel.IsCancellationRequested || _fault is not null || tasks.All(task => _taken.Contains(task.Name)))
                    return null;
                if (tasks.FirstOrDefault(IsReady) is { } ready)
                {
                    _taken.Add(ready.Name);
                    _inUse.UnionWith(ready.Uses);
                    return ready;
                }

                Monitor.Wait(_lock);
            }
    }

    private bool IsReady(PipelineTask task) =>
        !_taken.Contains(task.Name) && _before[task.Name].All(_ended.ContainsKey) && !task.Uses.Any(_inUse.Contains);

    private void Take(PipelineTask task, Func<PipelineTask, TaskRun> execute, Func<PipelineTask, string, TaskRun> blocked, Action<TaskRun> ended)
    {
        TaskRun? blocker;
        lock (_lock)
            blocker = task.RunsAfterFailure ? null : _before[task.Name].Select(before => _ended[before]).FirstOrDefault(run => !run.AllowsDownstream);
        var result = blocker is null ? execute(task) : blocked(task, blocker.Task);
        lock (_lock)
        {
            _inUse.ExceptWith(task.Uses);
            _ended[task.Name] = result;
            _results.Add(result);
            ended(result);
            Monitor.PulseAll(_lock);
        }
    }
}
