using Workbook.Models.Metrics;
using Workbook.Models.Project;
using Workbook.PowerBi.Model;
using Workbook.PowerBi.Star;

namespace Workbook.PowerBi.Report;

/// <summary>
/// Visuals by what they show. Measures are named as in the catalogue or by their label, columns as in gold: the names that
/// the model shows may change, and then the report follows. One that neither has throws a <see cref="WorkbookException"/>.
/// </summary>
public sealed class VisualFactory
{
    private readonly SemanticModel _model;
    private readonly MetricCatalog _catalog;

    internal VisualFactory(SemanticModel model, MetricCatalog catalog) => (_model, _catalog) = (model, catalog);

    /// <summary>One figure.</summary>
    public Visual Card(string title, Cells cells, string measure) => new("card", title, cells, [Measure("Values", measure)]);

    /// <summary>To choose values of a column, for the other visuals of the page.</summary>
    public Visual Slicer(string title, Cells cells, string column) => new("slicer", title, cells, [Column("Values", column)]);

    /// <summary>A figure on a dial, without a goal.</summary>
    public Visual Gauge(string title, Cells cells, string measure) => new("gauge", title, cells, [Measure("Y", measure)]);

    /// <summary>A line for each measure, along a column such as the month.</summary>
    public Visual Line(string title, Cells cells, string column, params string[] measures) => Chart("lineChart", title, cells, column, measures);

    /// <summary>Upright bars: for each value of a column one of each measure.</summary>
    public Visual Columns(string title, Cells cells, string column, params string[] measures) => Chart("clusteredColumnChart", title, cells, column, measures);

    /// <summary>Bars that lie: for each value of a column one of each measure.</summary>
    public Visual Bars(string title, Cells cells, string column, params string[] measures) => Chart("clusteredBarChart", title, cells, column, measures);

    /// <summary>A step for each measure, in the order given.</summary>
    public Visual Funnel(string title, Cells cells, params string[] measures) => new("funnel", title, cells, [.. measures.Select(measure => Measure("Y", measure))]);

    /// <summary>For each value of a column an area as large as the measure.</summary>
    public Visual Treemap(string title, Cells cells, string column, string measure) => new("treemap", title, cells, [Column("Group", column), Measure("Values", measure)]);

    /// <summary>A bubble for each value of a column.</summary>
    /// <param name="across">Measure from left to right.</param>
    /// <param name="up">Measure from bottom to top.</param>
    /// <param name="size">Measure of the bubble.</param>
    public Visual Scatter(string title, Cells cells, string column, string across, string up, string size) =>
        new("scatterChart", title, cells, [Column("Category", column), Measure("X", across), Measure("Y", up), Measure("Size", size)]);

    /// <summary>A bubble for each place.</summary>
    /// <param name="place">Column that names it.</param>
    /// <param name="latitude">Column, in degrees.</param>
    /// <param name="longitude">Column, in degrees.</param>
    /// <param name="size">Measure of the bubble.</param>
    public Visual Map(string title, Cells cells, string place, string latitude, string longitude, string size) =>
        new("map", title, cells, [Column("Category", place), Column("Y", latitude), Column("X", longitude), Measure("Size", size)]);

    /// <summary>Measures by two columns: one value of the first a row, one of the second a column.</summary>
    public Visual Matrix(string title, Cells cells, string rows, string columns, params string[] measures) =>
        new("pivotTable", title, cells, [Column("Rows", rows), Column("Columns", columns), .. measures.Select(measure => Measure("Values", measure))]);

    /// <summary>A row for each combination of the columns' values, with its measures.</summary>
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
