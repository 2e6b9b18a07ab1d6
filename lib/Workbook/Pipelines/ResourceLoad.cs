using DuckDB.NET.Data;
using Workbook.Contracts;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Lake;

namespace Workbook.Pipelines;

/// <summary>
/// A package's rows of one resource into its table. Everything is checked and staged before anything is written; then each
/// table's commit holds the package's number, so that none is written twice. Child tables come first: the commit of the
/// resource's own table ends the load.
/// </summary>
internal sealed class ResourceLoad(Pipeline pipeline, DuckDBConnection connection, LakeFolder lake, Resource resource, LoadPackage package) : IDisposable
{
    private readonly PackagedResource _packaged = package[resource.Name];
    private readonly DeltaOptions _options = new() { Time = pipeline.Time };
    private readonly List<StagedTable> _tables = [];

    /// <summary>The Delta transaction's application: its version is the last package that is in the table.</summary>
    public static string Application(Pipeline pipeline) => $"workbook.pipeline.{pipeline.Name}";

    /// <summary>Stages what the table doesn't have.</summary>
    /// <exception cref="WorkbookException">The rows can't be loaded; nothing was written.</exception>
    public LoadedResource Plan()
    {
        try
        {
            return Stage();
        }
        catch (DuckDBException fault)
        {
            throw resource.Fault($"its rows can't be brought into the table: {fault.Message} They lie in {package.RowsOf(resource.Name)}.", fault);
        }
    }

    private LoadedResource Stage()
    {
        var table = Open(resource.Name);
        if (IsDone(table))
            return _packaged.Load! with { Version = table!.Snapshot().Version };
        var none = new LoadedResource(resource.Name, 0, table?.Snapshot().Version ?? -1, null, null, []) { Package = package.Number };
        if (_packaged.Columns.Count == 0 && table is null)
            return none;

        var delivery = _packaged.Columns.Count > 0
            ? $"(SELECT {string.Join(", ", _packaged.Columns.Select(Sql.Identifier))} FROM read_parquet({LakePath.File(package.RowsOf(resource.Name))}))"
            : $"(SELECT * FROM {table!.Snapshot().ScanSql()} WHERE false)";
        var fields = DeltaSchema.FromSql(connection.Query($"DESCRIBE SELECT * FROM {delivery}", row => (row.GetString(0), row.GetString(1)))).Fields;
        var lists = resource.ChildTables.Select(column => ChildTable.List(resource, column, fields, isKnown: resource.Source is not null && DeltaTable.Exists(lake.BronzeTable(resource.ChildName(column))))).OfType<DeltaField>().ToList();
        var fit = SchemaFit.Of(connection, resource, table?.Snapshot(), delivery, [.. fields.Except(lists)]);
        var own = new StagedTable(resource.Name, table, fit, "pipeline_rows");

        connection.Execute($"CREATE OR REPLACE TEMP TABLE pipeline_staged AS SELECT {string.Join(", ", [.. fit.Select, .. lists.Select(list => Sql.Identifier(list.Name))])} FROM {delivery}");
        var news = new NewRows(connection, resource, fit, table);
        news.Check();
        news.Keep("pipeline_staged", own.Rows);
        foreach (var column in resource.ChildTables)
            _tables.Add(Child(column, lists.FirstOrDefault(list => string.Equals(list.Name, column, StringComparison.OrdinalIgnoreCase)), own.Rows));
        foreach (var list in lists)
            connection.Execute($"ALTER TABLE {own.Rows} DROP COLUMN {Sql.Identifier(list.Name)}");
        _tables.Add(own);
        return none with { Rows = own.Count(connection), CursorFrom = news.From, CursorTo = news.To(own.Rows), Ignored = fit.Ignored, Widened = fit.Widened };
    }

    /// <returns>The same with the version that holds the rows.</returns>
    public LoadedResource Commit(LoadedResource planned)
    {
        foreach (var staged in _tables)
            Write(staged);
        return planned with { Version = DeltaTable.Exists(lake.BronzeTable(resource.Name)) ? DeltaTable.Open(lake.BronzeTable(resource.Name)).Snapshot().Version : -1 };
    }

    public void Dispose() => connection.Execute(string.Concat(_tables.Select(table => $"DROP TABLE IF EXISTS {table.Rows};").Append("DROP TABLE IF EXISTS pipeline_staged;")));

