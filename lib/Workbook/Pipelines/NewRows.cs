using DuckDB.NET.Data;
using Workbook.Contracts;
using Workbook.Database;
using Workbook.Delta;

namespace Workbook.Pipelines;

/// <summary>The rows of a delivery that its table doesn't have yet.</summary>
internal sealed class NewRows(DuckDBConnection connection, Resource resource, SchemaFit fit, DeltaTable? table)
{
    private const string Staged = "pipeline_staged", Ordinal = "pipeline_ordinal";

    private CursorOrder? _order;

    /// <summary>The table's greatest value before.</summary>
    public string? From { get; private set; }

    /// <summary>Refuses rows that can't be told apart, or can't be told from those of the table.</summary>
    public void Check()
    {
        foreach (var column in resource.PrimaryKey)
            Require(column, "primary key");
        if (resource.Cursor is not null)
            Require(resource.Cursor, "cursor");
        if (resource.PrimaryKey.Count > 0 && Count($"FROM {Staged} WHERE {string.Join(" OR ", resource.PrimaryKey.Select(column => $"{Sql.Identifier(column)} IS NULL"))}") is > 0 and var unnamed)
            throw resource.Fault(Invariant($"{unnamed:N0} rows have no value in the primary key ({string.Join(", ", resource.PrimaryKey)}). Fill it, or filter them out."));
        if (resource.Cursor is not { } cursor)
            return;
        var type = fit.Schema.Find(cursor)!.Type;
        var endless = type is DeltaType.Primitive { Name: "float" or "double" or "date" or "timestamp" } ? $" OR NOT isfinite({Sql.Identifier(cursor)})" : "";
        if (Count($"FROM {Staged} WHERE {Sql.Identifier(cursor)} IS NULL{endless}") is > 0 and var without)
            throw resource.Fault(Invariant($"{without:N0} rows have no value in the cursor '{cursor}'{(endless.Length > 0 ? ", or an infinite one" : "")}, so it can't be told whether they were loaded before. Fill it, filter them out, or choose another cursor."));
        if (table is not null && resource.Disposition == WriteDisposition.Append && HasRowsWithoutCursor(cursor) is > 0 and var rows)
            throw resource.Fault(Invariant($"{rows:N0} rows of the table have no value in the cursor '{cursor}', so it can't be told which rows were loaded before. Fill it there, merge by a primary key, or load into a table of another name."));
    }

    /// <summary>Stages them as a table of their own.</summary>
    public void Keep(string staged, string into)
    {
        var rows = $"(SELECT * FROM {staged})";
        if (resource.PrimaryKey.Count > 0) // exact copies, as pages that shift give them, are one row
            rows = $"(SELECT DISTINCT * FROM {rows})";
        if (resource.Cursor is not null)
        {
            _order = CursorOrder.Of(connection, resource, fit.Schema.Find(resource.Cursor)!.Type, table is null ? [staged] : [staged, Known()]);
            From = table is null ? null : _order.Greatest(connection, Known());
        }

        if (_order is not null && HoldsOneRowAKey) // of several states of a row the newest counts
            rows = $"(SELECT * FROM {rows} QUALIFY rank() OVER (PARTITION BY {Key()} ORDER BY {_order.Key()} DESC) = 1)";
        if (From is not null)
            rows = Beyond(rows, _order!.Since(connection, resource, From));
        connection.Execute($"CREATE OR REPLACE TEMP TABLE {into} AS SELECT * FROM {rows}");
        if (HoldsOneRowAKey && Count($"FROM (SELECT {Key()} FROM {into} GROUP BY ALL HAVING count(*) > 1)") is > 0 and var twice)
            throw resource.Fault(Invariant($"{twice:N0} keys ({string.Join(", ", resource.PrimaryKey)}) come more than once{(_order is null ? "" : $" with the same '{resource.Cursor}'")}, so it can't be told which row counts. Make the query choose one."));
    }

