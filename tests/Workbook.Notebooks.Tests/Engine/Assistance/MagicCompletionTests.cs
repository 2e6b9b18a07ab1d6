namespace Workbook.Notebooks.Tests.Engine.Assistance;

public sealed class MagicCompletionTests(WrittenNotebook notebook) : IClassFixture<WrittenNotebook>
{
    [Theory]
    [InlineData("#!|", "#!sql")]
    [InlineData("#!sh|", "#!share")]
    [InlineData("var x = 1;\n#!ti|\nx", "#!time")]
    [InlineData("#!sql --|", "--name")]
    [InlineData("#!set --name x --|", "--value")]
    [InlineData("#!set --name x --value @|", "@sql:numbers")]
    [InlineData("#!set --name x --value @in|", "@input:")]
    [InlineData("#!share nu|", "numbers")]
    [InlineData("#!share numbers --from |", "sql")]
    [InlineData("#!share numbers --|", "--as")]
    [InlineData("#!import par|", "parts/")]
    [InlineData("#!import parts/sha|", "shared.csx")]
    [InlineData("#load \"parts/|", "shared.csx")]
    [InlineData("#r \"|", "nuget: ")]
    [InlineData("#r \"nuget: Markd|", "Markdig")]
    public void A_line_of_the_engine_is_completed(string code, string expected) => Assert.Contains(expected, notebook.Complete(code));

    [Theory]
    [InlineData("#!set --name x --value @sql:po|", "@sql:point", "#!set --name x --value @sql:point")]
    [InlineData("#!sq|", "#!sql", "#!sql")]
    [InlineData("#load \"parts/sh|\"", "shared.csx", "#load \"parts/shared.csx\"")]
    public void A_chosen_item_takes_its_place(string code, string item, string then) => Assert.Equal(then, notebook.Chosen(code, item));

    [Theory]
    [InlineData("#!set --name |")]
    [InlineData("#!sql --name |")]
    [InlineData("#!nothing --|")]
    public void A_name_is_the_writers_own(string code) => Assert.Empty(notebook.Complete(code));

    [Fact]
    public void An_option_is_offered_once() => Assert.DoesNotContain("--name", notebook.Complete("#!set --name x --|"));

    [Fact]
    public void Only_files_that_can_be_loaded_are_offered() => Assert.DoesNotContain("data.txt", notebook.Complete("#load \"parts/|"));

    [Fact]
    public void A_packages_versions_are_those_on_this_machine()
    {
        var versions = notebook.Complete("#r \"nuget: Markdig, |");
        Assert.NotEmpty(versions);
        Assert.All(versions, version => Assert.Matches(@"^\d+\.\d+", version));
    }

    [Theory]
    [InlineData("#!sql\nSELECT * FROM bronze.orders WHERE order_id = $num|", "numbers")]
    [InlineData("#!sql\nSELECT $|", "point")]
    public void SQL_is_offered_the_variables_of_CSharp(string code, string expected) => Assert.Contains(expected, notebook.Complete(code));

    [Fact]
    public void Half_a_magic_elsewhere_keeps_nothing_from_being_offered() => Assert.Contains("numbers", notebook.Complete("#!tim\nnumb|"));
}
