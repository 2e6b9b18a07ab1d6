using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workbook.Lake;
using Workbook.Models.Metrics;
using Workbook.Models.Project;
using Workbook.PowerBi.Checks;
using Workbook.PowerBi.Model;
using Workbook.PowerBi.Report;
using Workbook.PowerBi.Star;
using Workbook.PowerBi.Tmdl;

namespace Workbook.PowerBi;

/// <summary>What the project is called, and where it finds its data.</summary>
public sealed record PowerBiOptions
{
    /// <summary>The project's name: of its files and folders.</summary>
    public string Name { get; init; } = "Retail";

    /// <summary>Where gold lies on the machine that opens the project; null for where it lies here.</summary>
    public string? GoldFolder { get; init; }
}

/// <param name="Relation">The gold table that it shows; null for measures and helpers.</param>
/// <param name="Columns">How many.</param>
/// <param name="Measures">How many.</param>
public sealed record ProjectTable(string Name, string? Relation, int Columns, int Measures);

/// <param name="Visuals">How many.</param>
public sealed record ProjectPage(string Title, int Visuals);

/// <summary>
/// A Power BI project as text: a semantic model (TMDL) over gold's Parquet files with the metrics as DAX, and a report
/// (PBIR). Files depend on the lake's tables, the models' files, the metrics and the options alone, and come
/// out the same byte by byte.
/// </summary>
public sealed class PowerBiProject
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ReportDefinition _definition;
    private readonly SemanticModel _model;
    private readonly IReadOnlyList<ReportPage> _pages;

    private PowerBiProject(string name, ReportDefinition definition, SemanticModel model, IReadOnlyList<ReportPage> pages, string goldFolder)
    {
        (Name, _definition, _model, _pages) = (name, definition, model, pages);
        Files = new SortedDictionary<string, string>(Documents(goldFolder).ToDictionary(file => file.Path, file => file.Text), StringComparer.Ordinal);
    }

    /// <summary>That of the options: <c>Retail</c> for <c>Retail.pbip</c>.</summary>
    public string Name { get; }

    /// <summary>Contents by path, with forward slashes.</summary>
    public IReadOnlyDictionary<string, string> Files { get; }

    /// <summary>Those of the semantic model, with helpers and the table of measures.</summary>
    public IReadOnlyList<ProjectTable> Tables =>
        [.. _model.Tables.Select(table => new ProjectTable(table.Name, table.Relation, table.Columns.Count, table.Measures.Count))];

    /// <summary>In the report's order.</summary>
    public IReadOnlyList<ProjectPage> Pages => [.. _pages.Select(page => new ProjectPage(page.Title, page.Visuals.Count))];

    /// <summary>How many measures are metrics of the catalogue.</summary>
    public int Metrics => _model.Measures.Count(measure => measure.Metric is not null);

    internal SemanticModel Model => _model;

    internal IReadOnlyList<ReportPage> Report => _pages;

    /// <exception cref="WorkbookException">
    /// The lake has no gold, or a metric, column or visual has no equal in Power BI; faults of metrics are listed all at once.
    /// </exception>
    public static PowerBiProject Create(ReportDefinition definition, LakeConnection lake, ModelProject project, MetricCatalog catalog, PowerBiOptions? options = null)
    {
        options ??= new PowerBiOptions();
        if (options.Name.Length == 0 || options.Name.Any("/\\:*?\"<>|".Contains))
            throw new WorkbookException($"A project can't be named '{options.Name}': files and folders are named for it. Take letters, digits, spaces, points and hyphens.");
        var folder = options.GoldFolder ?? lake.Lake.Gold;
        var model = StarModel.Build(lake.Connection, GoldTables.Read(lake, project), project, catalog, definition, folder);
        return new PowerBiProject(options.Name, definition, model, definition.Pages(new VisualFactory(model, catalog)), folder);
    }

    /// <summary>Writes the files, in place of those of an earlier project; what Power BI Desktop keeps for itself stays.</summary>
    /// <exception cref="WorkbookException">The folder holds something else, can't be written, or the files don't fit together.</exception>
    public void Write(string folder)
    {
        ProjectFolder.Write(folder, Name, Files);
        var faults = PowerBiChecks.Find(folder);
        if (faults.Count > 0)
            throw new WorkbookException($"The project in '{Path.GetFullPath(folder)}' doesn't fit together:{Environment.NewLine}{string.Join(Environment.NewLine, faults)}");
    }

    private IEnumerable<(string Path, string Text)> Documents(string goldFolder)
    {
        const string Schemas = "https://developer.microsoft.com/json-schemas/fabric";
        var (model, report) = ($"{Name}.SemanticModel", $"{Name}.Report");
        yield return ("README.md", ProjectReadme.Text(Name, goldFolder, _definition, _model, _pages));
        yield return (".gitignore", "**/.pbi/localSettings.json\n**/.pbi/cache.abf\n");
        yield return ($"{Name}.pbip", Text(new JsonObject
        {
            ["$schema"] = $"{Schemas}/pbip/pbipProperties/1.0.0/schema.json",
            ["version"] = "1.0",
            ["artifacts"] = new JsonArray(new JsonObject { ["report"] = new JsonObject { ["path"] = report } }),
            ["settings"] = new JsonObject { ["enableAutoRecovery"] = true },
        }));
        yield return ($"{model}/definition.pbism", Text(new JsonObject
        {
            ["$schema"] = $"{Schemas}/item/semanticModel/definitionProperties/1.0.0/schema.json", ["version"] = "4.2", ["settings"] = new JsonObject(),
        }));
        yield return ($"{report}/definition.pbir", Text(new JsonObject
        {
            ["$schema"] = $"{Schemas}/item/report/definitionProperties/2.0.0/schema.json",
            ["version"] = "4.0",
            ["datasetReference"] = new JsonObject { ["byPath"] = new JsonObject { ["path"] = $"../{model}" } },
        }));
        foreach (var (path, nodes) in ModelDocuments.Of(_model))
            yield return ($"{model}/definition/{path}", TmdlWriter.Write(nodes));
        foreach (var (path, document) in ReportDocuments.Of(_pages))
            yield return ($"{report}/definition/{path}", Text(document));
    }

    private static string Text(JsonObject document) => document.ToJsonString(Json) + "\n";
}
