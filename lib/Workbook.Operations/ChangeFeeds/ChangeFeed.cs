using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Delta;

namespace Workbook.Operations.ChangeFeeds;

/// <summary>
/// Change data capture into a Delta table. Of each key the event with the highest sequence counts, however late or often an
/// event comes; a deleted row stays deleted when an older insert arrives after it. A batch takes effect once: its offset is
/// committed with the rows. The history is written first, and what it has beyond the table's offset doesn't count: so a run
/// that is killed between the two is mended by the next. One writer at a time.
/// </summary>
public static class ChangeFeed
{
    /// <summary>Beside the feed's own, the columns that an event may have and the table doesn't.</summary>
    internal static readonly string[] EventColumns = ["op", "sequence", "changed_at", "changed_by"];

    private const string Application = "workbook.cdc";
    private const string Staged = "cdc_events";

    /// <summary>How far the table has got; -1 before the first batch.</summary>
    public static long OffsetOf(ChangeTarget target) => DeltaTable.Open(target.Table).Snapshot().Transactions.GetValueOrDefault(Application, -1);

    /// <exception cref="WorkbookException">The events don't fit the table or contradict each other; nothing was changed.</exception>
    public static ChangeResult Apply(DuckDBConnection connection, ChangeTarget target, ChangeBatch batch)
    {
        var options = new DeltaOptions { Time = target.Time };
        var table = DeltaTable.Open(target.Table, options);
        var snapshot = table.Snapshot();
        var done = snapshot.Transactions.GetValueOrDefault(Application, -1);
        if (done >= batch.Offset)
            return new ChangeResult(false, 0, 0, 0, 0, 0, 0, 0, snapshot.Version);

        try
        {
            var history = ChangeHistory.Open(target, options);
            var counts = ChangeEvents.Stage(connection, Staged, target, snapshot, batch, history.LastSequencesSql(done));
            history.Append(connection, Staged, snapshot, done, batch.Offset);
            var (inserted, updated, deleted) = Merge(connection, table, target, batch.Offset);
            return new ChangeResult(true, counts.Read, counts.Repeated, counts.Stale, counts.Recorded, inserted, updated, deleted, table.Snapshot().Version);
        }
        finally
        {
            connection.Execute($"DROP TABLE IF EXISTS {Staged}");
        }
    }

    /// <summary>The last event of each key into the table, in one commit with the offset.</summary>
    private static (long Inserted, long Updated, long Deleted) Merge(DuckDBConnection connection, DeltaTable table, ChangeTarget target, long offset)
    {
        var before = table.Snapshot();
        var columns = before.Schema.Fields.Select(field => Sql.Identifier(field.Name)).ToList();
        var key = target.Key.Select(Sql.Identifier).ToList();
        var final = $"SELECT {string.Join(", ", columns)}, op FROM {Staged} QUALIFY row_number() OVER (PARTITION BY {string.Join(", ", key)} ORDER BY sequence DESC) = 1";
        var on = string.Join(" AND ", key.Select(column => $"target.{column} = source.{column}"));
        var values = before.Schema.Fields.ToDictionary(field => field.Name, field => $"source.{Sql.Identifier(field.Name)}");
        var (inserted, updated, deleted) = connection.Query(
            $"""
            SELECT count(*) FILTER (op <> 'delete' AND NOT is_known), count(*) FILTER (op <> 'delete' AND is_known), count(*) FILTER (op = 'delete' AND is_known)
            FROM (
                SELECT source.op, EXISTS (FROM {before.ScanSql()} AS target WHERE {on}) AS is_known
                FROM ({final}) AS source
            )
            """,
            row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)))[0];

        table.Merge(connection, new DeltaMerge(final, on) { Transaction = new AppTransaction(Application, offset) }
            .WhenMatchedDelete("source.op = 'delete'")
            .WhenMatchedUpdate(values)
            .WhenNotMatchedInsert(values, "source.op <> 'delete'"));
        if (table.Snapshot().Transactions.GetValueOrDefault(Application, -1) < offset)
        {
            // Nothing to change, but as far as this the feed has been read.
            var transaction = table.StartTransaction();
            transaction.SetTransaction(Application, offset);
            transaction.Commit("MERGE", new Dictionary<string, string?>(), new Dictionary<string, long>());
        }

        return (inserted, updated, deleted);
    }
}
