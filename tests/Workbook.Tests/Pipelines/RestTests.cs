using System.Net;
using System.Net.Sockets;
using System.Text;
using DuckDB.NET.Data;
using Workbook.Contracts;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Lake;
using Workbook.Pipelines;
using Workbook.Tests.Database;

namespace Workbook.Tests.Pipelines;

/// <summary>Against a real server: pages, pauses, tokens, and what must not be told.</summary>
public sealed class RestTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly DuckDBConnection _connection = WorkbookDatabase.Open();
    private readonly Shop _shop = new();

    public void Dispose()
    {
        _shop.Dispose();
        _connection.Dispose();
        _folder.Dispose();
    }

    public static TheoryData<string> Ways => ["number", "offset", "link", "token", "next"];

    [Theory, MemberData(nameof(Ways))]
    public void All_pages_are_read_once(string way)
    {
        _shop.Answer = request => way switch
        {
            "number" => Page(int.Parse(request["page"]!) - 1),
            "offset" => Page(int.Parse(request["offset"]!) switch { 0 => 0, 2 => 1, 4 => 2, _ => 3 }),
            "link" => Page(Number(request)) with { Link = Number(request) < 2 ? $"<{_shop.Address}?at={Number(request)}>; rel=\"prev\", <{_shop.Address}?at={Number(request) + 1}>; title=\"a\"; rel=\"next\"" : null },
            "token" => Page(Number(request), Number(request) < 2 ? $"\"{Number(request) + 1}\"" : "null"),
            _ => Page(Number(request), Number(request) < 2 ? $"\"/orders?at={Number(request) + 1}\"" : "null"),
        };
        var loaded = Load(new RestSource(_shop.Address)
        {
            Rows = "data.items",
            Pages = way switch { "number" => Paging.Number(), "offset" => Paging.Offset(), "link" => Paging.Link, "token" => Paging.Token("at", "next"), _ => Paging.Next("next") },
        });
        Assert.Equal(5, loaded.Rows);
        Assert.Equal(["1", "2", "3", "4", "5"], Rows("id"));
    }

    [Fact]
    public void The_server_is_told_the_cursor_and_rows_at_its_edge_come_once()
    {
        var source = new RestSource(_shop.Address) { CursorParameter = "since" };
        Resource orders = new("orders", source) { Cursor = "changed" };
        _shop.Answer = _ => Json("""[{"id":1,"changed":"2024-01-01T10:00:00+02:00"},{"id":2,"changed":"2024-01-01T09:30:00Z"}]""");
        Assert.Equal(2, Load(orders).Rows);
        Assert.Null(_shop.Queries[^1]["since"]);
        _shop.Answer = _ => Json("""[{"id":2,"changed":"2024-01-01T09:30:00Z"},{"id":3,"changed":"2024-01-01T09:30:00Z"}]""");
        Assert.Equal(1, Load(orders).Rows);
        Assert.Equal("2024-01-01T09:30:00Z", _shop.Queries[^1]["since"]);
        Load(orders with { Lookback = "INTERVAL 90 MINUTE" });
        Assert.Equal("2024-01-01T08:00:00Z", _shop.Queries[^1]["since"]);
        Assert.Equal(["1", "2", "3"], Rows("id"));
    }

    [Fact]
    public void A_pause_that_the_server_asks_for_is_kept()
    {
        var clock = new Clock();
        var answers = new Queue<Answer>([new("", 429) { RetryAfter = "7" }, new("", 503) { RetryAfter = clock.GetUtcNow().AddSeconds(20).ToString("R") }, new("", 503), Json("""[{"id":1}]""")]);
        _shop.Answer = _ => answers.Dequeue();
        Assert.Equal(1, Load(new Resource("orders", new RestSource(_shop.Address)), clock).Rows);
        Assert.Equal([7, 13, 4], clock.Pauses.Select(pause => pause.TotalSeconds));
    }

    [Fact]
    public void A_pause_that_is_too_long_and_a_server_that_stays_busy_are_told()
    {
        _shop.Answer = _ => new Answer("", 429) { RetryAfter = "7200" };
        Assert.Contains("answers 429 and asks to wait 7200 s, longer than the 300 s that are allowed", Fault(new RestSource(_shop.Address)));
        _shop.Answer = _ => new Answer("", 503);
        Assert.Contains("answers 503, 5 times in a row", Fault(new RestSource(_shop.Address)));
    }

    [Fact]
    public void A_token_is_asked_for_once_renewed_and_written_nowhere()
    {
        Environment.SetEnvironmentVariable("WORKBOOK_TEST_ID", "the-client");
        Environment.SetEnvironmentVariable("WORKBOOK_TEST_SECRET", "s3cret+value");
        var tokens = 0;
        _shop.Token = form =>
        {
            Assert.Equal("grant_type=client_credentials&client_id=the-client&client_secret=s3cret%2Bvalue&scope=read", form);
            return Json($$"""{"access_token":"token-{{++tokens}}","expires_in":3600}""");
        };
        _shop.Answer = request => _shop.Authorization == "Bearer token-2" ? Page(int.Parse(request["page"]!) - 1) : new Answer("no", 401);
        var source = new RestSource(_shop.Address) { Rows = "data.items", Pages = Paging.Number(), OAuth = new ClientCredentials(_shop.TokenAddress, "${WORKBOOK_TEST_ID}", "${WORKBOOK_TEST_SECRET}") { Scope = "read" } };
        Assert.Equal(5, Load(source).Rows);
        Assert.Equal(2, tokens);

        _shop.Answer = _ => new Answer($"no to {_shop.Authorization} of s3cret+value", 403);
        var fault = Fault(source);
        Assert.Contains("answers 403 and refuses the credentials. Check the environment variables that the declaration names. It says: no to Bearer *** of ***", fault);
        var written = Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Select(file => Encoding.Latin1.GetString(File.ReadAllBytes(file)));
        Assert.All(written, text => Assert.DoesNotMatch("s3cret|token-|the-client", text));
    }

    [Fact]
    public void What_is_wrong_with_an_answer_is_told()
    {
        var source = new RestSource(_shop.Address);
        _shop.Answer = _ => Json("""{"items":[],"n":3}""");
        Assert.Contains("has no list of rows as its answer; it has the members items (array), n (number). Say under rows", Fault(source));
        _shop.Answer = _ => Json("[1]");
        Assert.Contains("has a number among its rows; expected objects", Fault(source));
        _shop.Answer = _ => Json("[{]");
        Assert.Contains("that isn't whole JSON", Fault(source));
        _shop.Answer = _ => Json("""[{"id":1}]""");
        Assert.Contains("is the same as the one before it", Fault(source with { Pages = Paging.Number() }));
        _shop.Answer = _ => Json("""[{"id":1}]""") with { Link = "<https://elsewhere.example/>; rel=next" };
        Assert.Contains("leads on to another server, https://elsewhere.example", Fault(source with { Pages = Paging.Link }));
        _shop.Answer = _ => new Answer("gone", 404);
        Assert.Contains("answers 404 and says no. Correct the address and its parameters. It says: gone", Fault(source));
        Assert.Contains("needs the environment variable WORKBOOK_NOT_SET, which is not set", Fault(source with { Headers = new Dictionary<string, string> { ["X-Key"] = "${WORKBOOK_NOT_SET}" } }));
    }

    [Fact]
    public void No_rows_are_no_fault_and_a_column_without_values_waits_for_one()
    {
        Resource orders = new("orders", new RestSource(_shop.Address)) { Cursor = "id" };
        _shop.Answer = _ => Json("[]");
        Assert.Equal((0, -1), (Load(orders).Rows, Load(orders).Version));
        _shop.Answer = _ => Json("""[{"id":1,"note":null,"price":10}]""");
        Load(orders);
        _shop.Answer = _ => Json("""[{"id":2,"note":{"by":"Ann"},"price":9.5}]""");
        Load(orders);
        _shop.Answer = _ => Json("""[{"id":3,"note":null,"price":null}]""");
        Load(orders);
        _shop.Answer = _ => Json("[]");
        Load(orders);
        Assert.Equal(["1 - 10.0", "2 Ann 9.5", "3 - -"], Rows("id || ' ' || coalesce(note.by, '-') || ' ' || coalesce(price::VARCHAR, '-')"));
    }

    private static int Number(System.Collections.Specialized.NameValueCollection request) => int.Parse(request["at"] ?? "0");

    private static Answer Page(int number, string next = "null") =>
        Json($$"""{"data":{"items":[{{string.Join(",", Enumerable.Range(1, 5).Skip(number * 2).Take(2).Select(id => $$"""{"id":{{id}}}"""))}}]},"next":{{next}}}""");

    private static Answer Json(string body) => new(body);

    private LoadedResource Load(RestSource source) => Load(new Resource("orders", source));

    private LoadedResource Load(Resource resource, TimeProvider? time = null) => new Pipeline("shop", [resource]) { Time = time ?? new Clock() }.Run(_connection, _folder.Path)[^1];

    private string Fault(RestSource source) => Assert.Throws<WorkbookException>(() => Load(source)).Message;

    private List<string> Rows(string expression) => _connection.Query(
        $"SELECT CAST({expression} AS VARCHAR) AS value FROM {DeltaTable.Open(new LakeFolder(_folder.Path).BronzeTable("orders")).Snapshot().ScanSql()} ORDER BY value", row => row.GetString(0));

    /// <summary>Lets each pause be over at once, and notes it.</summary>
    private sealed class Clock : TimeProvider
    {
        private DateTimeOffset _now = new(2024, 5, 1, 12, 0, 0, TimeSpan.Zero);

        public List<TimeSpan> Pauses { get; } = [];

        public override DateTimeOffset GetUtcNow() => _now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Pauses.Add(dueTime);
            _now += dueTime;
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }

    private sealed record Answer(string Body, int Status = 200)
    {
        public string? Link { get; init; }

        public string? RetryAfter { get; init; }
    }

    private sealed class Shop : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly string _root = $"http://localhost:{FreePort()}";

        public Shop()
        {
            _listener.Prefixes.Add(_root + "/");
            _listener.Start();
            _ = Task.Run(Serve);
        }

        public string Address => _root + "/orders";

        public string TokenAddress => _root + "/token";

        public Func<System.Collections.Specialized.NameValueCollection, Answer> Answer { get; set; } = _ => new("[]");

        public Func<string, Answer> Token { get; set; } = _ => new("", 404);

        public string? Authorization { get; private set; }

        public List<System.Collections.Specialized.NameValueCollection> Queries { get; } = [];

        public void Dispose() => _listener.Abort();

        private async Task Serve()
        {
            while (_listener.IsListening)
            {
                var context = await _listener.GetContextAsync();
                context.Response.Close(Encoding.UTF8.GetBytes(await Prepare(context)), willBlock: true);
            }
        }

        private async Task<string> Prepare(HttpListenerContext context)
        {
            try
            {
                Answer answer;
                if (context.Request.Url!.AbsolutePath == "/token")
                {
                    using var reader = new StreamReader(context.Request.InputStream);
                    answer = Token(await reader.ReadToEndAsync());
                }
                else
                {
                    Authorization = context.Request.Headers["Authorization"];
                    Queries.Add(context.Request.QueryString);
                    answer = Answer(context.Request.QueryString);
                }

                context.Response.StatusCode = answer.Status;
                if (answer.Link is { } link)
                    context.Response.AddHeader("Link", link);
                if (answer.RetryAfter is { } after)
                    context.Response.AddHeader("Retry-After", after);
                return answer.Body;
            }
            catch (Exception fault) // of a test's own expectations
            {
                context.Response.StatusCode = 500;
                return fault.Message;
            }
        }

        private static int FreePort()
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            return ((IPEndPoint)probe.LocalEndpoint).Port;
        }
    }
}
