using System.Globalization;
using System.Text.Json;

namespace Workbook.Pipelines;

/// <summary>All rows of a <see cref="RestSource"/>, page by page, as JSON Lines.</summary>
internal sealed class RestPages(Resource resource, RestSource source, TimeProvider time, IProgress<string>? progress, CancellationToken cancel) : IDisposable
{
    private readonly RestClient _client = new(resource, source, time, progress, cancel);

    /// <param name="since">Where to begin; null for all rows.</param>
    /// <returns>How many rows there are.</returns>
    public long Write(string file, string? since)
    {
        using var output = File.Create(file);
        var address = First(since);
        var (rows, before) = (0L, "");
        for (Uri? page = address; page is not null;)
        {
            using var answer = _client.Get(page);
            var count = Write(answer, output);
            rows += count;
            var next = Next(page, answer, count, rows);
            var text = answer.Body.RootElement.GetRawText();
            if (next is not null && text == before)
                throw resource.Fault($"the page {_client.Shown(page)} is the same as the one before it, so that paging would never end: the server passes over what leads to the next page. Correct the paging.");
            (page, before) = (next, text);
        }

        return rows;
    }

    public void Dispose() => _client.Dispose();

    private Uri First(string? since)
    {
        var parameters = source.Parameters.ToDictionary(parameter => parameter.Key, parameter => _client.Expand(parameter.Value));
        if (since is not null && source.CursorParameter is { } cursor)
            parameters[cursor] = since;
        if (source.Pages.By is Paging.Way.Number or Paging.Way.Offset)
            parameters[source.Pages.Parameter] = source.Pages.First.ToString(CultureInfo.InvariantCulture);
        return parameters.Aggregate(new Uri(source.Url), (address, parameter) => With(address, parameter.Key, parameter.Value));
    }

    private int Write(RestAnswer answer, Stream output)
    {
        var list = Find(answer.Body.RootElement, source.Rows);
        if (list is not { ValueKind: JsonValueKind.Array } rows)
            throw resource.Fault($"{_client.Shown(answer.Address)} has no list of rows {(source.Rows is null ? "as its answer" : $"at '{source.Rows}'")}; it has {Describe(answer.Body.RootElement)}. Say under rows where the list stands.");
        using var json = new Utf8JsonWriter(output);
        foreach (var row in rows.EnumerateArray())
        {
            if (row.ValueKind != JsonValueKind.Object)
                throw resource.Fault($"{_client.Shown(answer.Address)} has a {row.ValueKind.ToString().ToLowerInvariant()} among its rows; expected objects. Say under rows where the list of objects stands.");
            row.WriteTo(json);
            json.Flush();
            output.WriteByte((byte)'\n');
            json.Reset();
        }

        return rows.GetArrayLength();
    }

    private Uri? Next(Uri page, RestAnswer answer, int count, long rows)
    {
        var pages = source.Pages;
        switch (pages.By)
        {
            case Paging.Way.Link:
                return answer.NextLink is { } link ? Leading(page, link) : null;
            case Paging.Way.Number when count > 0:
                return With(page, pages.Parameter, (int.Parse(Value(page, pages.Parameter), CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture));
            case Paging.Way.Offset when count > 0: // by what came: a server may give fewer than it was asked for
                return With(page, pages.Parameter, rows.ToString(CultureInfo.InvariantCulture));
            case Paging.Way.Token:
                return Text(answer, pages.Path) is { } token ? With(page, pages.Parameter, token) : null;
            case Paging.Way.Next:
                return Text(answer, pages.Path) is { } next ? Leading(page, next) : null;
            default:
                return null;
        }
    }

    /// <summary>The server's own address only: another one would be given the token.</summary>
    private Uri Leading(Uri page, string to)
    {
        var next = new Uri(page, to);
        return next.GetLeftPart(UriPartial.Authority) == page.GetLeftPart(UriPartial.Authority)
            ? next
            : throw resource.Fault($"{_client.Shown(page)} leads on to another server, {next.GetLeftPart(UriPartial.Authority)}, which must not be given its headers. Begin at that address, if it is right.");
    }

    private string? Text(RestAnswer answer, string path) => Find(answer.Body.RootElement, path) switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined or JsonValueKind.False } => null,
        { ValueKind: JsonValueKind.String } text => text.GetString() is { Length: > 0 } value ? value : null,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        { } other => throw resource.Fault($"{_client.Shown(answer.Address)} has {Describe(other)} at '{path}'; expected what leads to the next page, a text or number, or null at the end. Correct the paging."),
    };

    private static JsonElement? Find(JsonElement element, string? path)
    {
        foreach (var name in path?.Split('.') ?? [])
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var member))
                return null;
            element = member;
        }

        return element;
    }

    private static string Describe(JsonElement element) => element.ValueKind == JsonValueKind.Object
        ? $"the members {string.Join(", ", element.EnumerateObject().Select(member => $"{member.Name} ({member.Value.ValueKind.ToString().ToLowerInvariant()})"))}"
        : $"a {element.ValueKind.ToString().ToLowerInvariant()}";

    private static Uri With(Uri address, string parameter, string value)
    {
        var others = Query(address).Where(pair => !IsOf(pair, parameter));
        return new UriBuilder(address) { Query = string.Join('&', others.Append($"{Uri.EscapeDataString(parameter)}={Uri.EscapeDataString(value)}")) }.Uri;
    }

    private static string Value(Uri address, string parameter) => Uri.UnescapeDataString(Query(address).Last(pair => IsOf(pair, parameter)).Split('=', 2)[1]);

    private static string[] Query(Uri address) => address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries);

    private static bool IsOf(string pair, string parameter) => Uri.UnescapeDataString(pair.Split('=')[0]) == parameter;
}
