using Workbook.Models.Jinja;
using Workbook.Models.Project;

namespace Workbook.Models.Tests.Jinja;

public sealed class JinjaTemplateTests
{
    [Fact]
    public void A_model_renders_with_the_functions_of_its_host()
    {
        var configured = new List<string>();
        var scope = new JinjaScope
        {
            ["config"] = new JinjaFunction("config", arguments =>
            {
                configured.AddRange(arguments.Named.Select(pair => $"{pair.Key}={JinjaText.Repr(pair.Value)}"));
                return "";
            }),
            ["ref"] = new JinjaFunction("ref", arguments => new Relation("db", "main", arguments.RequiredText(0, "name"))),
            ["is_incremental"] = new JinjaFunction("is_incremental", _ => true),
            ["this"] = new Relation("db", "main", "orders"),
        };
        const string Model = """
            {{ config(materialized='incremental', unique_key=['a', 'b']) }}

            {%- set methods = ['card', 'cash'] -%}
            select order_id,
            {%- for method in methods %}
                sum(case when method = '{{ method }}' then amount end) as {{ method }}_amount{{ "," if not loop.last }}
            {%- endfor %}
            from {{ ref('payments') }}
            {% if is_incremental() -%}
            where loaded_at > (select max(loaded_at) from {{ this }})
            {%- endif %}
            """;

        Assert.Equal(
            """
            select order_id,
                sum(case when method = 'card' then amount end) as card_amount,
                sum(case when method = 'cash' then amount end) as cash_amount
            from "db"."main"."payments"
            where loaded_at > (select max(loaded_at) from "db"."main"."orders")
            """,
            JinjaTemplate.Parse(Model, "orders.sql").Render(scope));
        Assert.Equal(["materialized='incremental'", "unique_key=['a', 'b']"], configured);
    }

    [Fact]
    public void Blocks_give_their_source_and_the_lines_they_stand_on()
    {
        const string Source = """
            {# of the project #}
            {% macro cents(column, scale=2) -%}
              round({{ column }}, {{ scale }})
            {%- endmacro %}
            {% test positive(model, column_name) %}
              select * from {{ model }} where {{ column_name }} <= 0
            {% endtest %}
            {% snapshot orders_history %}
              {{ config(strategy='check') }} select 1
            {% endsnapshot %}
            {% docs orders %}
            Not a template: {{ x | nothing }} {% if %}
            {% enddocs %}
            {% materialization parquet, adapter='duckdb' %}{{ return({'relations': []}) }}{% endmaterialization %}
            {% materialization copy, default -%} x {%- endmaterialization %}
            """;
        var blocks = JinjaTemplate.Parse(Source, "macros/m.sql", firstLine: 5).Blocks;

        Assert.Equal(
            ["macro cents 6 6 ", "test positive 9 9 ", "snapshot orders_history 12 12 ", "docs orders 15 15 ", "materialization parquet 18 18 duckdb", "materialization copy 19 19 default"],
            blocks.Select(block => $"{block.Kind} {block.Name} {block.Line} {block.BodyLine} {block.Adapter}"));
        Assert.Equal("\n  {{ config(strategy='check') }} select 1\n", blocks[2].Body);
        Assert.Equal("\nNot a template: {{ x | nothing }} {% if %}\n", blocks[3].Body);
        Assert.Equal("{% macro cents(column, scale=2) -%}\n  round({{ column }}, {{ scale }})\n{%- endmacro %}", blocks[0].Source);
        Assert.Equal(["column:False", "scale:True"], blocks[0].Macro!.Parameters.Select(parameter => $"{parameter.Name}:{parameter.HasDefault}"));
        Assert.Equal("round(a, 2)", blocks[0].Macro!.Call(new JinjaScope(), new JinjaArguments(["a"])));
        Assert.Null(blocks[2].Macro);
    }

    [Fact]
    public void Docs_are_found_in_prose_full_of_braces()
    {
        var blocks = JinjaBlock.DocsIn("# On {{ ref and {% if\n\n{% docs a %}\none\n{% enddocs %}\n{{\n{%- docs b -%} two {%- enddocs -%}\n", "x.md");
        Assert.Equal(["a 3 \none\n", "b 7  two "], blocks.Select(block => $"{block.Name} {block.Line} {block.Body}"));
        Assert.Equal("x.md:2: The tag 'docs' that opens here is never closed; 'enddocs' is expected", Assert.Throws<JinjaException>(() => JinjaBlock.DocsIn("\n{% docs a %}x", "x.md")).Message);
    }

    [Fact]
    public void Return_ends_the_macro_with_a_value_of_any_type()
    {
        var scope = new JinjaScope { ["return"] = JinjaReturn.Function };
        Assert.Equal(
            "[1, 2] int 3",
            Render("{% macro m() %}text {% for x in [1] %}{{ return([1, 2]) }}{% endfor %} lost{% endmacro %}{{ m() }} {% macro n() %}{% do return(m()[1] + 1) %}{% endmacro %}{{ 'int' if n() is integer }} {{ n() }}", scope));
    }

    [Fact]
    public void Return_inside_a_call_tag_ends_the_macro_that_the_tag_calls()
    {
        var scope = new JinjaScope { ["return"] = JinjaReturn.Function };
        Assert.Equal("7 kept", Render("{% macro each() %}{{ caller() }}lost{% endmacro %}{% macro m() %}{% call each() %}{{ return(7) }}{% endcall %} kept{% endmacro %}{{ m() }}", scope));
    }