    private DeltaTable? Open(string name)
    {
        var folder = lake.BronzeTable(name);
        var table = DeltaTable.Exists(folder) ? DeltaTable.Open(folder, _options) : null;
        return table?.Snapshot().Transactions.ContainsKey(Bronze.BronzeTable.Application) == true
            ? throw new WorkbookException($"The table '{name}' is loaded from raw files by 'workbook ingest'. Give the resource another name.")
            : table;
    }

    private bool IsDone(DeltaTable? table) => table?.Snapshot().Transactions.GetValueOrDefault(Application(pipeline), 0) >= package.Number;

    /// <param name="list">Null where no row has one.</param>
    private StagedTable Child(string column, DeltaField? list, string parents)
    {
        var name = resource.ChildName(column);
        var (table, rows) = (Open(name), $"pipeline_rows_{column}");
        connection.Execute($"CREATE OR REPLACE TEMP TABLE pipeline_list AS {(list is null ? $"SELECT * FROM {table!.Snapshot().ScanSql()} WHERE false" : ChildTable.Rows(resource, list, parents))}");
        try
        {
            var fields = DeltaSchema.FromSql(connection.Query("DESCRIBE pipeline_list", row => (row.GetString(0), row.GetString(1)))).Fields;
            var fit = SchemaFit.Of(connection, resource with { Name = name }, table?.Snapshot(), "pipeline_list", fields);
            connection.Execute($"CREATE OR REPLACE TEMP TABLE {Sql.Identifier(rows)} AS SELECT {string.Join(", ", fit.Select)} FROM pipeline_list");
            return new StagedTable(name, table, fit, Sql.Identifier(rows)) { Of = ChildTable.OfParents(resource, parents) };
        }
        finally
        {
            connection.Execute("DROP TABLE IF EXISTS pipeline_list");
        }
    }

    private void Write(StagedTable staged)
    {
        pipeline.Step($"{staged.Name}: create");
        var table = staged.Table ?? DeltaTable.Create(lake.BronzeTable(staged.Name), staged.Fit.Schema, options: _options);
        if (IsDone(table))
            return;
        if (staged.Fit.Widened.Count > 0)
        {
            pipeline.Step($"{staged.Name}: widen");
            var known = table.Snapshot();
            table.Overwrite(connection, $"SELECT {string.Join(", ", known.Schema.Fields.Select(field => $"CAST({Sql.Identifier(field.Name)} AS {staged.Fit.Schema.Find(field.Name)!.Type.Sql}) AS {Sql.Identifier(field.Name)}"))} FROM {known.ScanSql()}",
                options: new DeltaWriteOptions { OverwriteSchema = true });
        }

        pipeline.Step($"{staged.Name}: rows");
        var options = new DeltaWriteOptions { MergeSchema = true, Transaction = new AppTransaction(Application(pipeline), package.Number) };
        var rows = $"SELECT * FROM {staged.Rows}";
        if (resource.Disposition == WriteDisposition.Replace)
            table.Overwrite(connection, rows, options: options);
        else if (staged.Of is not null)
            table.Overwrite(connection, rows, replaceWhere: staged.Of, options: options);
        else if (resource.IsByFile && _packaged.Files.Count > 0)
            table.Overwrite(connection, rows, replaceWhere: $"{DeliveredFiles.NameColumn} IN ({string.Join(", ", _packaged.Files.Select(Sql.Literal))})", options: options);
        else if (staged.Count(connection) == 0)
            return;
        else if (resource.Disposition == WriteDisposition.Append)
            table.Append(connection, rows, options);
        else
            table.Merge(connection, new DeltaMerge(rows, string.Join(" AND ", resource.PrimaryKey.Select(column => $"target.{Sql.Identifier(column)} = source.{Sql.Identifier(column)}"))) { MergeSchema = true, Transaction = options.Transaction }
                .WhenMatchedUpdate().WhenNotMatchedInsert());
    }

    /// <param name="Rows">The temporary table that holds them, quoted.</param>
    private sealed record StagedTable(string Name, DeltaTable? Table, SchemaFit Fit, string Rows)
    {
        /// <summary>Of a child table: which of its rows belong to the parents that are loaded.</summary>
        public string? Of { get; init; }

        public long Count(DuckDBConnection connection) => connection.Scalar<long>($"SELECT count(*) FROM {Rows}");
    }
}
