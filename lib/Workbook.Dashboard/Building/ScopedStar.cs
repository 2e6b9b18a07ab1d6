using System.Globalization;
using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Lake;
using Workbook.Models.Running;

namespace Workbook.Dashboards;

/// <summary>
/// The lake's tables in memory, under their own names, with the columns that the tiles ask for and the rows that the role may
/// see. No query reaches past it: a store manager's figures can't know of another store's rows, whatever a tile asks.
/// </summary>
internal sealed class ScopedStar : IDisposable
{
    private static readonly string[] BooksOfBronze = ["src_filename", "src_line", "src_row_hash", "dq_flags", "ingestion_ts", "is_deleted"];

    private readonly DashboardDefinition _definition;
    private readonly LakeConnection _lake;

    private ScopedStar(DashboardDefinition definition, LakeConnection lake) => (_definition, _lake) = (definition, lake);

    public DuckDBConnection Connection => _lake.Connection;

    /// <summary>The company's newest day: the day up to which there could be sales.</summary>
    public DateOnly AsOf { get; private set; }

    public DateOnly FirstDay { get; private set; }

    /// <exception cref="WorkbookException">The lake has no star, no sales, or not the role's store.</exception>
    public static ScopedStar Load(DashboardDefinition definition, LakeFolder folder, DashboardOptions options)
    {
        // Outside access is on for a second database in memory; only our own SQL runs here.
        var star = new ScopedStar(definition, LakeConnection.Open(folder.Path, new LakeConnectionOptions { Warehouse = false, ExternalAccess = true }));
        try
        {
            star.Load(options);
            return star;
        }
        catch
        {
            star.Dispose();
            throw;
        }
    }

    public void Dispose() => _lake.Dispose();

    private void Load(DashboardOptions options)
    {
        RequireTables();
        var days = $"{Sql.Identifier(_definition.ClockDay)}) from {_definition.ClockTable}";
        if (Connection.Scalar<DateOnly?>($"select max({days}") is not { } asOf)
            throw new WorkbookException($"The lake '{_lake.Lake.Path}' has nothing to show: {_definition.ClockTable} is empty. Load some data with 'workbook run'.");
        AsOf = asOf;
        if (options.Store is { } store)
            RequireStore(store);
        Connection.Execute("attach ':memory:' as star; create schema star.gold; create schema star.silver; create schema star.rejects; create schema star.runs");
        foreach (var table in _definition.Tables)
            Copy(table, options.Store);
        LoadLogs(options.Store is null);
        Connection.Execute("use star");
        FirstDay = Connection.Scalar<DateOnly?>($"select min({days}") ?? AsOf;
    }

    /// <summary>What is of the company as a whole stays empty for a store.</summary>
    private void Copy(DashboardTable table, long? store)
    {
        var rows = store is null ? "true" : table.IsCompanyWide ? "false" : table.OfStore?.Replace("{store}", store.Value.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal) ?? "true";
        Connection.Execute($"create table star.{table.Schema}.{table.Name} as select {table.Columns} from memory.{table.Schema}.{table.Name} where {rows}{(table.OrderBy is { } order ? $" order by {order}" : "")}");
    }

    private void LoadLogs(bool isWanted)
    {
        var logs = _lake.Lake.Artifacts;
        CopyLog("run_log", Path.Combine(logs, RunLog.FileName), isWanted, "stage: 'VARCHAR', completed_at: 'TIMESTAMP', duration_seconds: 'DOUBLE', rows_loaded: 'BIGINT', quality_checks_passed: 'BIGINT', quality_checks_failed: 'BIGINT'");
        CopyLog("node_log", Path.Combine(logs, NodeLog.FileName), isWanted, "unique_id: 'VARCHAR', status: 'VARCHAR', started_at: 'TIMESTAMP', seconds: 'DOUBLE'");
        LoadReasons(isWanted);
        LoadColumns(isWanted);
    }

    private void CopyLog(string table, string file, bool isWanted, string columns)
    {
        Connection.Execute($"create table star.runs.{table} ({columns.Replace(":", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal)})");
        if (isWanted && File.Exists(file))
            Connection.Execute($"insert into star.runs.{table} select * from read_json({LakePath.File(file)}, format = 'newline_delimited', ignore_errors = true, columns = {{{columns}}})");
    }

    private void LoadReasons(bool isWanted)
    {
        Connection.Execute("create table star.rejects.reasons (source varchar, reason varchar, rejected_rows bigint)");
        if (!isWanted)
            return;
        foreach (var source in _definition.Sources.Select(source => source.Name).Where(source => HasView("rejects", source)))
            Connection.Execute($"insert into star.rejects.reasons select {Sql.Literal(source)}, reason, count(*) from memory.rejects.{Sql.Identifier(source)} group by reason");
    }

    private void LoadColumns(bool isWanted)
    {
        Connection.Execute("create table star.runs.bronze_columns (source varchar, origin varchar, column_name varchar, column_type varchar)");
        if (!isWanted)
            return;
        foreach (var source in _definition.Sources.Where(source => DeltaTable.Exists(_lake.Lake.BronzeTable(source.Name))))
        {
            var table = DeltaTable.Open(_lake.Lake.BronzeTable(source.Name));
            // Vacuum keeps the log of a while only: the oldest version that can still be read.
            var first = table.Snapshot(table.History()[^1].Version).Schema;
            var now = table.Snapshot().Schema;
            var rows = first.Fields.Select(field => ("first", field.Name, field.Type.Sql))
                .Concat(now.Fields.Select(field => ("now", field.Name, field.Type.Sql)))
                .Concat(source.Columns.Select(column => ("contract", column.Name, column.Type.SqlName)))
                .Concat(source.LaterColumns.Select(column => ("later", column.Name, column.Type.SqlName)))
                .Concat(BooksOfBronze.Concat(source.Partitions).Select(name => ("contract", name, "")));
            Connection.Execute($"insert into star.runs.bronze_columns values {string.Join(", ", rows.Select(row => $"({Sql.Literal(source.Name)}, {Sql.Literal(row.Item1)}, {Sql.Literal(row.Item2)}, {Sql.Literal(row.Item3)})"))}");
        }
    }

    private void RequireTables()
    {
        var missing = _definition.Tables.Where(table => !HasView(table.Schema, table.Name)).Select(table => $"{table.Schema}.{table.Name}").ToList();
        if (missing.Count > 0)
            throw new WorkbookException($"The lake '{_lake.Lake.Path}' has no {string.Join(", ", missing)}, which the dashboard shows. Build silver and gold with 'workbook run', or name another lake (--lake).");
    }

    private void RequireStore(long store)
    {
        var (table, number, name) = (_definition.Stores!.Table, Sql.Identifier(_definition.Stores.Number), _definition.Stores.Name);
        if (Connection.Scalar<long>($"select count(*) from {table} where {number} = $1", store) > 0)
            return;
        var (first, last) = (Connection.Scalar<long?>($"select min({number}) from {table}"), Connection.Scalar<long?>($"select max({number}) from {table}"));
        throw new WorkbookException($"There is no store {store} in {table}. Store numbers go from {first} to {last}: workbook sql \"SELECT {_definition.Stores.Number}, {name} FROM {table} ORDER BY ALL\".");
    }

    private bool HasView(string schema, string name) =>
        Connection.Scalar<long>("select count(*) from duckdb_views() where database_name = 'memory' and schema_name = $1 and view_name = $2", schema, name) > 0;
}
