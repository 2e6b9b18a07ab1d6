namespace Workbook.Notebooks.Tests.Engine;

/// <summary>Cells as notebooks for .NET Interactive have them, unchanged.</summary>
public sealed class InteractiveNotebookTests : IDisposable
{
    private readonly TestNotebook _notebook = new();

    public void Dispose() => _notebook.Dispose();

    [Fact]
    public void Usings_displays_and_formatters_of_the_older_engine_work()
    {
        _notebook.Run("""
            #r "nuget: DuckDB.NET.Data"
            #i "nuget:https://example.org/feed"
            using Microsoft.DotNet.Interactive;
            using Microsoft.DotNet.Interactive.Formatting;
            public class Fruit { public string Name { get; set; } public decimal Price { get; set; } }
            Formatter.Register<Fruit>((fruit, writer) => writer.Write($"<b>{fruit.Name}</b>"), "text/html");
            """);
        _notebook.Run("display(new Fruit { Name = \"Apple\", Price = 1.5m });\nnew Fruit { Name = \"Pear\" }.Display();\ndisplay(HTML(\"<i>x</i>\"));");
        Assert.Equal(["<b>Apple</b>", "<b>Pear</b>", "<i>x</i>"], _notebook.Displayed.Select(bundle => bundle.Text("text/html")));
        _notebook.Run("var value = display(\"waiting\"); value.Update(\"done\");");
        Assert.Equal(1, _notebook.Updates);
    }

    [Fact]
    public void One_cell_may_hold_several_languages()
    {
        _notebook.Run("#!csharp\nvar n = 3;\n#!markdown\n# Title\n#!html\n<b>bold</b>\n#!javascript\nalert(1)\n#!mermaid\ngraph TD\n#!sql\nSELECT $n AS n\n#!csharp\ndisplay(n + 1);");
        Assert.Equal(
            ["text/markdown", "text/html", "application/javascript", "text/vnd.mermaid", "text/html", "text/plain"],
            _notebook.Displayed.Select(bundle => bundle.Data.Keys.First()));
        Assert.Equal("4", _notebook.Displayed[^1].Text("text/plain"));
    }

    [Fact]
    public void Values_are_set_and_shared_between_languages()
    {
        _notebook.Run("#!sql --name rows\nSELECT 1 AS x UNION ALL SELECT 2");
        Assert.Equal("2", _notebook.Value("#!share rows --from sql --as found\nfound.Count"));
        Assert.Equal("2", _notebook.Value("#!set --name copy --value @sql:rows\ncopy.Count"));
        _notebook.Run("#!value --name text\nline one\nline two");
        Assert.Equal("17", _notebook.Value("#!share text --from value\ntext.Length"));
        _notebook.Answer = prompt => prompt == "Your name" ? "Ada" : "secret";
        Assert.Equal("Ada", _notebook.Value("#!set --name who --value \"@input:Your name\"\nwho"));
        Assert.Equal("secret", _notebook.Value("#!set --name key --value @password:Key\nkey"));
        Assert.Contains("There is no value 'nope' to share", _notebook.Try("#!share nope --from sql").Error!.Message);
    }

    [Fact]
    public void Time_who_and_lists_of_magics()
    {
        _notebook.Run("#!time\nvar a = 1;");
        Assert.Matches(@"^Wall time: [\d.]+ms$", _notebook.Displayed[^1].Text("text/plain"));
        _notebook.Run("#!whos");
        Assert.Contains("Name: a, Type: Int32, Value: 1", _notebook.Displayed[0].Text("text/plain"));
        _notebook.Run("#!who");
        _notebook.Run("#!lsmagic");
        Assert.Contains("#!share", _notebook.Displayed[0].Text("text/plain"));
        _notebook.Run("#!about");
    }

    [Fact]
    public void A_file_is_imported_into_the_session()
    {
        File.WriteAllText(Path.Combine(_notebook.Folder, "helper.cs"), "int Triple(int n) => 3 * n;");
        Assert.Equal("12", _notebook.Value("#!import helper.cs\nTriple(4)"));
        File.WriteAllText(Path.Combine(_notebook.Folder, "parts.dib"), "#!csharp\nvar part = 5;\n#!sql --name squares\nSELECT $part * $part AS square\n");
        Assert.Equal("25", _notebook.Value("#!import parts.dib\nsquares[0][\"square\"]"));
        Assert.Contains("there is no file", _notebook.Try("#!import nowhere.cs").Error!.Message);
    }

    [Theory]
    [InlineData("#!fsharp\nlet x = 1", "'#!fsharp' is unknown here. Languages: csharp, sql")]
    [InlineData("var x = 1;\n#!nonsense", "Line 2: '#!nonsense' is unknown here")]
    public void A_language_that_is_not_here_is_told(string code, string said) => Assert.Contains(said, _notebook.Try(code).Error!.Message);
}
