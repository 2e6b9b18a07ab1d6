using Workbook.Models.Project;

namespace Workbook.Models.Running;

/// <summary>Hands nodes to threads, each as soon as all that it waits for has succeeded; children of a failure are skipped.</summary>
internal sealed class RunScheduler(RunGraph graph, int threads, bool failFast, IProgress<ModelProgress>? progress, CancellationToken cancel)
{
    private const int CancellationPollMilliseconds = 100;

    private readonly object _lock = new();
    private readonly Dictionary<string, NodeResult> _done = new(StringComparer.Ordinal);
    private readonly List<NodeResult> _results = [];
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private int _started;
    private bool _stopped;

    public bool IsStopped => _stopped || cancel.IsCancellationRequested;

    /// <param name="execute">Called on the threads, with the thread's number from 0.</param>
    /// <param name="finished">Called for every result, one at a time.</param>
    public IReadOnlyList<NodeResult> Run(Func<int, DbtResource, NodeResult> execute, Action<NodeResult> finished)
    {
        Exception? fault = null;
        var workers = Enumerable.Range(0, Math.Min(threads, Math.Max(1, graph.Nodes.Count)))
            .Select(number => new Thread(() => Work(number, execute, finished)) { Name = $"Thread-{number + 1}", IsBackground = true }).ToList();
        foreach (var worker in workers)
            worker.Start();
        foreach (var worker in workers)
            worker.Join();
        return fault is null ? _results : throw new AggregateException(fault);

        void Work(int number, Func<int, DbtResource, NodeResult> body, Action<NodeResult> told)
        {
            try
            {
                while (Next() is { } node)
                    Take(number, node, body, told);
            }
            catch (Exception unexpected)
            {
                lock (_lock)
                {
                    (fault, _stopped) = (fault ?? unexpected, true);
                    Monitor.PulseAll(_lock);
                }
            }
        }
    }

    private void Take(int number, DbtResource node, Func<int, DbtResource, NodeResult> body, Action<NodeResult> told)
    {
        int index;
        NodeResult? skipped;
        lock (_lock)
        {
            index = ++_started;
            skipped = Blocker(node) is { } blocker ? new NodeResult(node, NodeStatus.Skipped, $"skipped because of {blocker.Node.UniqueId}", null, null, TimeSpan.Zero) : null;
            if (skipped is null)
                progress?.Report(new ModelProgress.Started(node, index, graph.Nodes.Count));
        }
        var result = (skipped ?? body(number, node)) with { Thread = $"Thread-{number + 1}" };
        lock (_lock)
        {
            _done[node.UniqueId] = result;
            _results.Add(result);
            progress?.Report(new ModelProgress.Finished(result, index, graph.Nodes.Count));
            told(result);
            _stopped |= failFast && (result.Status is NodeStatus.Error or NodeStatus.Fail);
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Waits for a node that may run; null when there is none left, or the run was stopped.</summary>
    private DbtResource? Next()
    {
        lock (_lock)
            while (true)
            {
                if (IsStopped || _taken.Count == graph.Nodes.Count)
                    return null;
                if (graph.Nodes.FirstOrDefault(node => !_taken.Contains(node.UniqueId) && graph.Parents(node.UniqueId).All(_done.ContainsKey)) is { } ready)
                {
                    _taken.Add(ready.UniqueId);
                    return ready;
                }
                Monitor.Wait(_lock, CancellationPollMilliseconds);
            }
    }

    private NodeResult? Blocker(DbtResource node) => graph.Parents(node.UniqueId).Order(StringComparer.Ordinal).Select(id => _done[id]).FirstOrDefault(parent => parent.IsFailure);
}
