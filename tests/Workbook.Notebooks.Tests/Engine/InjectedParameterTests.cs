using System.Globalization;

namespace Workbook.Notebooks.Tests.Engine;

/// <summary>Cells that papermill puts in, letter for letter as its translator for C# writes them.</summary>
public sealed class InjectedParameterTests : IDisposable
{
    private readonly TestNotebook _notebook = new();

    public void Dispose() => _notebook.Dispose();

    [Theory]
    [InlineData("decimal scale = 0.02m;", "var scale = 0.01;", "scale * 2m", "0.02")]
    [InlineData("var seed = 42UL;", "var seed = 7;", "Workspace.Seed = seed; seed.GetType().Name", "UInt64")]
    [InlineData("double rate = 1;", "var rate = 3;", "rate / 2", "1.5")]
    [InlineData("float rate = 1;", "var rate = 0.1;", "rate.GetType().Name", "Single")]
    [InlineData("decimal rate = 1;", "var rate = 1e-05;", "rate", "0.00001")]
    [InlineData("long n = 1;", "var n = -5;", "n.GetType().Name + n", "Int64-5")]
    [InlineData("var n = 1;", "var n = 2147483648L;", null, "The parameter 'n' expects int, found 2147483648.")]
    [InlineData("var n = 1;", "var n = 5.0;", "n", "5")]
    [InlineData("var n = 1;", "var n = 0.5;", null, "The parameter 'n' expects int, found 0.5. Give a value of that type, or declare another one in the cell tagged 'parameters'.")]
    [InlineData("int? n = null;", "var n = 5;", "n.HasValue", "true")]
    [InlineData("int? n = 5;", "var n = null;", "n.HasValue", "false")]
    [InlineData("var name = \"a\";", "var name = 7;", "name.Length", "1")]
    [InlineData("var name = \"a\";", "var name = \"it's \\\"quoted\\\" \\\\ \\n\";", "name", "it's \"quoted\" \\ \n")]
    [InlineData("var name = \"a\";", "var name = \"\\xe91 \\u20ac \\U0001f600\";", "name", "é1 € \U0001F600")]
    [InlineData("var flag = true;", "var flag = false;", "flag", "false")]
    [InlineData("var flag = true;", "var flag = \"False\";", "flag", "false")]
    [InlineData("var flag = true;", "var flag = 1;", null, "'flag' expects bool, found 1")]
    [InlineData("var day = new DateOnly(2024, 2, 1);", "var day = \"2025-12-31\";", "day", "2025-12-31")]
    [InlineData("var day = new DateOnly(2024, 2, 1);", "var day = \"2025-12-31 00:00:00\";", "day", "2025-12-31")]
    [InlineData("var day = new DateOnly(2024, 2, 1);", "var day = \"31.12.2025\";", null, "'day' expects DateOnly (such as 2024-02-29), found '31.12.2025'")]
    [InlineData("var at = DateTime.UnixEpoch;", "var at = \"2025-12-31 10:30:00\";", "at.Hour + at.Minute", "40")]
    [InlineData("var at = DateTimeOffset.UnixEpoch;", "var at = \"2025-12-31T10:30:00+02:00\";", "at.UtcDateTime.Hour", "8")]
    [InlineData("var wait = TimeSpan.Zero;", "var wait = \"01:30:00\";", "wait.TotalMinutes", "90")]
    [InlineData("var mode = FileMode.Open;", "var mode = \"append\";", "mode", "Append")]
    [InlineData("enum Side { Left, Right }\nvar side = Side.Left;", "var side = \"Right\";", "side == Side.Right", "true")]
    [InlineData("enum Side { Left, Right }\nvar side = Side.Left;", "var side = \"Up\";", null, "'side' expects Side (Left, Right), found 'Up'")]
    [InlineData("var rates = new[] { 1m };", "var rates = new [] { 1, 2.5 };", "rates.Sum()", "3.5")]
    [InlineData("var days = new List<DateOnly>();", "var days = new [] { \"2024-01-01\", \"2024-02-01\" };", "days[1].Month", "2")]
    [InlineData("IReadOnlyList<string> names = [];", "var names = new [] { \"foo\", \"\\\"bar\\\"\" };", "names[1]", "\"bar\"")]
    [InlineData("var ids = new HashSet<long> { 1 };", "var ids = new [] { 3, 3 };", "ids.Count", "1")]
    [InlineData("var rows = new List<List<int>>();", "var rows = new [] { new [] { 1, 2 }, new [] { 3 } };", "rows[0].Count", "2")]
    [InlineData("var none = new[] { 1 };", "var none = new [] {  };", "none.Length", "0")]
    [InlineData("var ids = new[] { 1 };", "var ids = new [] { 1, 2.5 };", null, "'ids' expects int[], found [1, 2.5]")]
    [InlineData("var map = new Dictionary<string, decimal>();", "var map = new Dictionary<string,Object>{ { \"EUR\" , 1.1 }, { \"USD\" , 1 } };", "map[\"EUR\"] + map[\"USD\"]", "2.1")]
    [InlineData("var map = new Dictionary<int, string[]>();", "var map = new Dictionary<string,Object>{ { \"7\" , new [] { \"a\" } } };", "map[7][0]", "a")]
    [InlineData("object any = 1;", "var any = 0.5;", "any", "0.5")]
    public void A_value_takes_the_type_that_the_notebook_declared(string declared, string injected, string? then, string shown)
    {
        _notebook.Run(declared);
        if (then is null)
        {
            Assert.Contains(shown, _notebook.Try($"// Parameters\n{injected}\n").Error!.Message);
            return;
        }

        Assert.Null(_notebook.Run($"// Parameters\n{injected}\n").Value);
        Assert.Equal(shown, _notebook.Value(then));
    }

