using System.Text.Json.Serialization;
using Workbook.Lake;
using Workbook.Models.Running;

namespace Workbook.Operations.Orchestration;

/// <summary>One thing that happened in a run: a line of its file. Which fields it has depends on <see cref="Kind"/>.</summary>
internal sealed record PipelineEvent
{
    /// <summary>begun, resumed, started, task or ended.</summary>
    public required string Kind { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RunId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Pipeline { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    /// <summary>The chosen tasks.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Tasks { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Task { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TaskRun? Run { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Status { get; init; }
}

/// <summary>
/// What a run set out to do and has done: a file of JSON lines below <c>lake/_runs</c>, written as it happens, so that a
/// killed run leaves all but its last moment.
/// </summary>
internal sealed class RunState
{
    private const int FilesKept = 200;

    private readonly string _file;
    private readonly TimeProvider _time;

    private RunState(string file, TimeProvider time) => (_file, _time) = (file, time);

    public static RunState Begin(LakeFolder lake, string pipeline, IReadOnlyList<PipelineTask> tasks, IReadOnlyDictionary<string, string> parameters, TimeProvider time)
    {
        var id = NewId(lake, time.GetUtcNow());
        var state = new RunState(FileOf(lake, id), time);
        state.Append(new PipelineEvent { Kind = "begun", At = state.Now, RunId = id, Pipeline = pipeline, Parameters = parameters, Tasks = [.. tasks.Select(task => task.Name)] });
        foreach (var old in Files(lake).SkipLast(FilesKept))
            File.Delete(old);
        return state;
    }

    public static RunState Resume(LakeFolder lake, string runId, TimeProvider time)
    {
        var state = new RunState(FileOf(lake, runId), time);
        state.Append(new PipelineEvent { Kind = "resumed", At = state.Now });
        return state;
    }

    private DateTime Now => _time.GetUtcNow().UtcDateTime;

    public string RunId => Path.GetFileNameWithoutExtension(_file);

    public void Started(string task) => Append(new PipelineEvent { Kind = "started", At = Now, Task = task });

    public void Ended(TaskRun run) => Append(new PipelineEvent { Kind = "task", At = Now, Run = run });

    public void Close(string status) => Append(new PipelineEvent { Kind = "ended", At = Now, Status = status });

    /// <summary>The newest run; null where there is none.</summary>
    public static EarlierPipelineRun? Last(LakeFolder lake) => Files(lake).Reverse().Select(Read).FirstOrDefault(run => run is not null);

    private static EarlierPipelineRun? Read(string file)
    {
        var events = JsonLines.Read<PipelineEvent>(file);
        if (events.FirstOrDefault(entry => entry.Kind == "begun") is not { } begun)
            return null;
        var tasks = new Dictionary<string, TaskRun>(StringComparer.Ordinal);
        foreach (var run in events.Select(entry => entry.Run).OfType<TaskRun>())
            tasks[run.Task] = run;
        var running = events.Where(entry => entry.Kind == "started").Select(entry => entry.Task!).Distinct()
            .Where(task => events.Last(entry => entry.Task == task || entry.Run?.Task == task).Kind == "started").ToList();
        var since = events.Last(entry => entry.Kind is "begun" or "resumed").At;
        return new EarlierPipelineRun(begun.RunId!, begun.Pipeline!, begun.At, events[^1].At, events[^1].Kind == "ended" ? events[^1].Status : null, begun.Parameters ?? new Dictionary<string, string>(), begun.Tasks ?? [], tasks)
        {
            Running = running,
            LastBegunAt = since,
        };
    }

    private void Append(PipelineEvent entry) => JsonLines.Append(_file, [entry]);

    /// <summary>Sorts by time; two runs of one millisecond get a number.</summary>
    private static string NewId(LakeFolder lake, DateTimeOffset now)
    {
        var id = Invariant($"{now.UtcDateTime:yyyyMMdd'T'HHmmss'.'fff'Z'}");
        for (var number = 2; File.Exists(FileOf(lake, id)); number++)
            id = Invariant($"{now.UtcDateTime:yyyyMMdd'T'HHmmss'.'fff'Z'}-{number:D3}");
        return id;
    }

    private static string FileOf(LakeFolder lake, string id) => Path.Combine(lake.Runs, id + ".jsonl");

    private static IReadOnlyList<string> Files(LakeFolder lake) => Directory.Exists(lake.Runs)
        ? [.. Directory.EnumerateFiles(lake.Runs, "2*Z*.jsonl").OrderBy(Path.GetFileNameWithoutExtension, StringComparer.Ordinal)]
        : [];
}

/// <param name="Status">success, failed or stopped; null while it runs, and for good where it was killed.</param>
/// <param name="Parameters">What it was asked for.</param>
/// <param name="Chosen">The tasks that it set out to do.</param>
/// <param name="Tasks">What came of those that ended, by name.</param>
public sealed record EarlierPipelineRun(
    string RunId, string Pipeline, DateTime StartedAt, DateTime LastSignAt, string? Status,
    IReadOnlyDictionary<string, string> Parameters, IReadOnlyList<string> Chosen, IReadOnlyDictionary<string, TaskRun> Tasks)
{
    /// <summary>Begun and not ended: at work, or cut off by a kill.</summary>
    public IReadOnlyList<string> Running { get; init; } = [];

    /// <summary>When it was last begun or resumed.</summary>
    public DateTime LastBegunAt { get; init; }
}
