using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Delta.Data;
using Workbook.Lake;

namespace Workbook.Pipelines;

/// <summary>A resource's rows from its source into the load package, in types that a table can hold.</summary>
internal sealed class Extraction(Pipeline pipeline, DuckDBConnection connection, LakeFolder lake, Resource resource, IProgress<string>? progress, CancellationToken cancel)
{
    private const string Delivery = "delivery";

    private readonly DeltaSnapshot? _table = DeltaTable.Exists(lake.BronzeTable(resource.Name)) ? DeltaTable.Open(lake.BronzeTable(resource.Name)).Snapshot() : null;

    /// <param name="target">The Parquet file; there once it is whole.</param>
    public PackagedResource Run(string target)
    {
        pipeline.Step($"{resource.Name}: extract");
        var hasView = false;
        try
        {
            var (order, greatest) = Position();
            var (relation, files) = Source(target, order, greatest);
            var none = new PackagedResource(resource.Name, PackageState.Extracted) { Files = files };
            if (relation is null)
                return none;
            hasView = relation.Length > 0;
            if (hasView)
                connection.Execute($"CREATE OR REPLACE TEMP VIEW {Delivery} AS SELECT * FROM {relation}");
            var columns = QueryRows.Describe(connection, resource.Sql);
            Require(columns);
            var (rows, named) = Copy(columns, Typed(columns), Beyond(columns, order, greatest), target);
            return none with { Rows = rows, Columns = named };
        }
        catch (DuckDBException fault)
        {
            throw resource.Fault($"it can't be read: {fault.Message.Split("\n\nLINE ")[0]} Correct its SQL, or what it reads.", fault);
        }
        finally
        {
            if (hasView)
                connection.Execute($"DROP VIEW IF EXISTS temp.{Delivery}");
            File.Delete(Pages(target));
        }
    }

    /// <summary>How far the table is.</summary>
    private (CursorOrder? Order, string? Greatest) Position()
    {
        if (resource.Cursor is null || _table?.Schema.Find(resource.Cursor) is not { } field)
            return (null, null);
        var order = CursorOrder.Of(connection, resource, field.Type, _table.ScanSql());
        return (order, order.Greatest(connection, _table.ScanSql()));
    }

    /// <returns>What <c>delivery</c> is: "" where the query needs none, null where there is nothing.</returns>
    private (string? Relation, IReadOnlyList<string> Files) Source(string target, CursorOrder? order, string? greatest)
    {
        switch (resource.Source)
        {
            case RestSource rest:
                var since = greatest is null ? null : order!.Text(connection, order.Since(connection, resource, greatest));
                using (var pages = new RestPages(resource, rest, pipeline.Time, progress, cancel))
                    return (pages.Write(Pages(target), since) > 0 ? JsonRows.Relation(connection, resource, [Pages(target)]) : null, []);
            case FileSource source:
                var delivered = DeliveredFiles.Find(connection, resource, source, resource.IsByFile ? _table : null);
                return (delivered.Relation, resource.IsByFile ? delivered.Names : []);
            default:
                return ("", []);
        }
    }

    private void Require(IReadOnlyList<(string Name, string SqlType)> columns)
    {
        var names = columns.Select(column => column.Name).ToList();
        foreach (var (column, what) in resource.PrimaryKey.Select(key => (key, "primary key")).Concat(resource.Cursor is null ? [] : [(resource.Cursor, "cursor")]))
            if (!names.Contains(column, StringComparer.OrdinalIgnoreCase))
                throw resource.Missing(what, column, names);
        if (resource.IsByFile && DeliveredFiles.Columns.FirstOrDefault(column => !names.Contains(column, StringComparer.OrdinalIgnoreCase)) is { } lost)
            throw resource.Fault($"its query leaves out {lost}, by which it is told which files are loaded. Select it, too.");
    }

    /// <summary>Where the types allow it the source itself leaves out what is there already; the load looks at each row again.</summary>
    private string Beyond(IReadOnlyList<(string Name, string SqlType)> columns, CursorOrder? order, string? greatest)
    {
        if (order is null || greatest is null || order.ColumnType == DeltaType.String.Sql)
            return "true";
        var cursor = columns.First(column => string.Equals(column.Name, order.Column, StringComparison.OrdinalIgnoreCase));
        return Widening.Of(_table!.Schema.Find(order.Column)!.Type, DeltaSchema.FromSql([cursor]).Fields[0].Type) is null ? "true"
            : $"({QueryRows.Declare(Sql.Identifier(cursor.Name), cursor.SqlType, cursor.Name)} >= {order.Since(connection, resource, greatest)} OR {Sql.Identifier(cursor.Name)} IS NULL)";
    }

    /// <summary>Each column in the type that a table has for it.</summary>
    private List<string> Typed(IReadOnlyList<(string Name, string SqlType)> columns)
    {
        // Within a list or struct a cast takes the session's zone.
        var isUtc = connection.Scalar<string>("SELECT current_setting('TimeZone')") == "UTC";
        try
        {
            return [.. DeltaSchema.FromSql(columns).Fields.Zip(columns, (field, column) =>
                $"CAST({(field.Type.IsNested && isUtc ? Sql.Identifier(column.Name) : QueryRows.Declare(Sql.Identifier(column.Name), column.SqlType, column.Name))} AS {field.Type.Sql}) AS {Sql.Identifier(column.Name)}")];
        }
        catch (WorkbookException fault)
        {
            throw resource.Fault(fault.Message, fault);
        }
    }

    private (long Rows, IReadOnlyList<string> Columns) Copy(IReadOnlyList<(string Name, string SqlType)> columns, List<string> select, string where, string target)
    {
        var unfinished = target + ".tmp";
        connection.Execute($"COPY (SELECT {string.Join(", ", select)} FROM ({QueryRows.Trim(resource.Sql)}) WHERE {where}) TO {LakePath.Target(unfinished)} (FORMAT parquet, COMPRESSION zstd)");
        File.Move(unfinished, target, overwrite: true);

        // JSON is what DuckDB calls a type that no value has shown.
        var unknown = columns.Where(column => column.SqlType == "JSON").Select(column => column.Name)
            .Where(column => connection.Scalar<long>($"SELECT count({Sql.Identifier(column)}) FROM read_parquet({LakePath.File(target)})") == 0).ToList();
        return (connection.Scalar<long>($"SELECT count(*) FROM read_parquet({LakePath.File(target)})"), [.. columns.Select(column => column.Name).Except(unknown)]);
    }

    private static string Pages(string target) => Path.ChangeExtension(target, ".jsonl");
}
