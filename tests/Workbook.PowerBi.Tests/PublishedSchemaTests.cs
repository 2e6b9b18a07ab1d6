using System.Text.Json.Nodes;
using Workbook.Models.Tests;

namespace Workbook.PowerBi.Tests;

public sealed class PublishedSchemaTests(RetailModel retail)
{
    [Fact]
    public void Every_JSON_document_is_valid_by_the_schema_that_it_names()
    {
        var schemas = JsonSchemas.Of("powerbi");
        var documents = retail.Project.Files.Where(file => file.Value.StartsWith('{')).ToList();

        Assert.True(documents.Count > 70);
        Assert.Empty(documents.SelectMany(file => schemas.Faults((string)JsonNode.Parse(file.Value)!["$schema"]!, JsonNode.Parse(file.Value)).Select(fault => $"{file.Key}: {fault}")));
    }

    [Fact]
    public void The_schemas_find_what_is_wrong()
    {
        var schemas = JsonSchemas.Of("powerbi");
        var visual = JsonNode.Parse(retail.Project.Files.First(file => file.Key.EndsWith("/visual.json", StringComparison.Ordinal)).Value)!;
        visual["position"]!["x"] = "left";
        visual["visual"]!["query"]!["queryState"] = null;

        Assert.True(schemas.Faults((string)visual["$schema"]!, visual).Count >= 2);
    }
}
