using System.Text.Json;
using Workbook.Course.Tasks;
using Workbook.Lake;

namespace Workbook.Course;

/// <param name="HintsShown">0 to 3.</param>
public sealed record TaskProgress(string Id, int Attempts, int HintsShown, bool IsSolved, DateTime? SolvedAt);

/// <summary>How far the reader is, kept in the workspace: <c>.workbook/progress.json</c>.</summary>
public sealed class LearningProgress
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, TaskProgress> _tasks;

    /// <summary>Reads what was kept; without the file nothing has been tried.</summary>
    /// <param name="root">The workspace's folder.</param>
    /// <param name="time">Says when a task was solved; the system's clock by default.</param>
    /// <exception cref="WorkbookException">The file is damaged.</exception>
    public LearningProgress(string root, TimeProvider? time = null)
    {
        _path = Path.Combine(root, ".workbook", "progress.json");
        _time = time ?? TimeProvider.System;
        _tasks = Read().ToDictionary(task => task.Id);
    }

    /// <summary>
    /// By the id of a task, such as <c>bronze.idempotent</c>; no attempts for one that was never tried, or that there is not.
    /// </summary>
    public TaskProgress this[string id] => _tasks.GetValueOrDefault(id) ?? new TaskProgress(id, 0, 0, false, null);

    /// <summary>Not having tried is no attempt.</summary>
    public void Attempted(string id, CheckStatus status)
    {
        if (status == CheckStatus.NotAttempted)
            return;
        var task = this[id];
        var isSolved = task.IsSolved || status == CheckStatus.Correct;
        Put(task with { Attempts = task.Attempts + 1, IsSolved = isSolved, SolvedAt = task.SolvedAt ?? (isSolved ? _time.GetUtcNow().UtcDateTime : null) });
    }

    /// <summary>Counts a hint more for the task.</summary>
    public void HintShown(string id) => Put(this[id] with { HintsShown = this[id].HintsShown + 1 });

    /// <summary>Forgets one exercise (<c>bronze</c>), or one task of it.</summary>
    /// <returns>How many tasks were forgotten.</returns>
    public int Reset(string exercise)
    {
        var gone = _tasks.Keys.Where(id => id == exercise || id.StartsWith(exercise + ".", StringComparison.Ordinal)).ToList();
        foreach (var id in gone)
            _tasks.Remove(id);
        Write();
        return gone.Count;
    }

    private void Put(TaskProgress task)
    {
        _tasks[task.Id] = task;
        Write();
    }

    private List<TaskProgress> Read()
    {
        try
        {
            return File.Exists(_path) ? JsonSerializer.Deserialize<List<TaskProgress>>(File.ReadAllText(_path), Json) ?? [] : [];
        }
        catch (JsonException fault)
        {
            throw new WorkbookException($"The progress in {_path} can't be read: {fault.Message} Delete the file to start afresh.", fault);
        }
    }

    private void Write() => AtomicFile.Write(_path, JsonSerializer.Serialize(_tasks.Values.OrderBy(task => task.Id, StringComparer.Ordinal), Json));
}
