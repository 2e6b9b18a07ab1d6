using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Workbook.Contracts.Files;

/// <summary>Reads a contract of the Open Data Contract Standard; all its faults are told together.</summary>
internal sealed class ContractReader
{
    private readonly List<(long Line, string Message)> _faults = [];

    public static SourceContract Read(string yaml, string file)
    {
        var reader = new ContractReader();
        var contract = reader.Load(yaml) is { } top ? Contract(top) : null;
        return contract is not null && reader._faults.Count == 0
            ? contract
            : throw new WorkbookException(string.Join("\n", reader._faults.OrderBy(fault => fault.Line).Select(fault => $"{file}:{fault.Line}: {fault.Message}")));
    }

    private ContractNode? Load(string yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents.Count > 0 && stream.Documents[0].RootNode is YamlMappingNode map)
                return new ContractNode(map, _faults);
            _faults.Add((1, "expected a data contract: a mapping with apiVersion, kind, id, version, status, servers and schema."));
        }
        catch (YamlException fault)
        {
            _faults.Add((fault.Start.Line, $"this is not valid YAML: {fault.InnerException?.Message ?? fault.Message}"));
        }

        return null;
    }

    private static SourceContract? Contract(ContractNode top)
    {
        top.RequireKeys("a data contract", "version", "kind", "apiVersion", "id", "name", "tenant", "tags", "status", "servers", "dataProduct", "description", "domain", "schema",
            "support", "price", "team", "roles", "slaDefaultElement", "slaProperties", "authoritativeDefinitions", "customProperties", "contractCreatedTs");
        if (top.Text("kind") is not "DataContract")
            top.Fault("'kind' must be DataContract.", "kind");
        if (top.Text("apiVersion") is not { } version || !version.StartsWith("v3.", StringComparison.Ordinal))
            top.Fault("'apiVersion' must be v3.0.0 or a later v3, of the Open Data Contract Standard.", "apiVersion");
        var (servers, schemas) = (top.Maps("servers"), top.Maps("schema"));
        if (servers.Count != 1)
            top.Fault($"expected one server, the place where the files arrive, found {servers.Count}.", "servers");
        if (schemas.Count != 1)
            top.Fault($"expected one schema a file, found {schemas.Count}. Write a file for each.", "schema");
        if (servers.Count != 1 || schemas.Count != 1)
            return null;

        var (server, schema) = (servers[0], schemas[0]);
        server.RequireKeys("a local server", "id", "server", "type", "description", "environment", "roles", "customProperties", "path", "format");
        if (server.Text("type") is not (null or "local"))
            server.Fault("the server's type must be local: files are read from a folder.", "type");
        schema.RequireKeys("a schema", "id", "name", "logicalType", "physicalType", "physicalName", "description", "businessName", "authoritativeDefinitions", "tags", "dataGranularityDescription",
            "properties", "relationships", "quality", "customProperties");
        var format = OneOf(server, "format", server.RequiredText("format", "csv, jsonl, xlsx, parquet or delta"), ContractWords.Formats);
        var properties = schema.Maps("properties").Select(property => new SchemaProperty(property)).ToList();
        if (properties.Count == 0)
            schema.Fault("'properties' is missing: the columns.");
        foreach (var reserved in properties.Where(property => ReservedNames.Has(property.Column.Name)))
            reserved.Node.Fault($"'{reserved.Column.Name}' is a name that bronze gives to a column of its own. Choose another, and say physicalName: {reserved.Column.Name}.", "name");
        foreach (var repeated in properties.GroupBy(property => property.Column.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            repeated.Last().Node.Fault($"the column '{repeated.Key}' is there twice.");
        var (custom, place) = (new CustomProperties(schema), new CustomProperties(server));
        var checks = schema.Maps("quality").Select(quality => (Node: quality, Rule: ContractQuality.RowRule(quality))).ToList();
        var contract = new SourceContract(schema.RequiredText("name", "what the table is called"), format)
        {
            Version = top.RequiredText("version", "the contract's own, such as 1.0.0"),
            Description = top.Map("description")?.Text("purpose") ?? schema.Text("description") ?? "",
            Separator = Separator(server, place.Text(ContractWords.Separator)),
            Path = server.RequiredText("path", "where the files lie below the raw folder, with * for a part of a name"),
            Columns = [.. properties.Where(property => property is { IsLater: false, IsFromPath: false }).Select(property => property.Column)],
            LaterColumns = [.. properties.Where(property => property.IsLater).Select(property => property.Column)],
            PathColumns = [.. properties.Where(property => property.IsFromPath).Select(property => property.Column)],
            Key = [.. properties.Where(property => property.KeyPosition is not null).OrderBy(property => property.KeyPosition).Select(property => property.Column.Name)],
            Partitions = [.. properties.Where(property => property.PartitionPosition is not null).OrderBy(property => property.PartitionPosition).Select(property => property.Column.Name)],
            RowRules = [.. checks.Select(check => check.Rule).OfType<Rule>()],
            Owner = top.IsList("team") ? null : top.Map("team")?.Text("name"),
            Domain = top.Text("domain"),
            Tags = top.Texts("tags"),
            Rows = custom.Whole(ContractWords.Rows) ?? 0,
            Disposition = custom.OneOf(ContractWords.Disposition, ContractWords.Dispositions) ?? WriteDisposition.Append,
            SmallestReplacement = custom.Share(ContractWords.SmallestReplacement) ?? SourceContract.UsualReplacement,
            UnknownColumns = custom.OneOf(ContractWords.UnknownColumns, ContractWords.SchemaModes) ?? SchemaMode.Freeze,
            CatchAll = custom.Text(ContractWords.CatchAll),
            EventTime = custom.Text(ContractWords.EventTime),
            Anomalies = [.. custom.Maps(ContractWords.PlantedFaults).Select(Anomaly)],
        };
        custom.RequireKnown();
        place.RequireKnown();
        RequireColumns(schema, contract);
        return contract with
        {
            Kept =
            [
                .. ContractDocumentation.Of(top, server, schema, contract),
                .. place.Others("servers.customProperties"), .. custom.Others("schema.customProperties"),
                .. checks.Where(check => check.Rule is null).SelectMany(check => check.Node.KeepWhole("schema.quality")),
            ],
        };
    }

    private static char Separator(ContractNode server, string? text)
    {
        if (text is null or { Length: 1 } && (text is null || (char.IsAscii(text[0]) && text[0] is not ('"' or '\r' or '\n'))))
            return text?[0] ?? ',';
        server.Fault($"the separator must be one ASCII character that is neither a quote nor a line end, such as ';' or \"\\t\"; found '{text}'.", "customProperties");
        return ',';
    }

    private static PlantedAnomaly Anomaly(ContractNode node)
    {
        node.RequireKeys("a planted fault", "kind", "rate", "detectedBy");
        return new PlantedAnomaly(node.RequiredText("kind", "what is wrong"), (double)(node.Number("rate") ?? 0), node.Text("detectedBy"));
    }

    private static void RequireColumns(ContractNode schema, SourceContract contract)
    {
        var columns = contract.Columns.Concat(contract.LaterColumns).Concat(contract.PathColumns).Select(column => column.Name).ToHashSet();
        foreach (var (what, name) in contract.RowRules.Select(rule => ("quality", rule.Column)).Append((ContractWords.CatchAll, contract.CatchAll!)).Append((ContractWords.EventTime, contract.EventTime!)))
            if (name is not null && !columns.Contains(name))
                schema.Fault($"{what} names the column '{name}', which isn't among the properties: {string.Join(", ", columns)}.", what);
        if (contract.Format == SourceFormat.Delta && contract.Columns.Concat(contract.LaterColumns).FirstOrDefault(column => column.PhysicalName is not null) is { } renamed)
            schema.Fault($"the column '{renamed.Name}' has a physicalName: the columns of a Delta source go by their own names.");
        if (contract.Format == SourceFormat.Delta && contract.Key.Count == 0)
            schema.Fault("a Delta source needs a key: give primaryKey: true to the columns that name a row.");
    }

    private static T OneOf<T>(ContractNode node, string key, string word, IReadOnlyDictionary<T, string> words) where T : struct
    {
        foreach (var (value, name) in words)
            if (name == word)
                return value;
        if (word.Length > 0)
            node.Fault($"'{word}' is none of {string.Join(", ", words.Values)}.", key);
        return default;
    }
}
