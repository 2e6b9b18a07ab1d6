using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Lineage;
using Workbook.Models.Project;

namespace Workbook.Models.Tests.Lineage;

public sealed class LineageGraphTests : IDisposable
{
    private readonly DuckDBConnection _connection = WorkbookDatabase.Open();

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void A_column_is_followed_up_and_down_through_the_layers()
    {
        var graph = Shop();
        Assert.Equal(
            ["model.shop.stg_customers.email Direct 1", "source.shop.raw.customers.email_address Direct 2"],
            graph.Upstream("model.shop.dim_customer", "EMAIL").Where(use => use.Use == LineageUse.Direct).Select(Show));
        Assert.Equal(
            ["model.shop.stg_customers.email Direct 1", "model.shop.dim_customer.email Direct 2"],
            graph.Downstream("source.shop.raw.customers", "email_address").Select(Show));
    }

    [Fact]
    public void A_join_key_decides_about_the_rows_of_all_columns()
    {
        var uses = Shop().Downstream("source.shop.raw.orders", "customer");
        Assert.Contains(new ColumnUse(new ColumnReference("model.shop.dim_customer", "email"), LineageUse.Filter, 2), uses);
        Assert.Contains(new ColumnUse(new ColumnReference("model.shop.stg_orders", "customer_id"), LineageUse.Direct, 1), uses);
    }

    [Fact]
    public void The_impact_of_a_column_reaches_models_tests_and_exposures()
    {
        Assert.Equal(
            """
            source.shop.raw.customers.email_address
            └─ model.shop.stg_customers: email
               ├─ model.shop.dim_customer: email
               │  └─ exposure.shop.dashboard
               └─ test.shop.not_null_stg_customers_email
            """.ReplaceLineEndings(),
            Shop().Impact("source.shop.raw.customers", "email_address").ToString());
    }

    [Fact]
    public void The_impact_of_a_filter_is_marked_as_one()
    {
        var impact = Shop().Impact("source.shop.raw.customers", "deleted");
        Assert.All(impact.All.Where(node => node.Columns.Count > 0), node => Assert.Equal(LineageUse.Filter, node.Use));
        Assert.Equal(
            """
            source.shop.raw.customers.deleted
            └─ model.shop.stg_customers (filter: which rows)
               ├─ model.shop.dim_customer (filter: which rows)
               │  └─ exposure.shop.dashboard (filter: which rows)
               └─ 2 tests (filter: which rows)
            """.ReplaceLineEndings(),
            impact.ToString());
    }

    [Fact]
    public void What_cannot_be_traced_stands_beside_the_impact()
    {
        var graph = LineageGraph.Build(_connection,
        [
            Source("t", ["a"]),
            Model("m", "SELECT a, b FROM db.raw.t JOIN db.raw.nowhere USING (a)", ["source.shop.raw.t"]),
        ]);
        var impact = graph.Impact("source.shop.raw.t", "a");
        Assert.Equal(["model.shop.m"], impact.All.Select(node => node.Id));
        Assert.Contains(impact.Unclear, gap => gap.Column == "b");
    }

    [Fact]
    public void A_query_that_does_not_parse_is_a_gap_and_the_rest_is_traced()
    {
        var graph = LineageGraph.Build(_connection,
        [
            Source("t", ["a"]),
            Model("broken", "SELECT FROM WHERE", ["source.shop.raw.t"]),
            Model("fine", "SELECT a FROM db.raw.t", ["source.shop.raw.t"]),
        ]);
        Assert.Equal("model.shop.broken", Assert.Single(graph.Gaps).Id);
        Assert.Single(graph.Upstream("model.shop.fine", "a"));
    }

    [Fact]
    public void An_incremental_model_is_no_origin_of_itself()
    {
        var graph = LineageGraph.Build(_connection,
        [
            Source("t", ["a", "seen"]),
            Model("m", "SELECT a, seen FROM db.raw.t WHERE seen > (SELECT max(seen) FROM db.main.m)", ["source.shop.raw.t"]),
        ]);
        Assert.DoesNotContain(graph.Edges, edge => edge.From.Relation == "model.shop.m");
        Assert.Empty(graph.Gaps);
    }

    [Fact]
    public void An_incremental_model_that_adds_to_all_it_has_is_traced_without_its_columns_being_declared()
    {
        var graph = LineageGraph.Build(_connection,
        [
            Source("t", ["a", "b"]),
            Model("m", "WITH c AS (SELECT a, b FROM db.raw.t UNION ALL BY NAME SELECT k.* FROM db.main.m AS k) SELECT a, max(b) AS b FROM c GROUP BY a", ["source.shop.raw.t"]),
        ]);
        Assert.Empty(graph.Gaps);
        Assert.Equal(["source.shop.raw.t.b"], graph.Upstream("model.shop.m", "b").Where(use => use.Use == LineageUse.Direct).Select(use => use.Column.ToString()));
    }

    [Fact]
    public void A_snapshot_has_the_columns_of_its_history()
    {
        var graph = LineageGraph.Build(_connection,
        [
            Source("t", ["a"]),
            new("snapshot.shop.s", new Relation("db", "main", "s"), "SELECT a FROM db.raw.t", null, ["source.shop.raw.t"]),
            Model("m", "SELECT a FROM db.main.s WHERE dbt_valid_to IS NULL", ["snapshot.shop.s"]),
        ]);
        Assert.Empty(graph.Gaps);
        Assert.Equal([LineageUse.Filter], graph.Downstream("snapshot.shop.s", "dbt_valid_to").Select(use => use.Use));
    }

