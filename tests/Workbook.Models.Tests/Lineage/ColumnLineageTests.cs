using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Lineage;

namespace Workbook.Models.Tests.Lineage;

public sealed class ColumnLineageTests : IDisposable
{
    private readonly DuckDBConnection _connection = WorkbookDatabase.Open();

    public void Dispose() => _connection.Dispose();

    [Theory]
    [InlineData("SELECT id FROM orders", "id = identity of orders.id")]
    [InlineData("SELECT o.ID AS order_id FROM main.orders AS o", "order_id = identity of orders.id")]
    [InlineData("SELECT amount * 2 AS double FROM orders", "double = transformation of orders.amount")]
    [InlineData("SELECT amount::INTEGER AS amount FROM orders", "amount = transformation of orders.amount")]
    [InlineData("SELECT 1 AS one, 'x' || 'y' AS xy", "one = constant of nothing; xy = constant of nothing")]
    [InlineData("SELECT count(*) AS n, sum(amount) + 1 AS total FROM orders", "n = aggregation of nothing; total = aggregation of orders.amount")]
    [InlineData("SELECT amount AS a, a + 1 AS b FROM orders", "a = identity of orders.amount; b = transformation of orders.amount")]
    [InlineData("SELECT amount AS id, id AS again FROM orders", "id = identity of orders.amount; again = identity of orders.id")]
    [InlineData("SELECT * EXCLUDE (id, customer_id) REPLACE (upper(status) AS status) FROM orders", "amount = identity of orders.amount; status = transformation of orders.status; placed = identity of orders.placed")]
    [InlineData("SELECT COLUMNS('^c') FROM customers", "city = identity of customers.city")]
    [InlineData("SELECT max(COLUMNS(c -> c LIKE '%i%')) FROM customers", "id = aggregation of customers.id; city = aggregation of customers.city")]
    [InlineData("SELECT * RENAME (id AS key) FROM customers", "key = identity of customers.id; name = identity of customers.name; city = identity of customers.city")]
    [InlineData("SELECT CASE WHEN status = 'x' THEN amount END AS v FROM orders", "v = transformation of orders.amount, orders.status")]
    [InlineData("SELECT list_transform([amount], lambda id: id + customer_id) AS v FROM orders", "v = transformation of orders.amount, orders.customer_id")]
    [InlineData("SELECT o.details.city AS city FROM (SELECT {'city': name} AS details FROM customers) AS o", "city = transformation of customers.name")]
    [InlineData("SELECT unnest([id, amount]) AS v FROM orders", "v = transformation of orders.amount, orders.id | orders.amount, orders.id")]
    [InlineData("SELECT v FROM (VALUES (1, 2)) AS t(u, v)", "v = constant of nothing")]
    [InlineData("SELECT customers FROM customers", "customers = transformation of customers.city, customers.id, customers.name")]
    [InlineData("FROM customers SELECT name", "name = identity of customers.name")]
    [InlineData("SELECT u.v FROM orders, unnest([amount, id]) AS u(v)", "v = transformation of orders.amount, orders.id | orders.amount, orders.id")]
    [InlineData("SELECT (SELECT max(name) FROM customers AS c WHERE c.id = o.customer_id) AS name FROM orders AS o", "name = aggregation of customers.name | customers.id, orders.customer_id")]
    [InlineData("SELECT EXISTS (SELECT 1 FROM orders AS o WHERE o.customer_id = c.id) AS buys FROM customers AS c", "buys = transformation of customers.id, orders.customer_id")]
    public void A_column_is_traced_to_its_sources(string sql, string expected) => Assert.Equal(expected, Show(sql));

    [Theory]
    [InlineData("SELECT id FROM orders WHERE status = 'x' ORDER BY placed", "id = identity of orders.id | orders.placed, orders.status")]
    [InlineData("SELECT city, count(*) AS n FROM customers GROUP BY 1 HAVING max(name) > 'a'", "city = identity of customers.city | customers.city, customers.name; n = aggregation of nothing | customers.city, customers.name")]
    [InlineData("SELECT city, max(name) AS m FROM customers GROUP BY ALL", "city = identity of customers.city | customers.city; m = aggregation of customers.name | customers.city")]
    [InlineData("SELECT id, row_number() OVER (PARTITION BY status ORDER BY placed) AS n FROM orders", "id = identity of orders.id; n = transformation of nothing | orders.placed, orders.status")]
    [InlineData("SELECT id FROM orders QUALIFY row_number() OVER (PARTITION BY status) = 1", "id = identity of orders.id | orders.status")]
    [InlineData("SELECT sum(amount) FILTER (WHERE status = 'x') AS s, max(id) AS m FROM orders", "s = aggregation of orders.amount | orders.status; m = aggregation of orders.id")]
    [InlineData("SELECT name FROM customers SEMI JOIN orders ON customers.id = orders.customer_id", "name = identity of customers.name | customers.id, orders.customer_id")]
    [InlineData("SELECT DISTINCT ON (status) id FROM orders", "id = identity of orders.id | orders.status")]
    [InlineData("SELECT id FROM orders WHERE customer_id IN (SELECT id FROM customers WHERE city = 'x')", "id = identity of orders.id | customers.city, customers.id, orders.customer_id")]
    public void What_decides_about_rows_is_a_filter(string sql, string expected) => Assert.Equal(expected, Show(sql));