    /// <summary>The table's greatest value with these rows in it.</summary>
    public string? To(string rows) => _order?.Greatest(connection, table is null ? rows : $"(SELECT {Sql.Identifier(resource.Cursor!)} FROM {rows} UNION ALL SELECT {Sql.Identifier(resource.Cursor!)} FROM {Known()})");

    private bool HoldsOneRowAKey => resource.Disposition == WriteDisposition.Merge || resource.ChildTables.Count > 0;

    private string Beyond(string rows, string since)
    {
        var cursor = Sql.Identifier(resource.Cursor!);
        var (staged, known) = ($"(SELECT * FROM {rows} WHERE {_order!.Key()} >= {since})", $"(SELECT * FROM {Known()} WHERE {_order.Key()} >= {since})");
        if (resource.Disposition == WriteDisposition.Merge)
        {
            // Not what is there as it is, or in a newer state. A column that the table doesn't have yet may hold news, and so
            // may a list that lies in another table.
            var columns = table!.Snapshot().Schema.Fields.Select(field => field.Name).ToList();
            var unchanged = resource.ChildTables.Count > 0 ? "false" : string.Join(" AND ", [Same(columns), .. fit.Columns.Except(columns).Select(column => $"s.{Sql.Identifier(column)} IS NULL")]);
            return $"""
                (SELECT s.* FROM {staged} s
                LEFT JOIN (SELECT * FROM {known} QUALIFY row_number() OVER (PARTITION BY {Key()} ORDER BY {_order.Key()} DESC) = 1) t ON {string.Join(" AND ", resource.PrimaryKey.Select(column => $"s.{Sql.Identifier(column)} = t.{Sql.Identifier(column)}"))}
                WHERE t.{cursor} IS NULL OR ({_order.Key($"t.{cursor}")} <= {_order.Key($"s.{cursor}")} AND NOT ({unchanged})))
                """;
        }

        if (resource.PrimaryKey.Count > 0)
            return $"(SELECT s.* FROM {staged} s ANTI JOIN {known} t ON {Same([.. resource.PrimaryKey, resource.Cursor!])})";
        var compared = string.Join(", ", fit.Known.Select(Sql.Identifier));
        return $"""
            (SELECT s.* EXCLUDE ({Ordinal})
            FROM (SELECT *, row_number() OVER (PARTITION BY {compared}) AS {Ordinal} FROM {staged}) s
            LEFT JOIN (SELECT {compared}, count(*) AS {Ordinal} FROM {known} GROUP BY ALL) t ON {Same(fit.Known)}
            WHERE s.{Ordinal} > coalesce(t.{Ordinal}, 0))
            """;
    }

    private static string Same(IEnumerable<string> columns) => string.Join(" AND ", columns.Select(column => $"s.{Sql.Identifier(column)} IS NOT DISTINCT FROM t.{Sql.Identifier(column)}"));

    /// <summary>The table's rows in the types that it will have.</summary>
    private string Known()
    {
        var snapshot = table!.Snapshot();
        return $"(SELECT {string.Join(", ", snapshot.Schema.Fields.Select(field => $"CAST({Sql.Identifier(field.Name)} AS {fit.Schema.Find(field.Name)!.Type.Sql}) AS {Sql.Identifier(field.Name)}"))} FROM {snapshot.ScanSql()})";
    }

    private long HasRowsWithoutCursor(string cursor)
    {
        var snapshot = table!.Snapshot();
        return Count($"FROM {snapshot.ScanSql()}{(snapshot.Schema.Find(cursor) is null ? "" : $" WHERE {Sql.Identifier(cursor)} IS NULL")}");
    }

    private void Require(string column, string what)
    {
        if (!fit.Columns.Contains(column, StringComparer.OrdinalIgnoreCase))
            throw resource.Missing(what, column, fit.Columns);
    }

    private string Key() => string.Join(", ", resource.PrimaryKey.Select(Sql.Identifier));

    private long Count(string from) => connection.Scalar<long>($"SELECT count(*) {from}");
}
