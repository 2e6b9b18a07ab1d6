using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Workbook.Contracts.Files;

/// <summary>A contract as YAML in the Open Data Contract Standard.</summary>
internal static class ContractWriter
{
    public static string Write(SourceContract source)
    {
        var contract = Map(
            ("apiVersion", ContractWords.ApiVersion), ("kind", "DataContract"), ("id", source.Name), ("name", source.Name), ("version", source.Version), ("status", "active"),
            ("description", source.Description.Length == 0 ? null : Map(("purpose", source.Description))),
            ("servers", List(Map(("server", "raw"), ("type", "local"), ("path", source.Path), ("format", ContractWords.Formats[source.Format]),
                ("customProperties", source.Separator == ',' ? null : List(Custom(ContractWords.Separator, source.Separator.ToString())))))),
            ("schema", List(Schema(source))));
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        new YamlStream(new YamlDocument(contract)).Save(text, assignAnchors: false);
        return text.ToString().Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n...\n", "\n", StringComparison.Ordinal);
    }

    private static YamlMappingNode Schema(SourceContract source)
    {
        var custom = new List<YamlNode>
        {
            Custom(ContractWords.Rows, source.Rows), Custom(ContractWords.Disposition, ContractWords.Dispositions[source.Disposition]),
            Custom(ContractWords.UnknownColumns, ContractWords.SchemaModes[source.UnknownColumns]),
        };
        if (source.CatchAll is { } catchAll)
            custom.Add(Custom(ContractWords.CatchAll, catchAll));
        if (source.EventTime is { } time)
            custom.Add(Custom(ContractWords.EventTime, time));
        if (source.Anomalies.Count > 0)
            custom.Add(Custom(ContractWords.PlantedFaults, List([.. source.Anomalies.Select(fault => Map(("kind", fault.Kind), ("rate", fault.Rate), ("detectedBy", fault.DetectedBy)))])));
        return Map(
            ("name", source.Name), ("logicalType", "object"), ("physicalType", source.Format == SourceFormat.Delta ? "table" : "file"),
            ("properties", List(
            [
                .. source.Columns.Select(column => Property(source, column)),
                .. source.LaterColumns.Select(column => Property(source, column, Custom(ContractWords.Later, true))),
                .. source.PathColumns.Select(column => Property(source, column, Custom(ContractWords.FromPath, true))),
            ])),
            ("quality", source.RowRules.Count == 0 ? null : List([.. source.RowRules.Select(rule => Quality(rule, withColumn: true))])),
            ("customProperties", List([.. custom])));
    }

    private static YamlMappingNode Property(SourceContract source, Column column, params List<YamlNode> custom)
    {
        var (key, partition) = (Place(source.Key, column.Name), Place(source.Partitions, column.Name));
        var options = column.Rules.Select(rule => rule.Shape).OfType<RuleShape>().Where(shape => shape is RuleShape.Range or RuleShape.Pattern).SelectMany(Options).ToArray();
        if (column.Rules.Any(rule => rule is { Effect: RuleEffect.Flag, Shape: RuleShape.Range or RuleShape.Pattern }))
            custom.Add(Custom(ContractWords.OnViolation, "flag"));
        if (column.MissingValues.Count > 0)
            custom.Add(Custom(ContractWords.MissingValues, List([.. column.MissingValues.Select(Text)])));
        var quality = column.Rules.Where(rule => rule.Shape is null or RuleShape.Values).Select(rule => (YamlNode)Quality(rule, withColumn: false)).ToArray();
        var isObject = column.Rules.Any(rule => rule.Shape is RuleShape.JsonObject);
        return Map(
            ("name", column.Name), ("physicalName", column.PhysicalName), ("logicalType", isObject ? "object" : ContractWords.LogicalType(column.Type.Kind)), ("physicalType", isObject ? "JSON" : column.Type.SqlName),
            ("required", column.Nullable ? null : true), ("primaryKey", key is null ? null : true), ("primaryKeyPosition", key), ("partitioned", partition is null ? null : true), ("partitionKeyPosition", partition),
            ("logicalTypeOptions", options.Length == 0 ? null : Map(options)), ("quality", quality.Length == 0 ? null : List(quality)),
            ("customProperties", custom.Count == 0 ? null : List([.. custom])));
    }

    private static IEnumerable<(string, object?)> Options(RuleShape shape) => shape switch
    {
        RuleShape.Pattern pattern => [("pattern", pattern.Expression)],
        RuleShape.Range { IsExclusive: true } range => [("exclusiveMinimum", range.Minimum), ("exclusiveMaximum", range.Maximum)],
        RuleShape.Range range => [("minimum", range.Minimum), ("maximum", range.Maximum)],
        _ => [],
    };

    private static YamlMappingNode Quality(Rule rule, bool withColumn)
    {
        var severity = rule.Effect == RuleEffect.Flag ? "warning" : "error";
        return rule.Shape is RuleShape.Values values
            ? Map(("name", rule.Reason), ("type", "library"), ("metric", "invalidValues"), ("arguments", Map(("validValues", List([.. values.Allowed.Select(Text)])))), ("mustBe", 0), ("severity", severity))
            : Map(("name", rule.Reason), ("type", "custom"), ("engine", ContractWords.Engine), ("implementation", Map(("column", withColumn ? rule.Column : null), ("holds", rule.Holds))), ("severity", severity));
    }

    private static int? Place(IReadOnlyList<string> names, string name) => names.ToList().IndexOf(name) is var place and >= 0 ? place + 1 : null;

    private static YamlMappingNode Custom(string name, object value) => Map(("property", name), ("value", value));

    private static YamlSequenceNode List(params YamlNode[] items) => new(items);

    /// <summary>Without what is null.</summary>
    private static YamlMappingNode Map(params (string Key, object? Value)[] members)
    {
        var map = new YamlMappingNode();
        foreach (var (key, value) in members)
            if (value is not null)
                map.Add(new YamlScalarNode(key), Node(value));
        return map;
    }

    private static YamlNode Node(object value) => value switch
    {
        YamlNode node => node,
        bool truth => new YamlScalarNode(truth ? "true" : "false"),
        string text => Text(text),
        _ => new YamlScalarNode(Convert.ToString(value, CultureInfo.InvariantCulture)),
    };

    /// <summary>Quoted where YAML would read something else than a text.</summary>
    private static YamlScalarNode Text(string text) => new(text) { Style = IsPlain(text) ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted };

    private static bool IsPlain(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.' or '/' or ' ' or '(' or ')' or '*' or '=') && text[^1] != ' '
        && text.ToLowerInvariant() is not ("true" or "false" or "yes" or "no" or "on" or "off" or "null" or "y" or "n");
}
