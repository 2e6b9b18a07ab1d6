using System.Diagnostics;

namespace Workbook.Tests.Charts;

/// <summary>A page as a browser without a network shows it.</summary>
internal static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "chrome", "chrome.exe"];

    /// <summary>The document after its scripts have run. Skips the test where there is no Chromium.</summary>
    public static string Show(string file)
    {
        var program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, "There is no Chromium on the PATH.");
        var profile = Path.Combine(Path.GetDirectoryName(file)!, "profile");
        // A proxy that nobody serves: whatever asks the network fails.
        using var process = Process.Start(new ProcessStartInfo(program!,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", $"--user-data-dir={profile}", "--proxy-server=127.0.0.1:9",
            "--proxy-bypass-list=<-loopback>", "--virtual-time-budget=20000", "--dump-dom", new Uri(file).AbsoluteUri,
        ])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromSeconds(120)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"Chromium took longer than two minutes: {error.Result}");
        }
        Assert.True(process.ExitCode == 0, error.Result);
        return output.Result;
    }
}
