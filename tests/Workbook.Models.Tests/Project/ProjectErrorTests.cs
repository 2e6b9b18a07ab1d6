using Workbook.Models.Project;

namespace Workbook.Models.Tests.Project;

public sealed class ProjectErrorTests
{
    [Fact]
    public void Unknown_reference_names_the_nearest_model_and_the_line()
    {
        using var project = SampleProject.Of(("models/orders.sql", "select 1 as x"), ("models/child.sql", "select *\nfrom {{ ref('oders') }}"));

        var fault = Assert.ThrowsAny<WorkbookException>(() => project.Read());

        Assert.Equal("models/child.sql:2: ref('oders') in model.sample.child names no model, seed or snapshot. Did you mean 'orders'?", fault.Message);
    }

    [Fact]
    public void Unknown_source_names_the_nearest()
    {
        using var project = SampleProject.Of(
            ("models/sources.yml", "sources: [{name: shop, tables: [{name: orders}]}]"), ("models/child.sql", "select * from {{ source('shop', 'order') }}"));

        var fault = Assert.ThrowsAny<WorkbookException>(() => project.Read());

        Assert.Equal("models/child.sql:1: source('shop', 'order') in model.sample.child names no source. Did you mean 'shop.orders'?", fault.Message);
    }

    [Fact]
    public void Unknown_id_names_the_nearest_node()
    {
        using var project = SampleProject.Of(("models/orders.sql", "select 1 as x"));

        var fault = Assert.Throws<WorkbookException>(() => project.Read().Resource("model.sample.order"));

        Assert.Equal("The project sample has no node 'model.sample.order'. Did you mean 'model.sample.orders'?", fault.Message);
    }

    [Fact]
    public void Circle_is_shown_whole()
    {
        using var project = SampleProject.Of(
            ("models/a.sql", "select * from {{ ref('c') }}"), ("models/b.sql", "select * from {{ ref('a') }}"), ("models/c.sql", "select * from {{ ref('b') }}"));

        var fault = Assert.ThrowsAny<WorkbookException>(() => project.Read());

        Assert.Equal("These depend on each other in a circle: model.sample.a → model.sample.b → model.sample.c → model.sample.a. Take one of the references out.", fault.Message);
    }

    [Fact]
    public void Reference_to_a_disabled_model_says_so()
    {
        using var project = SampleProject.Of(("models/a.sql", "{{ config(enabled=false) }} select 1 as x"), ("models/b.sql", "select * from {{ ref('a') }}"));

        var fault = Assert.ThrowsAny<WorkbookException>(() => project.Read());

        Assert.Equal("models/b.sql:1: ref('a') names a model that is disabled (models/a.sql). Enable it, or take the reference out.", fault.Message);
    }

    [Theory]
    [InlineData("models/a.sql", "select 1\n{% if true %}\nfrom x", "models/a.sql:")]
    [InlineData("models/a.sql", "select\n  {{ 1 + }}", "models/a.sql:2:")]
    [InlineData("models/a.sql", "select\n\n  {{ reff('x') }}", "models/a.sql:3: 'reff' is undefined. Did you mean 'ref'?")]
    [InlineData("models/schema.yml", "models:\n  - name: a\n   columns: [", "models/schema.yml:")]
    [InlineData("models/schema.yml", "models:\n  - columns: []\n", "models/schema.yml:2: 'name' is missing here.")]
    [InlineData("models/schema.yml", "models:\n  name: a\n", "models/schema.yml:2: 'models' must be a list.")]
    public void Fault_begins_with_file_and_line(string file, string text, string start)
    {
        using var project = SampleProject.Of((file, text));

        var fault = Assert.ThrowsAny<WorkbookException>(() => project.Read());

        Assert.StartsWith(start, fault.Message);
    }

    [Fact]
    public void Missing_variable_is_named_with_ways_to_give_it()
    {
        using var project = SampleProject.Of(("models/a.sql", "select {{ var('amount') }} as x"));

        var fault = Assert.ThrowsAny<WorkbookException>(() => project.Read());

        Assert.StartsWith("models/a.sql:1: there is no variable 'amount'; give it in dbt_project.yml below vars:, with --vars, or as var('amount', default).", fault.Message);
    }

    [Fact]
    public void Target_that_is_not_there_is_listed_with_those_that_are()
    {
        using var project = SampleProject.Of(("models/a.sql", "select 1 as x"));

        var fault = Assert.ThrowsAny<WorkbookException>(() => Models.Project.ModelProject.Read(new ProjectOptions { Folder = project.Folder, Target = "prod" }));

        Assert.Contains("the profile 'sample' has no target 'prod'; it has dev.", fault.Message);
    }

    [Fact]
    public void Description_of_a_model_that_is_not_there_is_a_warning()
    {
        using var project = SampleProject.Of(("models/orders.sql", "select 1 as x"), ("models/schema.yml", "models: [{name: oders}]"));

        Assert.Equal(["models/schema.yml:1: there is no model 'oders'; what is said of it is left out. Did you mean 'orders'?"], project.Read().Warnings);
    }

    [Fact]
    public void Contract_without_types_and_with_wrong_columns_lists_each()
    {
        using var project = SampleProject.Of(
            ("models/a.sql", "{{ config(materialized='table') }} select 1 as x, 'text' as y, 2 as extra"),
            ("models/schema.yml", """
                models:
                  - name: a
                    config: {contract: {enforced: true}}
                    columns: [{name: x, data_type: varchar}, {name: y, data_type: varchar}, {name: z, data_type: date}]
                """));

        var message = project.Build().Of("a").Message;

        Assert.Contains("x: expected VARCHAR, found INTEGER", message);
        Assert.Contains("z: expected DATE, but the model has no such column", message);
        Assert.Contains("extra: found INTEGER, but the contract has no such column", message);
    }
}
