using Workbook.Models.Metrics;
using Workbook.Models.Project;
using Workbook.PowerBi.Model;
using Workbook.PowerBi.Star;

namespace Workbook.PowerBi.Report;

/// <summary>
/// Visuals by what they show. Measures are named as in the catalogue or by their label, columns as in gold: the names that
/// the model shows may change, and then the report follows.
/// </summary>
public sealed class VisualFactory
{
    private readonly SemanticModel _model;
    private readonly MetricCatalog _catalog;

    internal VisualFactory(SemanticModel model, MetricCatalog catalog) => (_model, _catalog) = (model, catalog);

    public Visual Card(string title, Cells cells, string measure) => new("card", title, cells, [Measure("Values", measure)]);

    public Visual Slicer(string title, Cells cells, string column) => new("slicer", title, cells, [Column("Values", column)]);

    public Visual Gauge(string title, Cells cells, string measure) => new("gauge", title, cells, [Measure("Y", measure)]);

    public Visual Line(string title, Cells cells, string column, params string[] measures) => Chart("lineChart", title, cells, column, measures);

    public Visual Columns(string title, Cells cells, string column, params string[] measures) => Chart("clusteredColumnChart", title, cells, column, measures);

    public Visual Bars(string title, Cells cells, string column, params string[] measures) => Chart("clusteredBarChart", title, cells, column, measures);

    public Visual Funnel(string title, Cells cells, params string[] measures) => new("funnel", title, cells, [.. measures.Select(measure => Measure("Y", measure))]);

    public Visual Treemap(string title, Cells cells, string column, string measure) => new("treemap", title, cells, [Column("Group", column), Measure("Values", measure)]);

    public Visual Scatter(string title, Cells cells, string column, string across, string up, string size) =>
        new("scatterChart", title, cells, [Column("Category", column), Measure("X", across), Measure("Y", up), Measure("Size", size)]);

    public Visual Map(string title, Cells cells, string place, string latitude, string longitude, string size) =>
        new("map", title, cells, [Column("Category", place), Column("Y", latitude), Column("X", longitude), Measure("Size", size)]);

    public Visual Matrix(string title, Cells cells, string rows, string columns, params string[] measures) =>
        new("pivotTable", title, cells, [Column("Rows", rows), Column("Columns", columns), .. measures.Select(measure => Measure("Values", measure))]);

    public Visual Table(string title, Cells cells, string[] columns, params string[] measures) =>
        new("tableEx", title, cells, [.. columns.Select(column => Column("Values", column)), .. measures.Select(measure => Measure("Values", measure))]);

    private Visual Chart(string type, string title, Cells cells, string column, string[] measures) =>
        new(type, title, cells, [Column("Category", column), .. measures.Select(measure => Measure("Y", measure))]);

    private RoleField Measure(string role, string name)
    {
        var label = _catalog.Metrics.FirstOrDefault(metric => metric.Name == name)?.Label ?? name;
        return _model.Measures.Any(measure => measure.Name == label)
            ? new RoleField(role, new FieldName(SemanticModel.MeasureTable, label, IsMeasure: true))
            : throw new WorkbookException($"The report shows the measure '{name}', but neither the metrics nor gold have it. Define the metric in lib/dbt/metrics, or build the gold table that it comes from.");
    }

    /// <param name="column">A dimension of the catalogue, or table.column of gold.</param>
    private RoleField Column(string role, string column)
    {
        var (relation, source) = _catalog.Dimensions.FirstOrDefault(dimension => dimension.Name == column) is { } dimension
            ? (_catalog.Tables.First(table => table.Name == dimension.Table).Relation, dimension.Column)
            : column.Split('.') is [var table, var own] ? ($"gold.{table}", own) : (column, column);
        var found = _model.Tables.FirstOrDefault(table => table.Relation == relation);
        return found?.Source(source) is { } shown
            ? new RoleField(role, new FieldName(found.Name, shown.Name, IsMeasure: false))
            : throw new WorkbookException($"The report shows '{column}', but neither the metrics' dimensions nor gold have it. Define the dimension in lib/dbt/metrics/model.yml, or build the gold table that it comes from.");
    }
}
