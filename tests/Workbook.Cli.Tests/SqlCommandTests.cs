using System.Text.Json;

namespace Workbook.Cli.Tests;

public sealed class SqlCommandTests : IDisposable
{
    private readonly TestLake _lake = TestLake.WithOrders();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void A_table_has_numbers_to_the_right_and_says_how_many_rows_there_are() => Assert.Equal(
        """
        +-------------------+
        | id | item | price |
        |----+------+-------|
        |  1 | book | 12.50 |
        |  2 | pen  |  NULL |
        +-------------------+
        2 rows

        """, Sql("FROM bronze.orders").Out);

    [Fact]
    public void A_table_is_cut_at_the_limit_and_says_so() =>
        Assert.Contains("\n1,000 rows, 40 shown (more with --limit)\n", Sql("FROM range(1000)").Out);

    [Fact]
    public void Values_that_NET_has_no_place_for_are_shown()
    {
        var output = Sql("""
            SELECT [1, NULL] AS list, MAP {'a': NULL} AS map, union_value(n := 1) AS uni, 'infinity'::DATE AS forever, 'inf'::DOUBLE AS inf,
                   repeat('9', 38)::DECIMAL(38,0) AS big, INTERVAL '3 months' AS quarter, 'ab'::BLOB AS bytes, TIMESTAMPTZ '2024-03-01 12:00:00+02' AS instant
            """).Out;
        Assert.Contains("| [1, NULL] | {a=NULL} |", output);
        Assert.Contains("| infinity |", output);
        Assert.Contains(new string('9', 38), output);
        Assert.Contains("2024-03-01 10:00:00+00", output);
    }

    [Fact]
    public void Control_characters_do_not_reach_the_terminal() =>
        Assert.Contains(@"| a\x1b[31m\nb |", Sql("SELECT 'a' || chr(27) || '[31m' || chr(10) || 'b' AS x").Out);

    [Fact]
    public void Csv_quotes_what_needs_it_and_tells_null_from_empty() => Assert.Equal(
        "plain,quoted,line,nothing,empty\r\na,\"b, \"\"c\"\"\",\"d\ne\",,\"\"\r\n",
        Sql("SELECT 'a' AS plain, 'b, \"c\"' AS quoted, 'd' || chr(10) || 'e' AS line, NULL AS nothing, '' AS empty", "--format", "csv").Out);

    [Fact]
    public void Json_has_real_numbers_booleans_nulls_and_nested_values()
    {
        var output = Sql("""
            SELECT 1 AS a, 12.50::DECIMAL(9,2) AS b, true AS c, NULL AS d, {'x': [1, NULL]} AS e, 'nan'::DOUBLE AS f, 'say "é"' AS g, 1 AS a,
                   '{"k": 1}'::JSON AS h, ['inf'::DOUBLE] AS i
            """, "--format", "json").Out;
        Assert.Equal("[\n{\"a\":1,\"b\":12.50,\"c\":true,\"d\":null,\"e\":{\"x\":[1,null]},\"f\":null,\"g\":\"say \\\"é\\\"\",\"a_1\":1,\"h\":{\"k\": 1},\"i\":", output[..output.LastIndexOf("\"i\":", StringComparison.Ordinal)] + "\"i\":");
        using var parsed = JsonDocument.Parse(output);
        Assert.Equal(1, parsed.RootElement.GetArrayLength());
    }

    [Fact]
    public void Json_without_rows_is_an_empty_array() => Assert.Equal("[]\n", Sql("FROM bronze.orders WHERE false", "--format", "json").Out);

    [Fact]
    public void Markdown_escapes_what_would_end_a_cell() => Assert.Equal(
        "| n | t |\n| ---: | --- |\n| 1 | a\\|b<br>c |\n| NULL | NULL |\n",
        Sql("SELECT * FROM (VALUES (1, 'a|b' || chr(10) || 'c'), (NULL, NULL)) v(n, t)", "--format", "markdown").Out);

    [Fact]
    public void Tsv_has_names_types_escapes_and_an_end() => Assert.Equal(
        "n\tt\tl\tj\nINTEGER\tVARCHAR\tDATE[]\tJSON\n1\ta\\tb\\\\N\\r\\n\t[\"2024-01-05\"]\t{\"k\": 1}\n\\N\t\t\\N\t\\N\n\\.\n",
        Sql("SELECT * FROM (VALUES (1, 'a' || chr(9) || 'b\\N' || chr(13) || chr(10), [DATE '2024-01-05'], '{\"k\": 1}'::JSON), (NULL, '', NULL, NULL)) v(n, t, l, j)", "--format", "tsv").Out);

    [Fact]
    public void Tsv_ends_each_result_of_several_statements() =>
        Assert.Equal("a\nINTEGER\n1\n\\.\nb\nINTEGER\n\\.\n", Sql("SELECT 1 AS a; SELECT 2 AS b WHERE false", "--format", "tsv").Out);

