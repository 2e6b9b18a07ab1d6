using Workbook.Database;
using Workbook.Lake;
using Workbook.Models.Running;
using Workbook.Operations.Orchestration;

namespace Workbook.Operations.Lakehouse;

/// <summary>How far a source has come.</summary>
/// <param name="NewestEvent">By the data's own clock; null for sources without one.</param>
/// <param name="LoadedAt">UTC.</param>
/// <param name="Freshness">fresh, late after 12 hours without a load, stale after 24: as the models' sources have it.</param>
public sealed record SourceWatermark(string Source, long Rows, DateTime? NewestEvent, DateTime? LoadedAt, double? HoursSinceLoad, string Freshness);

/// <summary>A task whose result is older than what it is made from.</summary>
public sealed record StaleTask(string Task, string Reason);

/// <param name="Runs">Those looked at: the last 20 that ended.</param>
/// <param name="SuccessRate">Of them, in percent; null where there are none.</param>
/// <param name="LastSeconds">Of the last run that succeeded and had something to do.</param>
/// <param name="UsualSeconds">The median of up to 7 such runs before it.</param>
public sealed record RunTrend(int Runs, double? SuccessRate, double? LastSeconds, double? UsualSeconds);

/// <summary>Where a lake stands: its last run, the runs before it, its sources' watermarks, and what wants building.</summary>
/// <param name="State">never run, running, success, failed, stopped or killed.</param>
public sealed record LakeStatus(
    string State, EarlierPipelineRun? Last, IReadOnlyList<RunLogEntry> History, RunTrend Trend, IReadOnlyList<SourceWatermark> Watermarks, IReadOnlyList<StaleTask> Stale)
{
    private const int RunsLookedAt = 20;
    private const int RunsBefore = 7;
    private const double LateHours = 12, StaleHours = 24;

    /// <summary>Whether the last run came to a good end, or still may.</summary>
    public bool IsGood => State is "success" or "running";

    /// <summary>Reads files only, and nothing that a run at work would lock.</summary>
    /// <exception cref="WorkbookException">There is no lake.</exception>
    public static LakeStatus Read(LakehousePipeline pipeline, TimeProvider? time = null)
    {
        var lake = pipeline.Lake;
        var now = (time ?? TimeProvider.System).GetUtcNow().UtcDateTime;
        var watermarks = ReadWatermarks(pipeline, now);
        // In this order: a run that ends in between is then seen as ended.
        var isRunning = PipelineRunner.IsRunning(lake);
        var (last, log) = (PipelineRunner.Last(lake), PipelineLog.Read(lake));
        var runs = log.Where(entry => entry.Stage == PipelineLog.WholeRun).ToList();
        var state = last is null ? "never run" : last.Status ?? (isRunning ? "running" : "killed");
        return new LakeStatus(state, last, runs, TrendOf(runs), watermarks, [.. FindStale(pipeline.Graph, log, watermarks)]);
    }

    private static RunTrend TrendOf(List<RunLogEntry> runs)
    {
        var looked = runs.TakeLast(RunsLookedAt).ToList();
        var good = looked.Count(run => run.Status == "success");
        // Runs that find nothing to do are quick, and say nothing of those that do.
        var working = looked.Where(run => run.Status == "success" && (run.RowsLoaded > 0 || run.RowsTransformed > 0)).Select(run => run.DurationSeconds).ToList();
        var before = working.SkipLast(1).TakeLast(RunsBefore).Order().ToList();
        return new RunTrend(
            looked.Count, looked.Count == 0 ? null : 100.0 * good / looked.Count, working.Count == 0 ? null : working[^1],
            before.Count == 0 ? null : (before[(before.Count - 1) / 2] + before[before.Count / 2]) / 2);
    }

    private static List<SourceWatermark> ReadWatermarks(LakehousePipeline pipeline, DateTime now)
    {
        var lake = pipeline.Lake;
        using var connection = LakeConnection.Open(lake.Path, new LakeConnectionOptions { Warehouse = false, AllowEmpty = Directory.Exists(lake.Path) });
        var tables = connection.Connection.Query("SELECT view_name FROM duckdb_views() WHERE schema_name = 'bronze'", row => row.GetString(0)).ToHashSet(StringComparer.Ordinal);
        return [.. pipeline.Project.Sources.Where(source => tables.Contains(source.Name)).Select(source =>
        {
            var newest = source.EventTime is { } column ? $"max({Sql.Identifier(column)})::TIMESTAMP" : "NULL::TIMESTAMP";
            var (rows, at, loaded) = connection.Connection.Query($"SELECT count(*), {newest}, max(ingestion_ts)::TIMESTAMP FROM bronze.{Sql.Identifier(source.Name)}", row => (row.Get<long>(0), Utc(row.Get<DateTime?>(1)), Utc(row.Get<DateTime?>(2))))[0];
            var age = loaded is { } moment ? Math.Round((now - moment).TotalHours, 2) : (double?)null;
            return new SourceWatermark(source.Name, rows, at, loaded, age, age is null or > StaleHours ? "stale" : age > LateHours ? "late" : "fresh");
        })];
    }

    private static DateTime? Utc(DateTime? moment) => moment is { } known ? DateTime.SpecifyKind(known, DateTimeKind.Utc) : null;

    /// <summary>Loads by other commands count, too: they show in the watermarks.</summary>
    private static IEnumerable<StaleTask> FindStale(TaskGraph graph, IReadOnlyList<RunLogEntry> log, IReadOnlyList<SourceWatermark> watermarks)
    {
        var done = log.Where(entry => entry.Status == "success").GroupBy(entry => entry.Stage).ToDictionary(entries => entries.Key, entries => entries.Last(), StringComparer.Ordinal);
        var changed = log.Where(entry => entry.RowsLoaded > 0 || entry.RowsTransformed > 0).GroupBy(entry => entry.Stage).ToDictionary(entries => entries.Key, entries => entries.Max(entry => entry.CompletedAt), StringComparer.Ordinal);
        if (watermarks.Max(watermark => watermark.LoadedAt) is { } loaded && (!changed.TryGetValue("ingest", out var known) || loaded > known))
            changed["ingest"] = loaded;
        foreach (var task in graph.Tasks.Where(task => !task.OnRequest || done.ContainsKey(task.Name)))
        {
            if (!done.TryGetValue(task.Name, out var last))
                yield return new StaleTask(task.Name, "it has never succeeded");
            else if (graph.Ancestors(task.Name).Where(before => changed.TryGetValue(before, out var at) && at > last.StartedAt).OrderBy(before => before, StringComparer.Ordinal).ToList() is { Count: > 0 } newer)
                yield return new StaleTask(task.Name, Invariant($"{string.Join(", ", newer)} changed after it last succeeded, {last.CompletedAt:yyyy-MM-dd HH:mm} UTC"));
        }
    }
}
