using DuckDB.NET.Data;
using Workbook.Contracts;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Lake;
using Workbook.Pipelines;
using Workbook.Tests.Database;

namespace Workbook.Tests.Pipelines;

/// <summary>Pipelines written down, and the sources that a file can name.</summary>
public sealed class PipelineFileTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly DuckDBConnection _connection = WorkbookDatabase.Open();

    public void Dispose()
    {
        _connection.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_file_says_all_that_the_library_takes()
    {
        var pipeline = PipelineFile.Parse("""
            pipeline: shop
            keptPackages: 3
            databases:
              erp: ${ERP}
            resources:
              - name: orders
                rest:
                  url: https://shop.example/orders
                  rows: data.items
                  parameters: {status: any}
                  headers:
                    X-Key: ${SHOP_KEY}
                  oauth:
                    tokenUrl: https://shop.example/token
                    clientId: ${SHOP_ID}
                    clientSecret: ${SHOP_SECRET}
                    scope: read
                  pages: {by: token, parameter: after, path: meta.next}
                  cursorParameter: since
                  longestPause: 60
                sql: SELECT * FROM delivery WHERE id > 0
                key: [id]
                disposition: merge
                cursor: changed
                lookback: INTERVAL 1 DAY
                newColumns: freeze
                children: [lines]
              - name: people
                sql: SELECT * FROM erp.people
            """);
        Assert.Equal(("shop", 3, "${ERP}"), (pipeline.Name, pipeline.KeptPackages, pipeline.Databases["erp"]));
        var (orders, rest) = (pipeline.Resources[0], Assert.IsType<RestSource>(pipeline.Resources[0].Source));
        Assert.Equal(("orders", "SELECT * FROM delivery WHERE id > 0", "id", WriteDisposition.Merge, "changed", "INTERVAL 1 DAY", SchemaMode.Freeze, "lines"),
            (orders.Name, orders.Sql, orders.PrimaryKey.Single(), orders.Disposition, orders.Cursor, orders.Lookback, orders.NewColumns, orders.ChildTables.Single()));
        Assert.Equal(("https://shop.example/orders", "data.items", "any", "${SHOP_KEY}", "since", 60), (rest.Url, rest.Rows, rest.Parameters["status"], rest.Headers["X-Key"], rest.CursorParameter, rest.LongestPause.TotalSeconds));
        Assert.Equal(new ClientCredentials("https://shop.example/token", "${SHOP_ID}", "${SHOP_SECRET}") { Scope = "read" }, rest.OAuth);
        Assert.Equal(Paging.Token("after", "meta.next"), rest.Pages);
        Assert.Equal(new Resource("people", "SELECT * FROM erp.people"), pipeline.Resources[1] with { PrimaryKey = new Resource("", "").PrimaryKey, ChildTables = new Resource("", "").ChildTables });
    }

    [Fact]
    public void Every_fault_is_told_with_its_line()
    {
        var fault = Assert.Throws<WorkbookException>(() => PipelineFile.Parse("""
            pipeline: shop
            resources:
              - name: orders
                sorce: x
              - name: people
                files: a.csv
                disposition: upsert
                rest:
                  url: http://x
                  pages: {by: wind}
            """, "shop.yml"));
        Assert.Equal(
        [
            "shop.yml:3: its source is missing: rest, files or sql.",
            "shop.yml:4: 'sorce' is nothing that a resource has. It can have name, sql, rest, files, key, disposition, cursor, lookback, newColumns, children.",
            "shop.yml:6: 'rest' and 'files' can't both be the source. Declare a resource for each.",
            "shop.yml:7: 'upsert' is none of append, merge, replace.",
            "shop.yml:10: 'wind' is none of link, number, offset, token and next.",
        ], fault.Message.Split('\n'));
        Assert.Equal("p.yml:3: 'a' merges without a primary key; name its columns.\np.yml:4: 'b c' is no table name: use letters, digits and underscores.", Assert.Throws<WorkbookException>(() => PipelineFile.Parse(
            "pipeline: p\nresources:\n  - {name: a, sql: SELECT 1, disposition: merge}\n  - {name: b c, sql: SELECT 1}", "p.yml")).Message);
        Assert.Contains("p.yml:1: 't' has a client secret in its declaration; write ${NAME} and put it into that environment variable.", Assert.Throws<WorkbookException>(() => PipelineFile.Parse(
            "{pipeline: p, resources: [{name: t, rest: {url: 'http://x', oauth: {tokenUrl: 'http://x', clientId: a, clientSecret: b}}}]}", "p.yml")).Message);
        Assert.StartsWith("p.yml:2: this is not valid YAML", Assert.Throws<WorkbookException>(() => PipelineFile.Parse("{", "p.yml")).Message);
        Assert.Contains("There is no pipeline", Assert.Throws<WorkbookException>(() => Pipeline.Read(_folder.File("none.yml"))).Message);
    }

    [Fact]
    public void A_database_is_attached_while_the_pipeline_runs()
    {
        using (var shop = WorkbookDatabase.Open(new DatabaseOptions { Path = _folder.File("shop.duckdb") }))
            shop.Execute("CREATE TABLE people AS SELECT 1 AS id, 'Ann' AS name");
        File.WriteAllText(_folder.File("p.yml"), "{pipeline: p, databases: {erp: shop.duckdb}, resources: [{name: people, sql: FROM erp.people, key: [id], disposition: merge}]}");
        Assert.Equal(1, Load("p.yml").Rows);
        Assert.Equal(["Ann"], Rows("people", "name"));
        Assert.Equal(0, _connection.Scalar<long>("SELECT count(*) FROM duckdb_databases() WHERE database_name = 'erp'"));
        Environment.SetEnvironmentVariable("WORKBOOK_TEST_DB", _folder.File("nowhere.duckdb"));
        File.WriteAllText(_folder.File("q.yml"), "pipeline: p\ndatabases:\n  erp: ${WORKBOOK_TEST_DB}\nresources: [{name: people, sql: FROM erp.people}]");
        var fault = Assert.Throws<WorkbookException>(() => Load("q.yml")).Message;
        Assert.Contains("can't open the database 'erp'", fault);
        Assert.DoesNotContain("nowhere", fault);
    }

    [Fact]
    public void Each_file_is_loaded_once_and_a_changed_one_takes_its_place()
    {
        File.WriteAllText(_folder.File("p.yml"), "{pipeline: p, resources: [{name: visits, files: in/*/v*.csv}]}");
        Directory.CreateDirectory(_folder.File("in/x"));
        File.WriteAllText(_folder.File("in/x/v1.csv"), "id,code\n1,007\n2,010\n");
        File.WriteAllText(_folder.File("in/x/other.csv"), "id,code\n9,9\n");
        Assert.Equal(2, Load("p.yml").Rows);
        Assert.Equal(0, Load("p.yml").Rows);
        File.WriteAllText(_folder.File("in/x/v2.csv"), "code,id,more\n100,3,z\n");
        Assert.Equal(1, Load("p.yml").Rows);
        File.WriteAllText(_folder.File("in/x/v1.csv"), "id,code\n1,008\n");
        File.SetLastWriteTimeUtc(_folder.File("in/x/v1.csv"), DateTime.UtcNow.AddSeconds(5));
        Assert.Equal(1, Load("p.yml").Rows);
        Assert.Equal(["1 008 - x/v1.csv", "3 100 z x/v2.csv"], Rows("visits", "id || ' ' || code || ' ' || coalesce(more, '-') || ' ' || src_filename"));
    }

    [Fact]
    public void Files_of_json_and_parquet_are_read_by_their_names()
    {
        File.WriteAllText(_folder.File("a.jsonl"), "{\"id\":1,\"at\":\"2024-01-01T10:00:00Z\"}\n{\"id\":2,\"extra\":{\"k\":1}}\n");
        _connection.Execute($"COPY (SELECT 1 AS id, 2.5::DECIMAL(9,2) AS price) TO '{_folder.File("b.parquet")}'");
        File.WriteAllText(_folder.File("p.yml"), "{pipeline: p, resources: [{name: a, files: a.jsonl}, {name: b, files: b.parquet}]}");
        Load("p.yml");
        Assert.Equal(["1 2024-01-01T10:00:00Z", "2 1"], Rows("a", "concat_ws(' ', id, \"at\", extra.k)"));
        Assert.Equal(["1 2.50 b.parquet"], Rows("b", "concat_ws(' ', id, price, src_filename)"));
    }

    [Fact]
    public void Texts_of_json_stay_as_they_are_and_members_without_a_value_wait()
    {
        File.WriteAllText(_folder.File("p.yml"), "{pipeline: p, resources: [{name: a, files: '*.json'}]}");
        File.WriteAllText(_folder.File("a.json"), """
            [{"id": 1, "code": "007", "day": "2024-01-01", "key": "AA0B8400-E29B-41D4-A716-446655440000", "time": "10:00:00", "more": {"x": null, "n": -1}, "none": [], "mixed": 1},
             {"id": 9007199254740993, "mixed": "one"}]
            """);
        Load("p.yml");
        Assert.Equal(["1 007 2024-01-01 AA0B8400-E29B-41D4-A716-446655440000 10:00:00 {'n': -1} 1", "9007199254740993 \"one\""], Rows("a", "concat_ws(' ', id, code, day, key, time, more, mixed)"));
        File.WriteAllText(_folder.File("b.json"), """{"id": 2, "day": "n/a", "more": {"x": [1.5]}, "none": ["y"]}""");
        Load("p.yml");
        Assert.Contains("2 n/a [1.5] [y]", Rows("a", "concat_ws(' ', id, day, more.x, \"none\")"));
    }

    [Fact]
    public void Files_that_can_not_be_read_here_are_told()
    {
        File.WriteAllText(_folder.File("a.csv"), "id\n1\n");
        File.WriteAllText(_folder.File("b.txt"), "id\n1\n");
        File.WriteAllText(_folder.File("p.yml"), "{pipeline: p, resources: [{name: a, files: '*.txt'}]}");
        Assert.Contains("Resource 'a': 'b.txt' is none of .csv,", Assert.Throws<WorkbookException>(() => Load("p.yml")).Message);
        File.WriteAllText(_folder.File("q.yml"), "{pipeline: q, resources: [{name: a, files: '[ab].*'}]}");
        Assert.Contains("its files end in .csv, .txt; expected one format", Assert.Throws<WorkbookException>(() => Load("q.yml")).Message);
        File.WriteAllText(_folder.File("r.yml"), "{pipeline: r, resources: [{name: a, files: a.csv, sql: SELECT id FROM delivery}]}");
        Assert.Contains("its query leaves out src_filename", Assert.Throws<WorkbookException>(() => Load("r.yml")).Message);
        File.WriteAllText(_folder.File("s.yml"), "{pipeline: s, resources: [{name: a, files: 'none*.csv'}]}");
        File.WriteAllText(_folder.File("t.yml"), "{pipeline: t, resources: [{name: a, sql: SELECT x}]}");
        Assert.StartsWith("Resource 'a': it can't be read: Binder Error: Referenced column \"x\" ", Assert.Throws<WorkbookException>(() => Load("t.yml")).Message);
        Assert.Contains("no file matches", Assert.Throws<WorkbookException>(() => Load("s.yml")).Message);
    }

    private LoadedResource Load(string file) => Pipeline.Read(_folder.File(file)).Run(_connection, _folder.File("lake"))[^1];

    private List<string> Rows(string table, string expression) => _connection.Query(
        $"SELECT CAST({expression} AS VARCHAR) AS value FROM {DeltaTable.Open(new LakeFolder(_folder.File("lake")).BronzeTable(table)).Snapshot().ScanSql()} ORDER BY value", row => row.GetString(0));
}
