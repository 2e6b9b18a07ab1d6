using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Metrics;
using Workbook.PowerBi.Dax;
using Workbook.PowerBi.Model;

namespace Workbook.PowerBi.Tests.Dax;

/// <summary>A small star by hand, to translate metrics over.</summary>
internal sealed class SalesStar : IDisposable
{
    private const string Star = """
        tables:
          - {name: sales, relation: gold.sales, grain: one row per sale, date: sales.day}
          - {name: people, relation: gold.people, grain: one row per person, date: people.since}
          - {name: calendar, relation: gold.calendar, grain: one row per day, date: day, fiscal_year: fiscal_year}
        relationships:
          - {from: sales, to: people, on: person_key}
          - {from: sales, to: calendar, on: day}
        dimensions:
          - {name: day, label: Day, table: calendar, column: day, grain: day}
          - {name: week, label: Week, table: calendar, column: week, grain: week}
          - {name: month, label: Month, table: calendar, column: month, grain: month}
          - {name: quarter, label: Quarter, table: calendar, column: quarter, grain: quarter}
          - {name: year, label: Year, table: calendar, column: year, grain: year}
          - {name: weekday, label: Weekday, table: calendar, column: weekday}
        metrics:
          - {name: amount, label: Amount, table: sales, expression: sum(sales.amount), additivity: additive, format: currency, owner: me, description: d}

        """;

    private readonly TemporaryFolder _folder = new();

    /// <param name="metrics">More metrics, as YAML items.</param>
    public SalesStar(params string[] metrics)
    {
        File.WriteAllText(_folder.File("star.yml"), Star + string.Join('\n', metrics.Select(metric => $"  - {metric}")) + "\n");
        Names = new StarNames(MetricCatalog.Read(_folder.Path), new Dictionary<string, ModelTable>
        {
            ["sales"] = Table("Sales", "amount Integer!", "price FixedDecimal", "day Date!", "person_key Integer!", "is_paid Boolean", "note Text"),
            ["people"] = Table("People", "person_key Integer!", "person_id Integer", "since Date", "is_vip Boolean", "town Text"),
            ["calendar"] = Table("Calendar", "day Date!", "week Text", "month Date", "quarter Date", "year Integer", "weekday Text", "fiscal_year Integer"),
        });
    }

    public StarNames Names { get; }

    public DuckDBConnection Connection { get; } = WorkbookDatabase.Open();

    /// <summary>DAX on one line.</summary>
    public string Compile(string metric) => string.Join(' ', new MetricDax(Connection, Names).Compile(Names.Catalog.Metric(metric)).Split('\n', StringSplitOptions.TrimEntries)).Replace("( ", "(").Replace(" )", ")");

    public static string Aggregate(string expression, string name = "x", string additivity = "non_additive") =>
        $"{{name: {name}, label: {name}, table: sales, expression: \"{expression}\", additivity: {additivity}, format: decimal, owner: me, description: d}}";

    public void Dispose()
    {
        Connection.Dispose();
        _folder.Dispose();
    }

    private static ModelTable Table(string name, params string[] columns) => new(name, "", "", $"gold.{name.ToLowerInvariant()}")
    {
        Columns = [.. columns.Select(column => column.Split(' ')).Select(parts => new ModelColumn(ColumnLabels.Of(parts[0]), parts[0], Enum.Parse<ModelDataType>(parts[1].TrimEnd('!'))) { IsNullable = !parts[1].EndsWith('!') })],
    };
}
