using DuckDB.NET.Data;
using Workbook.Models.Metrics;
using Workbook.Models.Project;
using Workbook.PowerBi.Dax;
using Workbook.PowerBi.Model;

namespace Workbook.PowerBi.Star;

/// <summary>The semantic model over gold: its tables, and one more that holds all measures.</summary>
internal static class StarModel
{
    public const string ClockTable = "Business clock";

    /// <exception cref="WorkbookException">Something has no equal in Power BI; all faults of the metrics are listed.</exception>
    public static SemanticModel Build(DuckDBConnection connection, GoldTables gold, ModelProject project, MetricCatalog catalog, ReportDefinition definition, string folder)
    {
        var star = new StarTables(gold, project, catalog, definition);
        var catalogued = star.Catalogued();
        List<ModelTable> tables = [.. catalogued.Values, .. star.Others()];
        if (tables.GroupBy(table => table.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new WorkbookException($"Two tables of gold would both be shown as '{twice.Key}': {string.Join(", ", twice.Select(table => table.Relation))}. Rename one, or leave it out.");

        RequireColumns(catalog, catalogued);
        var names = new StarNames(catalog, catalogued);
        var relationships = StarRelationships.Of(catalog, catalogued, tables, project);
        var managers = definition.Managers is null ? null : RowManagers.Table(definition.Managers, catalogued);
        return new SemanticModel
        {
            Tables = [Measures(connection, names, tables, definition), .. tables, Clock(names, definition.ClockColumns), .. managers is null ? Array.Empty<ModelTable>() : [managers]],
            Relationships = relationships,
            Roles = managers is null ? [] : [RowManagers.Role(definition.Managers!, tables)],
            Expressions = GoldQueries.Expressions(folder),
        };
    }

    private static void RequireColumns(MetricCatalog catalog, IReadOnlyDictionary<string, ModelTable> tables)
    {
        var faults = catalog.Dimensions.Where(dimension => tables[dimension.Table].Source(dimension.Column) is null)
            .Select(dimension => $"{dimension.File}:{dimension.Line}: dimension '{dimension.Name}' is the column {dimension.Column} of {tables[dimension.Table].Relation}, which has no such column.").ToList();
        if (catalog.Calendar is { } calendar)
            faults.AddRange(new[] { calendar.Date!, calendar.FiscalYear! }.Where(column => tables[calendar.Name].Source(column) is null)
                .Select(column => $"{calendar.File}:{calendar.Line}: the calendar goes by {column}, but {tables[calendar.Name].Relation} has no such column."));
        if (faults.Count > 0)
            throw new WorkbookException(string.Join(Environment.NewLine, faults));
    }

    private static ModelTable Measures(DuckDBConnection connection, StarNames names, IReadOnlyList<ModelTable> tables, ReportDefinition definition) =>
        new(SemanticModel.MeasureTable, "All measures, in a folder for each owner. They are compiled from lib/dbt/metrics.", "#table(type table [Metric = text], {})", null)
        {
            Columns = [new ModelColumn("Metric", "Metric", ModelDataType.Text) { IsHidden = true, Description = "Empty: the table is there for its measures." }],
            Measures = [.. MeasureList.Of(connection, names, definition.Currency), .. PeriodMeasures.Of(names), .. ReportMeasures.Beyond(definition.Measures, names.Catalog, tables)],
        };

    /// <summary>
    /// The last day of business, as the models know it: the newest day of the columns that tell of it. It is read
    /// from the files and not from the model, so that a manager of some rows has the same calendar as everyone.
    /// </summary>
    private static ModelTable Clock(StarNames names, IReadOnlyList<string> clock)
    {
        var known = names.Catalog.Tables.SelectMany(table => names.Table(table.Name).Columns.Where(column => clock.Contains(column.SourceName))
            .Select(column => (File: names.Table(table.Name).Relation!["gold.".Length..], Column: column.SourceName)))
            .Where(known => known.File.StartsWith("fct_", StringComparison.Ordinal)).ToList();
        if (known.Count == 0)
            throw new WorkbookException($"No fact has {string.Join(" or ", clock.DefaultIfEmpty("a column that tells of it"))}, so the last day of business isn't known, and no measure of time can end there. Give a fact one of them.");
        var days = string.Join(",\n", known.Select(day => $"            List.Max({GoldQueries.Gold(day.File)}[{day.Column}])"));
        var query = $"let\n    Day = List.Max(\n        {{\n{days}\n        }}\n    )\nin\n    #table(type table [business_date = date], {{{{Day}}}})";
        return new ModelTable(ClockTable, "The last day of business: periods end there at the latest.", query, null)
        {
            Columns = [new ModelColumn(StarNames.BusinessDate, "business_date", ModelDataType.Date) { IsHidden = true, Format = "yyyy-mm-dd" }],
            IsHidden = true,
        };
    }
}
