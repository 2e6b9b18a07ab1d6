using System.Data.Common;
using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Retail.Tests.Generation;
using Workbook.Tests.Generation;

[assembly: AssemblyFixture(typeof(RawTables))]

namespace Workbook.Retail.Tests.Generation;

/// <summary>The raw files of a generated world as tables, read once for all tests, each of which is a query.</summary>
public sealed class RawTables : IDisposable
{
    private readonly GeneratedWorld _world = new();
    private readonly DuckDBConnection _connection = WorkbookDatabase.Open();

    public RawTables()
    {
        var raw = _world.Path;
        Load("customers", $"read_csv('{raw}/customers.csv', types = {{'phone': 'VARCHAR', 'postcode': 'VARCHAR'}})");
        Load("products", $"(SELECT * REPLACE (try_cast(current_price AS DECIMAL(12,4)) AS current_price) FROM read_csv('{raw}/products.csv', types = {{'current_price': 'VARCHAR'}}))");
        Load("stores", $"read_csv('{raw}/stores.csv')");
        Load("suppliers", $"read_csv('{raw}/suppliers.csv')");
        Load("orders", $"(SELECT DISTINCT * FROM read_csv('{raw}/orders_header/*/*.csv', hive_partitioning = false, types = {{'coupon_code': 'VARCHAR'}}))");
        Load("lines", $"read_csv('{raw}/orders_lines/*/*.csv', hive_partitioning = false)");
        Load("events", $$"""
            (SELECT *, CAST(payload->>'product_id' AS BIGINT) AS product_id, CAST(payload->>'order_id' AS BIGINT) AS order_id
             FROM read_json('{{raw}}/events/*/*.jsonl', format = 'newline_delimited', ignore_errors = true, hive_partitioning = true, hive_types = {'event_dt': DATE},
                columns = {event_id: 'VARCHAR', event_ts: 'TIMESTAMP', event_type: 'VARCHAR', user_id: 'BIGINT', session_id: 'VARCHAR', payload: 'JSON'})
             WHERE event_type IS NOT NULL AND event_ts IS NOT NULL)
            """);
        Load("ledger", $"read_json('{raw}/_anomalies.jsonl', format = 'newline_delimited')");
        Load("identities", $"read_csv('{raw}/_truth/customer_identities.csv', nullstr = '')");
    }

    /// <summary>The one number that the query gives.</summary>
    public double Number(string sql)
    {
        lock (_connection)
            return _connection.Scalar<double>($"SELECT coalesce(CAST(({sql}) AS DOUBLE), 0)");
    }

    /// <summary>Rows that the query finds, as text: none is what most tests expect.</summary>
    public IReadOnlyList<string> Rows(string sql) => Query($"SELECT CAST(row AS VARCHAR) FROM ({sql} LIMIT 10) AS row", row => row.GetString(0));

    /// <summary>
    /// How far the counts lie from what is expected of them: Pearson's chi-square, in degrees of freedom. Near 1 by chance
    /// alone; the seed is fixed, so what passes once passes always.
    /// </summary>
    /// <param name="sql">Two columns: a key from 0, and how many.</param>
    public double ChiSquare(string sql, params double[] expectedShares)
    {
        var found = Query(sql, row => (Key: row.Get<long>(0), Count: row.Get<long>(1))).ToDictionary(row => row.Key, row => row.Count);
        var total = found.Values.Sum() / expectedShares.Sum();
        Assert.All(found.Keys, key => Assert.InRange(key, 0, expectedShares.Length - 1));
        return expectedShares.Select((share, key) => Math.Pow(found.GetValueOrDefault(key) - (share * total), 2) / (share * total)).Sum()
            / (expectedShares.Length - 1);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _world.Dispose();
    }

    /// <summary>Test classes run side by side; the connection is one at a time.</summary>
    private List<T> Query<T>(string sql, Func<DbDataReader, T> read)
    {
        lock (_connection)
            return _connection.Query(sql, read);
    }

    private void Load(string name, string relation) => _connection.Execute($"CREATE TABLE {name} AS FROM {relation}");
}
