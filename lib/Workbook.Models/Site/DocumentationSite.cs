using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workbook.Models.Lineage;

namespace Workbook.Models.Site;

/// <summary>dbt's public artifacts, as they lie in the target folder.</summary>
/// <param name="Manifest">manifest.json, v12.</param>
/// <param name="Catalog">catalog.json, v1: types and row counts.</param>
/// <param name="RunResults">run_results.json, v6: what the last run said of each node.</param>
/// <param name="Sources">sources.json, v3: how fresh the sources were.</param>
/// <param name="Lineage">For the lineage of columns.</param>
/// <param name="Readme">Markdown for the first page, where the project has no docs block named __overview__.</param>
internal sealed record SiteInput(
    JsonNode Manifest, JsonNode? Catalog = null, JsonNode? RunResults = null, JsonNode? Sources = null, LineageGraph? Lineage = null, string? Readme = null);

/// <summary>
/// A project's documentation as one HTML file: no server, no network, no other file. Its content security policy allows
/// the page's own script and nothing else, so that no description can bring another.
/// </summary>
internal static class DocumentationSite
{
    // In this order they make one script: each uses only what stands before it.
    private static readonly string[] Scripts = ["dom.js", "project.js", "sql.js", "layout.js", "graph.js", "pages.js", "columns.js", "tree.js", "search.js", "site.js"];

    // The default encoder leaves no < or & in the text, so that no description can end the script element it stands in.
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Default, MaxDepth = 256 };

    public static void Write(string path, SiteInput input)
    {
        var html = Html(input);
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
        File.WriteAllText(path, html);
    }

    public static string Html(SiteInput input)
    {
        var data = SiteData.Of(AsRead(input));
        var script = $"(() => {{\n\"use strict\";\n{string.Concat(Scripts.Select(Resource))}}})();\n".ReplaceLineEndings("\n");
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
        var parts = new Dictionary<string, string>
        {
            ["title"] = HtmlEncoder.Default.Encode((string?)data["project"]?["name"] ?? "Documentation"),
            ["policy"] = $"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'",
            ["style"] = Resource("site.css"),
            ["data"] = data.ToJsonString(Json),
            ["script"] = script,
        };
        // The template is cut once, so that nothing in the data is taken for a place to fill.
        return string.Concat(Resource("site.html").ReplaceLineEndings("\n").Split("{{").SelectMany((piece, at) =>
            at == 0 ? [piece] : new[] { parts[piece[..piece.IndexOf("}}", StringComparison.Ordinal)]], piece[(piece.IndexOf("}}", StringComparison.Ordinal) + 2)..] }));
    }

    /// <summary>Artifacts made in memory hold .NET's numbers, each of its own type; read from a file they are all alike.</summary>
    private static SiteInput AsRead(SiteInput input)
    {
        static JsonNode? Read(JsonNode? artifact) => artifact is null ? null : JsonNode.Parse(artifact.ToJsonString());
        return input with { Manifest = Read(input.Manifest)!, Catalog = Read(input.Catalog), RunResults = Read(input.RunResults), Sources = Read(input.Sources) };
    }

    private static string Resource(string name)
    {
        using var stream = typeof(DocumentationSite).Assembly.GetManifestResourceStream($"Site/{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
