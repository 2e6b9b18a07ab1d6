using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Workbook.Charts;

namespace Workbook.Dashboards;

/// <summary>
/// The page: its frame is there at once, the figures and plotly.js, which draws them, come packed. Its content security policy allows
/// the two scripts that it brings and nothing else: nothing is fetched, whatever the data says.
/// </summary>
internal static class DashboardHtml
{
    // In this order they make one script: each uses what stands before it.
    private static readonly string[] Scripts = ["format.js", "data.js", "state.js", "plots.js", "tiles.js", "whatif.js", "app.js"];

    public static string Write(Dashboard dashboard)
    {
        var script = $"(() => {{\n\"use strict\";\n{string.Concat(Scripts.Select(PageResource.Page))}}})();\n";
        string[] hashes = [.. new[] { ChartPage.PlotlySource, script }.Select(text => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'")];
        return PageResource.Fill(PageResource.Page("dashboard.html"), new Dictionary<string, string>
        {
            ["policy"] = $"default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; script-src {string.Join(' ', hashes)}; base-uri 'none'; form-action 'none'",
            ["title"] = HtmlEncoder.Default.Encode(Title(dashboard)),
            ["stamp"] = string.Create(CultureInfo.InvariantCulture, $"sales up to {dashboard.AsOf:d MMM yyyy} · page made {dashboard.BuiltAt.UtcDateTime:d MMM yyyy HH:mm} UTC"),
            ["tabs"] = string.Concat(dashboard.Pages.Select(page => $"<button type=\"button\" role=\"tab\">{HtmlEncoder.Default.Encode(page.Title)}</button>")),
            ["first"] = dashboard.Pages[0].Title,
            ["footer"] = HtmlEncoder.Default.Encode(Footer(dashboard)),
            ["style"] = PageResource.Page("dashboard.css"),
            ["data"] = Packed(DashboardData.Json(dashboard, Title(dashboard))),
            ["notice"] = ChartPage.PlotlyNotice,
            ["plotly"] = ChartPage.PackedPlotly,
            ["script"] = script,
        });
    }

    private static string Title(Dashboard dashboard) => dashboard.Options.Store is { } store
        ? string.Create(CultureInfo.InvariantCulture, $"{dashboard.Definition.Title} · {dashboard.StoreName} ({store})")
        : dashboard.Definition.Title;

    private static string Footer(Dashboard dashboard) =>
        dashboard.Definition.Footer + (dashboard.Options.Store is null ? "" : $" {dashboard.Definition.StoreFooter}");

    private static string Packed(byte[] json)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            gzip.Write(json);
        return Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length);
    }
}
