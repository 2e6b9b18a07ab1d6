using System.Globalization;
using System.Text.Json.Nodes;

namespace Workbook.Models.Lineage.Events;

/// <summary>
/// Run events of OpenLineage 2-0-2. Each run has a START and then a COMPLETE or a FAIL, with the same run id; both carry
/// all facets, as consumers may see only one of them.
/// </summary>
internal static class OpenLineageEvents
{
    public static JsonObject Start(OpenLineageRun run) => Event("START", run, run.StartedAt, error: null);

    public static JsonObject Complete(OpenLineageRun run, DateTimeOffset completedAt) => Event("COMPLETE", run, completedAt, error: null);

    public static JsonObject Fail(OpenLineageRun run, DateTimeOffset failedAt, string error) => Event("FAIL", run, failedAt, error);

    private static JsonObject Event(string type, OpenLineageRun run, DateTimeOffset at, string? error) => new()
    {
        ["eventTime"] = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
        ["producer"] = OpenLineageFacets.Producer,
        ["schemaURL"] = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
        ["eventType"] = type,
        ["run"] = new JsonObject { ["runId"] = run.RunId.ToString("D"), ["facets"] = OpenLineageFacets.OfRun(run, error) },
        ["job"] = new JsonObject { ["namespace"] = run.Job.Namespace, ["name"] = run.Job.Name, ["facets"] = OpenLineageFacets.OfJob(run) },
        ["inputs"] = new JsonArray([.. run.Inputs.Select(Input)]),
        ["outputs"] = new JsonArray([.. run.Outputs.Select(output => Output(run, output, type))]),
    };

    private static JsonObject Input(OpenLineageInput input)
    {
        var json = Dataset(input.Dataset);
        if (input.Assertions is { Count: > 0 } assertions)
            json["inputFacets"] = new JsonObject { ["dataQualityAssertions"] = OpenLineageFacets.Assertions(assertions) };
        return json;
    }

    private static JsonObject Output(OpenLineageRun run, OpenLineageOutput output, string type)
    {
        var json = Dataset(output.Dataset);
        if (output.Lineage is { } lineage)
            json["facets"]!["columnLineage"] = OpenLineageColumns.Facet(lineage, [.. run.Inputs.Select(input => input.Dataset)]);
        // Nothing is written yet at the start, and what a failed run wrote is undone.
        if (type == "COMPLETE" && (output.Rows ?? output.Bytes ?? output.Files) is not null)
            json["outputFacets"] = new JsonObject { ["outputStatistics"] = OpenLineageFacets.Statistics(output) };
        return json;
    }

    private static JsonObject Dataset(OpenLineageDataset dataset)
    {
        var facets = new JsonObject();
        if (dataset.Fields is { } fields) facets["schema"] = OpenLineageFacets.Schema(fields);
        return new JsonObject { ["namespace"] = dataset.Namespace, ["name"] = dataset.Name, ["facets"] = facets };
    }
}
