using System.Diagnostics;
using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Artifacts;
using Workbook.Models.Project;
using Workbook.Models.Selection;

namespace Workbook.Models.Running;

/// <param name="MaxLoadedAt">UTC; null where it could not be found out, and <paramref name="Message"/> says why.</param>
/// <param name="Status">pass, warn, error or runtime error.</param>
public sealed record FreshnessResult(SourceTable Source, string Status, DateTime? MaxLoadedAt, TimeSpan? Age, string Message, TimeSpan Elapsed);

/// <summary>Asks each source with a <c>freshness</c> how old its newest row is, and writes <c>sources.json</c>.</summary>
public static class SourceFreshness
{
    /// <summary>How old each selected source's newest row is, against what it promises; written to the target folder as sources.json.</summary>
    public static IReadOnlyList<FreshnessResult> Check(ModelProject project, ModelRunOptions options, TimeProvider? time = null)
    {
        var watch = Stopwatch.StartNew();
        var now = (time ?? TimeProvider.System).GetUtcNow().UtcDateTime;
        using var database = RunDatabase.Open(project, 1);
        var results = NodeSelector.Select(project, options.Select, options.Exclude, null).OfType<SourceTable>()
            .Where(source => source is { Freshness: not null, LoadedAtField: not null })
            .Select(source => One(database.Main, source, now)).ToList();
        var folder = Path.GetFullPath(options.TargetPath ?? project.Root.TargetPath, project.Root.Folder);
        ArtifactJson.Write(Path.Combine(folder, "sources.json"), FreshnessArtifact.Create(Guid.NewGuid().ToString(), now, results, watch.Elapsed));
        return results;
    }

    private static FreshnessResult One(DuckDBConnection connection, SourceTable source, DateTime now)
    {
        var watch = Stopwatch.StartNew();
        var filter = source.Freshness!.Filter is { } condition ? $" WHERE {condition}" : "";
        try
        {
            if (connection.Scalar<DateTime?>($"SELECT CAST(max({source.LoadedAtField}) AS TIMESTAMP) FROM {source.Sql}{filter}") is not { } loaded)
                return new FreshnessResult(source, "runtime error", null, null, "it has no rows", watch.Elapsed);
            var age = now - loaded;
            var status = age > source.Freshness.ErrorAfter?.Age ? "error" : age > source.Freshness.WarnAfter?.Age ? "warn" : "pass";
            return new FreshnessResult(source, status, loaded, age, Invariant($"newest row {loaded:yyyy-MM-dd HH:mm} UTC"), watch.Elapsed);
        }
        catch (DuckDBException fault)
        {
            return new FreshnessResult(source, "runtime error", null, null, fault.Message, watch.Elapsed);
        }
    }
}
