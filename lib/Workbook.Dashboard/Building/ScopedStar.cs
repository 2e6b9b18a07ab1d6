using DuckDB.NET.Data;
using Workbook.Contracts.Retail;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Lake;
using Workbook.Models;
using Workbook.Models.Running;

namespace Workbook.Dashboards;

/// <summary>
/// The lake's tables in memory, under their own names, with the columns that the tiles ask for and the rows that the role may
/// see. No query reaches past it: a store manager's figures can't know of another store's rows, whatever a tile asks.
/// </summary>
internal sealed class ScopedStar : IDisposable
{
    private static readonly string[] Silver = ["int_events", "int_orders", "int_exchange_rates"];
    private static readonly string[] BooksOfBronze = ["src_filename", "src_line", "src_row_hash", "dq_flags", "ingestion_ts", "is_deleted"];
    private static readonly string[] Gold = ["fct_sales", "fct_returns", "fct_shipments", "fct_sensor_readings", "fct_ingestion_audit", "dim_customer", "dim_product_scd", "dim_store", "dim_supplier", "dim_date"];

    private readonly LakeConnection _lake;

    private ScopedStar(LakeConnection lake) => _lake = lake;

    public DuckDBConnection Connection => _lake.Connection;

    /// <summary>The company's newest order day: the day up to which there could be sales.</summary>
    public DateOnly AsOf { get; private set; }

    public DateOnly FirstDay { get; private set; }

    /// <exception cref="WorkbookException">The lake has no star, no sales, or not the role's store.</exception>
    public static ScopedStar Load(LakeFolder folder, DashboardOptions options)
    {
        // Outside access is on for a second database in memory; only our own SQL runs here.
        var star = new ScopedStar(LakeConnection.Open(folder.Path, new LakeConnectionOptions { Warehouse = false, ExternalAccess = true }));
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
        if (Connection.Scalar<DateOnly?>("select max(order_date) from gold.fct_sales") is not { } asOf)
            throw new WorkbookException($"The lake '{_lake.Lake.Path}' has no sales to show: gold.fct_sales is empty. Load some orders with 'workbook run'.");
        AsOf = asOf;
        if (options.Store is { } store)
            RequireStore(store);
        Connection.Execute("attach ':memory:' as star; create schema star.gold; create schema star.silver; create schema star.rejects; create schema star.runs");
        LoadGold(options.Store);
        LoadCompany(options.Store is null);
        Connection.Execute("use star");
        FirstDay = Connection.Scalar<DateOnly?>("select min(order_date) from gold.fct_sales") ?? AsOf;
    }

    private void LoadGold(long? store)
    {
        var ofStore = store is null ? "true" : $"store_id = {store}";
        var ofStoreKey = store is null ? "true" : $"store_key in (select store_key from memory.gold.dim_store where store_id = {store})";
        Copy("gold", "fct_sales", "order_id, order_date_key, customer_key, product_key, store_key, product_id, order_date, currency, quantity, unit_price_amount, gross_aud_amount, discount_aud_amount, net_aud_amount, line_total_aud_amount", $"{ofStore} order by order_date");
        Copy("gold", "fct_returns", "order_date_key, customer_key, product_key, store_key, order_date, returned_at, quantity, return_aud_amount", ofStoreKey);
        Copy("gold", "fct_shipments", "shipped_date_key, customer_key, store_key, carrier, shipped_at, delivered_at, delivery_days, is_on_time, is_overdue, ship_cost_aud_amount, shipping_fee_aud_amount", ofStore);
        Copy("gold", "fct_sensor_readings", "date_key, store_key, shelf_id, hour_at, is_temperature_anomaly, is_out_of_safe_band, is_battery_low", ofStore);
        Copy("gold", "dim_store", "*", ofStore);
        Copy("gold", "dim_customer", "customer_key, customer_id, person_id, email, phone, address_line1, postcode, birth_date, joined_date, is_vip, is_pii_masked, first_order_date, segment, age_band, country_code",
            store is null ? "true" : "customer_key in (select customer_key from star.gold.fct_sales)");
        Copy("gold", "dim_product_scd", "*", "true");
        Copy("gold", "dim_date", "*", "true");
        Copy("gold", "dim_supplier", "*", "true");
    }

