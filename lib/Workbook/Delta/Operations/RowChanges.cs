using Workbook.Database;
using Workbook.Delta.Data;
using Workbook.Delta.Log;

namespace Workbook.Delta.Operations;

/// <summary>Row changes as the multiset difference of the files that each commit added and removed.</summary>
internal static class RowChanges
{
    public static DeltaChanges Between(DeltaTable table, long fromExclusive, long? toInclusive, IReadOnlyList<string> keys)
    {
        var end = table.Snapshot(toInclusive);
        if (fromExclusive >= end.Version) return new(fromExclusive, end.Version, end.Schema, []);
        keys = [.. keys.Select(key => end.Column(key).Name)];

        var folder = LogFolder.List(table.TablePath);
        var live = fromExclusive < 0 ? [] : new Dictionary<string, AddFile>(table.Snapshot(fromExclusive).State.Live, StringComparer.Ordinal);
        var versions = new List<DeltaVersionChanges>();
        for (var version = Math.Max(fromExclusive, -1) + 1; version <= end.Version; version++)
        {
            if (!folder.Commits.TryGetValue(version, out var file))
                throw new WorkbookException(
                    $"Delta table '{table.TablePath}' can't tell the changes of version {version}: its log file is gone. "
                    + $"Changes can be told from version {folder.Commits.Keys.FirstOrDefault(known => known > version)} on; read the whole table once instead.");
            var actions = ActionReader.ReadCommit(file).ToList();
            var added = actions.Select(action => action.Add).OfType<AddFile>().Where(add => add.DataChange)
                .GroupBy(add => FilePath.Decode(add.Path)).Select(same => same.Last()).ToList();
            // A file that is added again, whatever for, takes its own place.
            var removed = actions.Select(action => action.Remove).OfType<RemoveFile>().Where(remove => remove.DataChange).Select(remove => remove.Path)
                .Concat(added.Select(add => add.Path)).Select(FilePath.Decode).Distinct()
                .Select(live.GetValueOrDefault).OfType<AddFile>().ToList();
            foreach (var action in actions) Follow(live, action);
            if (added.Count + removed.Count == 0) continue;
            var info = actions.FirstOrDefault(action => action.Info is not null)?.Info;
            versions.Add(new(version, LogReader.TimestampOf(file, info), Difference(end, version, added, removed, keys))
            {
                Files = [.. added.Concat(removed).Select(end.LocalPath)],
            });
        }
        return new(fromExclusive, end.Version, end.Schema, versions);
    }

    private static void Follow(Dictionary<string, AddFile> live, LogAction action)
    {
        if (action.Add is { } add) live[FilePath.Decode(add.Path)] = add;
        if (action.Remove is { } remove) live.Remove(FilePath.Decode(remove.Path));
    }

    private static string Difference(DeltaSnapshot end, long version, List<AddFile> added, List<AddFile> removed, IReadOnlyList<string> keys)
    {
        string Rows(List<AddFile> files) => Scan.Relation(end, files);
        string Labelled(string rows, string type) => $"SELECT *, '{type}' AS _change_type, CAST({version} AS BIGINT) AS _commit_version FROM {rows}";
        if (removed.Count == 0) return $"({Labelled(Rows(added), "insert")})";
        if (added.Count == 0) return $"({Labelled(Rows(removed), "delete")})";

        var came = $"(SELECT * FROM {Rows(added)} EXCEPT ALL SELECT * FROM {Rows(removed)})";
        var went = $"(SELECT * FROM {Rows(removed)} EXCEPT ALL SELECT * FROM {Rows(added)})";
        if (keys.Count == 0) return $"({Labelled(came, "insert")} UNION ALL {Labelled(went, "delete")})";

        var same = string.Join(" AND ", keys.Select(key => $"came.{Sql.Identifier(key)} IS NOT DISTINCT FROM went.{Sql.Identifier(key)}"));
        return $"""
            (WITH came AS MATERIALIZED {came}, went AS MATERIALIZED {went}
            SELECT *, CASE WHEN EXISTS (SELECT 1 FROM went WHERE {same}) THEN 'update_postimage' ELSE 'insert' END AS _change_type, CAST({version} AS BIGINT) AS _commit_version FROM came
            UNION ALL
            SELECT *, CASE WHEN EXISTS (SELECT 1 FROM came WHERE {same}) THEN 'update_preimage' ELSE 'delete' END, CAST({version} AS BIGINT) FROM went)
            """;
    }
}
