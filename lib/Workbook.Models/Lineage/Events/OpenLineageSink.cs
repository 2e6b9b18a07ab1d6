using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Workbook.Models.Lineage.Events;

/// <summary>
/// Where events go: a file, one JSON object a line, or a server. A run never fails for it: a fault becomes a note, and
/// after three in a row nothing more is tried, so that a dead server costs seconds and not minutes. Safe for many threads.
/// </summary>
public sealed class OpenLineageSink : IDisposable
{
    private const int FaultsToGiveUp = 3;

    private readonly Lock _lock = new();
    private readonly string _target;
    private readonly IProgress<string>? _progress;
    private readonly HttpClient? _http;
    private int _faults;

    private OpenLineageSink(string target, HttpClient? http, IProgress<string>? progress)
    {
        _target = target;
        _http = http;
        _progress = progress;
    }

    /// <param name="target">A path, or an http(s) address; one without a path gets the customary /api/v1/lineage.</param>
    /// <param name="apiKey">Sent as a bearer token.</param>
    /// <param name="timeout">For one event; 5 s where null.</param>
    /// <param name="progress">Told in one sentence what didn't arrive.</param>
    public static OpenLineageSink To(string target, string? apiKey = null, TimeSpan? timeout = null, IProgress<string>? progress = null)
    {
        if (!Uri.TryCreate(target, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            return new OpenLineageSink(Path.GetFullPath(target), null, progress);
        var http = new HttpClient { Timeout = timeout ?? TimeSpan.FromSeconds(5) };
        if (apiKey is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        return new OpenLineageSink(address.AbsolutePath == "/" ? new Uri(address, "/api/v1/lineage").AbsoluteUri : target, http, progress);
    }

    /// <summary>Returns when the event has arrived, or has failed to.</summary>
    public void Send(JsonObject lineageEvent)
    {
        lock (_lock)
        {
            if (_faults >= FaultsToGiveUp) return;
            try
            {
                if (_http is null) Append(lineageEvent);
                else Post(_http, lineageEvent);
                _faults = 0;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or HttpRequestException or OperationCanceledException or WebException)
            {
                _faults++;
                var reason = fault is OperationCanceledException ? Invariant($"no answer within {_http?.Timeout.TotalSeconds} s") : fault.Message;
                _progress?.Report($"OpenLineage event {lineageEvent["eventType"]} of {lineageEvent["job"]?["name"]} didn't reach '{_target}': {reason}" +
                    (_faults >= FaultsToGiveUp ? $" That was the {FaultsToGiveUp}rd in a row: no more are sent in this run." : ""));
            }
        }
    }

    /// <summary>Closes the connection to the server; a file is never held open.</summary>
    public void Dispose() => _http?.Dispose();

    private void Append(JsonObject lineageEvent)
    {
        if (Path.GetDirectoryName(_target) is { } folder) Directory.CreateDirectory(folder);
        File.AppendAllText(_target, lineageEvent.ToJsonString() + "\n");
    }

    private void Post(HttpClient http, JsonObject lineageEvent)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _target)
        {
            Content = new StringContent(lineageEvent.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        using var answer = http.Send(request);
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"the server answered {(int)answer.StatusCode} {answer.ReasonPhrase}.");
    }
}
