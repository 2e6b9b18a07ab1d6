using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Delta;

namespace Workbook.Operations.ChangeFeeds;

/// <summary>
/// A Delta table with a row for each event: the key as JSON, op, sequence, when, by whom, the row before and after as JSON,
/// and the offset of its batch. It also knows the sequences of rows that are deleted.
/// </summary>
internal sealed class ChangeHistory
{
    private readonly DeltaTable _table;
    private readonly ChangeTarget _target;

    private ChangeHistory(DeltaTable table, ChangeTarget target) => (_table, _target) = (table, target);

    public static ChangeHistory Open(ChangeTarget target, DeltaOptions options) => new(
        DeltaTable.Exists(target.History)
            ? DeltaTable.Open(target.History, options)
            : DeltaTable.Create(target.History, DeltaSchema.FromSql(
            [
                ("row_key", "VARCHAR"), ("op", "VARCHAR"), ("sequence", "BIGINT"), ("changed_at", "TIMESTAMP WITH TIME ZONE"), ("changed_by", "VARCHAR"),
                ("row_before", "VARCHAR"), ("row_after", "VARCHAR"), ("batch_offset", "BIGINT"),
            ]), options: options),
        target);

    /// <summary>Key columns and <c>last_sequence</c> of all events up to an offset.</summary>
    public string LastSequencesSql(long offset)
    {
        var types = DeltaTable.Open(_target.Table).Snapshot().Schema;
        var columns = string.Join(", ", _target.Key.Select(column => $"CAST(row_key ->> {Sql.Literal("$.\"" + column + "\"")} AS {types.Find(column)?.Type.Sql ?? "VARCHAR"}) AS {Sql.Identifier(column)}"));
        return $"(SELECT {columns}, max(sequence) AS last_sequence FROM {_table.Snapshot().ScanSql()} WHERE batch_offset <= {offset} GROUP BY ALL)";
    }

    /// <param name="done">The table's offset: what the history has beyond it a killed run has left, and goes.</param>
    public void Append(DuckDBConnection connection, string events, DeltaSnapshot table, long done, long offset)
    {
        _table.Delete(connection, $"batch_offset > {done}");
        var key = string.Join(", ", _target.Key.Select(Sql.Identifier));
        var on = string.Join(" AND ", _target.Key.Select(column => $"event.{Sql.Identifier(column)} = known.{Sql.Identifier(column)}"));
        var row = Json(table.Schema.Fields.Select(field => field.Name));
        _table.Append(connection, $"""
            WITH known AS (SELECT {key}, {row} AS row_json FROM {table.ScanSql()} SEMI JOIN {events} USING ({key})),
            images AS (
                SELECT event.*, CASE WHEN op <> 'delete' THEN {row} END AS row_after FROM {events} AS event
            )
            SELECT {Json(_target.Key, "event")} AS row_key, event.op, event.sequence, event.changed_at, event.changed_by,
                   CASE WHEN lag(event.sequence) OVER by_key IS NULL THEN known.row_json ELSE lag(event.row_after) OVER by_key END AS row_before,
                   event.row_after, CAST({offset} AS BIGINT) AS batch_offset
            FROM images AS event LEFT JOIN known ON {on}
            WINDOW by_key AS (PARTITION BY {string.Join(", ", _target.Key.Select(column => $"event.{Sql.Identifier(column)}"))} ORDER BY event.sequence)
            """);
    }

    private static string Json(IEnumerable<string> columns, string? of = null) =>
        $"CAST(to_json(struct_pack({string.Join(", ", columns.Select(column => $"{Sql.Identifier(column)} := {(of is null ? "" : of + ".")}{Sql.Identifier(column)}"))})) AS VARCHAR)";
}
