namespace Workbook.Contracts.Files;

/// <summary>What a contract says for people and other tools, beside its columns. Parts of the server and the schema have their key before them.</summary>
internal static class ContractDocumentation
{
    public const string Server = "servers";
    public const string Schema = "schema";

    public static IEnumerable<KeptPart> Of(ContractNode top, ContractNode server, ContractNode schema, SourceContract contract)
    {
        var parts = top.Keep("", "tenant", "dataProduct", "support", "price", "roles", "slaDefaultElement", "slaProperties", "authoritativeDefinitions", "customProperties", "contractCreatedTs")
            .Concat(Unless(top, "", "id", contract.Name)).Concat(Unless(top, "", "name", contract.Name)).Concat(Unless(top, "", "status", "active"))
            .Concat(server.Keep($"{Server}.", "id", "description", "environment", "roles")).Concat(Unless(server, $"{Server}.", "server", "raw"))
            .Concat(schema.Keep($"{Schema}.", "id", "physicalName", "businessName", "authoritativeDefinitions", "tags", "dataGranularityDescription", "relationships"))
            .Concat(Unless(schema, $"{Schema}.", "physicalType", PhysicalType(contract.Format)));
        if (schema.Text("description") != contract.Description)
            parts = parts.Concat(schema.Keep($"{Schema}.", "description"));
        if (top.Map("description") is { } description)
        {
            description.RequireKeys("a description", "purpose", "usage", "limitations", "authoritativeDefinitions", "customProperties");
            parts = parts.Concat(description.Keep("description.", "usage", "limitations", "authoritativeDefinitions", "customProperties"));
        }
        if (top.IsList("team"))
            return parts.Concat(top.Keep("", "team"));
        if (top.Map("team") is not { } team)
            return parts;
        team.RequireKeys("a team", "id", "name", "description", "members", "tags", "customProperties", "authoritativeDefinitions");
        return parts.Concat(team.Keep("team.", "id", "description", "members", "tags", "customProperties", "authoritativeDefinitions"));
    }

    public static string PhysicalType(SourceFormat format) => format == SourceFormat.Delta ? "table" : "file";

    private static IEnumerable<KeptPart> Unless(ContractNode node, string place, string key, string usual) => node.Text(key) == usual ? [] : node.Keep(place, key);
}