    [Theory]
    [InlineData("SELECT id FROM customers JOIN rates USING (id)", "id = identity of customers.id | customers.id, rates.id")]
    [InlineData("SELECT id FROM customers RIGHT JOIN rates USING (id)", "id = identity of rates.id | customers.id, rates.id")]
    [InlineData("SELECT id FROM customers FULL JOIN rates USING (id)", "id = identity of customers.id, rates.id | customers.id, rates.id")]
    [InlineData("SELECT r.rate FROM orders AS o ASOF JOIN rates AS r ON o.placed >= r.since", "rate = identity of rates.rate | orders.placed, rates.since")]
    [InlineData("SELECT l.v FROM orders AS o, LATERAL (SELECT o.amount + c.id AS v FROM customers AS c) AS l", "v = transformation of customers.id, orders.amount")]
    public void Joins_keep_their_sides_apart(string sql, string expected) => Assert.Equal(expected, Show(sql));

    [Theory]
    [InlineData("WITH orders AS (SELECT name AS id FROM customers) SELECT id FROM orders", "id = identity of customers.name")]
    [InlineData("WITH a AS (SELECT id FROM orders), b AS (WITH a AS (SELECT id FROM customers) SELECT id FROM a) SELECT a.id AS x, b.id AS y FROM a, b", "x = identity of orders.id; y = identity of customers.id")]
    [InlineData("WITH a(k, v) AS (SELECT id, name FROM customers) SELECT v FROM a", "v = identity of customers.name")]
    [InlineData("WITH RECURSIVE up AS (SELECT id, amount AS v FROM orders UNION ALL SELECT up.id, up.v + c.id FROM up JOIN customers AS c ON c.name = up.id::VARCHAR) SELECT v FROM up", "v = transformation of customers.id, orders.amount | customers.name, orders.id")]
    [InlineData("WITH RECURSIVE t AS (SELECT id AS a, amount AS b, placed AS c FROM orders UNION ALL SELECT b, c, c FROM t) SELECT a FROM t", "a = identity of orders.amount, orders.id, orders.placed")]
    public void With_queries_shadow_tables_and_recurse(string sql, string expected) => Assert.Equal(expected, Show(sql));

    [Theory]
    [InlineData("SELECT id, name FROM customers UNION ALL SELECT customer_id, status FROM orders", "id = identity of customers.id, orders.customer_id; name = identity of customers.name, orders.status")]
    [InlineData("SELECT id, name FROM customers UNION ALL BY NAME SELECT status AS name, id FROM orders", "id = identity of customers.id, orders.id; name = identity of customers.name, orders.status")]
    [InlineData("SELECT id FROM customers UNION ALL SELECT 1", "id = transformation of customers.id")]
    [InlineData("SELECT id FROM customers EXCEPT SELECT customer_id FROM orders", "id = identity of customers.id | customers.id, orders.customer_id")]
    [InlineData("SELECT id FROM customers UNION SELECT id FROM orders ORDER BY id", "id = identity of customers.id, orders.id | customers.id, orders.id")]
    public void Set_operations_bring_columns_together(string sql, string expected) => Assert.Equal(expected, Show(sql));

    [Theory]
    [InlineData("SELECT * FROM (PIVOT orders ON status IN ('a', 'b') USING sum(amount) GROUP BY customer_id)", "customer_id = identity of orders.customer_id | orders.customer_id, orders.status; a = aggregation of orders.amount | orders.customer_id, orders.status; b = aggregation of orders.amount | orders.customer_id, orders.status")]
    [InlineData("SELECT * FROM (UNPIVOT customers ON name, city INTO NAME k VALUE v)", "id = identity of customers.id; k = constant of nothing; v = identity of customers.city, customers.name")]
    public void Pivots_with_listed_values_are_traced(string sql, string expected) => Assert.Equal(expected, Show(sql));

