using System.Globalization;

namespace Workbook.Models.Tests.Snapshots.Kinds;

internal sealed record Change(int? Key, string? Name, int? Price, DateTime At, bool IsDeleted);

/// <summary>All changes at once, sorted and read through from the first: the tables that any order of arrival must give. Rows as text.</summary>
internal static class DimensionOracle
{
    /// <summary>The last values stay on a deleted row, even those of the very instant.</summary>
    internal static List<string> Overwrite(IReadOnlyList<Change> feed) => ForEachKey(feed, (key, changes) =>
    {
        var last = Settled(feed.Where(change => change.Key == key && !change.IsDeleted)).LastOrDefault();
        return [Row(key, last?.Name, last?.Price, last?.At, DeletedAt(changes), IsDeleted(changes))];
    });

    internal static List<string> Versions(IEnumerable<Change> feed) => ForEachKey(feed, (key, changes) =>
        [.. changes.Select((change, at) => Row(key, change.Name, change.Price, change.At, End(changes, at), IsCurrent(changes, at), change.IsDeleted))]);

    internal static List<string> PreviousValue(IEnumerable<Change> feed) => ForEachKey(feed, (key, changes) =>
    {
        var known = changes.Where(change => !change.IsDeleted).ToList();
        var last = known.LastOrDefault();
        var name = known.LastOrDefault(change => change.Name != last!.Name);
        var price = known.LastOrDefault(change => change.Price != last!.Price);
        return [Row(key, last?.Name, name?.Name, name?.At, last?.Price, price?.Price, price?.At, last?.At, DeletedAt(changes), IsDeleted(changes))];
    });

    internal static List<string> Hybrid(IEnumerable<Change> feed) => ForEachKey(feed, (key, changes) => [.. changes.Select((change, at) =>
    {
        var before = changes.Take(at).LastOrDefault(other => !other.IsDeleted);
        var last = changes.LastOrDefault(other => !other.IsDeleted);
        return Row(key, change.Name, change.Price, before?.Name, last?.Name, before?.Price, last?.Price, change.At, End(changes, at), IsCurrent(changes, at), change.IsDeleted);
    })]);

    internal static Change? AsOf(IEnumerable<Change> feed, int? key, DateTime instant) =>
        Settled(feed.Where(change => change.Key == key)).LastOrDefault(change => change.At <= instant) is { IsDeleted: false } change ? change : null;

    internal static string Row(params object?[] values) => string.Join("|", values.Select(value => value switch
    {
        null => "-",
        DateTime time => time.ToString("dd", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    }));

    private static List<string> ForEachKey(IEnumerable<Change> feed, Func<int?, List<Change>, List<string>> rows) =>
        [.. feed.GroupBy(change => change.Key).SelectMany(key => rows(key.Key, Settled(key))).Order(StringComparer.Ordinal)];

    /// <summary>One change for each instant: the deletion, else the greater values, NULL the greatest.</summary>
    private static List<Change> Settled(IEnumerable<Change> changes) => [.. changes
        .GroupBy(change => change.At)
        .Select(instant => instant
            .OrderBy(change => change.IsDeleted)
            .ThenBy(change => change.Name is null).ThenBy(change => change.Name, StringComparer.Ordinal)
            .ThenBy(change => change.Price is null).ThenBy(change => change.Price)
            .Last())
        .Select(change => change.IsDeleted ? change with { Name = null, Price = null } : change)
        .OrderBy(change => change.At)];

    private static DateTime? End(List<Change> changes, int at) => at + 1 < changes.Count ? changes[at + 1].At : null;

    private static bool IsCurrent(List<Change> changes, int at) => at == changes.Count - 1 && !changes[at].IsDeleted;

    private static DateTime? DeletedAt(List<Change> changes) => changes.LastOrDefault(change => change.IsDeleted)?.At;

    private static bool IsDeleted(List<Change> changes) => changes[^1].IsDeleted;
}
