using Workbook.Models.Running;

namespace Workbook.Models.Tests.Running;

public sealed class UnitTestTests
{
    private const string Model = """
        {{ config(materialized='incremental') }}
        select id, upper(name) as name, {{ var('rate', 1) }} * amount as amount
        from {{ ref('people') }} as people
        join {{ source('raw', 'amounts') }} as amounts using (id)
        {% if is_incremental() %} where id > (select max(id) from {{ this }}) {% endif %}
        """;

    private const string Sources = "sources: [{name: raw, schema: main, tables: [{name: amounts}]}]";

    [Fact]
    public void Given_rows_take_the_place_of_what_the_model_reads()
    {
        using var project = Shop("""
            unit_tests:
              - name: full
                model: joined
                given:
                  - {input: ref('people'), rows: [{id: 1, name: ada}, {id: 2, name: bo}]}
                  - {input: "source('raw', 'amounts')", format: csv, rows: "id,amount\n1,10\n"}
                expect: {rows: [{id: 1, name: ADA, amount: 20}]}
                overrides: {vars: {rate: 2}}
              - name: only_new_rows
                model: joined
                given:
                  - {input: ref('people'), rows: [{id: 1, name: ada}, {id: 2, name: bo}]}
                  - {input: "source('raw', 'amounts')", format: sql, rows: "select 1 as id, 1 as amount union all select 2, 5"}
                  - {input: this, rows: [{id: 1, name: x, amount: 1}]}
                expect: {rows: [{id: 2, name: BO}]}
                overrides: {macros: {is_incremental: true}}
            """);

        var summary = project.Build(new ModelRunOptions { Command = "test" });

        Assert.Equal("full:Pass only_new_rows:Pass", summary.Statuses());
    }

    [Fact]
    public void Difference_is_shown_row_by_row_and_stops_the_model()
    {
        using var project = Shop("""
            unit_tests:
              - name: wrong
                model: joined
                given:
                  - {input: ref('people'), rows: [{id: 1, name: ada}]}
                  - {input: "source('raw', 'amounts')", rows: [{id: 1, amount: 3}]}
                expect: {rows: [{id: 1, name: ada}]}
            """);

        var summary = project.Build();

        Assert.Equal("joined:Skipped people:Success wrong:Fail", summary.Statuses());
        Assert.Equal("""
            2 rows differ from what is expected:
              missing: {"id":1,"name":"ada"}
              unexpected: {"id":1,"name":"ADA"}
            """, summary.Of("wrong").Message, ignoreLineEndingDifferences: true);
    }

    [Theory]
    [InlineData("given: [{input: ref('people'), rows: [{id: 1}]}]\n    expect: {rows: []}", "gives no rows for source.sample.raw.amounts")]
    [InlineData("given: [{input: ref('people'), rows: [{nme: 1}]}, {input: \"source('raw', 'amounts')\", rows: [{id: 1, amount: 1}]}]\n    expect: {rows: []}", "gives a column 'nme', which ref('people') doesn't have. Did you mean 'name'?")]
    [InlineData("given: [{input: ref('people'), rows: [{id: 1}]}, {input: \"source('raw', 'amounts')\", rows: [{id: 1, amount: 1}]}]\n    expect: {rows: [{nam: x}]}", "doesn't have. Did you mean 'name'?")]
    public void Mistakes_are_told_with_their_place(string rest, string message)
    {
        using var project = Shop($"unit_tests:\n  - name: broken\n    model: joined\n    {rest}\n");

        var result = project.Build().Of("broken");

        Assert.Equal(NodeStatus.Error, result.Status);
        Assert.StartsWith("models/unit.yml:", result.Message);
        Assert.Contains(message, result.Message);
    }

    private static SampleProject Shop(string unitTests)
    {
        var project = SampleProject.Of(
            ("models/people.sql", "{{ config(materialized='table') }} select 7 as id, 'zoe' as name"),
            ("models/joined.sql", Model), ("models/sources.yml", Sources), ("models/unit.yml", unitTests));
        using var connection = project.Open();
        Database.SqlExtensions.Execute(connection, "CREATE TABLE amounts AS SELECT 7 AS id, 3 AS amount");
        connection.Dispose();
        project.Build(new ModelRunOptions { Command = "run", Select = ["people"] });
        return project;
    }
}
