using Workbook.Browsing;

namespace Workbook.Dashboards.Tests.Browser;

/// <summary>The company's page, opened once from its file without a network.</summary>
public sealed class PageInBrowser(BuiltDashboard built) : IAsyncDisposable
{
    private BrowserPage? _page;

    /// <summary>Anew at the given address, without a complaint so far.</summary>
    internal async Task<BrowserPage> Page(string hash)
    {
        _page ??= await Open(1440, 900);
        _page.Complaints.Clear();
        await Show(_page, hash);
        return _page;
    }

    internal Task<BrowserPage> Narrow() => Open(390, 844);

    internal static async Task Show(BrowserPage page, string hash)
    {
        await page.Show(hash);
        await page.Wait("document.getElementById('grid').dataset.shown === location.hash");
    }

    internal async Task<BrowserPage> Open(int width, int height, bool dark = false)
    {
        var page = await BrowserPage.Open(new Uri(built.PagePath).AbsoluteUri, width, height, dark);
        await page.Wait("document.querySelector('#main h1') && 'shown' in document.getElementById('grid').dataset");
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_page is not null) await _page.DisposeAsync();
    }
}
