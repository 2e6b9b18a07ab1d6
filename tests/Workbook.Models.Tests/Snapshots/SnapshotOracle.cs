using Workbook.Models.Snapshots;

namespace Workbook.Models.Tests.Snapshots;

internal sealed record SourceRow(int? Id, int? Price, string? Name, DateTime? UpdatedAt);

internal sealed record Version(int? Id, int? Price, string? Name, DateTime? UpdatedAt, DateTime From, DateTime? To, bool IsDeleted);

/// <summary>History kept row by row, slowly and plainly: what the SQL has to agree with.</summary>
internal sealed class SnapshotOracle(string strategy, string hardDeletes, bool checksName, bool hasUpdatedAt)
{
    private readonly List<Version> _history = [];

    internal IReadOnlyList<Version> History => _history;

    internal void Run(IReadOnlyList<SourceRow> source, DateTime now)
    {
        foreach (var row in source)
            Take(row, now);
        if (hardDeletes == "ignore")
            return;
        foreach (var live in _history.Where(version => version.To is null && !version.IsDeleted).ToList())
            if (source.All(row => row.Id != live.Id))
                Delete(live, now);
    }

    private void Take(SourceRow row, DateTime now)
    {
        var updated = hasUpdatedAt ? row.UpdatedAt : now;
        var versions = _history.Where(version => version.Id == row.Id).ToList();
        var live = versions.SingleOrDefault(version => version.To is null);
        if (live is null)
        {
            var ended = versions.Max(version => version.To);
            var start = updated ?? now;
            if (ended is { } end && !(updated > end))
                start = Later(now, end);
            _history.Add(new Version(row.Id, row.Price, row.Name, row.UpdatedAt, start, null, false));
            return;
        }

        var changed = strategy == "timestamp"
            ? updated > live.From
            : row.Price != live.Price || (checksName && row.Name != live.Name);
        if (!changed && !live.IsDeleted)
            return;
        var from = updated > live.From ? updated.Value : Later(now, live.From);
        _history[_history.IndexOf(live)] = live with { To = from };
        _history.Add(new Version(row.Id, row.Price, row.Name, row.UpdatedAt, from, null, false));
    }

    private void Delete(Version live, DateTime now)
    {
        var end = Later(now, live.From);
        _history[_history.IndexOf(live)] = live with { To = end };
        if (hardDeletes == "new_record")
            _history.Add(live with { From = end, To = null, IsDeleted = true });
    }

    private static DateTime Later(DateTime one, DateTime other) => one > other ? one : other;
}
