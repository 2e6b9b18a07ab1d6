namespace Workbook.Notebooks.Tests.Engine;

/// <summary>ADO.NET's tables as values of cells.</summary>
public sealed class DataTableTests : IDisposable
{
    private readonly TestNotebook _notebook = new();

    public void Dispose() => _notebook.Dispose();

    [Fact]
    public void A_table_is_shown_with_its_columns_and_first_rows()
    {
        var shown = _notebook.Run("""
            using System.Data;
            var people = new DataTable("people");
            people.Columns.Add("Name"); people.Columns.Add("Age", typeof(int));
            people.Rows.Add("<Ada>", 36); people.Rows.Add(DBNull.Value, DBNull.Value);
            people
            """).Value!;
        Assert.EndsWith("""
            <table class="wb-table"><caption>people</caption><thead><tr><th>Name</th><th class="n">Age</th></tr></thead><tbody><tr><td>&lt;Ada&gt;</td><td class="n">36</td></tr><tr><td><span class="wb-note">NULL</span></td><td class="n"><span class="wb-note">NULL</span></td></tr></tbody></table><div class="wb-note">2 rows</div>
            """, shown.Text("text/html"));
        Assert.Equal("people\nName  |  Age\n------+-----\n<Ada> |   36\nNULL  | NULL\n2 rows", shown.Text("text/plain"));
    }

    [Theory]
    [InlineData("table", "… 30 more", 20)]
    [InlineData("table.DefaultView", "… 30 more", 20)]
    [InlineData("new DataView(table, \"N >= 45\", \"N DESC\", DataViewRowState.CurrentRows)", "5 rows", 5)]
    [InlineData("table.Select(\"N < 3\")", "3 rows", 3)]
    [InlineData("table.Rows", "… 30 more", 20)]
    [InlineData("table.Rows[7]", "1 row", 1)]
    [InlineData("table.DefaultView[7]", "1 row", 1)]
    [InlineData("table.AsEnumerable().Take(2).ToList()", "2 rows", 2)]
    [InlineData("table.CreateDataReader()", "… more, the reader stands behind the row after these", 20)]
    [InlineData("table.Clone()", "0 rows", 0)]
    [InlineData("new DataTable()", "0 rows", 0)]
    [InlineData("new { Inner = table }", "… 30 more", 20)]
    public void So_is_everything_that_has_rows_and_columns(string value, string rest, int rows)
    {
        var html = _notebook.Run($"using System.Data;\nvar table = new DataTable();\ntable.Columns.Add(\"N\", typeof(long));\nfor (var n = 0; n < 50; n++) table.Rows.Add(n);\n{value}").Value!.Text("text/html")!;
        Assert.Contains($"<div class=\"wb-note\">{rest}</div>", html);
        Assert.Equal(rows, html.Split("<td class=\"n\">").Length - 1);
    }

    [Fact]
    public void Of_a_data_set_all_tables_are_shown_and_deleted_rows_are_gone()
    {
        var shown = _notebook.Run("""
            using System.Data;
            var set = new DataSet();
            foreach (var name in new[] { "a", "b" })
            {
                var table = set.Tables.Add(name);
                table.Columns.Add("x");
                table.Rows.Add(name + 1); table.Rows.Add(name + 2);
                table.AcceptChanges();
                table.Rows[0].Delete();
            }
            set
            """).Value!.Text("text/plain");
        Assert.Equal("a\nx\n--\na2\n1 row\n\nb\nx\n--\nb2\n1 row", shown);
    }

    [Fact]
    public void A_query_of_DuckDB_is_read_for_its_first_rows()
    {
        var shown = _notebook.Run("""
            var command = Workspace.Connection.CreateCommand();
            command.CommandText = "SELECT i::INTEGER AS i, NULL::VARCHAR AS t FROM range(3) r(i)";
            command.ExecuteReader()
            """).Value!;
        Assert.Equal("i | t\n--+-----\n0 | NULL\n1 | NULL\n2 | NULL\n3 rows, the reader is at its end", shown.Text("text/plain"));
    }
}
