using Workbook.Database;
using Workbook.Delta;
using Workbook.Operations.Increments;

namespace Workbook.Operations.Backfill;

/// <summary>
/// Keys that a corrected delivery no longer has. Incremental models only learn of what arrives, so those of such a source
/// are built anew in full; the snapshots keep their history.
/// </summary>
internal static class WithdrawnKeys
{
    /// <summary>The version of each source's table.</summary>
    public static IReadOnlyDictionary<string, long> Versions(IncrementTarget copy, IEnumerable<string> sources) =>
        sources.Where(source => DeltaTable.Exists(copy.Lake.BronzeTable(source))).ToDictionary(source => source, source => DeltaTable.Open(copy.Lake.BronzeTable(source)).Snapshot().Version);

    /// <returns>How many by source; sources without any are left out.</returns>
    public static IReadOnlyDictionary<string, long> Since(IncrementTarget copy, IReadOnlyDictionary<string, long> versions)
    {
        using var connection = WorkbookDatabase.Open();
        var withdrawn = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var source in BackfillPlan.DailySources(copy.Project).Where(source => versions.ContainsKey(source.Name)))
        {
            var table = DeltaTable.Open(copy.Lake.BronzeTable(source.Name));
            var key = string.Join(", ", source.Key.Select(Sql.Identifier));
            var count = connection.Scalar<long>($"SELECT count(*) FROM (SELECT {key} FROM {table.Snapshot(versions[source.Name]).ScanSql()} EXCEPT SELECT {key} FROM {table.Snapshot().ScanSql()})");
            if (count > 0)
                withdrawn[source.Name] = count;
        }

        return withdrawn;
    }
}
