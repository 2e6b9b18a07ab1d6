using Workbook.Database;
using Workbook.Models.Materializations;

namespace Workbook.Models.Tests.Materializations;

public sealed class IncrementalTests : IDisposable
{
    private readonly Shop _shop = new();

    public IncrementalTests() => _shop.Build(_shop.Incremental("SELECT * FROM (VALUES (1, 'a', 10), (2, 'b', 20)) AS t(id, name, amount)", "merge", "id"));

    public void Dispose() => _shop.Dispose();

    [Fact]
    public void Merge_overwrites_rows_of_the_same_key_and_inserts_the_others()
    {
        Assert.Equal(2, _shop.Build(_shop.Incremental("SELECT 21 AS amount, 2 AS id, 'B' AS name UNION ALL SELECT 30, 3, 'c'", "merge", "id")).Rows);
        Assert.Equal(["1|a|10", "2|B|21", "3|c|30"], _shop.Rows());
    }

    [Fact]
    public void Delete_and_insert_replaces_all_rows_of_a_key()
    {
        _shop.Build(_shop.Incremental("SELECT 2 AS id, 'x' AS name, 1 AS amount UNION ALL SELECT 2, 'y', 2", "delete+insert", "id"));
        Assert.Equal(["1|a|10", "2|x|1", "2|y|2"], _shop.Rows());
        _shop.Build(_shop.Incremental("SELECT 2 AS id, 'x' AS name, 9 AS amount", "delete+insert", "id", "name"));
        Assert.Equal(["1|a|10", "2|x|9", "2|y|2"], _shop.Rows());
    }

    [Fact]
    public void Append_adds_and_so_does_every_strategy_without_a_key()
    {
        foreach (var strategy in new[] { "append", "merge", "delete+insert" })
            Assert.Equal(1, _shop.Build(_shop.Incremental("SELECT 5 AS amount, 2 AS id, 'again' AS name", strategy)).Rows);
        Assert.Equal(["1|a|10", "2|again|5", "2|again|5", "2|again|5", "2|b|20"], _shop.Rows());
    }

    [Fact]
    public void A_model_reads_what_it_adds_to()
    {
        var build = _shop.Incremental("SELECT id + 2 AS id, name, amount FROM orders WHERE id + 2 > (SELECT max(id) FROM orders)", "append");
        _shop.Build(build);
        _shop.Build(build);
        Assert.Equal(["1|a|10", "2|b|20", "3|a|10", "4|b|20", "5|a|10", "6|b|20"], _shop.Rows());
    }

    [Fact]
    public void Merge_refuses_new_rows_that_share_a_key_and_names_them()
    {
        var fault = Assert.Throws<WorkbookException>(() => _shop.Build(
            _shop.Incremental("SELECT range % 2 + 7 AS id, 'x' AS name, range AS amount FROM range(5)", "merge", "id", "name")));
        Assert.StartsWith("memory.main.orders: new rows to merge share a key: 2 keys of (\"id\", \"name\") occur more than once, such as 7, x (3 rows); 8, x (2 rows). Make", fault.Message);
        Assert.Equal(["1|a|10", "2|b|20"], _shop.Rows());
    }

    [Fact]
    public void Rows_without_a_key_are_inserted_every_time_as_in_dbt()
    {
        var build = _shop.Incremental("SELECT NULL::INT AS id, 'x' AS name, 1 AS amount UNION ALL SELECT NULL, 'x', 1", "merge", "id");
        _shop.Build(build);
        _shop.Build(build);
        Assert.Equal(6, _shop.Rows().Length);
    }

    [Fact]
    public void Merge_can_leave_columns_alone()
    {
        var fresh = "SELECT 2 AS id, 'B' AS name, 21 AS amount";
        _shop.Build(_shop.Incremental(fresh, "merge", "id") with { Incremental = new() { Strategy = "merge", UniqueKey = ["id"], MergeUpdateColumns = ["NAME"] } });
        Assert.Equal(["1|a|10", "2|B|20"], _shop.Rows());
        _shop.Build(_shop.Incremental(fresh, "merge", "id") with { Incremental = new() { Strategy = "merge", UniqueKey = ["id"], MergeExcludeColumns = ["name"] } });
        Assert.Equal(["1|a|10", "2|B|21"], _shop.Rows());
        _shop.Build(_shop.Incremental("SELECT 2 AS id, 'z' AS name, 0 AS amount", "merge", "id") with { Incremental = new() { Strategy = "merge", UniqueKey = ["id"], MergeUpdateColumns = [] } });
        Assert.Equal(["1|a|10", "2|B|21"], _shop.Rows());
        Assert.Contains("are both set", Assert.Throws<WorkbookException>(() => _shop.Build(_shop.Incremental(fresh, "merge", "id") with
        {
            Incremental = new() { Strategy = "merge", UniqueKey = ["id"], MergeUpdateColumns = ["name"], MergeExcludeColumns = ["name"] },
        })).Message);
    }

