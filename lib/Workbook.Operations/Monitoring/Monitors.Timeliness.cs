using Workbook.Contracts;
using Workbook.Database;

namespace Workbook.Operations.Monitoring;

/// <summary>The data's own clock: the newest row of the source that every other follows, such as orders.</summary>
/// <param name="Instant">Its column of when that was.</param>
/// <param name="Day">Its column of the local day; the last whole day is the one before its newest, which may not be over yet.</param>
public sealed record BusinessClock(string Source, string Instant, string Day)
{
    internal string Now => $"(SELECT max({Sql.Identifier(Instant)}) FROM bronze.{Sql.Identifier(Source)})";

    internal string LastDay => $"(SELECT max({Sql.Identifier(Day)}) - 1 FROM bronze.{Sql.Identifier(Source)})";
}

// Two clocks. Whether loads happen is held against now, as nothing in the data can tell that nobody loads any more. How far
// a source is behind, and how much it brought, is held against the data's own clock: deliveries of the past, such as a
// test's or a backfill's, are then as fresh as they were.
public static partial class Monitors
{
    /// <summary>How long ago a source was last loaded; the bounds are those of dbt's source freshness: 12 and 24 hours.</summary>
    public static MonitorDefinition Loaded(string table) => new($"loaded.{table}")
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

    /// <summary>How far a source's newest event is behind the business clock.</summary>
    /// <param name="newest">What the clock's newest row is, in words: <c>the newest order</c>.</param>
    public static MonitorDefinition Lag(SourceContract source, BusinessClock clock, string newest) => new($"lag.{source.Name}")
    {
        Title = $"hours that its newest event is behind {newest}",
        Layer = "bronze",
        Severity = Severity.P1,
        Threshold = Threshold.AtMost(24, 72),
        Unit = "h",
        // A date is good for its whole day.
        Measure = $"""
            WITH newest AS (SELECT max({EventTime(source)})::TIMESTAMP{(IsDate(source) ? " + INTERVAL 1 DAY" : "")} AS newest_at FROM bronze.{Sql.Identifier(source.Name)})
            SELECT greatest(0, date_diff('second', newest_at, {clock.Now}::TIMESTAMP) / 3600.0), NULL, NULL, strftime(newest_at, '%Y-%m-%d %H:%M UTC') FROM newest
            """,
        Offending = $"SELECT {EventTime(source)}::DATE AS day, count(*) AS row_count FROM bronze.{Sql.Identifier(source.Name)} GROUP BY ALL ORDER BY day DESC LIMIT 10",
        Needs = [$"bronze.{source.Name}", $"bronze.{clock.Source}"],
    };

    /// <summary>How unlike the usual a source's last whole day is, by its number of rows.</summary>
    public static MonitorDefinition Volume(SourceContract source, BusinessClock clock)
    {
        var (column, lastDay) = (EventTime(source), clock.LastDay);
        var days = $"SELECT {column}::DATE AS day, count(*) AS row_count FROM bronze.{Sql.Identifier(source.Name)} WHERE {column}::DATE BETWEEN {lastDay} - 7 AND {lastDay} GROUP BY ALL";
        return new MonitorDefinition($"volume.{source.Name}")
        {
            Title = "deviation of the last whole day's rows from the mean of the 7 days before it",
            Layer = "bronze",
            Severity = Severity.P2,
            Threshold = Threshold.AtMost(50, 80),
            Measure = $"""
                WITH days AS ({days}),
                sums AS (
                    SELECT
                        coalesce(sum(row_count) FILTER (day = {lastDay}), 0) AS last_day,
                        sum(row_count) FILTER (day < {lastDay}) / 7.0 AS usual
                    FROM days
                )
                SELECT 100.0 * abs(last_day - usual) / usual, NULL, NULL, last_day || ' rows, usually ' || round(usual)::BIGINT FROM sums WHERE usual > 0
                """,
            Offending = $"{days} ORDER BY day",
            Needs = [$"bronze.{source.Name}", $"bronze.{clock.Source}"],
        };
    }

    private static string EventTime(SourceContract source) =>
        Sql.Identifier(source.EventTime ?? throw new WorkbookException($"Source '{source.Name}' says of no column that it is the time of its rows ({nameof(SourceContract.EventTime)}), so it can't be held against the business clock."));

    private static bool IsDate(SourceContract source) => source.Columns.Concat(source.PathColumns).Any(column => column.Name == source.EventTime && column.Type == ColumnType.Date);
}
