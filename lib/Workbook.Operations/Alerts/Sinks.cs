using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Workbook.Models.Running;

namespace Workbook.Operations.Alerts;

/// <summary>A line for each notice, for whoever looks on.</summary>
internal sealed class ConsoleSink(string name, Action<string> write) : IAlertSink
{
    public string Name => name;

    public void Send(AlertNotice notice, CancellationToken cancel)
    {
        var kind = notice.Kind switch { NoticeKind.Resolved => " resolved", NoticeKind.Digest => " digest", NoticeKind.Info => " info", _ => "" };
        write($"[{notice.Severity}{kind}] {notice.Title}{(notice.Text is null ? "" : $": {notice.Text}")}");
    }
}

/// <summary>A JSON line for each notice.</summary>
internal sealed class FileSink(string name, string path) : IAlertSink
{
    public string Name => name;

    public void Send(AlertNotice notice, CancellationToken cancel)
    {
        try
        {
            JsonLines.Append(path, [notice]);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WorkbookException($"{path} can't be written to: {fault.Message}", fault);
        }
    }
}

/// <summary>
/// A POST of the notice as JSON. Anything but a 2xx answer is tried again, the last answer's <c>Retry-After</c> (up to
/// <see cref="LongestWait"/>) or a wait that doubles in between; a 4xx other than 408 and 429 is not, as the same would
/// come of it. Messages leave the address's path out: it often is the secret.
/// </summary>
internal sealed class WebhookSink : IAlertSink, IDisposable
{
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HttpClient _client;
    private readonly Uri _address;
    private readonly int _retries;
    private readonly TimeProvider _time;

    public WebhookSink(string name, Uri address, TimeSpan timeout, int retries, TimeProvider? time = null)
    {
        (Name, _address, _retries, _time) = (name, address, retries, time ?? TimeProvider.System);
        // A redirect would take the secret elsewhere.
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = timeout };
    }

    public string Name { get; }

    public void Send(AlertNotice notice, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (fault, isFinal, wait) = Post(notice, cancel);
            if (fault is null)
                return;
            if (isFinal || attempt > _retries)
                throw new WorkbookException($"{_address.GetLeftPart(UriPartial.Authority)} did not take the notice, after {attempt} attempt{(attempt == 1 ? "" : "s")}: {fault}");
            Task.Delay(wait ?? TimeSpan.FromSeconds(Math.Min(LongestWait.TotalSeconds, 0.25 * Math.Pow(2, attempt - 1))), _time, cancel).GetAwaiter().GetResult();
        }
    }

    public void Dispose() => _client.Dispose();

    private (string? Fault, bool IsFinal, TimeSpan? Wait) Post(AlertNotice notice, CancellationToken cancel)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new StringContent(JsonSerializer.Serialize(notice, Json), Encoding.UTF8, "application/json") };
            using var answer = _client.Send(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            var code = (int)answer.StatusCode;
            return answer.IsSuccessStatusCode ? (null, false, null)
                : ($"it answered {code.ToString(CultureInfo.InvariantCulture)} {answer.ReasonPhrase}".TrimEnd(), code is >= 300 and < 500 and not (408 or 429), WaitOf(answer.Headers.RetryAfter));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (Invariant($"no answer within {_client.Timeout.TotalSeconds:0.###} s"), false, null);
        }
        catch (HttpRequestException fault)
        {
            return (fault.InnerException?.Message ?? fault.Message, false, null);
        }
    }

    private static TimeSpan? WaitOf(RetryConditionHeaderValue? after) =>
        after?.Delta is { } delta ? delta < LongestWait ? delta : LongestWait : null;
}
