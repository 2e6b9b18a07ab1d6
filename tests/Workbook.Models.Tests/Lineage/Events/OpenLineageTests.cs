using System.Net;
using System.Text.Json.Nodes;
using Workbook.Database;
using Workbook.Models.Lineage;
using Workbook.Models.Lineage.Events;

namespace Workbook.Models.Tests.Lineage.Events;

public sealed class OpenLineageTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.FromHours(10));

    private readonly string _folder = Directory.CreateTempSubdirectory("openlineage-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Events_and_their_facets_are_valid_by_the_published_schemas()
    {
        var schemas = JsonSchemas.Of("openlineage");
        var run = Run();
        foreach (var lineageEvent in new[] { OpenLineageEvents.Start(run), OpenLineageEvents.Complete(run, Noon.AddSeconds(3)), OpenLineageEvents.Fail(run, Noon.AddSeconds(3), "Binder Error: …") })
        {
            Assert.Empty(schemas.Faults("https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent", lineageEvent));
            // A facet says itself by which schema it is valid.
            foreach (var facet in Facets(lineageEvent))
            {
                var id = ((string)facet["_schemaURL"]!).Split('#');
                var wrapped = new JsonObject { ["facet"] = facet.DeepClone() };
                Assert.Empty(schemas.Faults($"{id[0]}#{id[1]}", wrapped["facet"]));
            }
        }
    }

    [Fact]
    public void The_events_of_a_run_share_its_id_and_differ_in_state()
    {
        var run = Run();
        var (start, complete, fail) = (OpenLineageEvents.Start(run), OpenLineageEvents.Complete(run, Noon.AddSeconds(3)), OpenLineageEvents.Fail(run, Noon, "no"));
        Assert.All([start, complete, fail], lineageEvent => Assert.Equal(run.RunId.ToString(), (string?)lineageEvent["run"]!["runId"]));
        Assert.Equal(["START", "COMPLETE", "FAIL"], new[] { start, complete, fail }.Select(lineageEvent => (string?)lineageEvent["eventType"]));
        Assert.Equal("2026-01-02T02:00:03.000000Z", (string?)complete["eventTime"]);
        Assert.Equal("no", (string?)fail["run"]!["facets"]!["errorMessage"]!["message"]);
        Assert.Equal("12", complete["outputs"]![0]!["outputFacets"]!["outputStatistics"]!["rowCount"]!.ToJsonString());
        Assert.Null(fail["outputs"]![0]!["outputFacets"]);
    }

    [Fact]
    public void Column_lineage_tells_values_from_filters()
    {
        var facet = OpenLineageEvents.Start(Run())["outputs"]![0]!["facets"]!["columnLineage"]!;
        Assert.Equal(["lake.raw.orders.amount DIRECT AGGREGATION"], Inputs(facet["fields"]!["total"]!["inputFields"]!));
        Assert.Equal(["lake.raw.orders.customer DIRECT IDENTITY"], Inputs(facet["fields"]!["customer"]!["inputFields"]!));
        Assert.Equal(["lake.raw.orders.customer INDIRECT ", "lake.raw.orders.status INDIRECT "], Inputs(facet["dataset"]!));
    }

    [Fact]
    public void A_file_gets_one_line_for_each_event()
    {
        var path = Path.Combine(_folder, "new", "events.jsonl");
        var notes = new List<string>();
        using (var sink = OpenLineageSink.To(path, progress: new ImmediateProgress<string>(notes.Add)))
        {
            sink.Send(OpenLineageEvents.Start(Run()));
            sink.Send(OpenLineageEvents.Complete(Run(), Noon));
        }
        Assert.Equal(["START", "COMPLETE"], File.ReadAllLines(path).Select(line => (string?)JsonNode.Parse(line)!["eventType"]));
        Assert.Empty(notes);
    }

    [Fact]
    public async Task A_server_gets_each_event_with_the_key()
    {
        using var listener = new HttpListener();
        var port = FreePort();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        var served = Task.Run(async () =>
        {
            var context = await listener.GetContextAsync();
            using var reader = new StreamReader(context.Request.InputStream);
            var body = await reader.ReadToEndAsync();
            context.Response.StatusCode = 201;
            context.Response.Close();
            return (context.Request.RawUrl, Key: context.Request.Headers["Authorization"], Type: (string?)JsonNode.Parse(body)!["eventType"]);
        }, TestContext.Current.CancellationToken);
        var notes = new List<string>();
        using var sink = OpenLineageSink.To($"http://127.0.0.1:{port}", apiKey: "k", progress: new ImmediateProgress<string>(notes.Add));
        sink.Send(OpenLineageEvents.Start(Run()));
        Assert.Equal(("/api/v1/lineage", "Bearer k", "START"), await served);
        Assert.Empty(notes);
    }

    [Fact]
    public void A_server_that_is_not_there_is_noted_and_then_left_alone()
    {
        var notes = new List<string>();
        using var sink = OpenLineageSink.To($"http://127.0.0.1:{FreePort()}/lineage", timeout: TimeSpan.FromSeconds(1), progress: new ImmediateProgress<string>(notes.Add));
        for (var at = 0; at < 5; at++) sink.Send(OpenLineageEvents.Start(Run()));
        Assert.Equal(3, notes.Count);
        Assert.StartsWith("OpenLineage event START of shop.totals didn't reach 'http://127.0.0.1:", notes[0], StringComparison.Ordinal);
        Assert.EndsWith("no more are sent in this run.", notes[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_does_not_answer_costs_its_timeout_and_no_run()
    {
        using var silent = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var notes = new List<string>();
        using var sink = OpenLineageSink.To($"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}", timeout: TimeSpan.FromMilliseconds(300), progress: new ImmediateProgress<string>(notes.Add));
        sink.Send(OpenLineageEvents.Start(Run()));
        Assert.Contains("no answer within 0.3 s", Assert.Single(notes), StringComparison.Ordinal);
    }

    private static OpenLineageRun Run()
    {
        using var connection = WorkbookDatabase.Open();
        var lineage = ColumnLineage.Of(
            connection, "SELECT customer, sum(amount) AS total FROM orders WHERE status = 'paid' GROUP BY customer",
            (_, _, _) => new TableColumns("source.shop.raw.orders", ["customer", "amount", "status"]));
        return new OpenLineageRun(
            new OpenLineageJob("shop", "shop.totals"), Guid.Parse("7f4b1a52-7a44-4a0b-9b43-7a2f1c7d2b10"), Noon,
            [
                new OpenLineageInput(
                    new OpenLineageDataset("source.shop.raw.orders", "duckdb://lake.duckdb", "lake.raw.orders", [new OpenLineageField("customer", "BIGINT", "Who ordered."), new OpenLineageField("amount")]),
                    [new OpenLineageAssertion("not_null", true, "customer", "error"), new OpenLineageAssertion("row_count", false)]),
            ],
            [new OpenLineageOutput(new OpenLineageDataset("model.shop.totals", "duckdb://lake.duckdb", "lake.main.totals"), lineage, Rows: 12)],
            "SELECT …", new OpenLineageParent(Guid.Parse("0f4b1a52-7a44-4a0b-9b43-7a2f1c7d2b10"), new OpenLineageJob("shop", "build")));
    }

    private static IEnumerable<string> Inputs(JsonNode fields) => fields.AsArray().Select(field =>
        $"{field!["name"]}.{field["field"]} {field["transformations"]![0]!["type"]} {field["transformations"]![0]!["subtype"]}");

    private static IEnumerable<JsonObject> Facets(JsonNode? node) => node switch
    {
        JsonObject facet when facet.ContainsKey("_schemaURL") => [facet],
        JsonObject fields => fields.SelectMany(field => Facets(field.Value)),
        JsonArray items => items.SelectMany(Facets),
        _ => [],
    };

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
