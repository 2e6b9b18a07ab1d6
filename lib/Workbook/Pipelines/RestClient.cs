using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Workbook.Pipelines;

/// <param name="NextLink">Of the header Link.</param>
internal sealed record RestAnswer(Uri Address, JsonDocument Body, string? NextLink) : IDisposable
{
    public void Dispose() => Body.Dispose();
}

/// <summary>Requests that wait where the server asks for it, with a token where it wants one.</summary>
internal sealed partial class RestClient(Resource resource, RestSource source, TimeProvider time, IProgress<string>? progress, CancellationToken cancel) : IDisposable
{
    private const int Attempts = 5, ShownLetters = 300;

    // A redirect is told instead of followed: headers of our own would go along, to any server.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All });
    private readonly Secrets _secrets = new();
    private (string Token, DateTimeOffset Until)? _token;

    public void Dispose() => _http.Dispose();

    public string Expand(string text) => _secrets.Expand(text, $"Resource '{resource.Name}'");

    public string Shown(Uri address) => _secrets.Redact(address.ToString());

    /// <exception cref="WorkbookException">The server refuses, answers with something else than JSON, or asks for too long a pause.</exception>
    public RestAnswer Get(Uri address)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            using var response = Send(() => Request(address), address);
            if (response.StatusCode == HttpStatusCode.Unauthorized && source.OAuth is not null && isFirst)
            {
                _token = null; // withdrawn before its time
                continue;
            }

            Require(response, address);
            return new RestAnswer(address, Json(response, address), NextLink(response));
        }
    }

    private HttpRequestMessage Request(Uri address)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        foreach (var (name, value) in source.Headers)
            if (!request.Headers.TryAddWithoutValidation(name, Expand(value)))
                throw resource.Fault($"'{name}' is no header of a request. Correct the headers.");
        if (source.OAuth is { } oauth)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token(oauth));
        return request;
    }

    private string Token(ClientCredentials oauth)
    {
        if (_token is { } known && time.GetUtcNow() < known.Until)
            return known.Token;
        var address = new Uri(oauth.TokenUrl);
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = Expand(oauth.ClientId), ["client_secret"] = Expand(oauth.ClientSecret) };
        if (oauth.Scope is { } scope)
            form["scope"] = scope;
        using var response = Send(() => new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) }, address);
        Require(response, address);
        using var body = Json(response, address);
        if (body.RootElement.ValueKind != JsonValueKind.Object || !body.RootElement.TryGetProperty("access_token", out var token) || token.GetString() is not { Length: > 0 } text)
            throw resource.Fault($"{Shown(address)} gave no access_token. Correct the token's address, or ask whoever runs it.");
        var seconds = body.RootElement.TryGetProperty("expires_in", out var expires) && expires.TryGetDouble(out var lifetime) ? lifetime : 3600;
        _token = (_secrets.Keep(text), time.GetUtcNow() + TimeSpan.FromSeconds(seconds * 0.9));
        return text;
    }

    /// <summary>Again after a pause, where the server is busy or out of reach for a moment.</summary>
    private HttpResponseMessage Send(Func<HttpRequestMessage> request, Uri address)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (response, fault) = TrySend(request, address);
            if (response is not null && response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout))
                return response;

            var why = response is null ? fault! : $"answers {(int)response.StatusCode}";
            var asked = response?.Headers.RetryAfter is { } after ? after.Delta ?? after.Date - time.GetUtcNow() : null;
            response?.Dispose();
            if (attempt == Attempts)
                throw resource.Fault($"{Shown(address)} {why}, {Attempts} times in a row. Run this again later; what was loaded stays.");
            var pause = asked is { } wish ? (wish > TimeSpan.Zero ? wish : TimeSpan.Zero) : TimeSpan.FromSeconds(Math.Pow(2, attempt - 1));
            if (pause > source.LongestPause)
                throw resource.Fault(Invariant($"{Shown(address)} {why} and asks to wait {pause.TotalSeconds:0} s, longer than the {source.LongestPause.TotalSeconds:0} s that are allowed (longestPause). Run this again then; what was loaded stays."));
            progress?.Report(Invariant($"{resource.Name}: {Shown(address)} {why}; the next attempt follows in {pause.TotalSeconds:0} s."));
            Task.Delay(pause, time, cancel).GetAwaiter().GetResult();
        }
    }

    private (HttpResponseMessage? Response, string? Fault) TrySend(Func<HttpRequestMessage> request, Uri address)
    {
        using var message = request();
        try
        {
            return (_http.Send(message, cancel), null);
        }
        catch (HttpRequestException fault)
        {
            return (null, $"can't be reached ({_secrets.Redact(fault.Message)})");
        }
        catch (TaskCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (null, Invariant($"did not answer within {_http.Timeout.TotalSeconds:0} s"));
        }
    }

    private void Require(HttpResponseMessage response, Uri address)
    {
        if (response.IsSuccessStatusCode)
            return;
        var what = response.Headers.Location is { } elsewhere
            ? $"sends on to {_secrets.Redact(new Uri(address, elsewhere).ToString())}. Use that address, if it is right"
            : response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? "refuses the credentials. Check the environment variables that the declaration names"
            : "says no. Correct the address and its parameters";
        throw resource.Fault($"{Shown(address)} answers {(int)response.StatusCode} and {what}.{Excerpt(response)}");
    }

    private JsonDocument Json(HttpResponseMessage response, Uri address)
    {
        try
        {
            using var body = response.Content.ReadAsStream(cancel);
            return JsonDocument.Parse(body);
        }
        catch (JsonException fault)
        {
            throw resource.Fault($"{Shown(address)} answers {response.Content.Headers.ContentType?.MediaType ?? "something"} that isn't whole JSON: {fault.Message} Correct the address.");
        }
    }

    private string Excerpt(HttpResponseMessage response)
    {
        using var reader = new StreamReader(response.Content.ReadAsStream(cancel));
        var text = _secrets.Redact(reader.ReadToEnd().ReplaceLineEndings(" ").Trim());
        return text.Length == 0 ? "" : $" It says: {(text.Length > ShownLetters ? text[..ShownLetters] + " …" : text)}";
    }

    private static string? NextLink(HttpResponseMessage response) => !response.Headers.TryGetValues("Link", out var links) ? null
        : LinkValue().Matches(string.Join(",", links)).FirstOrDefault(link => Relation().IsMatch(link.Groups["parameters"].Value))?.Groups["address"].Value;

    [GeneratedRegex("<(?<address>[^>]*)>(?<parameters>(?:\\s*;\\s*[^\\s;,=]+\\s*=\\s*(?:\"[^\"]*\"|[^\\s;,]+))*)")]
    private static partial Regex LinkValue();

    [GeneratedRegex("rel\\s*=\\s*(?:\"(?:[^\"]*\\s)?next(?:\\s[^\"]*)?\"|next(?=[\\s;,]|$))", RegexOptions.IgnoreCase)]
    private static partial Regex Relation();
}
