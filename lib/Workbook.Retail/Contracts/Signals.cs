using Workbook.Contracts;
using static Workbook.Contracts.Column;

namespace Workbook.Retail;

/// <summary>What machines report: clicks and shelf sensors.</summary>
public static class Signals
{
    /// <summary>Fields outside the envelope are kept in <c>extra</c>; a line that is no JSON is rejected.</summary>
    public static readonly SourceContract Events = new("events", SourceFormat.JsonLines)
    {
        Description = "Web and app events: a fixed envelope around a payload that varies by type.",
        Path = "events/event_dt=*/events_*.jsonl",
        Rows = 2_000_000,
        Key = ["event_id"],
        EventTime = "event_ts",
        PathColumns = [Date("event_dt")],
        Partitions = ["event_dt"],
        CatchAll = "extra",
        Columns =
        [
            Text("event_id").Required(),
            Timestamp("event_ts").Required(),
            Text("event_type").Required(),
            Int64("user_id").Required(),
            Text("session_id").Required(),
            Text("payload").JsonObject(),
            Text("extra").JsonObject(),
        ],
        RowRules = [new("event_ts", "other_day_than_folder", "CAST(event_ts AS DATE) = event_dt", RuleEffect.Flag)],
        Anomalies =
        [
            new("not_json", 0.0005, "row.not_json"),
            new("missing_event_id", 0.0003, "event_id.required"),
            new("missing_event_ts", 0.0003, "event_ts.required"),
        ],
    };

    /// <summary>In degrees Celsius, percent of humidity and millivolts; a reading that can't be is rejected.</summary>
    public static readonly SourceContract Sensors = new("sensors", SourceFormat.Csv)
    {
        Description = "Shelf sensors of the instrumented stores: a folder for each store and month.",
        Path = "sensors/store_id=*/month=*/sensors*.csv",
        Rows = 6_000_000,
        Key = ["sensor_ts", "store_id", "shelf_id"],
        EventTime = "sensor_ts",
        PathColumns = [Text("month").Matching("[0-9]{4}-[0-9]{2}")],
        Partitions = ["store_id", "month"],
        Columns =
        [
            Timestamp("sensor_ts").Required(),
            Int64("store_id").Required(),
            Text("shelf_id").Required(),
            Column.Decimal("temperature_c", 5, 2).Required().Between(-40, 60),
            Column.Decimal("humidity_pct", 5, 2).Required().Between(0, 100),
            Int32("battery_mv").Required().Between(1_500, 4_500),
        ],
        Anomalies =
        [
            new("temperature_out_of_range", 0.0015, "temperature_c.out_of_range"),
            new("humidity_out_of_range", 0.001, "humidity_pct.out_of_range"),
            new("battery_out_of_range", 0.0005, "battery_mv.out_of_range"),
            new("missing_sensor_ts", 0.0004, "sensor_ts.required"),
        ],
    };
}
