using Workbook.Bronze;
using Workbook.Contracts;
using Workbook.Models;
using Workbook.Models.Project;
using Workbook.Operations.Increments;

namespace Workbook.Operations.Backfill;

/// <param name="Files">Raw files of the day, relative to the raw folder.</param>
/// <param name="Rows">Of them in bronze and among the rejects now.</param>
public sealed record BackfillDay(DateOnly Day, IReadOnlyList<string> Files, long Rows, long Bytes);

/// <param name="Kind">model, snapshot, test, unit_test or exposure.</param>
/// <param name="Layer">The schema that it is built in; null for what is no table.</param>
public sealed record DownstreamNode(string Kind, string Name, string? Layer);

/// <summary>What a backfill would take anew, and what stands on it.</summary>
/// <param name="Days">Newest first: the days that are looked at most are right soonest.</param>
/// <param name="Affected">In the order of building, then exposures.</param>
public sealed record BackfillPlan(DateOnly From, DateOnly To, IReadOnlyList<string> Sources, IReadOnlyList<BackfillDay> Days, IReadOnlyList<DownstreamNode> Affected)
{
    /// <summary>Sources that are delivered by the day, and so can be taken anew by the day: in folders such as <c>order_dt=2024-01-01</c>.</summary>
    public static IReadOnlyList<SourceContract> DailySources(LakehouseProject project) => [.. project.Sources.Where(source => source.Path.Contains("_dt=*", StringComparison.Ordinal))];

    /// <param name="sources">All that are delivered by the day, if null.</param>
    /// <exception cref="WorkbookException">The days are the wrong way round, a source isn't delivered by the day, or there is no file of these days.</exception>
    public static BackfillPlan Make(IncrementTarget target, DateOnly from, DateOnly to, IReadOnlyCollection<string>? sources = null)
    {
        var daily = DailySources(target.Project);
        var chosen = sources ?? [.. daily.Select(source => source.Name)];
        var faults = new List<string>();
        if (from > to)
            faults.Add(Invariant($"the first day, {from:yyyy-MM-dd}, is after the last, {to:yyyy-MM-dd}"));
        foreach (var unknown in chosen.Except(daily.Select(source => source.Name)))
            faults.Add($"'{unknown}' is not delivered by the day; those that are: {string.Join(", ", daily.Select(source => source.Name))}");
        if (faults.Count > 0)
            throw new WorkbookException($"The backfill can't be planned: {string.Join("; ", faults)}.");

        var manifest = new Manifest(target.Lake.Warehouse).Read().ToDictionary(entry => entry.Path);
        var files = daily.Where(source => chosen.Contains(source.Name)).SelectMany(source => RawFiles.Find(target.Raw, source))
            .Select(file => (Day: DeliveryDay.Of(file.Path), File: file)).Where(file => file.Day >= from && file.Day <= to).ToList();
        if (files.Count == 0)
            throw new WorkbookException(Invariant($"There is no raw file of {string.Join(", ", chosen)} from {from:yyyy-MM-dd} to {to:yyyy-MM-dd} in {Path.GetFullPath(target.Raw)}. Choose other days, or bring the files back from the archive."));
        return new BackfillPlan(from, to, [.. chosen.Order(StringComparer.Ordinal)],
        [
            .. files.GroupBy(file => file.Day!.Value).OrderByDescending(day => day.Key).Select(day => new BackfillDay(
                day.Key, [.. day.Select(file => file.File.Path).Order(StringComparer.Ordinal)],
                day.Sum(file => manifest.TryGetValue(file.File.Path, out var entry) ? entry.Rows + entry.Rejects : 0), day.Sum(file => file.File.Bytes))),
        ], Reached(target, chosen));
    }

    private static List<DownstreamNode> Reached(IncrementTarget target, IReadOnlyCollection<string> sources)
    {
        var project = target.Project.ModelsIn(target.Lake);
        var reached = project.Sources.Values.Where(source => source.SourceName == "bronze" && sources.Contains(source.Name))
            .SelectMany(source => project.Graph.Descendants(source.UniqueId)).ToHashSet(StringComparer.Ordinal);
        return [.. project.Graph.Order.Where(reached.Contains).Select(project.Resource)
            .OrderBy(resource => resource.Type is ResourceType.Model or ResourceType.Snapshot or ResourceType.Seed ? 0 : 1)
            .Select(resource => new DownstreamNode(Kind(resource), resource.Name, resource is SqlNode { Type: not ResourceType.Test, Relation: { } relation } ? relation.Schema : null))];
    }

    private static string Kind(DbtResource resource) => resource.UniqueId.Split('.')[0];
}
