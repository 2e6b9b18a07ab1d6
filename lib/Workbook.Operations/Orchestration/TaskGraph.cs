namespace Workbook.Operations.Orchestration;

/// <summary>Which of a graph's tasks to run; all but those on request where nothing is named.</summary>
public sealed record TaskSelection
{
    /// <summary>This task and all that depend on it.</summary>
    public string? From { get; init; }

    /// <summary>This task and all that it depends on. With <see cref="From"/>: what lies between the two.</summary>
    public string? To { get; init; }

    /// <summary>Just these, in the order of their dependencies.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];
}

/// <summary>A pipeline's tasks and what each waits for.</summary>
public sealed class TaskGraph
{
    private readonly Dictionary<string, PipelineTask> _tasks;
    private readonly Dictionary<string, HashSet<string>> _ancestors = new(StringComparer.Ordinal);

    /// <exception cref="WorkbookException">Names are used twice, aren't known, or wait for each other in a circle; all faults at once.</exception>
    public TaskGraph(string name, IReadOnlyList<PipelineTask> tasks)
    {
        Name = name;
        var faults = GraphFaults.Find(tasks);
        if (faults.Count > 0)
            throw new WorkbookException($"Pipeline '{name}' is not well declared: {string.Join("; ", faults)}.");
        _tasks = tasks.ToDictionary(task => task.Name, StringComparer.Ordinal);
        Tasks = Sorted(tasks);
        foreach (var task in Tasks)
            _ancestors[task.Name] = [.. task.After, .. task.After.SelectMany(before => _ancestors[before])];
    }

    /// <summary>The pipeline's, in messages and in the run log.</summary>
    public string Name { get; }

    /// <summary>Each after all that it waits for; otherwise as they were declared.</summary>
    public IReadOnlyList<PipelineTask> Tasks { get; }

    /// <summary>The same pipeline with more tasks.</summary>
    public TaskGraph With(params IReadOnlyList<PipelineTask> more) => new(Name, [.. Tasks, .. more]);

    /// <summary>In the order of <see cref="Tasks"/>.</summary>
    /// <exception cref="WorkbookException">A name isn't known, or the selection is empty or contradicts itself.</exception>
    public IReadOnlyList<PipelineTask> Select(TaskSelection selection)
    {
        var named = selection.Only.Concat(new[] { selection.From, selection.To }.OfType<string>()).ToHashSet(StringComparer.Ordinal);
        var faults = named.Where(name => !_tasks.ContainsKey(name)).Select(Unknown).ToList();
        if (selection.Only.Count > 0 && (selection.From ?? selection.To) is not null)
            faults.Add("'only' names all that shall run, so that 'from' and 'to' can't go with it.");
        if (faults.Count > 0)
            throw new WorkbookException(string.Join(Environment.NewLine, faults));

        var chosen = Tasks.Where(task => IsChosen(task, selection, named)).ToList();
        return chosen.Count > 0 ? chosen : throw new WorkbookException($"No task lies between '{selection.From}' and '{selection.To}': the one doesn't lead to the other. The order is {string.Join(", ", Tasks.Select(task => task.Name))}.");
    }

    /// <summary>All that it waits for, directly or not.</summary>
    internal IReadOnlySet<string> Ancestors(string task) => _ancestors[task];

    /// <summary>Those of the chosen that it waits for next: across tasks that weren't chosen, which are taken to be as they should.</summary>
    internal IReadOnlyList<string> Before(string task, IReadOnlyList<PipelineTask> chosen)
    {
        var (found, open) = (new HashSet<string>(StringComparer.Ordinal), new Stack<string>(_tasks[task].After));
        while (open.TryPop(out var before))
            if (chosen.Any(candidate => candidate.Name == before))
                found.Add(before);
            else
                foreach (var further in _tasks[before].After)
                    open.Push(further);
        return [.. chosen.Select(candidate => candidate.Name).Where(found.Contains)];
    }

    private bool IsChosen(PipelineTask task, TaskSelection selection, HashSet<string> named)
    {
        if (selection.Only.Count > 0)
            return named.Contains(task.Name);
        var wanted = !task.OnRequest || named.Contains(task.Name) || named.Any(name => name != selection.From && _ancestors[name].Contains(task.Name));
        return wanted
            && (selection.From is not { } from || task.Name == from || _ancestors[task.Name].Contains(from))
            && (selection.To is not { } to || task.Name == to || _ancestors[to].Contains(task.Name));
    }

    private string Unknown(string name) =>
        $"Pipeline '{Name}' has no task '{name}'.{NearestName.Hint(name, _tasks.Keys)} Its tasks are {string.Join(", ", Tasks.Select(task => task.Name))}.";

    private static List<PipelineTask> Sorted(IReadOnlyList<PipelineTask> tasks)
    {
        var (sorted, open) = (new List<PipelineTask>(), tasks.ToList());
        var done = new HashSet<string>(StringComparer.Ordinal);
        while (open.Count > 0)
        {
            var next = open.First(task => task.After.All(done.Contains));
            open.Remove(next);
            sorted.Add(next);
            done.Add(next.Name);
        }

        return sorted;
    }
}
