namespace Workbook.Contracts.Files;

/// <summary>A property of a schema as a column.</summary>
internal sealed class SchemaProperty
{
    private static readonly string[] Keys =
    [
        "id", "name", "physicalType", "physicalName", "description", "businessName", "authoritativeDefinitions", "tags", "customProperties", "primaryKey", "primaryKeyPosition", "logicalType",
        "logicalTypeOptions", "required", "unique", "partitioned", "partitionKeyPosition", "classification", "encryptedName", "transformSourceObjects", "transformLogic", "transformDescription",
        "examples", "criticalDataElement", "relationships", "quality", "properties", "items",
    ];

    /// <summary>For people and other tools.</summary>
    private static readonly string[] Documentation =
    [
        "id", "authoritativeDefinitions", "tags", "classification", "encryptedName", "transformSourceObjects", "transformLogic", "transformDescription", "examples",
        "criticalDataElement", "relationships", "properties", "items",
    ];

    public SchemaProperty(ContractNode node)
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
            Description = node.Text("description"),
            BusinessName = node.Text("businessName"),
            IsUnique = node.Truth("unique") is true,
            Kept = [.. node.Keep("", Documentation)],
        };
        if (logical is "object" && type.Kind == ColumnKind.Text)
            column = column.JsonObject();
        if (node.Map("logicalTypeOptions") is { } options)
            column = ContractOptions.Read(column, logical, options, effect);
        foreach (var quality in node.Maps("quality"))
            column = ContractQuality.ColumnRule(column, quality) is { } rule
                ? column with { Rules = [.. column.Rules, rule] }
                : column with { Kept = [.. column.Kept, .. quality.KeepWhole("quality")] };
        IsLater = custom.Truth(ContractWords.Later);
        IsFromPath = custom.Truth(ContractWords.FromPath);
        custom.RequireKnown();
        // A type in other words than the writer's may promise more, such as VARCHAR(10).
        Column = column with
        {
            Kept =
            [
                .. column.Kept,
                .. logical is null || logical == ContractWords.LogicalType(column) ? [] : node.Keep("", "logicalType"),
                .. physical is null || physical == ContractWords.PhysicalType(column) ? [] : node.Keep("", "physicalType"),
                .. custom.Others(),
            ],
        };
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

    private static RuleEffect Unknown(CustomProperties custom)
    {
        custom.OneOf(ContractWords.OnViolation, new Dictionary<RuleEffect, string> { [RuleEffect.Reject] = "reject", [RuleEffect.Flag] = "flag" });
        return RuleEffect.Reject;
    }
}
