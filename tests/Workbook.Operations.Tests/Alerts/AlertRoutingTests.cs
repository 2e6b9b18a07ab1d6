using Workbook.Operations.Alerts;

namespace Workbook.Operations.Tests.Alerts;

public sealed class AlertRoutingTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_routing_reads_as_it_is_written()
    {
        var routing = Read("""
            window: 90m
            sinks:
              - {name: file, kind: file, path: out.jsonl}
              - {name: oncall, kind: webhook, url: "https://example.test/hook", timeout: 2s, retries: 0}
            routes:
              P0: [file, oncall]
              P1: oncall
            digest: {severities: [P2, P3], to: [file]}
            """);
        Assert.Equal(TimeSpan.FromMinutes(90), routing.Window);
        Assert.Equal([new SinkDefinition("file", SinkKind.File, "out.jsonl"), new SinkDefinition("oncall", SinkKind.Webhook, "https://example.test/hook") { Timeout = TimeSpan.FromSeconds(2), Retries = 0 }], routing.Sinks);
        Assert.Equal(["file", "oncall"], routing.Routes[Severity.P0]);
        Assert.Equal(["oncall"], routing.Routes[Severity.P1]);
        Assert.Empty(routing.Routes[Severity.P3]);
        Assert.Equal([Severity.P2, Severity.P3], routing.DigestOf);
    }

    [Fact]
    public void All_faults_are_told_at_once_each_with_its_line()
    {
        var message = Assert.Throws<WorkbookException>(() => Read("""
            window: soon
            sinks:
              - {name: file, kind: flie, path: x}
              - {name: console, kind: console}
              - {name: hook, kind: webhook, url: "ftp://example.test"}
              - {name: late, kind: webhook, url_from: WORKBOOK_NO_SUCH_VARIABLE}
              - {name: console, kind: console, colour: red}
            routes:
              P1: [consol]
              P2: [console]
              P9: [console]
            digest: {severities: [P2, urgent], to: [nobody]}
            """)).Message;
        Assert.Equal("""
            routing.yml:1: 'window' must be a number up to 1000 with its unit, such as 30s, 5m, 6h or 1d, not 'soon'.
            routing.yml:3: 'kind' can't be 'flie'. Did you mean 'file'? It is one of: console, file, webhook.
            routing.yml:5: 'ftp://example.test' is no http or https address.
            routing.yml:6: the environment has no variable 'WORKBOOK_NO_SUCH_VARIABLE'. Set it to the webhook's address.
            routing.yml:7: 'colour' is not known here. Known are: name, kind, path, url, url_from, timeout, retries.
            routing.yml:3: sink 'console' is declared 2 times. Give each a name of its own.
            routing.yml:11: 'P9' is not known here. Did you mean 'P0'? Known are: P0, P1, P2, P3.
            routing.yml:9: there is no sink 'consol'. Did you mean 'console'? Declared are: console, console.
            routing.yml:12: there is no severity 'urgent'. They are: P0, P1, P2, P3.
            routing.yml:12: there is no sink 'nobody'. Declared are: console, console.
            routing.yml:12: P2 is both routed at once and in the digest. Take it out of one.
            """, message, ignoreLineEndingDifferences: true);
    }

    [Theory]
    [InlineData("", "routing.yml:1: the file is empty.")]
    [InlineData("window: 1h", "routing.yml:1: 'sinks' is missing here")]
    [InlineData("sinks: [", "this is not valid YAML")]
    public void A_file_that_is_no_routing_is_refused(string text, string said) => Assert.Contains(said, Assert.Throws<WorkbookException>(() => Read(text)).Message);

    [Fact]
    public void A_file_that_is_not_there_is_said_to_be_missing() =>
        Assert.StartsWith("There is no alert routing at 'nowhere.yml'.", Assert.Throws<WorkbookException>(() => AlertRouting.Read("nowhere.yml")).Message);

    private AlertRouting Read(string text)
    {
        var path = Path.Combine(_folder.Path, "routing.yml");
        File.WriteAllText(path, text);
        return AlertRouting.Read(path);
    }
}