    [Theory]
    [InlineData("DESCRIBE bronze.orders", "price")]
    [InlineData("SUMMARIZE bronze.orders", "approx_unique")]
    [InlineData("SHOW ALL TABLES", "orders")]
    [InlineData("EXPLAIN SELECT 1", "PROJECTION")]
    [InlineData("EXPLAIN ANALYZE FROM bronze.orders", "Total Time")]
    [InlineData("SELECT 1 AS one -- the end", "one")]
    [InlineData("PIVOT bronze.orders ON item USING sum(price) GROUP BY id", "book")]
    [InlineData("SELECT * FROM bronze.orders ORDER BY id DESC LIMIT 1;", "pen")]
    [InlineData("CREATE TABLE t AS SELECT 42 AS x; INSERT INTO t VALUES (43) RETURNING x; FROM t", "42")]
    public void Every_kind_of_statement_that_reads_is_run(string statement, string shown) => Assert.Contains(shown, Sql(statement).Out);

    [Fact]
    public void Rows_keep_the_order_that_the_query_gives_them() =>
        Assert.Equal(Enumerable.Range(0, 100_000).Reverse().Select(number => $"{number}").Prepend("i"),
            Sql("SELECT i FROM range(100000) t(i) ORDER BY i DESC", "--format", "csv").Out.Split("\r\n")[..^1]);

    [Fact]
    public void A_fault_is_DuckDBs_message_and_exit_code_1()
    {
        var result = Ask("SELECT nothing FROM bronze.orders");
        Assert.Equal(1, result.Exit);
        Assert.StartsWith("Binder Error: Referenced column \"nothing\" not found", result.Error);
        Assert.Contains("LINE 1: SELECT nothing FROM", result.Error);
        Assert.Equal("", result.Out);
    }

    [Fact]
    public void A_misspelt_word_is_a_parser_error() =>
        Assert.Equal("Parser Error: syntax error at or near \"SELCT\"\n\nLINE 1: SELCT 1\n        ^\n", Ask("SELCT 1").Error);

    [Fact]
    public void A_fault_in_a_row_does_not_show_the_statement_around_the_users()
    {
        var result = Ask("SELECT CAST(item AS INTEGER) AS n FROM bronze.orders");
        Assert.Equal(1, result.Exit);
        Assert.Contains("Could not convert string 'book' to INT32", result.Error);
        Assert.DoesNotContain("CAST(c0", result.Error);
    }

    [Fact]
    public void Each_layer_of_the_lake_is_a_schema()
    {
        _lake.AddParquet("silver/customers.parquet", "SELECT 1 AS customer_id");
        _lake.AddParquet("gold/sales/day=1/a.parquet", "SELECT 2 AS amount");
        _lake.AddParquet("_rejects/orders/run1/a.parquet", "SELECT 'orders' AS source, 'qty.negative' AS reason");
        _lake.AddParquet("_rejects/events/run1/a.parquet", "SELECT 'events' AS source, 'row.not_json' AS reason, 7 AS line");
        _lake.AddWarehouse("CREATE SCHEMA gold; CREATE TABLE gold.kpi AS SELECT 3 AS value");

        Assert.Equal("id\r\n1\r\n2\r\n", Csv("SELECT id FROM bronze.orders ORDER BY id"));
        Assert.Equal("customer_id\r\n1\r\n", Csv("FROM silver.customers"));
        Assert.Equal("amount\r\n2\r\n", Csv("SELECT amount FROM gold.sales"));
        Assert.Equal("source,line\r\nevents,7\r\norders,\r\n", Csv("SELECT source, line FROM rejects.\"all\" ORDER BY source"));
        Assert.Equal("reason\r\nqty.negative\r\n", Csv("SELECT reason FROM rejects.orders"));
        Assert.Equal("value\r\n3\r\n", Csv("FROM warehouse.gold.kpi"));
    }

    [Fact]
    public void A_table_that_cannot_be_read_leaves_the_others_readable()
    {
        _lake.AddParquet("silver/good.parquet", "SELECT 1 AS x");
        File.WriteAllText(Path.Combine(_lake.Path, "silver", "bad.parquet"), "no parquet");
        var result = Sql("FROM silver.good", "--format", "csv");
        Assert.Equal("x\r\n1\r\n", result.Out);
        Assert.StartsWith("silver.bad is left out: ", result.Error);
    }

    [Fact]
    public void A_missing_or_empty_lake_says_what_to_run()
    {
        var nowhere = Path.Combine(_lake.Folder, "nowhere");
        var missing = Cli.Run("sql", "--lake", nowhere, "SELECT 1");
        Assert.Equal((1, $"There is no lake at '{nowhere}'. Build it with 'workbook run', or name another folder (--lake).\n"), (missing.Exit, missing.Error));

        Directory.CreateDirectory(nowhere);
        var empty = Cli.Run("sql", "--lake", nowhere, "SELECT 1");
        Assert.Equal((1, $"The lake '{nowhere}' has no tables to read. Build them with 'workbook run', or name another folder (--lake).\n"), (empty.Exit, empty.Error));
    }

