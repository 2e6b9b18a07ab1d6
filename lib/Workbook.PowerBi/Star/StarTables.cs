using Workbook.Models.Metrics;
using Workbook.Models.Project;
using Workbook.PowerBi.Model;

namespace Workbook.PowerBi.Star;

/// <summary>Gold's tables as the model shows them: names that people read, formats, what sorts what, what is hidden.</summary>
internal sealed class StarTables(GoldTables gold, ModelProject project, MetricCatalog catalog, ReportDefinition definition)
{
    /// <summary>The catalogue's tables by its own names for them.</summary>
    /// <exception cref="WorkbookException">Gold lacks one.</exception>
    public IReadOnlyDictionary<string, ModelTable> Catalogued() => catalog.Tables.ToDictionary(table => table.Name, table =>
    {
        var name = table.Relation.Split('.')[^1];
        var visible = ColumnLabels.Capital(table.Name.Replace('_', ' '));
        if (gold.Find(name) is { } found)
            return Table(found, visible, GoldQueries.Gold(name), table);
        if (definition.Views.FirstOrDefault(view => view.View == name) is { } view && gold.Find(view.File) is { } file)
            return Table(RowsOf(view, file), visible, GoldQueries.Distinct(view.File, view.Columns), table);
        throw new WorkbookException($"{table.File}:{table.Line}: table '{table.Name}' is {table.Relation}, but the lake's gold folder has no folder {name} with Parquet files. Build it with 'workbook dbt build --select {name}'.");
    });

    /// <summary>What gold has besides.</summary>
    public IEnumerable<ModelTable> Others()
    {
        var used = catalog.Tables.Select(table => table.Relation.Split('.')[^1]).ToHashSet();
        return gold.All.Where(table => !used.Contains(table.Name)).Select(table => Table(table, ColumnLabels.OfTable(table.Name), GoldQueries.Gold(table.Name), null));
    }

    private GoldTable RowsOf(ViewOverFile view, GoldTable file)
    {
        var node = GoldTables.Node(project, view.View);
        return new GoldTable(view.View, view.Description, [.. view.Columns.Select(name => file.Columns.First(column => column.Name == name)).Select(column => column with
        {
            Description = node?.Columns.FirstOrDefault(own => own.Name == column.Name)?.Description ?? column.Description,
        })]);
    }

    private ModelTable Table(GoldTable table, string name, string source, MetricTable? catalogued)
    {
        var isCalendar = catalogued?.FiscalYear is not null;
        var columns = Columns(table, catalogued);
        var drop = isCalendar ? catalogued!.Date : null;
        var description = catalogued is null ? table.Description : $"{table.Description} {ColumnLabels.Capital(catalogued.Grain)}.".TrimStart();
        return new ModelTable(name, description, GoldQueries.Table(source, columns, drop), $"gold.{table.Name}")
        {
            Columns = [.. columns.Select(column => column.SourceName == drop ? column with { IsKey = true } : column)],
            IsDateTable = isCalendar,
        };
    }

    private List<ModelColumn> Columns(GoldTable table, MetricTable? catalogued)
    {
        var labels = Labels(table, catalogued);
        var shownBeside = catalogued is null ? [] : catalog.Relationships.Where(edge => edge.From == catalogued.Name).SelectMany(edge => ColumnsOf(edge.To)).ToHashSet();
        return [.. table.Columns.Select(column => new ModelColumn(labels[column.Name], column.Name, column.Kind)
        {
            Description = column.Description,
            Format = ColumnFormats.Of(column, definition.Formats),
            IsHidden = ColumnFormats.IsTechnical(column.Name) || shownBeside.Contains(column.Name),
            IsNullable = column.IsNullable,
            SortBy = ColumnFormats.SortedBy(column.Name) is { } sorting && labels.TryGetValue(sorting, out var by) ? by : null,
            DataCategory = ColumnFormats.Category(column.Name),
        })];
    }

    /// <summary>A fact doesn't show again what a table that it points at shows.</summary>
    private IEnumerable<string> ColumnsOf(string catalogTable)
    {
        var relation = catalog.Table(catalogTable).Relation.Split('.')[^1];
        return gold.Find(relation)?.Columns.Select(column => column.Name) ?? definition.Views.FirstOrDefault(view => view.View == relation)?.Columns ?? [];
    }

    private Dictionary<string, string> Labels(GoldTable table, MetricTable? catalogued)
    {
        var labels = catalog.Dimensions.Where(dimension => dimension.Table == catalogued?.Name).DistinctBy(dimension => dimension.Column)
            .ToDictionary(dimension => dimension.Column, dimension => dimension.Label);
        var taken = labels.Values.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var column in table.Columns.Select(column => column.Name).Where(column => !labels.ContainsKey(column)))
        {
            var label = ColumnLabels.Of(column);
            if (!taken.Add(label) && !taken.Add(label = $"{label} number"))
                throw new WorkbookException($"Column gold.{table.Name}.{column} would be shown as '{label}', and so would another one. Rename it, or the dimension's label.");
            labels[column] = label;
        }
        return labels;
    }
}
