using Workbook.Models.Tests.Site;

namespace Workbook.Dashboards.Tests.Browser;

/// <summary>The company's page, opened once from its file without a network.</summary>
public sealed class PageInBrowser(BuiltDashboard built) : IAsyncDisposable
{
    private BrowserPage? _page;

    /// <summary>Anew at the given address, without a complaint so far.</summary>
    internal async Task<BrowserPage> Page(string hash)
    {
        _page ??= await Open("wide", 1440, 900);
        _page.Complaints.Clear();
        await Show(_page, hash);
        return _page;
    }

    internal Task<BrowserPage> Narrow() => Open("narrow", 390, 844);

    internal static async Task Show(BrowserPage page, string hash)
    {
        await page.Show(hash);
        await page.Wait("document.getElementById('grid').dataset.shown === location.hash");
    }

    public ValueTask DisposeAsync()
    {
        _page?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<BrowserPage> Open(string profile, int width, int height)
    {
        var page = await BrowserPage.Open(built.Profile(profile), new Uri(built.PagePath).AbsoluteUri, width, height);
        await page.Wait("'shown' in document.getElementById('grid').dataset");
        return page;
    }
}
