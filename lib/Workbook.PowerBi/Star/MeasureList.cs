using DuckDB.NET.Data;
using Workbook.Models.Metrics;
using Workbook.PowerBi.Dax;
using Workbook.PowerBi.Model;

namespace Workbook.PowerBi.Star;

/// <summary>The catalogue's metrics as measures, in its order.</summary>
internal static class MeasureList
{
    /// <exception cref="WorkbookException">Some have no translation: all of them are listed, each with file and line.</exception>
    public static IReadOnlyList<ModelMeasure> Of(DuckDBConnection connection, StarNames names, string currency)
    {
        var (compiler, measures, faults) = (new MetricDax(connection, names), new List<ModelMeasure>(), new List<string>());
        foreach (var metric in names.Catalog.Metrics)
        {
            try
            {
                measures.Add(new ModelMeasure(metric.Label, compiler.Compile(metric), Format(metric, currency), Description(metric), Folder(metric.Owner)) { Metric = metric });
            }
            catch (WorkbookException fault)
            {
                faults.Add(fault.Message);
            }
        }
        faults.AddRange(names.Catalog.Metrics.GroupBy(metric => metric.Label, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1).Select(same =>
            $"{same.Last().File}:{same.Last().Line}: metrics {string.Join(" and ", same.Select(metric => $"'{metric.Name}'"))} have the same label '{same.Key}', and a measure's name is there once. Change one label."));
        return faults.Count == 0 ? measures : throw new WorkbookException(string.Join(Environment.NewLine, faults.Distinct()));
    }

    public static string Folder(string owner) => ColumnLabels.Capital(owner.Replace('-', ' '));

    public static string Format(Metric metric, string currency) => metric.Format switch
    {
        "currency" => currency,
        "integer" => "#,0",
        "percent" => "0.0%",
        _ => "#,0.00",
    };

    private static string Description(Metric metric)
    {
        var description = string.Join(' ', metric.Description.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return metric.Unit is null ? description : $"{description} Unit: {metric.Unit}.";
    }
}
