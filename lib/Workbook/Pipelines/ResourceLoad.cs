using DuckDB.NET.Data;
using Workbook.Contracts;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Lake;

namespace Workbook.Pipelines;

/// <summary>One resource into its table, in one commit.</summary>
internal static class ResourceLoad
{
    private const string Staged = "pipeline_delivery";

    public static LoadedResource Run(DuckDBConnection connection, LakeFolder lake, Resource resource, TimeProvider time)
    {
        var folder = lake.BronzeTable(resource.Name);
        var options = new DeltaOptions { Time = time };
        var table = DeltaTable.Exists(folder) ? DeltaTable.Open(folder, options) : null;
        if (table?.Snapshot().Transactions.ContainsKey(Bronze.BronzeTable.Application) == true)
            throw new WorkbookException($"The table '{resource.Name}' is loaded from raw files by 'workbook ingest'. Give the resource another name.");

        var from = table is null || resource.Cursor is null ? null : Greatest(connection, table, resource);
        try
        {
            Stage(connection, resource, from);
            table ??= DeltaTable.Create(folder, SchemaOf(connection), options: options);
            var ignored = Fit(connection, table, resource);
            var rows = connection.Scalar<long>($"SELECT count(*) FROM {Staged}");
            Write(connection, table, resource, rows);
            var to = resource.Cursor is null ? null : Greatest(connection, table, resource);
            return new LoadedResource(resource.Name, rows, table.Snapshot().Version, from, to, ignored);
        }
        finally
        {
            connection.Execute($"DROP TABLE IF EXISTS {Staged}");
        }
    }

    /// <summary>The delivery beyond the cursor, read once, and checked before anything is written.</summary>
    private static void Stage(DuckDBConnection connection, Resource resource, string? from)
    {
        var cursor = resource.Cursor is null ? null : Sql.Identifier(resource.Cursor);
        // "Beyond" takes in rows without a value, so that they are noticed.
        var beyond = from is null ? "true" : resource.Lookback is null
            ? $"({cursor} > {Sql.Literal(from)} OR {cursor} IS NULL)"
            : $"({cursor} > (SELECT CAST({Sql.Literal(from)} AS {TypeOf(connection, resource)}) - {resource.Lookback}) OR {cursor} IS NULL)";
        connection.Execute($"CREATE OR REPLACE TEMP TABLE {Staged} AS SELECT * FROM ({resource.Sql}) WHERE {beyond}");

        if (cursor is not null && connection.Scalar<long>($"SELECT count(*) FROM {Staged} WHERE {cursor} IS NULL") is > 0 and var without)
            throw new WorkbookException(Invariant($"Resource '{resource.Name}': {without:N0} rows have no value in the cursor '{resource.Cursor}', so it can't be told whether they were loaded before. Fill it, filter them out, or choose another cursor."));
        if (resource.Disposition != WriteDisposition.Merge)
            return;

        var key = string.Join(", ", resource.PrimaryKey.Select(Sql.Identifier));
        if (connection.Scalar<long>($"SELECT count(*) FROM {Staged} WHERE {string.Join(" OR ", resource.PrimaryKey.Select(column => $"{Sql.Identifier(column)} IS NULL"))}") is > 0 and var unnamed)
            throw new WorkbookException(Invariant($"Resource '{resource.Name}': {unnamed:N0} rows have no value in the primary key ({string.Join(", ", resource.PrimaryKey)}). Fill it, or filter them out."));
        if (cursor is not null) // of several states of a row the newest counts
            connection.Execute($"CREATE OR REPLACE TEMP TABLE {Staged} AS SELECT * FROM {Staged} QUALIFY rank() OVER (PARTITION BY {key} ORDER BY {cursor} DESC) = 1");
        if (connection.Scalar<long>($"SELECT count(*) FROM (SELECT {key} FROM {Staged} GROUP BY ALL HAVING count(*) > 1)") is > 0 and var twice)
            throw new WorkbookException(Invariant($"Resource '{resource.Name}': {twice:N0} keys ({string.Join(", ", resource.PrimaryKey)}) come more than once{(cursor is null ? "" : $" with the same '{resource.Cursor}'")}, so it can't be told which row counts. Make the query choose one."));
    }

    private static DeltaSchema SchemaOf(DuckDBConnection connection) =>
        DeltaSchema.FromSql(connection.Query($"DESCRIBE {Staged}", row => (row.GetString(0), row.GetString(1))));

    /// <summary>Brings the staged columns to the table's, and the table's to them where it may evolve.</summary>
    /// <returns>Columns that were left out.</returns>
    private static IReadOnlyList<string> Fit(DuckDBConnection connection, DeltaTable table, Resource resource)
    {
        var schema = table.Snapshot().Schema;
        var fields = SchemaOf(connection).Fields;
        var news = fields.Where(field => schema.Find(field.Name) is null).ToList();
        if (news.Count > 0 && resource.NewColumns == SchemaMode.Freeze)
            throw new WorkbookException($"Resource '{resource.Name}' has {string.Join(", ", news.Select(field => $"{field.Name} {field.Type.Sql}"))}, which the table doesn't have, and its schema is frozen. Take the columns out of the query, or let it evolve.");

        var changed = fields.Where(field => schema.Find(field.Name) is { } known && known.Type.Sql != field.Type.Sql).ToList();
        if (changed.Count > 0)
            throw new WorkbookException($"Resource '{resource.Name}': {string.Join(", ", changed.Select(field => $"{field.Name} is {field.Type.Sql} now, expected {schema.Find(field.Name)!.Type.Sql}"))}. Cast it in the query, or load into a table of another name.");

        if (resource.NewColumns == SchemaMode.Evolve && news.Count > 0)
            table.AddColumns(news);
        if (resource.NewColumns != SchemaMode.Discard)
            return [];
        foreach (var column in news)
            connection.Execute($"ALTER TABLE {Staged} DROP COLUMN {Sql.Identifier(column.Name)}");
        return [.. news.Select(field => field.Name)];
    }

    private static void Write(DuckDBConnection connection, DeltaTable table, Resource resource, long rows)
    {
        if (resource.Disposition == WriteDisposition.Replace)
        {
            table.Overwrite(connection, $"SELECT * FROM {Staged}");
        }
        else if (rows > 0 && resource.Disposition == WriteDisposition.Append)
        {
            table.Append(connection, $"SELECT * FROM {Staged}");
        }
        else if (rows > 0)
        {
            var values = SchemaOf(connection).Fields.ToDictionary(field => field.Name, field => $"source.{Sql.Identifier(field.Name)}");
            var on = string.Join(" AND ", resource.PrimaryKey.Select(column => $"target.{Sql.Identifier(column)} = source.{Sql.Identifier(column)}"));
            table.Merge(connection, new DeltaMerge($"SELECT * FROM {Staged}", on).WhenMatchedUpdate(values).WhenNotMatchedInsert(values));
        }
    }

    private static string? Greatest(DuckDBConnection connection, DeltaTable table, Resource resource) =>
        connection.Scalar<string?>($"SELECT CAST(max({Sql.Identifier(resource.Cursor!)}) AS VARCHAR) FROM {table.Snapshot().ScanSql()}");

    private static string TypeOf(DuckDBConnection connection, Resource resource) =>
        connection.Query($"DESCRIBE SELECT {Sql.Identifier(resource.Cursor!)} FROM ({resource.Sql})", row => row.GetString(1))[0];
}
