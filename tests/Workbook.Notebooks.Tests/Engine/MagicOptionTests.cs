using Workbook.Course;

namespace Workbook.Notebooks.Tests.Engine;

/// <summary>Magics of .NET Interactive: their words come in any order.</summary>
public sealed class MagicOptionTests : IDisposable
{
    private readonly TestNotebook _notebook = new();

    public void Dispose() => _notebook.Dispose();

    [Theory]
    [InlineData("#!share xx --from csharp")]
    [InlineData("#!share --from csharp xx")]
    [InlineData("#!share --from=csharp xx")]
    [InlineData("#!share xx --from:csharp")]
    [InlineData("#!share --from C# xx")]
    [InlineData("#!share xx")]
    [InlineData("#!share --from csharp --mime-type application/json xx")]
    public void A_value_is_shared_whichever_way_it_is_said(string line) => Assert.Equal("5", _notebook.Value($"var xx = 5;\n{line}\nxx"));

    [Theory]
    [InlineData("#!share xx --from csharp --as yy")]
    [InlineData("#!share --as yy --from csharp xx")]
    [InlineData("#!share --from csharp xx --as yy")]
    [InlineData("#!set --name yy --value @csharp:xx")]
    [InlineData("#!set --value @csharp:xx --name yy")]
    [InlineData("#!set --value=@csharp:xx --name=yy")]
    [InlineData("#!set --byref --value @csharp:xx --name yy")]
    public void It_takes_another_name_whichever_way_it_is_said(string line) => Assert.Equal("5", _notebook.Value($"var xx = 5;\n{line}\nyy"));

    [Theory]
    [InlineData("#!set --name who --value @input:\"Your name\"", "Your name")]
    [InlineData("#!set --value \"@input:Your name\" --name who", "Your name")]
    [InlineData("#!set --value @password:'The key' --name who", "The key")]
    [InlineData("#!set --value @input --name who", "who")]
    public void The_reader_is_asked(string line, string prompt)
    {
        _notebook.Answer = asked => asked + "!";
        Assert.Equal(prompt + "!", _notebook.Value($"{line}\nwho"));
    }

    [Theory]
    [InlineData("#!set --name t --value \"two words\"\nt", "two words")]
    [InlineData("#!set --name t --value it's\nt", "it's")]
    [InlineData("#!set --name t --value a=b:c\nt", "a=b:c")]
    [InlineData("#!set --name=t --value=\"a b\"\nt", "a b")]
    public void Words_are_as_they_are_quoted(string code, string value) => Assert.Equal(value, _notebook.Value(code));

    [Theory]
    [InlineData("#!share --from csharp", "Line 1: expected #!share NAME --from KERNEL; found #!share --from csharp.")]
    [InlineData("#!share a b --from csharp", "Line 1: expected #!share NAME --from KERNEL")]
    [InlineData("#!share --from fsharp xx", "Line 1: there is no kernel 'fsharp' here that has values; there are csharp, sql and value.")]
    [InlineData("#!share --form csharp xx", "Line 1: #!share has no option '--form'; it has --from, --as, --mime-type.")]
    [InlineData("#!share --from csharp nope", "There is no value 'nope' to share.")]
    [InlineData("#!set --value 5", "Line 1: expected #!set --name NAME --value TEXT")]
    [InlineData("#!set x --name y --value 5", "Line 1: expected #!set --name NAME --value TEXT")]
    [InlineData("#!set --name x --value @pwsh:y", "Line 1: there is no kernel 'pwsh'")]
    [InlineData("#!import", "Line 1: expected #!import FILE")]
    public void A_magic_that_does_not_fit_is_told(string line, string said) => Assert.Contains(said, _notebook.Try(line).Error!.Message);

    [Theory]
    [InlineData("#!time\nvar a = 1;")]
    [InlineData("var a = 1;\n#!time")]
    [InlineData("#!csharp\n#!time\nvar a = 1;")]
    [InlineData("#!time\n#!sql\nSELECT 1")]
    public void The_time_is_told_wherever_it_is_asked_for(string code)
    {
        _notebook.Run(code);
        Assert.Matches(@"^Wall time: [\d.]+ms$", _notebook.Displayed[^1].Text("text/plain"));
    }

    [Fact]
    public void All_variables_are_listed_and_none_is_cut()
    {
        _notebook.Run(string.Join('\n', Enumerable.Range(0, 30).Select(n => $"var name{n} = {n};")));
        _notebook.Run("#!whos");
        Assert.Contains("name29", _notebook.Displayed[0].Text("text/html"));
        Assert.DoesNotContain(" more", _notebook.Displayed[0].Text("text/html"));
        _notebook.Run("#!who");
        Assert.Contains("name29", _notebook.Displayed[0].Text("text/plain"));
    }

    [Fact]
    public void A_file_with_blanks_in_its_name_is_imported()
    {
        File.WriteAllText(Path.Combine(_notebook.Folder, "my file.cs"), "var mine = 7;");
        Assert.Equal("7", _notebook.Value("#!import \"my file.cs\"\nmine"));
    }

    [Fact]
    public void Progress_shows_every_task()
    {
        _notebook.Run("ShowProgress()");
        var shown = _notebook.Displayed[0];
        Assert.All(LearningCatalog.All, task =>
        {
            Assert.Contains($"<td>{task.Id}</td>", shown.Text("text/html"));
            Assert.Contains(task.Id, shown.Text("text/plain"));
        });
        Assert.DoesNotContain("more", shown.Text("text/plain")!.Split('\n')[^1]);
    }
}
