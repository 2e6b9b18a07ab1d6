using System.Text.Json.Nodes;

namespace Workbook.Models.Lineage.Events;

internal static class OpenLineageFacets
{
    internal const string Producer = "urn:data-engineering-workbook:models";

    internal static JsonObject OfRun(OpenLineageRun run, string? error)
    {
        var facets = new JsonObject();
        if (run.Parent is { } parent)
            facets["parent"] = Facet("1-2-0", "ParentRunFacet", new JsonObject
            {
                ["run"] = new JsonObject { ["runId"] = parent.RunId.ToString("D") },
                ["job"] = new JsonObject { ["namespace"] = parent.Job.Namespace, ["name"] = parent.Job.Name },
            });
        if (error is not null)
            facets["errorMessage"] = Facet("1-0-1", "ErrorMessageRunFacet", new JsonObject { ["message"] = error, ["programmingLanguage"] = "SQL" });
        return facets;
    }

    internal static JsonObject OfJob(OpenLineageRun run) => run.Sql is null ? [] : new JsonObject
    {
        ["sql"] = Facet("1-1-0", "SQLJobFacet", new JsonObject { ["query"] = run.Sql, ["dialect"] = "duckdb" }),
    };

    internal static JsonObject Schema(IReadOnlyList<OpenLineageField> fields) => Facet("1-2-0", "SchemaDatasetFacet", new JsonObject
    {
        ["fields"] = new JsonArray([.. fields.Select((field, at) => WithoutNulls(new JsonObject
        {
            ["name"] = field.Name, ["type"] = field.Type, ["description"] = field.Description, ["ordinal_position"] = at + 1,
        }))]),
    });

    internal static JsonObject Assertions(IReadOnlyList<OpenLineageAssertion> assertions) => Facet("1-1-0", "DataQualityAssertionsDatasetFacet", new JsonObject
    {
        ["assertions"] = new JsonArray([.. assertions.Select(assertion => WithoutNulls(new JsonObject
        {
            ["assertion"] = assertion.Assertion, ["success"] = assertion.Success, ["column"] = assertion.Column, ["severity"] = assertion.Severity, ["name"] = assertion.Name,
        }))]),
    });

    internal static JsonObject Statistics(OpenLineageOutput output) => Facet("1-0-2", "OutputStatisticsOutputDatasetFacet", WithoutNulls(new JsonObject
    {
        ["rowCount"] = output.Rows, ["size"] = output.Bytes, ["fileCount"] = output.Files,
    }));

    internal static JsonObject Facet(string version, string name, JsonObject content)
    {
        content["_producer"] = Producer;
        content["_schemaURL"] = $"https://openlineage.io/spec/facets/{version}/{name}.json#/$defs/{name}";
        return content;
    }

    private static JsonObject WithoutNulls(JsonObject json)
    {
        foreach (var name in json.Where(field => field.Value is null).Select(field => field.Key).ToList()) json.Remove(name);
        return json;
    }
}
