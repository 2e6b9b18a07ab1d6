using System.Net;
using System.Text.Json.Nodes;
using Workbook.Models.Lineage;
using Workbook.Models.Lineage.Events;
using Workbook.Models.Running;

namespace Workbook.Models.Tests.Lineage;

public sealed class OpenLineageRunTests
{
    [Fact]
    public void Run_is_told_as_valid_events_with_column_lineage()
    {
        var schemas = JsonSchemas.Of("openlineage");
        using var shop = SampleProject.CoffeeShop();
        shop.Write("models/broken.sql", "select nothing from {{ ref('orders') }}");
        var file = Path.Combine(shop.Folder, "events.jsonl");

        Run(shop, file);

        var events = File.ReadAllLines(file).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.All(events, told => Assert.Empty(schemas.Faults("https://openlineage.io/spec/2-0-2/OpenLineage.json", told)));
        Assert.Equal(30, events.Count(told => (string)told["eventType"]! == "START"));
        Assert.Equal(28, events.Count(told => (string)told["eventType"]! == "COMPLETE"));
        var orders = events.Last(told => (string)told["job"]!["name"]! == "coffee_shop.orders");
        Assert.Contains("customer_id", orders["outputs"]![0]!["facets"]!["columnLineage"]!["fields"]!.AsObject().Select(field => field.Key));
        Assert.Contains(events, told => (string)told["eventType"]! == "FAIL" && told["run"]!["facets"]!["errorMessage"] is not null);
    }

    [Fact]
    public async Task Events_arrive_at_a_server()
    {
        using var shop = SampleProject.Of(("models/a.sql", "select 1 as x"));
        using var server = new HttpListener();
        var port = Random.Shared.Next(20_000, 40_000);
        server.Prefixes.Add($"http://127.0.0.1:{port}/");
        server.Start();
        var received = Task.Run(async () =>
        {
            var types = new List<string>();
            while (types.Count < 4)
            {
                var context = await server.GetContextAsync();
                types.Add((string)JsonNode.Parse(context.Request.InputStream)!["eventType"]!);
                context.Response.Close();
            }
            return string.Join(' ', types);
        }, TestContext.Current.CancellationToken);

        Run(shop, $"http://127.0.0.1:{port}");

        Assert.Equal("START START COMPLETE COMPLETE", await received.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    private static void Run(SampleProject sample, string target)
    {
        var project = sample.Read();
        using var sink = OpenLineageSink.To(target, progress: new ImmediateProgress<string>(note => Assert.Fail(note)));
        var reporter = new OpenLineageReporter(null, sink, ProjectLineage.Build(project), TimeProvider.System);
        reporter.Complete(ModelRunner.Run(project, new ModelRunOptions(), progress: reporter));
    }
}
