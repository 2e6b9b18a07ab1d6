using Workbook.Database;

namespace Workbook.Operations.Increments;

/// <summary>A column as the digest sees it: as part of a row, as its day, or not at all.</summary>
internal sealed record DigestColumn(string Name, string Type)
{
    private static readonly string[] Technical =
    [
        "ingestion_ts", "processed_at", "processed_date_key", "rejected_at", "batch", "batch_number", "seconds", "duration_seconds",
        "dbt_scd_id", "dbt_updated_at", "dbt_valid_from", "row_version",
    ];

    private bool IsTechnical => Technical.Contains(Name) || Name.EndsWith("ingested_at", StringComparison.Ordinal);

    /// <summary>Arguments for <c>hash</c>, by name, so that the order of columns doesn't matter.</summary>
    public static string ValuesSql(IReadOnlyList<DigestColumn> columns) => string.Join(", ", columns
        .Where(column => !column.IsTechnical)
        .OrderBy(column => column.Name, StringComparer.Ordinal)
        // That a version has ended counts; the instant is the snapshot's clock.
        .Select(column => column.Name == "dbt_valid_to" ? "dbt_valid_to IS NULL" : Sql.Identifier(column.Name))
        .DefaultIfEmpty("1"));

    /// <summary>A DATE, or NULL. A row without a day of its own has that of the folder which it came in.</summary>
    /// <param name="dayColumns">Those that say it, the most telling first.</param>
    public static string DaySql(IReadOnlyList<DigestColumn> columns, IReadOnlyList<string> dayColumns) =>
        dayColumns.FirstOrDefault(day => columns.Any(column => column.Name == day && column.Type.StartsWith("DATE", StringComparison.Ordinal) | column.Type.StartsWith("TIMESTAMP", StringComparison.Ordinal))) is { } own
            ? $"CAST({Sql.Identifier(own)} AS DATE)"
            : columns.Any(column => column.Name == "src_filename")
                ? """TRY_CAST(regexp_extract(src_filename, '_dt=(\d{4}-\d{2}-\d{2})/', 1) AS DATE)"""
                : "CAST(NULL AS DATE)";
}
