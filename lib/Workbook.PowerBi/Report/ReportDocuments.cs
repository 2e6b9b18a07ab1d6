using System.Text.Json.Nodes;

namespace Workbook.PowerBi.Report;

/// <summary>The report as PBIR documents: a file for each page and visual.</summary>
internal static class ReportDocuments
{
    private const string Schemas = "https://developer.microsoft.com/json-schemas/fabric/item/report/definition";

    /// <summary>Paths are below <c>definition</c>, with forward slashes.</summary>
    public static IEnumerable<(string Path, JsonObject Document)> Of(IReadOnlyList<ReportPage> pages)
    {
        yield return ("version.json", new JsonObject { ["$schema"] = $"{Schemas}/versionMetadata/1.0.0/schema.json", ["version"] = "2.0.0" });
        yield return ("report.json", Report());
        yield return ("pages/pages.json", new JsonObject
        {
            ["$schema"] = $"{Schemas}/pagesMetadata/1.0.0/schema.json",
            ["pageOrder"] = new JsonArray([.. pages.Select(page => JsonValue.Create(page.Id))]),
            ["activePageName"] = pages[0].Id,
        });
        foreach (var page in pages)
        {
            yield return ($"pages/{page.Id}/page.json", new JsonObject
            {
                ["$schema"] = $"{Schemas}/page/2.1.0/schema.json",
                ["name"] = page.Id,
                ["displayName"] = page.Title,
                ["displayOption"] = "FitToPage",
                ["height"] = ReportPage.Height,
                ["width"] = ReportPage.Width,
            });
            foreach (var (visual, order) in page.Visuals.Select((visual, order) => (visual, order)))
                yield return ($"pages/{page.Id}/visuals/{visual.Id(page)}/visual.json", VisualDocument.Of(visual, visual.Id(page), order));
        }
    }

    private static JsonObject Report() => new()
    {
        ["$schema"] = $"{Schemas}/report/3.3.0/schema.json",
        ["themeCollection"] = new JsonObject
        {
            ["baseTheme"] = new JsonObject
            {
                ["name"] = "CY24SU10",
                ["reportVersionAtImport"] = new JsonObject { ["visual"] = "2.9.0", ["report"] = "3.3.0", ["page"] = "2.1.0" },
                ["type"] = "SharedResources",
            },
        },
        ["settings"] = new JsonObject { ["useStylableVisualContainerHeader"] = true, ["defaultDrillFilterOtherVisuals"] = true, ["useEnhancedTooltips"] = true },
    };
}
