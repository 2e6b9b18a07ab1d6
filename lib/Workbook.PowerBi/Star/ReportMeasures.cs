using Workbook.Models.Metrics;
using Workbook.Models.Project;
using Workbook.PowerBi.Dax;
using Workbook.PowerBi.Model;

namespace Workbook.PowerBi.Star;

/// <summary>What the report's pages show beyond the catalogue of metrics.</summary>
internal static class ReportMeasures
{
    private const string Folder = "Report";

    /// <summary>Those that the catalogue has under the same name are its own: what a measure means is said there.</summary>
    public static IEnumerable<ModelMeasure> Beyond(IReadOnlyList<ReportMeasure> measures, MetricCatalog catalog, IReadOnlyList<ModelTable> tables)
    {
        var known = catalog.Metrics.Select(metric => metric.Label).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var measure in measures.Where(measure => !known.Contains(measure.Name)))
        {
            var columns = measure.Columns.Select(column => Column(column, tables)).OfType<string>().ToList();
            if (columns.Count == measure.Columns.Count)
                yield return new ModelMeasure(measure.Name, measure.Dax(columns), measure.Format, measure.Description, Folder);
        }
    }

    /// <param name="column">With its table.</param>
    private static string? Column(string column, IReadOnlyList<ModelTable> tables) =>
        column.Split('.') is [var relation, var name] && tables.FirstOrDefault(table => table.Relation == $"gold.{relation}") is { } table && table.Source(name) is { } found
            ? DaxText.Column(table.Name, found.Name)
            : null;
}
