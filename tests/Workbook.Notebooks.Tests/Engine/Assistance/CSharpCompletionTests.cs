namespace Workbook.Notebooks.Tests.Engine.Assistance;

public sealed class CSharpCompletionTests(WrittenNotebook notebook) : IClassFixture<WrittenNotebook>
{
    [Theory]
    [InlineData("var p = point with { N|", "Name")]
    [InlineData("if (point is { L|", "Left")]
    [InlineData("if (point is { Left: > 1, N|", "Name")]
    [InlineData("var p = new Point(1, 2) { Name = \"\", L|", "Left")]
    [InlineData("Times(f|", "factor:")]
    [InlineData("Times(1, |", "factor:")]
    [InlineData("new Point(|", "Left:")]
    [InlineData("if (colour == |", "Colour.Green")]
    [InlineData("switch (colour) { case |", "Colour.Red")]
    [InlineData("Colour next = |", "Colour.Green")]
    [InlineData("3.Doub|", "Doubled")]
    [InlineData("numbers.OrderBy(n => n).Las|", "LastOrDefault")]
    [InlineData("numbers[0].Comp|", "CompareTo")]
    [InlineData("$\"{numb|}\"", "numbers")]
    [InlineData("Console.WL|", "WriteLine")]
    [InlineData("int F(int inner) { return inn|", "inner")]
    [InlineData("numbers.Where(each => ea|", "each")]
    [InlineData("await Task.Del|", "Delay")]
    [InlineData("using System.Coll|", "Collections")]
    [InlineData("var x = typeof(Sha|", "Shape")]
    [InlineData("numbers.Select(n => new { Half = n / 2 }).First().H|", "Half")]
    [InlineData("(int Low, int High) range = (1, 2); range.H|", "High")]
    [InlineData("System.Text.RegularExpressions.Regex.IsMatch(\"1\", @\"\\|\")", "\\d")]
    public void What_fits_is_offered(string code, string expected) => Assert.Contains(expected, notebook.Complete(code));

    [Theory]
    [InlineData("\"in a string numb|")]
    [InlineData("// in a comment numb|")]
    [InlineData("var number|")]
    [InlineData("numbers.Nothing|")]
    public void Where_nothing_fits_nothing_is_offered(string code) => Assert.Empty(notebook.Complete(code));

    [Theory]
    [InlineData("numbers.Ad|", "Add", "numbers.Add")]
    [InlineData("numbers.Ad|x", "Add", "numbers.Addx")]
    [InlineData("Times(f|)", "factor:", "Times(factor:)")]
    [InlineData("if (colour == |)", "Colour.Green", "if (colour == Colour.Green)")]
    [InlineData("@cla|", "class", "class")]
    public void A_chosen_item_takes_its_place(string code, string item, string then) => Assert.Equal(then, notebook.Chosen(code, item));

    [Fact]
    public void An_override_comes_with_its_body()
    {
        var item = Assert.Single(notebook.Complete("class Circle : Shape\n{\n    override Ar|\n}"));
        Assert.Contains("public override double Area(int scale)", item);
        Assert.Equal(0, TestCode.ErrorsIn(notebook.Chosen("class Circle : Shape\n{\n    override Ar|\n}", item)));
    }

    [Fact]
    public void What_the_place_expects_and_what_the_cells_declared_comes_first()
    {
        Assert.Equal(["Colour.Green", "Colour.Red"], notebook.Complete("if (colour == |").Take(2).Order());
        Assert.Equal(["again:", "factor:"], notebook.Complete("Times(1, |").Take(2).Order());
        var names = notebook.Complete("|");
        Assert.All((string[])["numbers", "point", "Times"], own => Assert.True(names.ToList().IndexOf(own) < names.ToList().IndexOf("Action"), own));
    }

    [Theory]
    [InlineData("numb|", "numbers", "variable")]
    [InlineData("numbers.Coun|", "Count", "property")]
    [InlineData("numbers.Ad|", "Add", "method")]
    [InlineData("Poi|", "Point", "class")]
    [InlineData("Colour.R|", "Red", "enumMember")]
    [InlineData("System.Te|", "Text", "namespace")]
    [InlineData("fore|", "foreach", "keyword")]
    [InlineData("DateTi|", "DateTime", "struct")]
    public void An_item_has_a_kind(string code, string text, string kind) => Assert.Equal(kind, notebook.Completion(code).Items.First(item => item.Text == text).Kind);

    [Theory]
    [InlineData("Check(\"bronze.|", "bronze.idempotent")]
    [InlineData("Check(\"|\")", "bronze.idempotent")]
    [InlineData("Hint(\"bronze.ide|\");", "bronze.idempotent")]
    [InlineData("Solution(task: \"bronze.|\")", "bronze.idempotent")]
    [InlineData("Require(\"gold|\")", "gold.")]
    [InlineData("ResetProgress(\"bro|\")", "bronze")]
    public void Tasks_are_offered_where_one_is_named(string code, string expected) =>
        Assert.Contains(notebook.Complete(code), id => id.StartsWith(expected, StringComparison.Ordinal));

    [Fact]
    public void A_task_takes_the_place_of_all_between_the_quotes() =>
        Assert.Equal("Check(\"bronze.idempotent\")", notebook.Chosen("Check(\"bronze.|balance\")", "bronze.idempotent"));

    [Theory]
    [InlineData("Workspace.Query(\"SELECT * FROM bronze.o|\")", "orders")]
    [InlineData("Workspace.Query(\"\"\"\n    SELECT order_|\n    FROM bronze.orders\n    \"\"\")", "order_id")]
    [InlineData("Workspace.Scalar<long>(@\"SELECT date_tr|", "date_trunc")]
    [InlineData("File.ReadAllText(\"parts/sha|\")", "shared.csx")]
    [InlineData("File.Exists(\"par|\")", "parts/")]
    public void SQL_and_files_are_completed_within_strings(string code, string expected) => Assert.Contains(expected, notebook.Complete(code));

    [Fact]
    public void Other_parts_of_a_cell_do_not_move_the_place()
    {
        const string Cell = "#!time\nvar here = 1;\n#!sql --name found\nSELECT 1\n#!csharp\nhe|\n#!markdown\n# text";
        Assert.Contains("here", notebook.Complete(Cell));
        Assert.Equal((Cell.IndexOf('|') - 2, Cell.IndexOf('|')), (notebook.Completion(Cell).Start, notebook.Completion(Cell).End));
        Assert.Contains("Columns", notebook.Complete(Cell.Replace("he|", "found.Col|")));
    }
}
