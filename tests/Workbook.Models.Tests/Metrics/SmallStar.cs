using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Metrics;

namespace Workbook.Models.Tests.Metrics;

/// <summary>Sales of two shops on random days with gaps, in memory, with metrics over them.</summary>
internal sealed class SmallStar : IDisposable
{
    public const string Definitions = """
        tables:
          - {name: sales, relation: sales, grain: one row per sale, date: sales.day}
          - {name: parcels, relation: parcels, grain: one row per parcel, date: parcels.day}
          - {name: orders, relation: orders, grain: one row per order}
          - {name: calendar, relation: calendar, grain: one row per day, date: day, fiscal_year: fiscal_year}
        relationships:
          - {from: sales, to: orders, on: order_id}
          - {from: parcels, to: orders, on: order_id}
          - {from: sales, to: calendar, on: day}
        dimensions:
          - {name: day, table: calendar, column: day, grain: day}
          - {name: month, table: calendar, column: month, grain: month}
          - {name: weekday, table: calendar, column: weekday}
          - {name: shop, table: orders, column: shop}
          - {name: product, table: sales, column: product}
        metrics:
          - {name: amount, label: Amount, table: sales, expression: sum(sales.amount), additivity: additive, format: currency, owner: me, description: Sales.}
          - {name: buyers, label: Buyers, table: sales, expression: count(distinct sales.buyer), additivity: non_additive, format: integer, owner: me, description: Buyers.}
          - {name: ytd, label: YTD, of: amount, calculation: year_to_date, additivity: non_additive, format: currency, owner: me, description: d}
          - {name: fiscal_ytd, label: FYTD, of: amount, calculation: fiscal_year_to_date, additivity: non_additive, format: currency, owner: me, description: d}
          - {name: mtd, label: MTD, of: amount, calculation: month_to_date, additivity: non_additive, format: currency, owner: me, description: d}
          - {name: rolling, label: Rolling, of: amount, calculation: rolling_average, days: 7, additivity: non_additive, format: currency, owner: me, description: d}
          - {name: buyers_ytd, label: Buyers YTD, of: buyers, calculation: year_to_date, additivity: non_additive, format: integer, owner: me, description: d}
          - {name: yoy, label: YoY, of: amount, calculation: year_over_year, additivity: non_additive, format: percent, owner: me, description: d}
          - {name: parcel_cost, label: Cost, table: parcels, expression: sum(parcels.cost), additivity: additive, format: currency, owner: me, description: d}
          - {name: cost_share, label: Cost share, numerator: parcel_cost, denominator: amount, additivity: non_additive, format: percent, owner: me, description: d}
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("workbook-metrics-");

    public SmallStar(int seed)
    {
        Sales = Random(seed);
        Connection.Execute("""
            CREATE TABLE orders (order_id BIGINT, shop VARCHAR);
            CREATE TABLE sales (order_id BIGINT, day DATE, product VARCHAR, buyer BIGINT, amount BIGINT);
            CREATE TABLE parcels (order_id BIGINT, day DATE, cost BIGINT);
            CREATE TABLE calendar AS
                SELECT day, date_trunc('month', day)::DATE AS month, dayname(day) AS weekday, year(day + to_months(6)) AS fiscal_year
                FROM (SELECT unnest(generate_series(DATE '2022-01-01', DATE '2026-12-31', INTERVAL 1 DAY))::DATE AS day);
            """);
        foreach (var sale in Sales)
            Connection.Execute("INSERT INTO sales VALUES (?, ?, ?, ?, ?)", sale.Order, sale.Day, sale.Order % 3 == 0 ? "tea" : "milk", sale.Buyer, sale.Amount);
        Connection.Execute("INSERT INTO orders SELECT DISTINCT order_id, 'shop ' || order_id % 2 FROM sales");
        // Two parcels for each order: a join with its sales would count them again and again.
        Connection.Execute("INSERT INTO parcels SELECT order_id, min(day), unnest([3, 4]) FROM sales GROUP BY order_id");
        Catalog = Read(Definitions);
    }

    public DuckDBConnection Connection { get; } = WorkbookDatabase.Open();

    public IReadOnlyList<Sale> Sales { get; }

    public MetricCatalog Catalog { get; }

    public MetricCatalog Read(string yaml)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "metrics.yml"), yaml);
        return MetricCatalog.Read(_folder.FullName);
    }

    public List<object?[]> Ask(MetricQuery query) => Rows(Catalog.Compile(query));

    public List<object?[]> Rows(string sql) => Connection.Query(sql, row =>
        Enumerable.Range(0, row.FieldCount).Select(i => row.IsDBNull(i) ? null : row.GetValue(i)).ToArray());

    public void Dispose()
    {
        Connection.Dispose();
        _folder.Delete(recursive: true);
    }

    private static List<Sale> Random(int seed)
    {
        var random = new Random(seed);
        var day = new DateOnly(2023, 2, 1).AddDays(random.Next(40));
        var sales = new List<Sale>();
        for (var order = 1; day < new DateOnly(2025, 4, 1); day = day.AddDays(1 + random.Next(9) * random.Next(3)))
            for (var i = random.Next(3); i >= 0; i--, order++)
                for (var line = random.Next(3); line >= 0; line--)
                    sales.Add(new Sale(order, day, random.Next(20), random.Next(1, 1000)));
        return sales;
    }

    internal sealed record Sale(long Order, DateOnly Day, long Buyer, long Amount);
}
