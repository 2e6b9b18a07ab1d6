using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Delta;

namespace Workbook.Operations.ChangeFeeds;

internal sealed record EventCounts(long Read, long Repeated, long Stale, long Recorded);

/// <summary>A batch's events, checked, each once, without those that the table is past.</summary>
internal static class ChangeEvents
{
    /// <param name="lastSequences">A relation of the key columns and <c>last_sequence</c>.</param>
    /// <returns>Leaves a temporary table with the target's columns, those of an event, and <c>op</c> spelled out.</returns>
    public static EventCounts Stage(DuckDBConnection connection, string name, ChangeTarget target, DeltaSnapshot table, ChangeBatch batch, string lastSequences)
    {
        Require(connection, target, table, batch);
        var columns = string.Join(", ", table.Schema.Fields.Select(field => $"CAST({Sql.Identifier(field.Name)} AS {field.Type.Sql}) AS {Sql.Identifier(field.Name)}"));
        connection.Execute($"""
            CREATE OR REPLACE TEMP TABLE {name} AS
            SELECT {columns},
                   CASE left(lower(op), 1) WHEN 'i' THEN 'insert' WHEN 'u' THEN 'update' WHEN 'd' THEN 'delete' ELSE op END AS op,
                   CAST(sequence AS BIGINT) AS sequence, CAST(changed_at AS TIMESTAMPTZ) AS changed_at, CAST(changed_by AS VARCHAR) AS changed_by
            FROM ({batch.Sql})
            """);
        var read = connection.Scalar<long>($"SELECT count(*) FROM {name}");
        RequireEvents(connection, name, target);
        connection.Execute($"CREATE OR REPLACE TEMP TABLE {name} AS SELECT DISTINCT * FROM {name}");
        var distinct = connection.Scalar<long>($"SELECT count(*) FROM {name}");
        RequireAgreement(connection, name, target);
        var key = string.Join(", ", target.Key.Select(Sql.Identifier));
        connection.Execute($"DELETE FROM {name} USING {lastSequences} AS known WHERE {string.Join(" AND ", target.Key.Select(column => $"{name}.{Sql.Identifier(column)} = known.{Sql.Identifier(column)}"))} AND {name}.sequence <= known.last_sequence");
        var kept = connection.Scalar<long>($"SELECT count(*) FROM {name}");
        return new EventCounts(read, read - distinct, distinct - kept, kept);
    }

    private static void Require(DuckDBConnection connection, ChangeTarget target, DeltaSnapshot table, ChangeBatch batch)
    {
        var found = connection.Query($"DESCRIBE {batch.Sql}", row => row.GetString(0));
        var names = table.Schema.Fields.Select(field => field.Name).ToList();
        var faults = new List<string>();
        if (names.Concat(ChangeFeed.EventColumns).Except(found, StringComparer.OrdinalIgnoreCase).ToList() is { Count: > 0 } missing)
            faults.Add($"the events lack {string.Join(", ", missing)}");
        if (found.Except(names.Concat(ChangeFeed.EventColumns), StringComparer.OrdinalIgnoreCase).ToList() is { Count: > 0 } unknown)
            faults.Add($"the table lacks {string.Join(", ", unknown)}");
        if (target.Key.Count == 0)
            faults.Add("no key is named");
        if (target.Key.Except(names, StringComparer.OrdinalIgnoreCase).ToList() is { Count: > 0 } noKey)
            faults.Add($"the key names {string.Join(", ", noKey)}, which the table doesn't have");
        if (faults.Count > 0)
            throw new WorkbookException($"The change feed for '{target.Table}' doesn't fit: {string.Join("; ", faults)}. Expected the table's columns ({string.Join(", ", names)}) and {string.Join(", ", ChangeFeed.EventColumns)}.");
    }

    private static void RequireEvents(DuckDBConnection connection, string name, ChangeTarget target)
    {
        var unnamed = string.Join(" OR ", target.Key.Select(column => $"{Sql.Identifier(column)} IS NULL"));
        var (ops, keys, sequences) = connection.Query(
            $"SELECT count(*) FILTER (op IS NULL OR op NOT IN ('insert', 'update', 'delete')), count(*) FILTER ({unnamed}), count(*) FILTER (sequence IS NULL) FROM {name}",
            row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)))[0];
        var faults = new List<string>();
        if (ops > 0)
            faults.Add(Invariant($"{ops:N0} have an op that is neither insert, update nor delete"));
        if (keys > 0)
            faults.Add(Invariant($"{keys:N0} have no value in the key ({string.Join(", ", target.Key)})"));
        if (sequences > 0)
            faults.Add(Invariant($"{sequences:N0} have no sequence"));
        if (faults.Count > 0)
            throw new WorkbookException($"The change feed for '{target.Table}' has events that can't be applied: {string.Join("; ", faults)}. Correct the feed and apply the batch again; nothing was changed.");
    }

    /// <summary>One sequence of a key is one event: two that differ are a fault of the source, not of the transport.</summary>
    private static void RequireAgreement(DuckDBConnection connection, string name, ChangeTarget target)
    {
        var key = string.Join(", ", target.Key.Select(Sql.Identifier));
        var torn = connection.Query(
            $"SELECT concat_ws(', ', {key}) || ' at ' || sequence FROM {name} GROUP BY {key}, sequence HAVING count(*) > 1 ORDER BY ALL", row => row.GetString(0));
        if (torn.Count > 0)
            throw new WorkbookException(Invariant($"The change feed for '{target.Table}' contradicts itself: {torn.Count:N0} keys have two different events of one sequence, the first {torn[0]}. Ask the source which of them holds; nothing was changed."));
    }
}
