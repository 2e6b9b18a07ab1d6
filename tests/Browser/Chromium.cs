using System.Reflection;
using Microsoft.Playwright;
using Xunit;

namespace Workbook.Browsing;

/// <summary>The machine's own Chromium, started once for all tests of a process. Playwright is never told to download one.</summary>
internal static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "chrome", "chrome.exe"];

    private static readonly Lazy<Task<IBrowser>> Browser = new(Start);

    private static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    /// <summary>Skips the test where there is none.</summary>
    public static Task<IBrowser> Started()
    {
        Assert.SkipWhen(Program is null, "There is no Chromium on the PATH.");
        return Browser.Value;
    }

    private static async Task<IBrowser> Start()
    {
        var package = typeof(Chromium).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "PlaywrightPackage").Value;
        Environment.SetEnvironmentVariable("PLAYWRIGHT_DRIVER_SEARCH_PATH", package);
        var playwright = await Playwright.CreateAsync();
        // The driver ends with this process, and the browser with the driver.
        return await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Program, Timeout = BrowserPage.Patience, Args = ["--disable-gpu", "--disable-quic"] });
    }
}
