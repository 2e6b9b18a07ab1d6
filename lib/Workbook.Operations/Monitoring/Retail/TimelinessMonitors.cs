using Workbook.Contracts.Retail;
using Workbook.Database;

namespace Workbook.Operations.Monitoring.Retail;

/// <summary>
/// Two clocks. Whether loads happen is held against now, as nothing in the data can tell that nobody loads any more. How far
/// a source is behind, and how much it brought, is held against the data's own clock, the newest order: deliveries of the
/// past, such as a test's or a backfill's, are then as fresh as they were.
/// </summary>
internal static class TimelinessMonitors
{
    /// <summary>The business day; orders are the one source that every other follows.</summary>
    private const string Clock = "(SELECT max(order_ts) FROM bronze.orders_header)";

    /// <summary>The last whole day: the newest order's own may not be over yet.</summary>
    private const string LastDay = "(SELECT max(order_dt_local) - 1 FROM bronze.orders_header)";

    /// <summary>When a row's event happened.</summary>
    public static readonly IReadOnlyList<(string Table, string Column)> EventTimes =
    [
        ("orders_header", "order_ts"), ("orders_lines", "order_dt"), ("events", "event_ts"), ("sensors", "sensor_ts"),
        ("exchange_rates", "date"), ("shipments", "shipped_at"), ("returns", "return_ts"),
    ];

    public static IReadOnlyList<MonitorDefinition> All { get; } =
    [
        .. RetailSources.All.Select(source => Loaded(source.Name)),
        .. EventTimes.Where(source => source.Table != "orders_header").Select(source => Lag(source.Table, source.Column)),
        .. EventTimes.Where(source => source.Table != "exchange_rates").Select(source => Volume(source.Table, source.Column)),
    ];

    /// <summary>The bounds of the models' own source freshness.</summary>
    private static MonitorDefinition Loaded(string table) => new($"loaded.{table}")
    {
        Title = "hours since its newest row was loaded, until now",
        Layer = "bronze",
        Severity = Severity.P1,
        Threshold = Threshold.AtMost(12, 24),
        Unit = "h",
        Measure = $"SELECT date_diff('second', max(ingestion_ts), $now) / 3600.0, NULL, NULL, strftime(max(ingestion_ts), '%Y-%m-%d %H:%M UTC') FROM bronze.{Sql.Identifier(table)}",
        Offending = $"SELECT src_filename, max(ingestion_ts) AS loaded_at FROM bronze.{Sql.Identifier(table)} GROUP BY ALL ORDER BY loaded_at DESC LIMIT 10",
        Needs = [$"bronze.{table}"],
    };

    private static MonitorDefinition Lag(string table, string column) => new($"lag.{table}")
    {
        Title = "hours that its newest event is behind the newest order",
        Layer = "bronze",
        Severity = Severity.P1,
        Threshold = Threshold.AtMost(24, 72),
        Unit = "h",
        // A date is good for its whole day.
        Measure = $"""
            WITH newest AS (SELECT {(column is "order_dt" or "date" ? $"max({column})::TIMESTAMP + INTERVAL 1 DAY" : $"max({column})::TIMESTAMP")} AS newest_at FROM bronze.{Sql.Identifier(table)})
            SELECT greatest(0, date_diff('second', newest_at, {Clock}::TIMESTAMP) / 3600.0), NULL, NULL, strftime(newest_at, '%Y-%m-%d %H:%M UTC') FROM newest
            """,
        Offending = $"SELECT {column}::DATE AS day, count(*) AS row_count FROM bronze.{Sql.Identifier(table)} GROUP BY ALL ORDER BY day DESC LIMIT 10",
        Needs = [$"bronze.{table}", "bronze.orders_header"],
    };

    private static MonitorDefinition Volume(string table, string column)
    {
        var days = $"SELECT {column}::DATE AS day, count(*) AS row_count FROM bronze.{Sql.Identifier(table)} WHERE {column}::DATE BETWEEN {LastDay} - 7 AND {LastDay} GROUP BY ALL";
        return new MonitorDefinition($"volume.{table}")
        {
            Title = "deviation of the last whole day's rows from the mean of the 7 days before it",
            Layer = "bronze",
            Severity = Severity.P2,
            Threshold = Threshold.AtMost(50, 80),
            Measure = $"""
                WITH days AS ({days}),
                sums AS (
                    SELECT
                        coalesce(sum(row_count) FILTER (day = {LastDay}), 0) AS last_day,
                        sum(row_count) FILTER (day < {LastDay}) / 7.0 AS usual
                    FROM days
                )
                SELECT 100.0 * abs(last_day - usual) / usual, NULL, NULL, last_day || ' rows, usually ' || round(usual)::BIGINT FROM sums WHERE usual > 0
                """,
            Offending = $"{days} ORDER BY day",
            Needs = [$"bronze.{table}", "bronze.orders_header"],
        };
    }
}
