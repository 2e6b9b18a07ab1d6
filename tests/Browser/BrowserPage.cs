using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Workbook.Browsing;

/// <summary>A page in a real browser, by default without a network. What it complains of is kept.</summary>
public sealed class BrowserPage : IAsyncDisposable
{
    /// <summary>In milliseconds.</summary>
    internal const float Patience = 120_000;

    private readonly IBrowserContext _context;

    private BrowserPage(IBrowserContext context, IPage tab)
    {
        (_context, Tab) = (context, tab);
        tab.PageError += (_, error) => Complaints.Enqueue(error);
        tab.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") Complaints.Enqueue(message.Text);
        };
        // Files are what the page was opened from; data: and blob: stand in the page itself.
        tab.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("file:", StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
                Complaints.Enqueue($"asked for {request.Url}");
        };
    }

    public IPage Tab { get; }

    /// <summary>Exceptions, errors and warnings in the console, and any request that isn't for a file here.</summary>
    public ConcurrentQueue<string> Complaints { get; } = [];

    /// <param name="url">Null for an empty page, which the test prepares before it goes somewhere.</param>
    public static async Task<BrowserPage> Open(string? url, int width = 1280, int height = 900, bool dark = false, bool network = false)
    {
        var browser = await Chromium.Started();
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            IsMobile = width < 600,
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            Offline = !network,
        });
        // A loaded machine is slow; what hangs is told all the same.
        context.SetDefaultTimeout(Patience);
        context.SetDefaultNavigationTimeout(Patience);
        var page = new BrowserPage(context, await context.NewPageAsync());
        if (url is not null) await page.Tab.GotoAsync(url);
        return page;
    }

    public static Task<BrowserPage> OpenFile(string file, bool dark = false) => Open(new Uri(file).AbsoluteUri, dark: dark);

    public async Task Show(string hash)
    {
        await Evaluate($"location.hash = {JsonSerializer.Serialize(hash)}");
        await Evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))");
    }

    /// <summary>A script's value, waiting for its promise.</summary>
    public Task<T> Evaluate<T>(string script) => Tab.EvaluateAsync<T>(script);

    public async Task Evaluate(string script) => await Tab.EvaluateAsync(script);

    public Task<string> Text(string script) => Evaluate<string>($"String({script})");

    /// <summary>Until the script is true.</summary>
    public async Task Wait(string script, int seconds = 120)
    {
        for (var clock = Stopwatch.StartNew(); !await Evaluate<bool>($"Boolean({script})"); await Task.Delay(50))
            if (clock.Elapsed > TimeSpan.FromSeconds(seconds))
                Assert.Fail($"Not within {seconds} s: {script}. The browser says: {string.Join('\n', Complaints)}. The page says: {await Text("document.body.innerText.slice(0, 2000)")}");
    }

    /// <summary>The document once all charts are drawn and nothing moves any more.</summary>
    public async Task<string> Drawn()
    {
        await Wait("document.readyState === 'complete' && !document.querySelector('template, [data-chart]:not([data-drawn])')");
        var (before, html) = ("", await Tab.ContentAsync());
        for (; before != html; html = await Tab.ContentAsync())
        {
            before = html;
            await Task.Delay(100);
        }
        return html;
    }

    /// <summary>Fails with what axe finds in the way of people who don't see well or use no mouse, a line for each element.</summary>
    public async Task HasNoBarriers()
    {
        var result = await Tab.RunAxe();
        var barriers = string.Join('\n', result.Violations.SelectMany(rule => rule.Nodes.Select(node =>
            $"{rule.Id}: {string.Join(" ", node.Target)}: {string.Join("; ", node.Any.Concat(node.All).Concat(node.None).Select(check => check.Message))}")));
        if (barriers.Length > 0) Assert.Fail($"{Tab.Url}:\n{barriers}");
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
