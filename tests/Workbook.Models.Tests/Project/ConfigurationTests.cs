using Workbook.Models.Project;

namespace Workbook.Models.Tests.Project;

public sealed class ConfigurationTests
{
    [Fact]
    public void Code_wins_over_property_file_wins_over_folders()
    {
        using var project = SampleProject.Of(
            ("dbt_project.yml", """
                name: sample
                profile: sample
                models:
                  +tags: everything
                  sample:
                    +materialized: table
                    marts:
                      +schema: marts
                      +tags: [mart]
                      deep:
                        materialized: view
                """),
            ("models/top.sql", "select 1 as x"),
            ("models/marts/a.sql", "select 1 as x"),
            ("models/marts/deep/b.sql", "select 1 as x"),
            ("models/marts/deep/c.sql", "{{ config(materialized='ephemeral', tags=['own']) }} select 1 as x"),
            ("models/schema.yml", "models: [{name: b, config: {materialized: incremental, tags: yml}}]"));

        var nodes = project.Read().Nodes;

        Assert.Equal(["table", "table", "incremental", "ephemeral"], new[] { "top", "a", "b", "c" }.Select(name => nodes[$"model.sample.{name}"].Config.Materialized!));
        Assert.Equal(["everything", "mart", "yml"], nodes["model.sample.b"].Tags);
        Assert.Equal(["everything", "mart", "own"], nodes["model.sample.c"].Tags);
        Assert.Equal("main_marts", nodes["model.sample.a"].Relation!.Schema);
        Assert.Equal("main", nodes["model.sample.top"].Relation!.Schema);
    }

    [Fact]
    public void Project_macro_decides_about_schemas()
    {
        using var project = SampleProject.Of(
            ("macros/names.sql", "{% macro generate_schema_name(custom_schema_name, node) %}{{ custom_schema_name or target.schema }}{% endmacro %}"),
            ("models/a.sql", "{{ config(schema='gold', alias='renamed') }} select 1 as x"));

        Assert.Equal("\"sample\".\"gold\".\"renamed\"", project.Read().Nodes["model.sample.a"].Relation!.ToString());
    }

    [Fact]
    public void Tests_are_named_as_dbt_names_them()
    {
        using var shop = SampleProject.CoffeeShop();

        var tests = shop.Read().Nodes.Values.Where(node => node.Type == ResourceType.Test).ToDictionary(node => node.Name);

        Assert.Contains("relationships_orders_customer_id__customer_id__ref_customers_", tests.Keys);
        var longest = tests["accepted_values_orders_status__placed__shipped__completed__return_pending__returned"];
        Assert.Equal("accepted_values_orders_1ce6ab157c285f7cd2ac656013faf758", longest.Config.Alias);
    }

    [Fact]
    public void Docs_blocks_fill_descriptions()
    {
        using var shop = SampleProject.CoffeeShop();

        var status = shop.Read().Nodes["model.coffee_shop.orders"].Columns.Single(column => column.Name == "status");

        Assert.StartsWith("Where an order stands.", status.Description);
    }

    [Fact]
    public void Package_macros_and_models_are_found_under_their_names()
    {
        using var project = SampleProject.Of(
            ("dbt_packages/tools/dbt_project.yml", "name: tools\nprofile: x\nvars: {factor: 3}\n"),
            ("dbt_packages/tools/macros/m.sql", "{% macro times(x) %}{{ adapter.dispatch('times', 'tools')(x) }}{% endmacro %}{% macro default__times(x) %}{{ x }} * {{ factor() }}{% endmacro %}{% macro factor() %}{{ var('factor', 2) }}{% endmacro %}"),
            ("dbt_packages/tools/models/from_package.sql", "select 4 as x"),
            ("models/a.sql", "select {{ tools.times(5) }} as y, x from {{ ref('tools', 'from_package') }}"));

        Assert.True(project.Build().IsSuccess);
        Assert.Equal(["10|4"], project.Rows("SELECT * FROM a"));
    }

    [Fact]
    public void Variables_go_from_command_line_over_package_to_project()
    {
        using var project = SampleProject.Of(
            ("dbt_project.yml", "name: sample\nprofile: sample\nvars:\n  a: 1\n  b: 2\n  sample: {b: 3, c: 4}\n"),
            ("models/m.sql", "select '{{ var('a') }} {{ var('b') }} {{ var('c') }} {{ var('d', 'none') }}' as text"));

        Models.Running.ModelRunner.Run(project.Read(("c", 9L)), new Models.Running.ModelRunOptions());

        Assert.Equal("1 3 9 none", project.Ask<string>("SELECT text FROM m"));
    }
}
