using System.Text.Json;
using Workbook.Cli.Output;

namespace Workbook.Cli.Tests;

/// <summary>What a program that starts this one reads on standard error.</summary>
public sealed class EventStreamTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("workbook-cli-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Progress_comes_as_events_and_ends_where_it_expected()
    {
        var events = Events(out var exit, "generate", "--scale", "0.001", "--out", Path.Combine(_folder, "raw"));
        Assert.Equal(0, exit);
        var sensors = events.Where(happened => Text(happened, "kind") == "progress" && Text(happened, "step") == "sensors").ToList();
        Assert.NotEmpty(sensors);
        Assert.Equal("rows", Text(sensors[^1], "unit"));
        Assert.Equal(sensors[^1].GetProperty("expected").GetInt64(), sensors[^1].GetProperty("done").GetInt64());
    }

    [Fact]
    public void A_fault_is_one_event_however_many_lines_it_has()
    {
        var lake = TestLake.WithOrders();
        var events = Events(out var exit, "sql", "--lake", lake.Path, "SELECT é FROM\n bronze.orders");
        lake.Dispose();
        Assert.Equal(1, exit);
        var fault = Assert.Single(events);
        Assert.Equal("fault", Text(fault, "kind"));
        Assert.Contains("\"é\" not found", Text(fault, "text"));
        Assert.Contains("\nLINE 1:", Text(fault, "text"));
    }

    [Fact]
    public void Wrong_usage_is_a_fault_too() =>
        Assert.Equal("Unrecognized command or argument 'genrate'.", Text(Assert.Single(Events(out _, "genrate")), "text"));

    [Fact]
    public void Steps_tell_ten_times_a_second_at_most_and_always_of_their_end()
    {
        var error = new StringWriter { NewLine = "\n" };
        var terminal = Terminal.Redirected(TextReader.Null, TextWriter.Null, error);
        terminal.WriteEvents();
        terminal.WithProgress("rows", progress =>
        {
            for (var row = 1; row <= 1000; row++)
                progress.Report(new StepProgress("orders", row, 1000));
            return 0;
        }, new StandingClock());
        Assert.Equal([1, 1000], Read(error.ToString()).Select(happened => happened.GetProperty("done").GetInt64()));
    }

    private static List<JsonElement> Events(out int exit, params string[] args)
    {
        var result = Cli.Run(["--events", .. args]);
        exit = result.Exit;
        return Read(result.Error);
    }

    private static List<JsonElement> Read(string error) =>
        [.. error.Split('\n').Where(line => line.StartsWith('\u001e')).Select(line => JsonDocument.Parse(line[1..]).RootElement)];

    private static string Text(JsonElement happened, string name) => happened.GetProperty(name).GetString()!;

    private sealed class StandingClock : TimeProvider
    {
        public override long GetTimestamp() => 1;
    }
}
