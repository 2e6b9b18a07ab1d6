using Workbook.Database;

namespace Workbook.Delta.Data;

/// <summary>
/// Partition values between SQL and the log's strings. An empty string is the protocol's second spelling of null, so
/// an empty string written to a partition column reads back as null, here as in Spark.
/// </summary>
internal static class PartitionValue
{
    /// <summary>The log's string for a typed expression; NULL for null and for the empty string.</summary>
    public static string Serialise(DeltaField field, string expression) => field.Type switch
    {
        DeltaType.Primitive { Name: "string" } => $"nullif({expression}, '')",
        DeltaType.Primitive { Name: "timestamp" } => $"strftime({expression} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ')",
        DeltaType.Primitive { Name: "float" or "double" } =>
            $"CASE CAST({expression} AS VARCHAR) WHEN 'inf' THEN 'Infinity' WHEN '-inf' THEN '-Infinity' WHEN 'nan' THEN 'NaN' ELSE CAST({expression} AS VARCHAR) END",
        _ => $"CAST({expression} AS VARCHAR)",
    };

    /// <summary>A VARCHAR literal that DuckDB casts to the field's type whatever its session is set to.</summary>
    /// <param name="timeZone">See <see cref="DeltaOptions.PartitionTimeZone"/>.</param>
    public static string ToSql(DeltaField field, AddFile file, string timeZone)
    {
        if (!file.PartitionValues.TryGetValue(field.Name, out var value))
            value = file.PartitionValues.FirstOrDefault(entry => string.Equals(entry.Key, field.Name, StringComparison.OrdinalIgnoreCase)).Value;
        if (string.IsNullOrEmpty(value)) return "CAST(NULL AS VARCHAR)";
        if (field.Type is DeltaType.Primitive { Name: "timestamp" } && !HasZone(value)) value += $" {timeZone}";
        return Sql.Literal(value);
    }

    public static void CheckPartitionable(DeltaField field)
    {
        if (field.Type.IsNested || field.Type is DeltaType.Primitive { Name: "binary" })
            throw new WorkbookException(
                $"Column '{field.Name}' can't partition a Delta table: expected a plain type but found {field.Type}. Partition by another column.");
    }

    private static bool HasZone(string timestamp) =>
        timestamp.EndsWith('Z') || timestamp.LastIndexOf('+') > 10 || timestamp.LastIndexOf('-') > 10;
}
