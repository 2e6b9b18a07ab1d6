using Workbook.Browsing;
using Workbook.Models.Site;

namespace Workbook.Models.Tests.Site;

/// <summary>The shop's site, written once and opened once for all tests: a browser takes longer to start than a test takes.</summary>
public sealed class SiteInBrowser : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("site-").FullName;
    private BrowserPage? _page;

    private string Url => new Uri(Path.Combine(_folder, "index.html")).AbsoluteUri;

    public SiteInBrowser() => DocumentationSite.Write(Path.Combine(_folder, "index.html"), Shop.Input());

    /// <summary>Anew at the overview, without a complaint so far.</summary>
    internal async Task<BrowserPage> Page()
    {
        _page ??= await Open(1280, 900);
        await _page.Show("#/");
        _page.Complaints.Clear();
        return _page;
    }

    internal Task<BrowserPage> Narrow() => Open(390, 800);

    internal async Task<BrowserPage> Open(int width, int height, bool dark = false)
    {
        var page = await BrowserPage.Open(Url, width, height, dark);
        await page.Wait("document.querySelector('#main h1')");
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_page is not null) await _page.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