    [Fact]
    public void Files_outside_the_lake_are_out_of_reach_unless_allowed()
    {
        var secret = Path.Combine(_lake.Folder, "secret.csv");
        File.WriteAllText(secret, "word\nopensesame\n");
        var refused = Ask($"FROM read_csv('{secret}')");
        Assert.Equal(1, refused.Exit);
        Assert.Contains("Permission Error", refused.Error);
        Assert.DoesNotContain("opensesame", refused.Out);
        Assert.Contains("opensesame", Sql($"FROM read_csv('{secret}')", "--allow-external").Out);
    }

    [Theory]
    [InlineData("COPY (SELECT 1) TO '{0}'")]
    [InlineData("EXPLAIN ANALYZE COPY (SELECT 1) TO '{0}'")]
    [InlineData("EXPLAIN /* x */ ANALYZE COPY (SELECT 1) TO '{0}'")]
    [InlineData("EXPLAIN (ANALYZE, FORMAT json) COPY (SELECT 1) TO '{0}'")]
    [InlineData("/* a */ -- b\n COPY (SELECT 1) TO '{0}'")]
    [InlineData("SELECT 1; COPY (SELECT 1) TO '{0}'")]
    [InlineData("PREPARE p AS COPY (SELECT 1) TO '{0}'; EXECUTE p")]
    [InlineData("ATTACH '{0}' AS other")]
    [InlineData("SELECT 1 /* /* */ ; COPY (SELECT 1) TO '{0}' --*/ */")]
    [InlineData("SELECT E'\\'; COPY (SELECT 1) TO ''{0}''; --'")]
    public void Sql_writes_no_file_into_the_lake_unless_allowed(string statement)
    {
        var target = Path.Combine(_lake.Path, "written.csv");
        var result = Ask(string.Format(statement, target));
        Assert.False(File.Exists(target), result.Out);
    }

    [Theory]
    [InlineData("SET enable_external_access = true")]
    [InlineData("SET lock_configuration = false")]
    [InlineData("RESET allowed_directories")]
    public void The_door_cannot_be_opened_from_within(string statement) => Assert.Equal(1, Ask(statement).Exit);

    [Fact]
    public void The_warehouse_is_read_only()
    {
        _lake.AddWarehouse("CREATE TABLE t AS SELECT 1 AS x");
        var result = Ask("INSERT INTO warehouse.t VALUES (2)");
        Assert.Equal(1, result.Exit);
        Assert.Contains("read-only", result.Error);
    }

    [Fact]
    public void A_script_is_run_statement_by_statement()
    {
        var script = Path.Combine(_lake.Folder, "script.sql");
        File.WriteAllText(script, "-- first; not yet\nCREATE TABLE t AS SELECT 'a;b' AS x;\nFROM t;\nSELECT 'after'");
        var result = Cli.Run("sql", "--lake", _lake.Path, "--format", "csv", "--file", script).Succeeded();
        Assert.Equal("x\r\na;b\r\n'after'\r\nafter\r\n", result.Out);
    }

    [Fact]
    public void A_statement_and_a_file_together_are_refused() =>
        Assert.Equal(2, Cli.Run("sql", "--lake", _lake.Path, "SELECT 1", "--file", "x.sql").Exit);

    [Fact]
    public void Statements_come_from_standard_input_over_several_lines()
    {
        var result = Cli.RunWithInput("SELECT 'a;\nb' AS\n x;\n.tables\n.schema bronze.orders\nSELECT 2 AS y", "sql", "--lake", _lake.Path, "--format", "csv").Succeeded();
        Assert.Equal(
            "x\r\n\"a;\nb\"\r\ntable,columns\r\nbronze.orders,3\r\ncolumn_name,column_type\r\nid,INTEGER\r\nitem,VARCHAR\r\nprice,\"DECIMAL(9,2)\"\r\ny\r\n2\r\n", result.Out);
    }

    [Fact]
    public void A_fault_in_piped_statements_ends_them_with_exit_code_1()
    {
        var result = Cli.RunWithInput("SELECT 1 AS x; SELECT y; SELECT 3;", "sql", "--lake", _lake.Path, "--format", "csv");
        Assert.Equal((1, "x\r\n1\r\n"), (result.Exit, result.Out));
    }

    [Fact]
    public void A_session_ends_at_quit() =>
        Assert.Equal("", Cli.RunWithInput(".quit\nSELECT 1;", "sql", "--lake", _lake.Path).Succeeded().Out);

    private CliResult Ask(string statement, params string[] more) => Cli.Run(["sql", "--lake", _lake.Path, statement, .. more]);

    private CliResult Sql(string statement, params string[] more) => Ask(statement, more).Succeeded();

    private string Csv(string statement) => Sql(statement, "--format", "csv").Out;
}
