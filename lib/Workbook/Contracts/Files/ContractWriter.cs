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
            ("domain", source.Domain), ("tags", source.Tags.Count == 0 ? null : List([.. source.Tags.Select(Text)])),
            ("description", source.Description.Length == 0 ? null : Map(("purpose", source.Description))),
            ("servers", List(Kept(source, ContractDocumentation.Server, ("server", "raw"), ("type", "local"), ("path", source.Path), ("format", ContractWords.Formats[source.Format]),
                ("customProperties", source.Separator == ',' ? null : List(Custom(ContractWords.Separator, source.Separator.ToString())))))),
            ("schema", List(Schema(source))), ("team", source.Owner is null ? null : Map(("name", source.Owner))));
        KeptPart.AddTo(contract, source.Kept.Where(part => part.Key.Split('.')[0] is not (ContractDocumentation.Server or ContractDocumentation.Schema)));
        return Save(contract);
    }

    public static string Save(YamlMappingNode contract)
    {
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
        if (source.SmallestReplacement != SourceContract.UsualReplacement)
            custom.Insert(2, Custom(ContractWords.SmallestReplacement, source.SmallestReplacement));
        if (source.CatchAll is { } catchAll)
            custom.Add(Custom(ContractWords.CatchAll, catchAll));
        if (source.EventTime is { } time)
            custom.Add(Custom(ContractWords.EventTime, time));
        if (source.Anomalies.Count > 0)
            custom.Add(Custom(ContractWords.PlantedFaults, List([.. source.Anomalies.Select(fault => Map(("kind", fault.Kind), ("rate", fault.Rate), ("detectedBy", fault.DetectedBy)))])));
        return Kept(source, ContractDocumentation.Schema,
            ("name", source.Name), ("logicalType", "object"), ("physicalType", ContractDocumentation.PhysicalType(source.Format)),
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
        var logical = ContractWords.LogicalType(column);
        var rules = column.Rules.Skip(logical == "object" ? 1 : 0).ToList();
        var options = OptionsOf(column, rules);
        if (options.Any(rule => rule.Effect == RuleEffect.Flag))
            custom.Add(Custom(ContractWords.OnViolation, "flag"));
        if (column.MissingValues.Count > 0)
            custom.Add(Custom(ContractWords.MissingValues, List([.. column.MissingValues.Select(Text)])));
        var quality = rules.Skip(options.Count).Select(rule => (YamlNode)Quality(rule, withColumn: false, column)).ToArray();
        var values = options.SelectMany(rule => ContractOptions.Write(column.Type.Kind, rule.Shape)).ToArray();
        var map = Map(
            ("name", column.Name), ("physicalName", column.PhysicalName), ("businessName", column.BusinessName), ("logicalType", logical), ("physicalType", ContractWords.PhysicalType(column)), ("description", column.Description),
            ("required", column.Nullable ? null : true), ("unique", column.IsUnique ? true : null),
            ("primaryKey", key is null ? null : true), ("primaryKeyPosition", key), ("partitioned", partition is null ? null : true), ("partitionKeyPosition", partition),
            ("logicalTypeOptions", values.Length == 0 ? null : Map(values)), ("quality", quality.Length == 0 ? null : List(quality)),
            ("customProperties", custom.Count == 0 ? null : List([.. custom])));
        // Words for a type that the column no longer has would be wrong.
        KeptPart.AddTo(map, column.Kept.Where(part => part.Key is not "physicalType" || ContractWords.TypeOf(null, part.Text) == column.Type));
        return map;
    }

    /// <summary>The first rules, as long as they come back from the options as they are, and in their order. The others are checks of quality.</summary>
    private static List<Rule> OptionsOf(Column column, List<Rule> rules)
    {
        var options = new List<Rule>();
        foreach (var rule in rules)
        {
            var read = ContractOptions.RuleOf(column, rule.Shape, rule.Effect);
            if (read is null || (read.Reason, read.Holds) != (rule.Reason, rule.Holds) || rule.Kept.Count > 0
                || (options.Count > 0 && (options[^1].Effect != rule.Effect || Rank(options[^1].Shape) >= Rank(rule.Shape))))
                break;
            options.Add(rule);
        }
        return options;
    }

    /// <summary>The order in which options are read.</summary>
    private static int Rank(RuleShape? shape) => shape is RuleShape.Range { IsExclusive: true } or RuleShape.Period { IsExclusive: true } or RuleShape.Length ? 1 : 0;

    private static YamlMappingNode Quality(Rule rule, bool withColumn, Column? column = null)
    {
        var severity = rule.Effect == RuleEffect.Flag ? "warning" : "error";
        var map = rule.Shape is RuleShape.Values values && column?.OneOf([.. values.Allowed]).Rules[^1] is { } read && (read.Reason, read.Holds) == (rule.Reason, rule.Holds)
            ? Map(("name", rule.Reason), ("type", "library"), ("metric", "invalidValues"), ("arguments", Map(("validValues", List([.. values.Allowed.Select(Text)])))), ("mustBe", 0), ("severity", severity))
            : Map(("name", rule.Reason), ("type", "custom"), ("engine", ContractWords.Engine), ("implementation", Map(("column", withColumn ? rule.Column : null), ("holds", rule.Holds))), ("severity", severity));
        KeptPart.AddTo(map, rule.Kept);
        return map;
    }

    private static int? Place(IReadOnlyList<string> names, string name) => names.ToList().IndexOf(name) is var place and >= 0 ? place + 1 : null;

    private static YamlMappingNode Custom(string name, object value) => Map(("property", name), ("value", value));

    public static YamlSequenceNode List(params YamlNode[] items) => new(items);

    /// <summary>With what the contract keeps for that part of it.</summary>
    private static YamlMappingNode Kept(SourceContract source, string place, params (string, object?)[] members)
    {
        var map = Map(members);
        KeptPart.AddTo(map, KeptPart.Below(source.Kept, place));
        return map;
    }

    /// <summary>Without what is null.</summary>
    public static YamlMappingNode Map(params (string Key, object? Value)[] members)
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
    public static YamlScalarNode Text(string text) => new(text) { Style = IsPlain(text) ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted };

    private static bool IsPlain(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.' or '/' or ' ' or '(' or ')' or '*' or '=') && text[^1] != ' '
        && text.ToLowerInvariant() is not ("true" or "false" or "yes" or "no" or "on" or "off" or "null" or "y" or "n");
}
