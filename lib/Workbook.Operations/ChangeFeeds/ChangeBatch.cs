namespace Workbook.Operations.ChangeFeeds;

/// <summary>Where changes go: a table that holds the newest state, and one that remembers how it came about.</summary>
/// <param name="Table">Folder of the Delta table.</param>
/// <param name="History">Folder of its audit history; created with the first batch.</param>
/// <param name="Key">Columns that name a row.</param>
public sealed record ChangeTarget(string Table, string History, IReadOnlyList<string> Key)
{
    /// <summary>The clock of the commits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>
/// Changes that arrived together. Beside the table's columns, which hold the whole row as it was after the change (of a
/// delete only the key is looked at), the query has: <c>op</c> — insert, update or delete, or their first letters;
/// <c>sequence</c> BIGINT — the order in which the source made its changes; <c>changed_at</c>; <c>changed_by</c>.
/// </summary>
/// <param name="Sql">A query; it is run once.</param>
/// <param name="Offset">How far the feed has been read with this batch, growing from batch to batch: a file's number, a position in a topic.</param>
public sealed record ChangeBatch(string Sql, long Offset);

/// <param name="Applied">False when the table had got as far as the batch's offset already; all numbers are 0 then.</param>
/// <param name="Read">Events in the batch.</param>
/// <param name="Repeated">Events that came twice within it.</param>
/// <param name="Stale">Events older than what the table knows of their key.</param>
/// <param name="Recorded">Events that went into the history: all others.</param>
/// <param name="Version">The table's version after the batch.</param>
public sealed record ChangeResult(bool Applied, long Read, long Repeated, long Stale, long Recorded, long Inserted, long Updated, long Deleted, long Version);
