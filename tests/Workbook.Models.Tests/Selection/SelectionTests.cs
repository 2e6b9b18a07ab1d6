using Workbook.Models.Running;

namespace Workbook.Models.Tests.Selection;

public sealed class SelectionTests
{
    /// <summary>raw → a → b → c, and b also reads d; t tests b.</summary>
    private static SampleProject Diamond() => SampleProject.Of(
        ("models/sources.yml", "sources: [{name: raw, tables: [{name: t}]}]"),
        ("models/staging/a.sql", "{{ config(tags=['early']) }} select 1 as x from {{ source('raw', 't') }}"),
        ("models/staging/d.sql", "{{ config(tags=['early', 'daily']) }} select 1 as x"),
        ("models/marts/b.sql", "{{ config(materialized='table') }} select a.x from {{ ref('a') }} as a join {{ ref('d') }} as d using (x)"),
        ("models/marts/c.sql", "{{ config(tags='daily') }} select * from {{ ref('b') }}"),
        ("models/schema.yml", """
            models: [{name: b, columns: [{name: x, data_tests: [unique]}]}]
            exposures: [{name: board, type: dashboard, owner: {name: x}, depends_on: [ref('c')]}]
            """));

    [Theory]
    [InlineData("b", "b unique_b_x")]
    [InlineData("+b", "a b d t unique_b_x")]
    [InlineData("1+c", "b c unique_b_x")]
    [InlineData("b+", "b board c unique_b_x")]
    [InlineData("a+1", "a b unique_b_x")]
    [InlineData("@d", "a b board c d t unique_b_x")]
    [InlineData("tag:daily", "c d")]
    [InlineData("tag:daily,tag:early", "d")]
    [InlineData("tag:early tag:daily", "a c d")]
    [InlineData("path:models/staging", "a d")]
    [InlineData("models/marts", "b c unique_b_x")]
    [InlineData("staging", "a d")]
    [InlineData("sample.marts.c", "c")]
    [InlineData("marts.*", "b c unique_b_x")]
    [InlineData("source:raw+", "a b board c t unique_b_x")]
    [InlineData("+exposure:board", "a b board c d t unique_b_x")]
    [InlineData("config.materialized:table", "b unique_b_x")]
    [InlineData("test_name:unique", "unique_b_x")]
    [InlineData("resource_type:source", "t")]
    [InlineData("a.sql", "a")]
    [InlineData("nothing", "")]
    public void Selector_chooses(string selector, string expected)
    {
        using var project = Diamond();

        var chosen = ModelRunner.List(project.Read(), new ModelRunOptions { Select = [selector] });

        Assert.Equal(expected, string.Join(' ', chosen.Select(resource => resource.Name).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Excluded_nodes_go_with_their_tests()
    {
        using var project = Diamond();

        var chosen = ModelRunner.List(project.Read(), new ModelRunOptions { Select = ["+c"], Exclude = ["b"] });

        Assert.Equal(["a", "c", "d", "t"], chosen.Select(resource => resource.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void State_and_result_compare_with_an_earlier_run()
    {
        using var project = Diamond();
        project.Build();
        var state = Path.Combine(project.Folder, "earlier");
        Directory.Move(project.Target, state);
        project.Write("models/marts/c.sql", "select x, 1 as y from {{ ref('b') }}");
        project.Write("models/e.sql", "select 1 as x");

        Assert.Equal("c e", Chosen("state:modified"));
        Assert.Equal("e", Chosen("state:new"));
        Assert.Equal("a", Chosen("result:error"));
        Assert.Equal("b c unique_b_x", Chosen("result:skipped"));

        string Chosen(string selector) => string.Join(' ', ModelRunner.List(project.Read(), new ModelRunOptions { Select = [selector], State = state })
            .Select(resource => resource.Name).Where(name => name != "board").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("tga:daily", "There is no selection method 'tga'", "Did you mean 'tag'?")]
    [InlineData("state:modified", "name the folder of its artifacts with --state", "")]
    [InlineData("@b+", "The selector '@b+' is not understood.", "")]
    public void Mistake_in_a_selector_is_told(string selector, string message, string hint)
    {
        using var project = Diamond();

        var fault = Assert.ThrowsAny<WorkbookException>(() => ModelRunner.List(project.Read(), new ModelRunOptions { Select = [selector] }));

        Assert.Contains(message, fault.Message);
        Assert.Contains(hint, fault.Message);
    }
}
