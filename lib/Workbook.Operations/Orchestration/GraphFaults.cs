namespace Workbook.Operations.Orchestration;

/// <summary>What keeps tasks from being a graph that can be run.</summary>
internal static class GraphFaults
{
    public static IReadOnlyList<string> Find(IReadOnlyList<PipelineTask> tasks)
    {
        var names = tasks.Select(task => task.Name).ToHashSet(StringComparer.Ordinal);
        var faults = new List<string>();
        faults.AddRange(tasks.Where(task => !IsName(task.Name)).Select(task => $"'{task.Name}' is no task name: use lower-case letters, digits and underscores"));
        faults.AddRange(tasks.GroupBy(task => task.Name, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => $"'{same.Key}' is declared {same.Count()} times; give each task a name of its own"));
        faults.AddRange(tasks.SelectMany(task => task.After.Where(before => !names.Contains(before))
            .Select(before => $"'{task.Name}' waits for '{before}', which isn't there.{NearestName.Hint(before, names)}".TrimEnd('.'))));
        if (faults.Count == 0)
            faults.AddRange(Circles(tasks));
        return faults;
    }

    private static bool IsName(string name) => name.Length > 0 && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_');

    /// <summary>One path for each knot of tasks that wait for each other.</summary>
    private static IEnumerable<string> Circles(IReadOnlyList<PipelineTask> tasks)
    {
        var after = tasks.ToDictionary(task => task.Name, task => task.After, StringComparer.Ordinal);
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var task in tasks)
        {
            if (told.Contains(task.Name) || PathTo(task.Name, after) is not { } path)
                continue;
            told.UnionWith(path);
            yield return $"tasks wait for each other in a circle: {string.Join(" → ", path)}. Take one of these out";
        }
    }

    /// <summary>From the task along what it waits for and back to it, shortest first; null where there is no way.</summary>
    private static List<string>? PathTo(string task, Dictionary<string, IReadOnlyList<string>> after)
    {
        var (open, seen) = (new Queue<List<string>>([[task]]), new HashSet<string>(StringComparer.Ordinal));
        while (open.TryDequeue(out var path))
            foreach (var before in after[path[^1]])
            {
                if (before == task)
                    return [.. path, task];
                if (seen.Add(before))
                    open.Enqueue([.. path, before]);
            }

        return null;
    }
}