    /// <summary>What is of the company as a whole stays empty for a store.</summary>
    private void LoadCompany(bool isWanted)
    {
        var wanted = isWanted ? "true" : "false";
        Copy("gold", "fct_ingestion_audit", "*", wanted);
        Copy("silver", "int_events", "session_id, event_date, event_type", wanted);
        Copy("silver", "int_orders", "order_date", wanted);
        Copy("silver", "int_exchange_rates", "rate_date", wanted);
        var logs = RetailProject.TargetPath(_lake.Lake);
        CopyLog("run_log", Path.Combine(logs, RunLog.FileName), isWanted, "stage: 'VARCHAR', completed_at: 'TIMESTAMP', duration_seconds: 'DOUBLE', rows_loaded: 'BIGINT', quality_checks_passed: 'BIGINT', quality_checks_failed: 'BIGINT'");
        CopyLog("node_log", Path.Combine(logs, NodeLog.FileName), isWanted, "unique_id: 'VARCHAR', status: 'VARCHAR', started_at: 'TIMESTAMP', seconds: 'DOUBLE'");
        LoadReasons(isWanted);
        LoadColumns(isWanted);
    }

    private void Copy(string schema, string table, string columns, string where) =>
        Connection.Execute($"create table star.{schema}.{table} as select {columns} from memory.{schema}.{table} where {where}");

    private void CopyLog(string table, string file, bool isWanted, string columns)
    {
        Connection.Execute($"create table star.runs.{table} ({columns.Replace(":", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal)})");
        if (isWanted && File.Exists(file))
            Connection.Execute($"insert into star.runs.{table} select * from read_json({Sql.Literal(file)}, format = 'newline_delimited', ignore_errors = true, columns = {{{columns}}})");
    }

    private void LoadReasons(bool isWanted)
    {
        Connection.Execute("create table star.rejects.reasons (source varchar, reason varchar, rejected_rows bigint)");
        if (!isWanted)
            return;
        foreach (var source in RetailSources.All.Select(source => source.Name).Where(source => HasView("rejects", source)))
            Connection.Execute($"insert into star.rejects.reasons select {Sql.Literal(source)}, reason, count(*) from memory.rejects.{Sql.Identifier(source)} group by reason");
    }

    private void LoadColumns(bool isWanted)
    {
        Connection.Execute("create table star.runs.bronze_columns (source varchar, origin varchar, column_name varchar, column_type varchar)");
        if (!isWanted)
            return;
        foreach (var source in RetailSources.All.Where(source => DeltaTable.Exists(_lake.Lake.BronzeTable(source.Name))))
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
        var missing = Gold.Where(table => !HasView("gold", table)).Select(table => $"gold.{table}")
            .Concat(Silver.Where(table => !HasView("silver", table)).Select(table => $"silver.{table}")).ToList();
        if (missing.Count > 0)
            throw new WorkbookException($"The lake '{_lake.Lake.Path}' has no {string.Join(", ", missing)}, which the dashboard shows. Build silver and gold with 'workbook run', or name another lake (--lake).");
    }

    private void RequireStore(long store)
    {
        if (Connection.Scalar<long>("select count(*) from gold.dim_store where store_id = $1", store) > 0)
            return;
        var (first, last) = (Connection.Scalar<long?>("select min(store_id) from gold.dim_store"), Connection.Scalar<long?>("select max(store_id) from gold.dim_store"));
        throw new WorkbookException($"There is no store {store} in gold.dim_store. Store numbers go from {first} to {last}: workbook sql \"SELECT store_id, store_name FROM gold.dim_store ORDER BY ALL\".");
    }

    private bool HasView(string schema, string name) =>
        Connection.Scalar<long>("select count(*) from duckdb_views() where database_name = 'memory' and schema_name = $1 and view_name = $2", schema, name) > 0;
}
