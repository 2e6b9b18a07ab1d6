using Workbook.Models.Site;

namespace Workbook.Models.Tests.Site;

/// <summary>The shop's site, written once and opened once for all tests: a browser takes longer to start than a test takes.</summary>
public sealed class SiteInBrowser : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("site-").FullName;
    private BrowserPage? _page;

    private string Url => new Uri(Path.Combine(_folder, "index.html")).AbsoluteUri;

    public SiteInBrowser() => DocumentationSite.Write(Path.Combine(_folder, "index.html"), Shop.Input());

    /// <summary>Anew at the overview, without a complaint so far.</summary>
    internal async Task<BrowserPage> Page()
    {
        _page ??= await BrowserPage.Open(Path.Combine(_folder, "profile"), Url);
        await _page.Show("#/");
        _page.Complaints.Clear();
        return _page;
    }

    internal Task<BrowserPage> Narrow() => BrowserPage.Open(Path.Combine(_folder, "narrow"), Url, 390, 800);

    public void Dispose()
    {
        _page?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
