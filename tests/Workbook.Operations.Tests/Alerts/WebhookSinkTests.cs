using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Workbook.Operations.Alerts;

namespace Workbook.Operations.Tests.Alerts;

public sealed class WebhookSinkTests
{
    private static readonly AlertNotice Notice = new() { Kind = NoticeKind.Firing, Fingerprint = "monitor:accepted.stores", Severity = Severity.P1, Title = "Läden", Text = "94 %", At = new DateTime(2026, 3, 1, 8, 0, 0, DateTimeKind.Utc) };

    [Fact]
    public void A_notice_is_posted_as_json()
    {
        using var server = new Server(200);
        using var sink = Sink(server);
        sink.Send(Notice, default);
        var (method, type, body) = server.Requests.Single();
        Assert.Equal(("POST", "application/json; charset=utf-8"), (method, type));
        var json = JsonNode.Parse(body)!;
        Assert.Equal(("firing", "P1", "Läden", "monitor:accepted.stores", "2026-03-01T08:00:00Z"), ((string)json["kind"]!, (string)json["severity"]!, (string)json["title"]!, (string)json["fingerprint"]!, (string)json["at"]!));
    }

    [Fact]
    public void An_answer_of_5xx_is_tried_again_as_the_server_asks()
    {
        var time = new SteppingTime();
        using var server = new Server(503, 429, 200) { RetryAfter = 3 };
        using var sink = Sink(server, time: time);
        sink.Send(Notice, default);
        Assert.Equal(3, server.Requests.Count);
        Assert.Equal([TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3)], time.Waits);
    }

    [Theory]
    [InlineData(404, 1, "after 1 attempt: it answered 404 Not Found")]
    [InlineData(302, 1, "after 1 attempt: it answered 302 Found")]
    [InlineData(500, 3, "after 3 attempts: it answered 500 Internal Server Error")]
    public void A_refusal_is_told_without_the_secret_part_of_the_address(int code, int attempts, string said)
    {
        using var server = new Server(code, code, code, code);
        using var sink = Sink(server, time: new SteppingTime());
        var fault = Assert.Throws<WorkbookException>(() => sink.Send(Notice, default));
        Assert.Contains(said, fault.Message);
        Assert.DoesNotContain("secret", fault.Message);
        Assert.Equal(attempts, server.Requests.Count);
    }

    [Fact]
    public void A_server_that_does_not_answer_is_given_up_in_time()
    {
        using var server = new Server(0);
        using var sink = new WebhookSink("hook", server.Address, TimeSpan.FromMilliseconds(100), retries: 0);
        Assert.Contains("no answer within 0.1 s", Assert.Throws<WorkbookException>(() => sink.Send(Notice, default)).Message);
    }

    [Fact]
    public void An_address_where_nobody_listens_is_told()
    {
        using var sink = new WebhookSink("hook", new Uri($"http://localhost:{FreePort()}/secret"), TimeSpan.FromSeconds(5), retries: 0);
        Assert.Contains("did not take the notice, after 1 attempt: ", Assert.Throws<WorkbookException>(() => sink.Send(Notice, default)).Message);
    }

    private static WebhookSink Sink(Server server, TimeProvider? time = null) => new("hook", server.Address, TimeSpan.FromSeconds(10), retries: 2, time);

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>Answers with the codes in turn; 0 doesn't answer at all.</summary>
    private sealed class Server : IDisposable
    {
        private readonly HttpListener _listener = new();

        public Server(params int[] codes)
        {
            Address = new Uri($"http://localhost:{FreePort()}/hook/secret");
            _listener.Prefixes.Add(Address.GetLeftPart(UriPartial.Authority) + "/");
            _listener.Start();
            _ = Task.Run(() => Answer(codes));
        }

        public Uri Address { get; }

        public int? RetryAfter { get; init; }

        public List<(string Method, string Type, string Body)> Requests { get; } = [];

        public void Dispose() => _listener.Abort();

        private async Task Answer(int[] codes)
        {
            foreach (var code in codes)
            {
                var context = await _listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream);
                Requests.Add((context.Request.HttpMethod, context.Request.ContentType!, await reader.ReadToEndAsync()));
                if (code == 0)
                    continue;
                context.Response.StatusCode = code;
                if (RetryAfter is { } seconds)
                    context.Response.AddHeader("Retry-After", $"{seconds}");
                context.Response.Close();
            }
        }
    }
}
