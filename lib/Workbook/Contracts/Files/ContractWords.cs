using System.Globalization;
using System.Text.RegularExpressions;

namespace Workbook.Contracts.Files;

/// <summary>What the standard and its extensions call things, for reader and writer alike.</summary>
internal static partial class ContractWords
{
    public const string ApiVersion = "v3.1.0";
    public const string Engine = "workbook";

    /// <summary>A property's: <c>flag</c> keeps a row that breaks its options, and names it.</summary>
    public const string OnViolation = "onViolation";

    /// <summary>A property's: the value stands in a folder's name.</summary>
    public const string FromPath = "fromPath";

    /// <summary>A property's: absent from earlier deliveries.</summary>
    public const string Later = "later";

    /// <summary>A property's: texts that stand for no value.</summary>
    public const string MissingValues = "missingValues";

    /// <summary>A server's: what stands between two fields of a CSV file, where that isn't a comma.</summary>
    public const string Separator = "separator";

    /// <summary>A schema's, in the order in which they are written.</summary>
    public const string Rows = "rowsAtScale1";
    public const string Disposition = "writeDisposition";
    public const string SmallestReplacement = "smallestReplacement";
    public const string UnknownColumns = "unknownColumns";
    public const string CatchAll = "catchAll";
    public const string EventTime = "eventTime";
    public const string PlantedFaults = "plantedFaults";

    public static readonly IReadOnlyDictionary<SourceFormat, string> Formats = new Dictionary<SourceFormat, string>
    {
        [SourceFormat.Csv] = "csv", [SourceFormat.JsonLines] = "jsonl", [SourceFormat.Xlsx] = "xlsx", [SourceFormat.Parquet] = "parquet", [SourceFormat.Delta] = "delta",
    };

    public static readonly IReadOnlyDictionary<WriteDisposition, string> Dispositions = new Dictionary<WriteDisposition, string>
    {
        [WriteDisposition.Append] = "append", [WriteDisposition.Merge] = "merge", [WriteDisposition.Replace] = "replace",
    };

    public static readonly IReadOnlyDictionary<SchemaMode, string> SchemaModes = new Dictionary<SchemaMode, string>
    {
        [SchemaMode.Evolve] = "evolve", [SchemaMode.Freeze] = "freeze", [SchemaMode.Discard] = "discard", [SchemaMode.DiscardRow] = "discardRow",
    };

    public static string LogicalType(ColumnKind kind) => kind switch
    {
        ColumnKind.Int32 or ColumnKind.Int64 => "integer",
        ColumnKind.Decimal or ColumnKind.Double => "number",
        ColumnKind.Boolean => "boolean",
        ColumnKind.Date => "date",
        ColumnKind.Timestamp => "timestamp",
        _ => "string",
    };

    public static string LogicalType(Column column) => IsObject(column) ? "object" : LogicalType(column.Type.Kind);

    public static string PhysicalType(Column column) => IsObject(column) ? "JSON" : column.Type.SqlName;

    /// <summary>By its first rule: so it is read.</summary>
    private static bool IsObject(Column column) => column.Rules is [{ Shape: RuleShape.JsonObject, Effect: RuleEffect.Reject }, ..];

    /// <summary>The type that a contract means; null where it isn't one of ours.</summary>
    /// <param name="physical">As SQL, Spark or a file format writes it; null for the logical type's own.</param>
    public static ColumnType? TypeOf(string? logical, string? physical)
    {
        if (physical is null)
            return logical switch
            {
                "integer" => ColumnType.Int64,
                "number" => ColumnType.Double,
                "boolean" => ColumnType.Boolean,
                "date" => ColumnType.Date,
                "timestamp" => ColumnType.Timestamp,
                "string" or "object" or "array" or "time" => ColumnType.Text,
                _ => null,
            };
        if (DecimalType().Match(physical) is { Success: true } match)
        {
            var precision = int.Parse(match.Groups["precision"].Value, CultureInfo.InvariantCulture);
            var scale = match.Groups["scale"] is { Success: true } digits ? int.Parse(digits.Value, CultureInfo.InvariantCulture) : 0;
            return precision is >= 1 and <= 18 && scale <= precision ? ColumnType.Decimal(precision, scale) : null;
        }

        return Width().Replace(physical.ToUpperInvariant(), "") switch
        {
            "INTEGER" or "INT" or "INT32" or "INT4" or "SMALLINT" or "TINYINT" or "SHORT" or "BYTE" => ColumnType.Int32,
            "BIGINT" or "LONG" or "INT64" or "INT8" => ColumnType.Int64,
            "DOUBLE" or "DOUBLE PRECISION" or "FLOAT" or "FLOAT8" or "REAL" => ColumnType.Double,
            "BOOLEAN" or "BOOL" => ColumnType.Boolean,
            "DATE" => ColumnType.Date,
            "TIMESTAMPTZ" or "TIMESTAMP" or "TIMESTAMP WITH TIME ZONE" or "TIMESTAMP_NTZ" or "DATETIME" => ColumnType.Timestamp,
            "VARCHAR" or "TEXT" or "STRING" or "CHAR" or "UUID" or "JSON" => ColumnType.Text,
            _ => null,
        };
    }

    [GeneratedRegex(@"^(?:DECIMAL|NUMERIC|NUMBER)\((?<precision>[0-9]{1,4})(?:,\s*(?<scale>[0-9]{1,4}))?\)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DecimalType();

    [GeneratedRegex(@"\([0-9]+\)$")]
    private static partial Regex Width();
}
