namespace Workbook.PowerBi.Model;

/// <summary>How a column is shown, by the conventions of gold's names and, before those, as the report says.</summary>
internal static class ColumnFormats
{
    private static readonly Dictionary<string, string> Sorting = new() { ["month_name"] = "calendar_month", ["day_name"] = "iso_day_of_week" };

    private static readonly Dictionary<string, string> Categories = new()
    {
        ["latitude"] = "Latitude",
        ["longitude"] = "Longitude",
        ["country_code"] = "Country",
        ["state_region"] = "StateOrProvince",
        ["city"] = "City",
        ["postcode"] = "PostalCode",
    };

    /// <summary>Null for text and booleans.</summary>
    /// <param name="own">The report's own formats, by column.</param>
    public static string? Of(GoldColumn column, IReadOnlyDictionary<string, string> own) => own.GetValueOrDefault(column.Name) ?? column.Kind switch
    {
        ModelDataType.Text or ModelDataType.Boolean => null,
        ModelDataType.Date => column.Name switch { "month_start_date" => "mmm yyyy", "quarter_start_date" => @"\Qq yyyy", _ => "yyyy-mm-dd" },
        ModelDataType.Instant or ModelDataType.ZonedInstant => "yyyy-mm-dd hh:mm:ss",
        ModelDataType.Integer => column.Name.EndsWith("_count", StringComparison.Ordinal) || column.Name == "quantity" ? "#,0" : "0",
        _ when column.Name.EndsWith("_rate", StringComparison.Ordinal) => "0.0%",
        _ when column.Name is "latitude" or "longitude" => "0.0000",
        _ => "#,0.00",
    };

    /// <summary>Keys and traces of loading: there for relationships and for looking into faults, not for reports.</summary>
    public static bool IsTechnical(string column) =>
        column.EndsWith("_key", StringComparison.Ordinal) || column.EndsWith("ingested_at", StringComparison.Ordinal)
        || column.StartsWith("src_", StringComparison.Ordinal) || column is "content_hash" or "row_version" or "ingestion_ts" or "iso_day_of_week";

    public static string? SortedBy(string column) => Sorting.GetValueOrDefault(column);

    public static string? Category(string column) => Categories.GetValueOrDefault(column);
}
