using Workbook.Notebooks.Engine;
using Workbook.Retail;

namespace Workbook.Notebooks.Tests.Engine;

public sealed class SqlCellTests : IDisposable
{
    private readonly TestNotebook _notebook = new();

    public void Dispose() => _notebook.Dispose();

    [Fact]
    public void A_query_is_a_grid_with_types_count_and_time()
    {
        _notebook.Run("SELECT range AS n, 'a<b' AS t, NULL AS nothing FROM range(1000)", "sql");
        var shown = Assert.Single(_notebook.Displayed);
        var html = shown.Text("text/html")!;
        Assert.Contains("n<br><span class=\"wb-note\">BIGINT</span>", html);
        Assert.Contains("a&lt;b", html);
        Assert.Contains("<td class=\"n\">19</td>", html);
        Assert.DoesNotContain("<td class=\"n\">20</td>", html);
        Assert.Matches(@"1,000 rows, the first 20 shown, \d+ ms", html);
        Assert.StartsWith(" n | t   | nothing\n---+-----+--------\n 0 | a<b |    NULL", shown.Text("text/plain"));
    }

    [Fact]
    public void Several_statements_run_in_order_and_share_the_connection_with_CSharp()
    {
        _notebook.Run("#!sql\nCREATE TABLE t AS SELECT 5 AS x; INSERT INTO t VALUES (6);\nFROM t; SELECT sum(x) FROM t");
        Assert.Equal(4, _notebook.Displayed.Count);
        Assert.Equal("11", _notebook.Value("Workspace.Connection.Scalar<long>(\"SELECT sum(x) FROM t\")"));
    }

    [Fact]
    public void CSharp_variables_are_parameters()
    {
        _notebook.Run("var least = 3; var name = \"it's\"; var day = new DateOnly(2024, 1, 31);");
        _notebook.Run("SELECT count(*) AS n, any_value($name) AS name, any_value($day) AS day, '$least' AS text FROM range(10) WHERE range >= $least", "sql");
        Assert.Contains("7 | it's | 2024-01-31 | $least", _notebook.Displayed[0].Text("text/plain"));
        Assert.Contains("no C# cell has declared a variable 'nope'", _notebook.Try("SELECT $nope", "sql").Error!.Message);
    }

    [Fact]
    public void A_named_result_is_a_CSharp_variable_and_an_SQL_table()
    {
        _notebook.Run("#!sql --name rows\nSELECT range AS n, range * 1.5 AS half FROM range(3)");
        Assert.Equal("3", _notebook.Value("rows.Count"));
        Assert.Equal("[ 0, 1, 2 ]", _notebook.Value("rows.Get<int>(\"N\")"));
        Assert.Equal("3", _notebook.Value("rows[2][\"half\"]"));
        Assert.Equal("2", _notebook.Value("((dynamic)rows[2]).n"));
        _notebook.Run("SELECT max(half) FROM rows", "sql");
        Assert.Contains("they have n, half", _notebook.Try("rows[0][\"nope\"]").Error!.Message);
    }

    [Theory]
    [InlineData("SELECT 1;\n\nSELECT *\nFROM nowhere", 4, 6, "nowhere")]
    [InlineData("SELECT\n  frm x", 2, 3, "frm")]
    [InlineData("SELECT 1; SELECT missing FROM range(1)", 1, 18, "missing")]
    [InlineData("#!sql\nSELECT 1 +", 2, 11, "")]
    public void An_error_points_at_its_line_and_column(string code, int line, int column, string at)
    {
        var error = _notebook.Try(code, "sql").Error!;
        Assert.Equal("SqlError", error.Name);
        Assert.StartsWith($"Line {line}, column {column}: ", error.Message);
        var (source, mark) = (error.Traceback[^2], error.Traceback[^1]);
        Assert.StartsWith(at, source[(mark.Length - 1)..]);
    }

    [Fact]
    public void The_lakes_tables_are_there_as_soon_as_they_are_written()
    {
        Assert.Equal(CellStatus.Error, _notebook.Try("SELECT count(*) FROM bronze.stores", "sql").Status);
        _notebook.Run("DataGenerator.Generate(new GenerationOptions { Output = Workspace.Raw, Scale = 0.001, Days = 2 });\nBronzeIngestion.Run(new IngestionOptions { Sources = RetailSources.All, Raw = Workspace.Raw, Lake = Workspace.LakePath });");
        _notebook.Run("SELECT count(*) AS stores FROM bronze.stores", "sql");
        _notebook.Run("SELECT count(*) FROM warehouse.manifest_processed_files", "sql");
        _notebook.Run("BronzeIngestion.Run(new IngestionOptions { Sources = RetailSources.All, Raw = Workspace.Raw, Lake = Workspace.LakePath }).Sources.Sum(source => source.Files)");
    }

    [Fact]
    public void A_plan_is_shown_as_it_is_drawn()
    {
        _notebook.Run("EXPLAIN SELECT 1", "sql");
        Assert.Contains("PROJECTION", Assert.Single(_notebook.Displayed).Text("text/html"));
    }
}