    [Fact]
    public void A_query_that_lists_a_snapshots_own_columns_has_them_once()
    {
        var graph = LineageGraph.Build(_connection,
        [
            Source("t", ["a"]),
            new("snapshot.shop.s", new Relation("db", "main", "s"), "SELECT a, now() AS dbt_valid_from FROM db.raw.t", null, ["source.shop.raw.t"]),
        ]);
        Assert.Equal(["a", "dbt_valid_from", "dbt_scd_id", "dbt_updated_at", "dbt_valid_to"], graph.ColumnsOf("snapshot.shop.s"));
    }

    [Fact]
    public void A_name_that_is_there_twice_becomes_two_columns_as_in_the_table()
    {
        var graph = LineageGraph.Build(_connection,
        [
            Source("t", ["id", "a"]), Source("u", ["id", "b"]),
            Model("m", "SELECT * FROM db.raw.t JOIN db.raw.u ON t.id = u.id", ["source.shop.raw.t", "source.shop.raw.u"]),
        ]);
        Assert.Equal(["id", "a", "id_1", "b"], graph.ColumnsOf("model.shop.m"));
        Assert.Equal(["source.shop.raw.u.id"], graph.Upstream("model.shop.m", "id_1").Where(use => use.Use == LineageUse.Direct).Select(use => use.Column.ToString()));
    }

    [Fact]
    public void An_external_source_is_known_by_the_file_it_is_read_from()
    {
        var manifest = System.Text.Json.Nodes.JsonNode.Parse("""
            {
              "sources": { "source.p.raw.t": { "resource_type": "source", "identifier": "t", "relation_name": "read_parquet('lake/t/*.parquet', union_by_name = true)" } },
              "nodes": { "model.p.m": { "resource_type": "model", "alias": "m", "depends_on": { "nodes": ["source.p.raw.t"] } } }
            }
            """)!;
        var results = System.Text.Json.Nodes.JsonNode.Parse("""{ "results": [{ "unique_id": "model.p.m", "compiled_code": "SELECT a FROM read_parquet('lake/t/*.parquet', union_by_name = true)" }] }""");
        var graph = LineageGraph.Build(_connection, ManifestNodes.Of(manifest, runResults: results));
        Assert.Empty(graph.Gaps);
        Assert.Equal(["source.p.raw.t.a"], graph.Upstream("model.p.m", "a").Select(use => use.Column.ToString()));
    }

    [Theory]
    [InlineData("stg_customers.EMAIL", "model.shop.stg_customers.email")]
    [InlineData("raw.customers.deleted", "source.shop.raw.customers.deleted")]
    [InlineData("source.shop.raw.customers.deleted", "source.shop.raw.customers.deleted")]
    public void A_column_is_found_by_what_people_call_it(string name, string column) => Assert.Equal(column, Shop().Find(name).ToString());

    [Theory]
    [InlineData("email", "'email' names no column")]
    [InlineData("customer.email", "Meant one of these? source.shop.raw.customers, model.shop.stg_customers")]
    public void A_name_that_is_none_is_refused(string name, string message) =>
        Assert.Contains(message, Assert.Throws<WorkbookException>(() => Shop().Find(name)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_unknown_column_is_refused_with_those_that_there_are()
    {
        var graph = Shop();
        Assert.Contains("Its columns: id, email_address, deleted", Assert.Throws<WorkbookException>(() => graph.Impact("source.shop.raw.customers", "mail")).Message, StringComparison.Ordinal);
        Assert.Contains("model.shop.stg_customers", Assert.Throws<WorkbookException>(() => graph.Impact("stg_customers", "email")).Message, StringComparison.Ordinal);
    }

    private LineageGraph Shop() => LineageGraph.Build(_connection,
    [
        Source("customers", ["id", "email_address", "deleted"]),
        Source("orders", ["id", "customer", "amount"]),
        Model("stg_customers", "SELECT id AS customer_id, lower(email_address) AS email FROM db.raw.customers WHERE NOT deleted", ["source.shop.raw.customers"]),
        Model("stg_orders", "SELECT id AS order_id, customer AS customer_id, amount FROM db.raw.orders", ["source.shop.raw.orders"]),
        Model(
            "dim_customer",
            "SELECT customer_id, email, s.total FROM db.main.stg_customers JOIN (SELECT customer_id, sum(amount) AS total FROM db.main.stg_orders GROUP BY 1) AS s USING (customer_id)",
            ["model.shop.stg_customers", "model.shop.stg_orders"]),
        new("test.shop.not_null_stg_customers_email", null, "SELECT * FROM db.main.stg_customers WHERE email IS NULL", null, ["model.shop.stg_customers"]),
        new("test.shop.not_null_stg_customers_id", null, "SELECT * FROM db.main.stg_customers WHERE customer_id IS NULL", null, ["model.shop.stg_customers"]),
        new("exposure.shop.dashboard", null, null, null, ["model.shop.dim_customer"]),
    ]);

    private static LineageNode Source(string name, string[] columns) => new($"source.shop.raw.{name}", new Relation("db", "raw", name), null, columns, []);

    private static LineageNode Model(string name, string sql, string[] dependsOn) =>
        new($"model.shop.{name}", new Relation("db", "main", name), sql, null, dependsOn);

    private static string Show(ColumnUse use) => $"{use.Column} {use.Use} {use.Distance}";
}
