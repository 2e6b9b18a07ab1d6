using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Workbook.Jupyter.Tests.Kernel;

/// <summary>A page in a real browser, through Chromium's DevTools protocol.</summary>
internal sealed class ChromiumPage : IDisposable
{
    private readonly Process _browser;
    private readonly ClientWebSocket _socket = new();
    private int _last;

    private ChromiumPage(Process browser) => _browser = browser;

    public static string? Program { get; } = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    public static async Task<ChromiumPage> Open(string profile)
    {
        var browser = Process.Start(new ProcessStartInfo(Program!,
            ["--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1200,2400", "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank"])
        { RedirectStandardError = true })!;
        string? line;
        while ((line = await browser.StandardError.ReadLineAsync()) is not null && !line.StartsWith("DevTools listening on ", StringComparison.Ordinal)) { }
        _ = browser.StandardError.ReadToEndAsync();
        using var http = new HttpClient();
        var pages = await http.GetFromJsonAsync<JsonArray>($"http://{new Uri(line!["DevTools listening on ".Length..]).Authority}/json");
        var page = new ChromiumPage(browser);
        await page._socket.ConnectAsync(new Uri((string)pages!.First(target => (string?)target!["type"] == "page")!["webSocketDebuggerUrl"]!), CancellationToken.None);
        return page;
    }

    public Task Go(string url) => Call("Page.navigate", new JsonObject { ["url"] = url });

    /// <summary>A script's value, waiting for its promise.</summary>
    public async Task<JsonNode?> Evaluate(string script)
    {
        var answer = await Call("Runtime.evaluate", new JsonObject { ["expression"] = script, ["returnByValue"] = true, ["awaitPromise"] = true });
        return answer["exceptionDetails"] is { } fault ? throw new InvalidOperationException(fault.ToJsonString()) : answer["result"]?["value"];
    }

    /// <summary>Until the script is true.</summary>
    public async Task Wait(string script, TimeSpan limit)
    {
        var clock = Stopwatch.StartNew();
        while (!((await Evaluate($"Boolean({script})"))?.GetValue<bool>() ?? false))
        {
            if (clock.Elapsed > limit)
                throw new TimeoutException($"Not within {limit.TotalSeconds} s: {script}. The page says: {await Evaluate("document.body.innerText.slice(0, 2000)")}");
            await Task.Delay(200);
        }
    }

    public async Task<byte[]> Screenshot() => Convert.FromBase64String((string)(await Call("Page.captureScreenshot", []))["data"]!);

    public void Dispose()
    {
        _socket.Dispose();
        _browser.Kill(entireProcessTree: true);
        _browser.WaitForExit();
        _browser.Dispose();
    }

    private async Task<JsonObject> Call(string method, JsonObject parameters)
    {
        var id = ++_last;
        var request = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        await _socket.SendAsync(Encoding.UTF8.GetBytes(request.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        while (true)
        {
            var message = await Receive();
            if ((int?)message["id"] == id) // anything else is an event
                return message["result"]?.AsObject() ?? throw new InvalidOperationException(message.ToJsonString());
        }
    }

    private async Task<JsonNode> Receive()
    {
        using var text = new MemoryStream();
        var buffer = new byte[1 << 16];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            text.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(text.ToArray())!;
    }
}