    [Fact]
    public void A_pivot_whose_names_are_unknown_is_filled_from_the_models_columns()
    {
        const string Sql = "SELECT * FROM (PIVOT orders ON status IN ('a', 'b') USING sum(amount), max(id) AS m GROUP BY customer_id)";
        var open = Lineage(Sql);
        Assert.Equal("The names of a PIVOT's columns depend on its data.", Assert.Single(open.Untraced, gap => gap.Column == "*").Reason);

        var filled = ColumnLineage.Of(_connection, Sql, Tables, ["customer_id", "a_m"]);
        Assert.Empty(filled.Untraced);
        Assert.Equal(["orders.amount", "orders.id"], filled.Columns[1].Sources.Select(source => source.ToString()));
    }

    [Fact]
    public void A_column_of_an_unknown_table_is_a_gap_and_not_a_guess()
    {
        var lineage = Lineage("SELECT nowhere.a, o.id, a AS b FROM nowhere, orders AS o");
        Assert.Equal("Nothing is known of the table 'nowhere'.", Assert.Single(lineage.Untraced, gap => gap.Column == "a").Reason);
        Assert.Contains(lineage.Untraced, gap => gap.Column == "b");
        Assert.Equal(new ColumnReference("orders", "id"), Assert.Single(lineage.Columns[1].Sources));
        Assert.DoesNotContain(lineage.Untraced, gap => gap.Column == "id");
    }

    [Fact]
    public void A_relation_without_listed_columns_still_owns_the_names_that_only_it_can_have()
    {
        TableColumns? Open(string? catalog, string? schema, string table) => table == "raw" ? new TableColumns("raw", null) : Tables(catalog, schema, table);
        var lineage = ColumnLineage.Of(_connection, "WITH r AS (SELECT * FROM raw) SELECT r.a, b, name, c AS d, d + 1 AS e FROM r JOIN customers ON true", Open);
        Assert.Equal(["raw.a", "raw.b", "customers.name", "raw.c"], lineage.Columns.Take(4).Select(column => column.Sources.Single().ToString()));
        // d may be raw's own column, or the alias: nobody knows.
        Assert.Equal("e", Assert.Single(lineage.Untraced).Column);
    }

    [Fact]
    public void A_name_that_two_unlisted_tables_may_own_is_a_gap()
    {
        var lineage = ColumnLineage.Of(_connection, "SELECT x FROM a, b", (_, _, table) => new TableColumns(table, null));
        Assert.Empty(lineage.Columns[0].Sources);
        Assert.Contains("a or b", Assert.Single(lineage.Untraced).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_asked_for_by_its_path()
    {
        TableColumns? Files(string? catalog, string? schema, string table) => new("source", ["id", "path: " + table]);
        foreach (var from in new[] { "read_parquet('lake/a.parquet')", "'lake/a.parquet'", "delta_scan('lake/a.parquet')" })
            Assert.Equal("path: lake/a.parquet", ColumnLineage.Of(_connection, $"SELECT * FROM {from}", Files).Columns[1].Column);
    }

    [Fact]
    public void Sql_that_does_not_parse_and_statements_that_are_no_query_are_refused()
    {
        Assert.Contains("needs SQL that parses", Assert.Throws<WorkbookException>(() => Lineage("SELEC 1")).Message, StringComparison.Ordinal);
        Assert.Contains("is for SELECT", Assert.Throws<WorkbookException>(() => Lineage("CREATE TABLE t AS SELECT 1 AS a")).Message, StringComparison.Ordinal);
        Assert.Contains("2 statements", Assert.Throws<WorkbookException>(() => Lineage("SELECT 1; SELECT 2")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sum_of_five_hundred_terms_is_no_deeper_than_can_be_read()
    {
        var lineage = Lineage($"SELECT {string.Join(" + ", Enumerable.Repeat("amount", 500))} AS total FROM orders");
        Assert.Equal(new ColumnReference("orders", "amount"), Assert.Single(lineage.Columns[0].Sources));
    }

    private string Show(string sql)
    {
        var lineage = Lineage(sql);
        Assert.Empty(lineage.Untraced);
        static string Names(IEnumerable<ColumnReference> columns) => string.Join(", ", columns);
        return string.Join("; ", lineage.Columns.Select(column =>
            $"{column.Column} = {column.Kind.ToString().ToLowerInvariant()} of {(column.Sources.Count == 0 ? "nothing" : Names(column.Sources))}" +
            (column.Filters.Count == 0 ? "" : $" | {Names(column.Filters)}")));
    }

    private QueryLineage Lineage(string sql) => ColumnLineage.Of(_connection, sql, Tables);

    private static TableColumns? Tables(string? catalog, string? schema, string table) => table.ToLowerInvariant() switch
    {
        "orders" => new TableColumns("orders", ["id", "customer_id", "amount", "status", "placed"]),
        "customers" => new TableColumns("customers", ["id", "name", "city"]),
        "rates" => new TableColumns("rates", ["id", "rate", "since"]),
        _ => null,
    };
}
