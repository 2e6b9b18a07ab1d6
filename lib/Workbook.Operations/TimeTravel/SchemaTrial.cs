using DuckDB.NET.Data;
using Workbook.Contracts;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Pipelines;

namespace Workbook.Operations.TimeTravel;

/// <summary>What became of a delivery with a column that the table didn't have.</summary>
/// <param name="Columns">Of the table after it.</param>
/// <param name="Ignored">Columns of the delivery that were left out.</param>
/// <param name="Rows">In the table after it.</param>
/// <param name="RowsWithValue">Rows that have a value in a new column; 0 where there is none.</param>
/// <param name="Refusal">Why the delivery was refused whole; null where it went in.</param>
public sealed record SchemaTrial(SchemaMode Mode, IReadOnlyList<string> Columns, IReadOnlyList<string> Ignored, long Rows, long RowsWithValue, string? Refusal)
{
    /// <summary>
    /// Loads a table as it was before its schema changed, and then as it is now, into a lake of its own, under one policy:
    /// evolve takes the new columns in, freeze refuses the delivery, discard leaves them out.
    /// </summary>
    /// <param name="source">A Delta table whose history has a new column, such as <c>data_raw/returns</c>.</param>
    /// <param name="key">Columns by which the second delivery is merged into the first.</param>
    /// <param name="lake">A folder that is not there yet, for the trial alone.</param>
    /// <exception cref="WorkbookException">The table has always had the columns that it has.</exception>
    public static SchemaTrial Run(DuckDBConnection connection, DeltaTable source, IReadOnlyList<string> key, SchemaMode mode, string lake)
    {
        var now = source.Snapshot();
        var before = Enumerable.Range(0, (int)now.Version).Select(back => now.Version - 1 - back).Select(version => source.Snapshot(version))
            .FirstOrDefault(earlier => earlier.Schema.Fields.Count < now.Schema.Fields.Count && earlier.Files.Count > 0)
            ?? throw new WorkbookException($"Delta table '{source.TablePath}' has had the same columns in all of its {now.Version + 1} versions; a trial needs one that gained a column.");
        var added = now.Schema.Fields.Where(field => before.Schema.Find(field.Name) is null).Select(field => field.Name).ToList();
        const string Name = "trial";
        var resource = new Resource(Name, $"SELECT * FROM {before.ScanSql()}") { PrimaryKey = key, Disposition = WriteDisposition.Merge, NewColumns = mode };
        new Pipeline("schema_trial", [resource]).Run(connection, lake);
        IReadOnlyList<string> ignored = [];
        string? refusal = null;
        try
        {
            ignored = new Pipeline("schema_trial", [resource with { Sql = $"SELECT * FROM {now.ScanSql()}" }]).Run(connection, lake)[0].Ignored;
        }
        catch (WorkbookException fault) when (mode == SchemaMode.Freeze)
        {
            refusal = fault.Message;
        }

        var table = DeltaTable.Open(new Lake.LakeFolder(lake).BronzeTable(Name)).Snapshot();
        var kept = added.Where(column => table.Schema.Find(column) is not null).ToList();
        var hasValue = kept.Count == 0 ? "false" : string.Join(" OR ", kept.Select(column => $"{Sql.Identifier(column)} IS NOT NULL"));
        var (rows, withValue) = connection.Query($"SELECT count(*), count(*) FILTER ({hasValue}) FROM {table.ScanSql()}", row => (row.GetInt64(0), row.GetInt64(1)))[0];
        return new SchemaTrial(mode, [.. table.Schema.Fields.Select(field => field.Name)], ignored, rows, withValue, refusal);
    }
}
