using Workbook.Models.Metrics;
using Workbook.PowerBi.Model;

namespace Workbook.PowerBi.Dax;

/// <summary>The model's names for the catalogue's tables, columns and metrics.</summary>
internal sealed class StarNames(MetricCatalog catalog, IReadOnlyDictionary<string, ModelTable> tables)
{
    public const string BusinessDate = "Business date";
    public const string PeriodStart = "Period start";
    public const string PeriodEnd = "Period end";

    public MetricCatalog Catalog => catalog;

    public MetricTable CalendarTable => catalog.Calendar
        ?? throw new WorkbookException("The metrics have no calendar: a table with 'date' and 'fiscal_year'. Define one among the tables; Power BI's measures of time need it.");

    public string Calendar => DaxText.Table(Table(CalendarTable.Name).Name);

    /// <summary>The calendar's days.</summary>
    public string Day => Reference(CalendarTable.Name, CalendarTable.Date!);

    /// <summary>Columns of the calendar that select days rather than cut periods, such as weekdays, with those that sort them.</summary>
    public IReadOnlyList<string> DayAttributes
    {
        get
        {
            var calendar = Table(CalendarTable.Name);
            var columns = catalog.Dimensions.Where(dimension => dimension.Table == CalendarTable.Name && dimension.Grain is null)
                .Select(dimension => calendar.Source(dimension.Column)).OfType<ModelColumn>().ToList();
            return [.. columns.SelectMany(column => new[] { column.Name, column.SortBy }).OfType<string>().Distinct().Select(name => DaxText.Column(calendar.Name, name))];
        }
    }

    public ModelTable Table(string catalogTable) => tables[catalogTable];

    /// <summary>Null where the table has no such column.</summary>
    public ModelColumn? Column(string catalogTable, string column) => tables.GetValueOrDefault(catalogTable)?.Source(column);

    /// <summary>'Sales'[Order date], of a column that is there.</summary>
    public string Reference(string catalogTable, string column) => DaxText.Column(Table(catalogTable).Name, Column(catalogTable, column)!.Name);

    public bool IsInCalendar(string catalogTable) =>
        catalogTable == CalendarTable.Name || catalog.Relationships.Any(edge => edge.From == catalogTable && edge.To == CalendarTable.Name);
}