    [Fact]
    public void Values_of_no_declared_variable_are_as_they_look()
    {
        _notebook.Run("""
            // Parameters
            var foo = "bar";
            var n = 5;
            var big = -2147483649L;
            var bad = inf;
            var mixed = new [] { 1, "a", true };
            var empty = new [] {  };
            var numbers = new [] { 1, 2.5 };
            var map = new Dictionary<string,Object>{ { "foo" , "bar" } };

            """);
        Assert.Equal("bar 6 -2147483649 Infinity 3 0 3.5 bar", _notebook.Value("string.Join(' ', foo, n + 1, big, bad.ToString(System.Globalization.CultureInfo.InvariantCulture), mixed.Length, empty.Length, numbers.Sum(), map[\"foo\"])"));
    }

    [Fact]
    public void All_values_that_do_not_fit_are_told_and_none_is_set()
    {
        _notebook.Run("var n = 1; var day = new DateOnly(2024, 2, 1); var name = \"a\";");
        var message = _notebook.Try("// Parameters\nvar name = \"b\";\nvar n = \"many\";\nvar day = \"soon\";\n").Error!.Message;
        Assert.StartsWith("The parameter 'n' expects int, found 'many'; the parameter 'day' expects", message);
        Assert.Equal("a", _notebook.Value("name"));
    }

    [Theory]
    [InlineData("// Parameters\nvar n = 0.5;\nn *= 2;", null)] // more than papermill writes
    [InlineData("var n = 0.5;", null)]
    [InlineData("// Parameters\nvar n = 0.5;", new string[0])] // the front end knows the tags, and it has none
    [InlineData("// Parameters\nvar n = 0.5;", new[] { "parameters" })]
    public void Other_cells_declare_as_they_say(string code, string[]? tags)
    {
        _notebook.Run("var n = 1;");
        var result = _notebook.Session.Execute(new(code, Tags: tags), _notebook);
        Assert.Null(result.Error);
        Assert.Equal("Double", _notebook.Value("n.GetType().Name"));
    }

    [Fact]
    public void The_tag_tells_without_the_comment()
    {
        _notebook.Run("decimal n = 1;");
        Assert.Null(_notebook.Session.Execute(new("// from a tool\nvar n = 0.5;", Tags: ["injected-parameters"]), _notebook).Error);
        Assert.Equal(0.5m.ToString(CultureInfo.InvariantCulture) + "Decimal", _notebook.Value("n.ToString(System.Globalization.CultureInfo.InvariantCulture) + n.GetType().Name"));
    }

    [Fact]
    public void A_value_of_a_type_that_a_cell_declared_is_shared_under_another_name()
    {
        _notebook.Run("record Point(int X, int Y); var p = new Point(1, 2);");
        Assert.Equal("2", _notebook.Value("#!share p --from csharp --as q\nq.Y"));
    }
}
