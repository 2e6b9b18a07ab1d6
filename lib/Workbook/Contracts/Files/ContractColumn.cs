namespace Workbook.Contracts.Files;

/// <summary>A property of a schema as a column.</summary>
internal sealed class ContractColumn
{
    private static readonly string[] Keys =
    [
        "id", "name", "physicalType", "physicalName", "description", "businessName", "authoritativeDefinitions", "tags", "customProperties", "primaryKey", "primaryKeyPosition", "logicalType",
        "logicalTypeOptions", "required", "unique", "partitioned", "partitionKeyPosition", "classification", "encryptedName", "transformSourceObjects", "transformLogic", "transformDescription",
        "examples", "criticalDataElement", "relationships", "quality", "properties", "items",
    ];

    public ContractColumn(ContractNode node)
    {
        Node = node;
        node.RequireKeys("a property", Keys);
        var custom = new CustomProperties(node);
        var name = node.RequiredText("name", "the column's");
        var effect = custom.Text(ContractWords.OnViolation) switch
        {
            null or "reject" => RuleEffect.Reject,
            "flag" => RuleEffect.Flag,
            _ => Unknown(custom),
        };
        var (logical, physical) = (node.Text("logicalType"), node.Text("physicalType"));
        if (ContractWords.TypeOf(logical, physical) is not { } type)
        {
            node.Fault($"the type of '{name}', {physical ?? logical ?? "none"}, is none that bronze keeps: a physicalType of INTEGER, BIGINT, DECIMAL(18,4) with at most 18 digits, DOUBLE, BOOLEAN, DATE, TIMESTAMPTZ, VARCHAR or JSON, or a logicalType.", physical is null ? "logicalType" : "physicalType");
            type = ColumnType.Text;
        }

        var column = new Column(name, type)
        {
            Nullable = node.Truth("required") is not true,
            PhysicalName = node.TextOrEmpty("physicalName") is { } physicalName && physicalName != name ? physicalName : null,
            MissingValues = custom.Texts(ContractWords.MissingValues),
        };
        if (logical is "object" && type.Kind == ColumnKind.Text)
            column = column.JsonObject();
        column = WithOptions(column, node.Map("logicalTypeOptions"), effect);
        Column = column with { Rules = [.. column.Rules, .. node.Maps("quality").Select(quality => ContractQuality.ColumnRule(column, quality)).OfType<Rule>()] };
        IsLater = custom.Truth(ContractWords.Later);
        IsFromPath = custom.Truth(ContractWords.FromPath);
        custom.RequireKnown();
        KeyPosition = Position("primaryKey", "primaryKeyPosition");
        PartitionPosition = Position("partitioned", "partitionKeyPosition");
    }

    public ContractNode Node { get; }

    public Column Column { get; }

    public bool IsLater { get; }

    public bool IsFromPath { get; }

    /// <summary>From 1; null where it is no part of the key.</summary>
    public int? KeyPosition { get; }

    public int? PartitionPosition { get; }

    private int? Position(string key, string position) => Node.Truth(key) is true ? Node.Whole(position) ?? 1 : null;

    private static Column WithOptions(Column column, ContractNode? options, RuleEffect effect)
    {
        if (options is null)
            return column;
        if (column.Type.Kind is ColumnKind.Text)
        {
            options.RequireKeys("a text's options", "pattern");
            return options.Text("pattern") is { } pattern ? column.Matching(pattern, effect) : column;
        }

        if (column.Type.Kind is ColumnKind.Boolean or ColumnKind.Date or ColumnKind.Timestamp)
        {
            options.RequireKeys($"the options of a {column.Type.SqlName}", "format", "timezone", "defaultTimezone");
            return column;
        }

        options.RequireKeys("a number's options", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum");
        var (low, high) = (options.Number("minimum"), options.Number("maximum"));
        if (low is not null || high is not null)
            column = column.Within(low, high, effect);
        (low, high) = (options.Number("exclusiveMinimum"), options.Number("exclusiveMaximum"));
        return low is not null || high is not null ? column.Inside(low, high, effect) : column;
    }

    private static RuleEffect Unknown(CustomProperties custom)
    {
        custom.OneOf(ContractWords.OnViolation, new Dictionary<RuleEffect, string> { [RuleEffect.Reject] = "reject", [RuleEffect.Flag] = "flag" });
        return RuleEffect.Reject;
    }
}
