using System.Globalization;
using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Retail.Tests.Models;

/// <summary>
/// Bronze that arrives in batches, in any order, with late files, contradictory repetitions, moved customers and new prices,
/// and of which rows are withdrawn, changed and restored meanwhile: what incremental models come to must be what a full
/// refresh makes of the same bronze. More orders by the environment:
/// <c>WORKBOOK_ARRIVALS=10</c>.
/// </summary>
public sealed class ArrivalOrderTests
{
    private const int Batches = 3;

    private static readonly int Orders = int.Parse(Environment.GetEnvironmentVariable("WORKBOOK_ARRIVALS") ?? "2", CultureInfo.InvariantCulture);

    /// <summary>Sources whose files arrive once, and what a correction changes in a row; the others are delivered whole each time.</summary>
    private static readonly Dictionary<string, string> Arriving = new()
    {
        ["orders_header"] = "customer_id + 1 AS customer_id",
        ["orders_lines"] = "qty + 1 AS qty",
        ["events"] = "user_id + 1 AS user_id",
        ["sensors"] = "-temperature_c AS temperature_c",
        ["shipments"] = "NULL AS delivered_at",
    };

    private static readonly Dictionary<string, string> Redelivered = new()
    {
        ["customers"] = "SELECT * REPLACE (if(hash(customer_id, $batch, $seed) % 50 = 0, 'Moved ' || $batch, city) AS city) FROM customers WHERE hash(customer_id, $seed) % 10 <> $batch",
        ["products"] = "SELECT * REPLACE (if(hash(product_id, $batch, $seed) % 8 = 0, (current_price * (1 + $batch / 10.0))::DECIMAL(12, 4), current_price) AS current_price) FROM products WHERE hash(product_id, $seed, 7) % 12 <> $batch",
        ["stores"] = "SELECT * FROM stores WHERE hash(store_id, $seed) % 15 <> $batch",
        ["suppliers"] = "SELECT * FROM suppliers",
        ["exchange_rates"] = "SELECT * REPLACE (if(hash(date, currency, $batch, $seed) % 40 = 0, rate_to_aud * 1.01, rate_to_aud)::DECIMAL(18, 8) AS rate_to_aud) FROM exchange_rates WHERE hash(date, $seed) % 20 <> $batch",
        ["returns"] = "SELECT * FROM returns WHERE hash(return_id, $seed) % 5 <= $batch",
    };

    [Fact]
    public void Incremental_models_equal_a_full_refresh_in_any_order_of_arrival()
    {
        using var origin = RetailLake.Generate(0.004);
        for (var seed = 1; seed <= Orders; seed++)
        {
            using var lake = origin.Copy();
            using var bronze = Read(lake, seed);
            for (var batch = 1; batch <= Batches; batch++)
            {
                Deliver(bronze, lake, batch, seed);
                lake.BuildModels();
            }
            using var anew = lake.Copy();
            anew.BuildModels(fullRefresh: true);
            Assert.Equal([], Differences(lake, anew));
            Assert.Equal([], lake.KeysApart());
        }
    }

    /// <summary>All rows with the batch that each file comes in; some rows come again in another file, and say otherwise.</summary>
    private static DuckDBConnection Read(RetailLake lake, int seed)
    {
        var connection = WorkbookDatabase.Open();
        foreach (var source in Arriving.Keys.Concat(Redelivered.Keys))
            connection.Execute($"CREATE TABLE {source} AS FROM read_parquet('{lake.Folder.BronzeParquet(source)}/**/*.parquet', union_by_name = true)");
        connection.Execute($"""
            INSERT INTO orders_header SELECT * REPLACE (customer_id + 1 AS customer_id, 'again/' || order_id % 5 AS src_filename, src_line + 100000 AS src_line)
                FROM orders_header WHERE hash(order_id, {seed}) % 20 = 0;
            INSERT INTO orders_lines SELECT * REPLACE (qty + 1 AS qty, 'again/' || order_id % 5 AS src_filename, src_line + 100000 AS src_line)
                FROM orders_lines WHERE hash(order_id, line_number, {seed}) % 50 = 0;
            UPDATE sensors SET src_filename = src_filename || src_line % 5;
            UPDATE shipments SET src_filename = src_filename || src_line % 9
            """);
        foreach (var source in Arriving.Keys)
            connection.Execute($"ALTER TABLE {source} ADD COLUMN batch INTEGER; UPDATE {source} SET batch = 1 + hash(src_filename, {seed}) % {Batches}");
        return connection;
    }

    /// <summary>
    /// Brings a batch. Of it and of those before, a twelfth of the rows is withdrawn until the next batch, a twelfth is
    /// corrected until then, both without a trace in the time of arrival, and a twelfth comes anew as it was.
    /// </summary>
    private static void Deliver(DuckDBConnection bronze, RetailLake lake, int batch, int seed)
    {
        foreach (var (source, correction) in Arriving)
        {
            Clear(source);
            for (var arrived = 1; arrived <= batch; arrived++)
            {
                var fate = $"hash(src_filename, src_line, {batch}, {seed}) % 12";
                var rows = $"FROM {source} WHERE batch = {arrived}";
                Write(source, arrived, $"""
                    SELECT * EXCLUDE (batch) REPLACE (if({fate} = 2, {At(batch)}, {At(arrived)}) AS ingestion_ts) {rows} AND {fate} > 1
                    UNION ALL
                    SELECT * EXCLUDE (batch) REPLACE ({At(arrived)} AS ingestion_ts, {correction}) {rows} AND {fate} = 1
                    """);
            }
        }
        foreach (var (source, rows) in Redelivered)
        {
            Clear(source);
            Write(source, batch, $"SELECT * REPLACE ({At(batch)} AS ingestion_ts) FROM ({rows.Replace("$batch", $"{batch}").Replace("$seed", $"{seed}")})");
        }

        static string At(int batch) => $"TIMESTAMPTZ '2026-01-0{batch} 00:00:00+00'";

        void Clear(string source)
        {
            foreach (var file in Directory.EnumerateFiles(lake.Folder.BronzeParquet(source), "*.parquet", SearchOption.AllDirectories).ToList())
                File.Delete(file);
        }

        void Write(string source, int number, string rows) =>
            bronze.Execute($"COPY ({rows}) TO '{lake.Folder.BronzeParquet(source)}/batch-{number}.parquet'");
    }

    private static List<string> Differences(RetailLake left, RetailLake right)
    {
        using var connection = WorkbookDatabase.Open();
        connection.Execute($"ATTACH '{left.Folder.Warehouse}' AS incremental (READ_ONLY); ATTACH '{right.Folder.Warehouse}' AS anew (READ_ONLY)");
        var tables = connection.Query("""
            SELECT schema_name || '.' || table_name FROM duckdb_tables()
            WHERE database_name = 'incremental' AND schema_name IN ('silver', 'gold') ORDER BY 1
            """, row => row.GetString(0));
        Assert.True(tables.Count > 15);
        return
        [
            .. tables.Select(table => (Table: table, Count: connection.Scalar<long>(
                    $"SELECT (SELECT count(*) FROM (FROM incremental.{table} EXCEPT ALL FROM anew.{table})) + (SELECT count(*) FROM (FROM anew.{table} EXCEPT ALL FROM incremental.{table}))")))
                .Where(difference => difference.Count > 0).Select(difference => $"{difference.Table}: {difference.Count} rows"),
        ];
    }
}