    [Theory]
    [InlineData("merge", "1|A|0", "2|b|20", "2|B|0")]
    [InlineData("delete+insert", "1|A|0", "2|B|0", "2|b|20")]
    public void Predicates_limit_the_old_rows_that_are_touched(string strategy, params string[] expected)
    {
        var build = _shop.Incremental("SELECT 1 AS id, 'A' AS name, 0 AS amount UNION ALL SELECT 2, 'B', 0", strategy, "id");
        _shop.Build(build with { Incremental = build.Incremental with { Predicates = ["DBT_INTERNAL_DEST.amount < 15", "DBT_INTERNAL_SOURCE.id > 0"] } });
        Assert.Equal(expected.Order(StringComparer.Ordinal), _shop.Rows());
    }

    [Fact]
    public void Full_refresh_builds_anew()
    {
        _shop.Build(_shop.Incremental("SELECT 9 AS other", "merge", "id") with { FullRefresh = true });
        Assert.Equal(["9"], _shop.Rows());
    }

    [Fact]
    public void Unknown_strategies_and_keys_are_refused()
    {
        Assert.Equal("memory.main.orders: there is no incremental_strategy 'upsert'. Use one of append, merge, delete+insert.",
            Assert.Throws<WorkbookException>(() => _shop.Build(_shop.Incremental("SELECT 1 AS id", "upsert", "id"))).Message);
        Assert.Throws<WorkbookException>(() => _shop.Build(_shop.Incremental("SELECT 1 AS id", "upsert", "id") with { FullRefresh = true }));
        Assert.Equal("memory.main.orders: unique_key names a column 'order_id' that the SELECT doesn't have. It has id, name, amount.",
            Assert.Throws<WorkbookException>(() => _shop.Build(_shop.Incremental("SELECT 1 AS id, '' AS name, 1 AS amount", "merge", "order_id"))).Message);
    }

    [Theory]
    [InlineData("append")]
    [InlineData("merge")]
    [InlineData("delete+insert")]
    public void Changed_columns_are_treated_as_on_schema_change_says(string strategy)
    {
        const string Fresh = "SELECT 3 AS id, 'EUR' AS currency, 1.5::DOUBLE AS amount";
        ModelBuild Build(string sql, string? mode) => _shop.Incremental(sql, strategy, "id") with
        {
            Incremental = new IncrementalOptions { Strategy = strategy, UniqueKey = ["id"], OnSchemaChange = mode },
        };

        Assert.Equal(
            "memory.main.orders: the SELECT has other columns than the table, and on_schema_change is fail. new: currency VARCHAR; gone: name VARCHAR; "
            + "amount was INTEGER, is DOUBLE. Correct the SELECT, or run with --full-refresh.",
            Assert.Throws<WorkbookException>(() => _shop.Build(Build(Fresh, "fail"))).Message);
        Assert.StartsWith("memory.main.orders has columns that its SELECT no longer has: name VARCHAR.",
            Assert.Throws<WorkbookException>(() => _shop.Build(Build(Fresh, null))).Message);
        _shop.Build(Build("SELECT 3 AS id, 'c' AS name, 30 AS amount, 'EUR' AS currency", "no such mode"));
        Assert.Equal(["1|a|10", "2|b|20", "3|c|30"], _shop.Rows());
        _shop.Build(Build("SELECT 4 AS id, 40 AS amount, 'EUR' AS currency", "append_new_columns"));
        Assert.Equal(["1|a|10|-", "2|b|20|-", "3|c|30|-", "4|-|40|EUR"], _shop.Rows());
        _shop.Build(Build("SELECT 5 AS id, 50.5::DOUBLE AS amount, 'x' AS note", "sync_all_columns"));
        Assert.Equal(["1|10|-", "2|20|-", "3|30|-", "4|40|-", "5|50.5|x"], _shop.Rows());
    }

    [Theory]
    [InlineData("merge")]
    [InlineData("delete+insert")]
    public void Incremental_equals_full_refresh_on_random_arrivals_with_late_rows(string strategy)
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var random = new Random(seed);
            _shop.Connection.Execute("CREATE OR REPLACE TABLE arrived (id INTEGER, region VARCHAR, updated_at TIMESTAMP, amount INTEGER, batch INTEGER)");
            _shop.Connection.Execute("DROP TABLE IF EXISTS orders");
            const string Latest = """
                SELECT id, region, updated_at, amount
                FROM arrived
                {0}
                QUALIFY row_number() OVER (PARTITION BY id, region ORDER BY updated_at DESC, amount DESC) = 1
                """;
            for (var batch = 0; batch < 6; batch++)
            {
                _shop.Connection.Execute($"INSERT INTO arrived VALUES {string.Join(", ", Enumerable.Range(0, random.Next(1, 150)).Select(_ =>
                    $"({random.Next(60)}, '{(random.Next(2) == 0 ? "AU" : "US")}', TIMESTAMP '2026-01-{random.Next(10, 20)}', {random.Next(5)}, {batch})"))}");

                // Late rows: whatever came in this batch, however old, its keys are worked out again from all that is known.
                var since = $"WHERE (id, region) IN (SELECT (id, region) FROM arrived WHERE batch = {batch})";
                _shop.Build(_shop.Incremental(string.Format(null, Latest, batch == 0 ? "" : since), strategy, "id", "region"));
            }

            var built = _shop.Rows();
            _shop.Build(_shop.Incremental(string.Format(null, Latest, ""), strategy, "id", "region") with { FullRefresh = true });
            Assert.Equal(_shop.Rows(), built);
        }
    }
}
