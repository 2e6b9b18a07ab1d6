using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Workbook.Models.Tests.Site;

/// <summary>A page in a real browser without a network, through Chromium's DevTools protocol. What it complains of is kept.</summary>
internal sealed class BrowserPage : IDisposable
{
    private readonly Process _browser;
    private readonly ClientWebSocket _socket = new();
    private int _last;

    private BrowserPage(Process browser) => _browser = browser;

    internal static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    internal List<string> Complaints { get; } = [];

    internal static async Task<BrowserPage> Open(string profile, string url, int width = 1280, int height = 900)
    {
        Assert.SkipWhen(Program is null, "There is no Chromium on the PATH.");
        var browser = Process.Start(new ProcessStartInfo(Program!,
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--proxy-server=127.0.0.1:9", "--proxy-bypass-list=<-loopback>",
            $"--window-size={width},{height}", "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank",
        ]) { RedirectStandardError = true })!;
        var page = new BrowserPage(browser);
        string? line;
        while ((line = await browser.StandardError.ReadLineAsync()) is not null && !line.StartsWith("DevTools listening on ", StringComparison.Ordinal)) { }
        _ = browser.StandardError.ReadToEndAsync();
        using var http = new HttpClient();
        var pages = await http.GetFromJsonAsync<JsonArray>($"http://{new Uri(line!["DevTools listening on ".Length..]).Authority}/json");
        await page._socket.ConnectAsync(new Uri((string)pages!.First(target => (string?)target!["type"] == "page")!["webSocketDebuggerUrl"]!), CancellationToken.None);
        foreach (var domain in new[] { "Runtime.enable", "Log.enable", "Page.enable", "Network.enable" }) await page.Call(domain, []);
        await page.Call("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = width < 600 });
        await page.Call("Page.navigate", new JsonObject { ["url"] = url });
        await page.Wait("document.readyState === 'complete' && document.querySelector('#main h1')");
        return page;
    }

    internal async Task Show(string hash)
    {
        await Evaluate($"location.hash = {JsonValue.Create(hash).ToJsonString()}");
        await Evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))");
    }

    internal async Task<string?> Text(string script) => (await Evaluate($"String({script})"))?.ToString();

    internal async Task<JsonNode?> Evaluate(string script)
    {
        var answer = await Call("Runtime.evaluate", new JsonObject { ["expression"] = script, ["returnByValue"] = true, ["awaitPromise"] = true });
        return answer["exceptionDetails"] is { } fault ? throw new InvalidOperationException(fault.ToJsonString()) : answer["result"]?["value"];
    }

    internal async Task Wait(string script)
    {
        for (var clock = Stopwatch.StartNew(); !(await Evaluate($"Boolean({script})"))!.GetValue<bool>(); await Task.Delay(50))
            if (clock.Elapsed > TimeSpan.FromSeconds(30))
                Assert.Fail($"Not within 30 s: {script}. The browser says: {string.Join('\n', Complaints)}");
    }

    internal async Task Key(string key, string? text = null)
    {
        foreach (var type in new[] { "keyDown", "keyUp" })
            await Call("Input.dispatchKeyEvent", new JsonObject { ["type"] = type, ["key"] = key, ["text"] = type == "keyDown" ? text : null });
    }

    internal async Task Type(string text)
    {
        foreach (var letter in text) await Key(letter.ToString(), letter.ToString());
    }

    internal async Task<byte[]> Screenshot() => Convert.FromBase64String((string)(await Call("Page.captureScreenshot", []))["data"]!);

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
        foreach (var none in parameters.Where(pair => pair.Value is null).Select(pair => pair.Key).ToList()) parameters.Remove(none);
        var request = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        await _socket.SendAsync(Encoding.UTF8.GetBytes(request.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        while (true)
        {
            var message = await Receive();
            if ((int?)message["id"] == id) return message["result"]?.AsObject() ?? throw new InvalidOperationException(message.ToJsonString());
            Note(message);
        }
    }

    /// <summary>Exceptions, errors in the console, and any request that isn't for a file here.</summary>
    private void Note(JsonNode message)
    {
        var parameters = message["params"];
        var complaint = (string?)message["method"] switch
        {
            "Runtime.exceptionThrown" => parameters!["exceptionDetails"]!.ToJsonString(),
            "Runtime.consoleAPICalled" when (string?)parameters!["type"] is "error" or "warning" => parameters.ToJsonString(),
            "Log.entryAdded" when (string?)parameters!["entry"]!["level"] is "error" or "warning" => parameters["entry"]!.ToJsonString(),
            "Network.requestWillBeSent" when !((string)parameters!["request"]!["url"]!).StartsWith("file:", StringComparison.Ordinal) => $"asked for {parameters["request"]!["url"]}",
            _ => null,
        };
        if (complaint is not null) Complaints.Add(complaint);
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
