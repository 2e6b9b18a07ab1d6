using System.Globalization;
using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Benchmarks;

/// <summary>Generation and bronze against plain DuckDB on the same bytes, in the same run.</summary>
internal static class Foundation
{
    private const double MemoryGoal = 4_000;

    public static void Run(double scale, BenchmarkFolder folder)
    {
        var (raw, lake) = (folder["raw"], folder["lake"]);
        var generate = Step.Run("generate", Text(scale), raw);
        Console.WriteLine($"# scale {Text(scale)}: {generate.Rows:N0} rows");
        Measure.Ratio("generate.vs_copy", generate.Seconds, CopySeconds(raw, folder["copy"]), 2.0);
        Measure.Value("generate.peak_memory", generate.PeakMegabytes, "MB", MemoryGoal);

        var plain = PlainIngestSeconds(raw, folder["plain"]);
        var ingest = Step.Run("ingest", raw, lake);
        plain = (plain + PlainIngestSeconds(raw, folder["plain"])) / 2;
        Measure.Ratio("ingest.vs_plain_duckdb", ingest.Seconds, plain, 1.5);
        Measure.Value("ingest.peak_memory", ingest.PeakMegabytes, "MB", MemoryGoal);
        Measure.Value("ingest.second_run", Step.Run("ingest", raw, lake).Seconds, "s", 3);

        var small = Text(scale / 10);
        var smallGenerate = Step.Run("generate", small, folder["raw-small"]);
        var smallIngest = Step.Run("ingest", folder["raw-small"], folder["lake-small"]);
        Measure.Growth("generate.growth_per_row", generate, smallGenerate, 1.2);
        Measure.Growth("ingest.growth_per_row", ingest, smallIngest, 1.2);
    }

    /// <summary>The four big sources and the parcels, loaded first, then written by COPY as one file each in the same format.</summary>
    private static double CopySeconds(string raw, string target)
    {
        Directory.CreateDirectory(target);
        using var connection = WorkbookDatabase.Open();
        connection.Execute($"CREATE TABLE orders_header AS FROM {Csv(raw, "orders_header/*/*.csv")}");
        connection.Execute($"CREATE TABLE orders_lines AS FROM {Csv(raw, "orders_lines/*/*.csv")}");
        connection.Execute($"CREATE TABLE sensors AS FROM {Csv(raw, "sensors/*/*/*.csv")}");
        connection.Execute($"CREATE TABLE events AS FROM {Json(raw)}");
        connection.Execute($"CREATE TABLE shipments AS FROM read_parquet('{raw}/shipments/*.parquet')");
        return Measure.Seconds(() =>
        {
            foreach (var table in new[] { "orders_header", "orders_lines", "sensors" })
                connection.Execute($"COPY {table} TO '{target}/{table}.csv' (HEADER)");
            connection.Execute($"COPY events TO '{target}/events.jsonl' (FORMAT json)");
            connection.Execute($"COPY shipments TO '{target}/shipments.parquet'");
        });
    }

    /// <summary>Every source straight to Parquet: text as text, nothing checked, one file for each source.</summary>
    private static double PlainIngestSeconds(string raw, string target)
    {
        Directory.CreateDirectory(target);
        using var connection = WorkbookDatabase.Open();
        return Measure.Seconds(() =>
        {
            foreach (var (name, files) in new[]
            {
                ("customers", "customers.csv"), ("products", "products.csv"), ("stores", "stores.csv"), ("suppliers", "suppliers.csv"),
                ("orders_header", "orders_header/*/*.csv"), ("orders_lines", "orders_lines/*/*.csv"), ("sensors", "sensors/*/*/*.csv"),
            })
                ToParquet(connection, $"read_csv('{raw}/{files}', all_varchar = true, hive_partitioning = false)", target, name);
            ToParquet(connection, Json(raw), target, "events");
            ToParquet(connection, $"read_parquet('{raw}/shipments/*.parquet')", target, "shipments");
        });
    }

    private static void ToParquet(DuckDBConnection connection, string relation, string target, string name) =>
        connection.Execute($"COPY (FROM {relation}) TO '{target}/{name}.parquet' (FORMAT parquet)");

    private static string Csv(string raw, string files) => $"read_csv('{raw}/{files}', hive_partitioning = false)";

    private static string Json(string raw) => $"""
        read_json('{raw}/events/*/*.jsonl', format = 'newline_delimited', ignore_errors = true, hive_partitioning = false,
                  columns = {"{"}event_id: 'VARCHAR', event_ts: 'VARCHAR', event_type: 'VARCHAR', user_id: 'BIGINT', session_id: 'VARCHAR', payload: 'JSON'{"}"})
        """;

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
