using System.Globalization;
using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Dashboards.Tests.Figures;

/// <summary>Rows by a key, as written by hand.</summary>
internal static class Oracle
{
    /// <summary>What the hand-written queries start from: the rows of the state and store, with the names of their dimensions.</summary>
    private const string Prelude = """
        WITH every AS (
            SELECT f.*, st.region, st.state_region, st.store_name, p.category, p.subcategory, p.product_name, p.product_id AS known_product,
                c.customer_id AS known_customer, c.person_id, c.is_vip, c.segment, c.first_order_date
            FROM gold.fct_sales f
            LEFT JOIN gold.dim_store st ON st.store_key = f.store_key
            LEFT JOIN gold.dim_product_scd p ON p.product_key = f.product_key
            LEFT JOIN gold.dim_customer c ON c.customer_key = f.customer_key
            WHERE $store IS NULL OR f.store_id = $store),
        s AS (SELECT * FROM every WHERE ($region IS NULL OR region = $region) AND ($category IS NULL OR category = $category)),
        n AS (SELECT * FROM s WHERE order_date >= $from AND order_date <= $to),
        rn AS (
            SELECT f.*, st.region, p.category, p.subcategory
            FROM gold.fct_returns f JOIN gold.dim_store st ON st.store_key = f.store_key JOIN gold.dim_product_scd p ON p.product_key = f.product_key
            WHERE ($store IS NULL OR st.store_id = $store) AND f.order_date >= $from AND f.order_date <= $to
                AND ($region IS NULL OR st.region = $region) AND ($category IS NULL OR p.category = $category)),
        h AS (
            SELECT f.*, st.region FROM gold.fct_shipments f LEFT JOIN gold.dim_store st ON st.store_key = f.store_key
            WHERE ($store IS NULL OR f.store_id = $store) AND ($region IS NULL OR st.region = $region)),
        hn AS (SELECT * FROM h WHERE shipped_at >= $from AND shipped_at < $to + 1),
        e AS (
            SELECT f.*, st.region FROM gold.fct_sensor_readings f LEFT JOIN gold.dim_store st ON st.store_key = f.store_key
            WHERE ($store IS NULL OR f.store_id = $store) AND ($region IS NULL OR st.region = $region) AND hour_at >= $from AND hour_at < $to + 1),
        people AS (SELECT * FROM gold.dim_customer WHERE $store IS NULL OR customer_key IN (SELECT customer_key FROM gold.fct_sales WHERE store_id = $store))
        """;

    public static Dictionary<string, Dictionary<string, object?>> Ask(DuckDBConnection connection, string sql, Dashboard dashboard, SlicerState state)
    {
        var period = dashboard.Periods.Single(period => period.Id == (state.Period ?? "m12"));
        var filled = (Prelude + (sql.TrimStart().StartsWith(',') ? sql : "\n" + sql))
            .Replace("$store", dashboard.Options.Store is { } store ? store.ToString(CultureInfo.InvariantCulture) : "NULL")
            .Replace("$region", Sql.Literal(state.Region)).Replace("$category", Sql.Literal(state.Category))
            .Replace("$from", Day(period.From)).Replace("$to", Day(period.To)).Replace("$first", Day(dashboard.FirstDay)).Replace("$asof", Day(dashboard.AsOf))
            .Replace("$lake", Path.GetDirectoryName(connection.Scalar<string>("SELECT current_setting('allowed_directories')[1]").TrimEnd('/') + "/x"));
        var rows = connection.Query(filled, row => Enumerable.Range(0, row.FieldCount).ToDictionary(row.GetName, column => Value(row.IsDBNull(column) ? null : row.GetValue(column))));
        return rows.ToDictionary(row => (string)row["k"]!, row => row.Where(cell => cell.Key != "k").ToDictionary());
    }

    /// <summary>Money to the cent, shares to a millionth.</summary>
    public static bool Equal(object? expected, object? found) => (expected, found) switch
    {
        (double a, double b) => Math.Abs(a - b) <= (Math.Abs(a) >= 10 ? 0.0051 : 0.00000051),
        (0.0, null) or (null, 0.0) => false,
        _ => Equals(expected, found),
    };

    public static object? Value(object? value) => value switch
    {
        null => null,
        string text => text,
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime instant => instant.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        double number when !double.IsFinite(number) => null,
        System.Numerics.BigInteger big => (double)big,
        _ => Convert.ToDouble(value, CultureInfo.InvariantCulture),
    };

    private static string Day(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"DATE '{day:yyyy-MM-dd}'");
}