    [Fact]
    public void A_macro_sees_its_globals_and_not_the_names_of_its_caller()
    {
        var globals = new JinjaScope { ["known"] = "global" };
        globals["m"] = JinjaTemplate.Parse("{% macro m() %}{{ known }}{{ local }}{% endmacro %}", "m.sql").Blocks[0].Macro!.Bind(globals);
        Assert.Equal("global", Render("{% set local = 'x' %}{% set known = 'y' %}{{ m() }}", globals));
    }

    [Fact]
    public void Rendering_leaves_the_given_scope_as_it_was()
    {
        var scope = new JinjaScope { ["x"] = 1 };
        Assert.Equal("2", Render("{% set x = 2 %}{% set y = 3 %}{{ x }}", scope));
        Assert.Equal("1", Render("{{ x }}{{ y }}", scope));
    }

    [Theory]
    [InlineData("{{ 1 + 1 }}", 2L)]
    [InlineData("{{ '5' | as_number }}", 5L)]
    [InlineData("{{ 'false' | as_bool }}", false)]
    [InlineData("{{ none }}", null)]
    [InlineData("a {{ 1 }}", "a 1")]
    [InlineData("plain", "plain")]
    [InlineData("{% if true %}1{% endif %}", "1")]
    public void A_template_of_one_expression_keeps_its_type(string template, object? value) =>
        Assert.Equal(value, JinjaExpression.RenderNative(template, new JinjaScope(), "x.yml", 1));

    [Fact]
    public void Literals_become_native_values_and_other_text_stays_text()
    {
        Assert.Equal(new List<object?> { 1L, "a" }, JinjaExpression.Evaluate("\"[1, 'a']\" | as_native", new JinjaScope(), "x.yml", 1));
        Assert.Equal("select", JinjaExpression.Evaluate("'select' | as_native", new JinjaScope(), "x.yml", 1));
    }

    [Fact]
    public void Plain_values_come_in_and_go_out_again()
    {
        var plain = new Dictionary<string, object?> { ["a"] = 1, ["b"] = new List<object?> { 2.5m, null, (short)3 }, ["c"] = new[] { "x" }, ["d"] = ulong.MaxValue };
        Assert.Equal("{'a': 1, 'b': [Decimal('2.5'), None, 3], 'c': ['x'], 'd': Decimal('18446744073709551615')}", Render("{{ v }}", new JinjaScope { ["v"] = plain }));
        var back = Assert.IsType<Dictionary<string, object?>>(JinjaValue.ToPlain(JinjaValue.From(plain)));
        Assert.Equal(new List<object?> { 2.5m, null, 3L }, back["b"]);
    }

    [Fact]
    public void A_list_of_the_host_is_the_list_that_a_template_appends_to()
    {
        var list = new List<object?> { 1L };
        Render("{% do l.append('x') %}", new JinjaScope { ["l"] = list });
        Assert.Equal([1L, "x"], list);
    }

    [Fact]
    public void Decimals_keep_their_digits()
    {
        var scope = new JinjaScope { ["m"] = 12.50m };
        Assert.Equal("12.50 25.00 15.50 3.125 True 13 12.50", Render("{{ m }} {{ m * 2 }} {{ m + 3 }} {{ m / 4 }} {{ m == 12.5 }} {{ '%.0f' | format(m + 0.5) }} {{ '{:.2f}'.format(m) }}", scope));
    }

    [Fact]
    public void Dates_are_written_and_reckoned_as_in_Python()
    {
        var scope = new JinjaScope { ["t"] = new DateTime(2024, 2, 9, 3, 4, 5, 60, DateTimeKind.Utc), ["d"] = new DateOnly(2024, 3, 1), ["day"] = TimeSpan.FromDays(1) };
        Assert.Equal(
            "2024-02-09 03:04:05.060000+00:00|2024-03-01|20240209 03h|2024-02-29|1 day, 0:00:00|2024|2024-02-09T03:04:05.060000+00:00|Friday",
            Render("{{ t }}|{{ d }}|{{ t.strftime('%Y%m%d %Hh') }}|{{ d - day }}|{{ day }}|{{ t.year }}|{{ t.isoformat() }}|{{ '{:%A}'.format(t) }}", scope));
    }

    [Fact]
    public void Json_goes_there_and_back() =>
        Assert.Equal("""{"b": [1, 2.5, null, true], "a": "<é>"}""".Replace("é", "\\u00e9"), Render("{{ tojson(fromjson('{\"b\": [1, 2.5, null, true], \"a\": \"<é>\"}')) }}", new JinjaScope()));

    [Fact]
    public void One_template_renders_on_many_threads_at_once()
    {
        var template = JinjaTemplate.Parse("{% macro m(x) %}{% set y = x * 2 %}{{ y }}{% endmacro %}{% set ns = namespace(s=0) %}{% for i in range(n) %}{% set ns.s = ns.s + i %}{{ m(i) }},{% endfor %}{{ ns.s }}", "x.sql");
        string Expected(int n) => string.Concat(Enumerable.Range(0, n).Select(i => $"{i * 2},")) + n * (n - 1) / 2;
        Parallel.For(0, 200, n => Assert.Equal(Expected(n), template.Render(new JinjaScope { ["n"] = n })));
    }

    private static string Render(string template, JinjaScope scope) => JinjaTemplate.Parse(template, "x.sql").Render(scope);
}
