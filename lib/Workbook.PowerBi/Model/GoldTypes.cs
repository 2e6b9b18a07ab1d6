using System.Globalization;
using System.Text.RegularExpressions;

namespace Workbook.PowerBi.Model;

/// <summary>DuckDB's types as Power BI has them.</summary>
internal static partial class GoldTypes
{
    /// <exception cref="WorkbookException">Power BI has no such type.</exception>
    public static ModelDataType Kind(string table, string column, string type) => type switch
    {
        "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "UTINYINT" or "USMALLINT" or "UINTEGER" => ModelDataType.Integer,
        "FLOAT" or "DOUBLE" => ModelDataType.Double,
        "VARCHAR" => ModelDataType.Text,
        "BOOLEAN" => ModelDataType.Boolean,
        "DATE" => ModelDataType.Date,
        "TIMESTAMP" => ModelDataType.Instant,
        "TIMESTAMP WITH TIME ZONE" => ModelDataType.ZonedInstant,
        // A fixed decimal is a whole number of ten-thousandths in 64 bits; what has more places becomes a double.
        _ when Decimal().Match(type) is { Success: true } match => Number(match, 2) <= 4 && Number(match, 1) <= 18 ? ModelDataType.FixedDecimal : ModelDataType.Double,
        _ => throw new WorkbookException($"Column gold.{table}.{column} has the type {type}, which Power BI doesn't have. Expected numbers, text, booleans, dates or timestamps; cast it in the model, or leave it out."),
    };

    public static string InModel(ModelDataType kind) => kind switch
    {
        ModelDataType.Integer => "int64",
        ModelDataType.FixedDecimal => "decimal",
        ModelDataType.Double => "double",
        ModelDataType.Boolean => "boolean",
        ModelDataType.Text => "string",
        _ => "dateTime",
    };

    public static string InQuery(ModelDataType kind) => kind switch
    {
        ModelDataType.Integer => "Int64.Type",
        ModelDataType.FixedDecimal => "Currency.Type",
        ModelDataType.Double => "type number",
        ModelDataType.Boolean => "type logical",
        ModelDataType.Text => "type text",
        ModelDataType.Date => "type date",
        _ => "type datetime",
    };

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^DECIMAL\((\d+),(\d+)\)$")]
    private static partial Regex Decimal();
}
