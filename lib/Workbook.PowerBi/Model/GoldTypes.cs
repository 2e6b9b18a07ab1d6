using System.Globalization;
using System.Text.RegularExpressions;

namespace Workbook.PowerBi.Model;

/// <summary>DuckDB's types as Power BI has them.</summary>
internal static partial class GoldTypes
{
    /// <exception cref="WorkbookException">Power BI has no such type.</exception>
    public static ColumnKind Kind(string table, string column, string type) => type switch
    {
        "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "UTINYINT" or "USMALLINT" or "UINTEGER" => ColumnKind.Integer,
        "FLOAT" or "DOUBLE" => ColumnKind.Double,
        "VARCHAR" => ColumnKind.Text,
        "BOOLEAN" => ColumnKind.Boolean,
        "DATE" => ColumnKind.Date,
        "TIMESTAMP" => ColumnKind.Instant,
        "TIMESTAMP WITH TIME ZONE" => ColumnKind.ZonedInstant,
        // A fixed decimal is a whole number of ten-thousandths in 64 bits; what has more places becomes a double.
        _ when Decimal().Match(type) is { Success: true } match => Number(match, 2) <= 4 && Number(match, 1) <= 18 ? ColumnKind.FixedDecimal : ColumnKind.Double,
        _ => throw new WorkbookException($"Column gold.{table}.{column} has the type {type}, which Power BI doesn't have. Expected numbers, text, booleans, dates or timestamps; cast it in the model, or leave it out."),
    };

    public static string InModel(ColumnKind kind) => kind switch
    {
        ColumnKind.Integer => "int64",
        ColumnKind.FixedDecimal => "decimal",
        ColumnKind.Double => "double",
        ColumnKind.Boolean => "boolean",
        ColumnKind.Text => "string",
        _ => "dateTime",
    };

    public static string InQuery(ColumnKind kind) => kind switch
    {
        ColumnKind.Integer => "Int64.Type",
        ColumnKind.FixedDecimal => "Currency.Type",
        ColumnKind.Double => "type number",
        ColumnKind.Boolean => "type logical",
        ColumnKind.Text => "type text",
        ColumnKind.Date => "type date",
        _ => "type datetime",
    };

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^DECIMAL\((\d+),(\d+)\)$")]
    private static partial Regex Decimal();
}
