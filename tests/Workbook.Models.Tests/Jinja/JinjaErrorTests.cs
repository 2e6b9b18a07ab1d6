using Workbook.Models.Jinja;

namespace Workbook.Models.Tests.Jinja;

public sealed class JinjaErrorTests
{
    [Theory]
    [InlineData("select 1\nfrom {{ reff('a') }}", "models/x.sql:2: 'reff' is undefined. Did you mean 'ref'?")]
    [InlineData("{{ dbt_utls.star() }}", "models/x.sql:1: 'dbt_utls' is undefined. Did you mean 'dbt_utils'?")]
    [InlineData("{{\n  [1,\n   2,\n   3 / 0]\n}}", "models/x.sql:4: Division by zero: 3 / 0")]
    [InlineData("{{ config(\n  a=1,\n  b=nope.x\n) }}", "models/x.sql:3: 'nope' is undefined")]
    [InlineData("\n\n{{ 'a' | uper }}", "models/x.sql:3: There is no filter 'uper'. Did you mean 'upper'?")]
    [InlineData("\n{% if 1 is evn %}{% endif %}", "models/x.sql:2: There is no test 'evn'. Did you mean 'even'?")]
    [InlineData("{{ 'a'.uper() }}", "models/x.sql:1: 'str object' has no attribute 'uper'. Did you mean 'upper'?")]
    [InlineData("{{ {'alpha': 1}.alhpa() }}", "models/x.sql:1: 'dict object' has no attribute 'alhpa'. Did you mean 'alpha'?")]
    [InlineData("{% fro x in y %}", "models/x.sql:1: There is no tag 'fro'. Did you mean 'for'?")]
    [InlineData("a\n{% include 'x' %}", "models/x.sql:2: The tag 'include' is not supported in a dbt project; use a macro")]
    [InlineData("{% if true %}\n{% for x in [] %}\n{% endif %}", "models/x.sql:3: The tag 'endif' does not belong here: 'for' of line 2 is open, and 'endfor' is expected")]
    [InlineData("a\n{% for x in [] %}\n\n", "models/x.sql:2: The tag 'for' that opens here is never closed; 'endfor' is expected")]
    [InlineData("{% endmacro %}", "models/x.sql:1: The tag 'endmacro' closes nothing that is open here")]
    [InlineData("a\nb {{ 1 ", "models/x.sql:2: The tag that opens here is never closed with '}}'")]
    [InlineData("a\n{% raw %}\n", "models/x.sql:2: The tag 'raw' that opens here is never closed; 'endraw' is expected")]
    [InlineData("a\n\n{# b\n", "models/x.sql:3: The comment that opens here with '{#' is never closed with '#}'")]
    [InlineData("{{ a = 1 }}", "models/x.sql:1: A single '=' stands in an expression; to compare, write '=='")]
    [InlineData("{{ a && b }}", "models/x.sql:1: Unexpected '&'; logic is written 'and', 'or', 'not'")]
    [InlineData("{{ (1, 2 }}", "models/x.sql:1: Unexpected '}'; ')' is expected")]
    [InlineData("{{ 'a' + 1 }}", "models/x.sql:1: '+' is not supported between 'str' and 'int': 'a' + 1. To join text, write ~")]
    [InlineData("{{ 9223372036854775807 + 1 }}", "models/x.sql:1: 9223372036854775807 + 1 does not fit in 64 bits")]
    [InlineData("{{ 'x' | truncate(lenght=3) }}", "models/x.sql:1: There is no argument 'lenght'. Did you mean 'length'?")]
    [InlineData("{{ return(1) }}", "models/x.sql:1: return() stands outside of a macro")]
    [InlineData("{% if x %}{% macro m() %}{% endmacro %}{% endif %}{% if x %}\n{% snapshot s %}{% endsnapshot %}{% endif %}", "models/x.sql:2: The tag 'snapshot' must stand at the top level of a file, but is inside 'if' of line 1")]
    [InlineData("{% set d = {} %}{% set d.x = 1 %}", "models/x.sql:1: 'd' is not a namespace, so 'd.x' cannot be set. Begin with {% set d = namespace() %}")]
    [InlineData("{% macro f() %}{{ f() }}{% endmacro %}{% call f() %}{% endcall %}", "models/x.sql:1: The macro 'f' has no argument 'caller'.")]
    public void An_error_says_where_and_what(string template, string message)
    {
        var scope = new JinjaScope
        {
            ["ref"] = new JinjaFunction("ref", _ => "t"),
            ["config"] = new JinjaFunction("config", _ => ""),
            ["dbt_utils"] = new JinjaDict(),
            ["return"] = JinjaReturn.Function,
        };
        var error = Assert.Throws<JinjaException>(() => JinjaTemplate.Parse(template, "models/x.sql").Render(scope));
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void An_error_in_a_macro_names_the_macro_and_its_callers()
    {
        var globals = new JinjaScope();
        foreach (var block in JinjaTemplate.Parse("{% macro inner(x) %}\n  {{ x / 0 }}\n{% endmacro %}\n{% macro outer(x) %}\n\n{{ inner(x) }}{% endmacro %}", "macros/m.sql").Blocks)
            globals[block.Name] = block.Macro!.Bind(globals);

        var error = Assert.Throws<JinjaException>(() => JinjaTemplate.Parse("a\nb\n{{ outer(1) }}", "models/x.sql").Render(globals));

        Assert.Equal("macros/m.sql:2: Division by zero: 1 / 0\n  called from macros/m.sql:6\n  called from models/x.sql:3", error.Message);
        Assert.Equal(("macros/m.sql", 2, 2), (error.File, error.Line, error.Callers.Count));
    }

    [Fact]
    public void A_wrong_argument_is_reported_where_the_macro_is_called()
    {
        var error = Assert.Throws<JinjaException>(() => JinjaTemplate.Parse("{% macro m(column) %}{% endmacro %}\n\n{{ m(colum=1) }}", "x.sql").Render(new JinjaScope()));
        Assert.Equal("x.sql:3: The macro 'm' has no argument 'colum'. Did you mean 'column'?", error.Message);
    }

    [Fact]
    public void A_fault_of_the_host_gets_the_place_of_the_call_and_keeps_its_cause()
    {
        var cause = new WorkbookException("Model 'a' is not there.");
        var scope = new JinjaScope { ["ref"] = new JinjaFunction("ref", _ => throw cause) };
        var error = Assert.Throws<JinjaException>(() => JinjaTemplate.Parse("x\n{{ ref('a') }}", "x.sql", firstLine: 10).Render(scope));
        Assert.Equal("x.sql:11: Model 'a' is not there.", error.Message);
        Assert.Same(cause, error.InnerException);
    }

    [Theory]
    [InlineData("{% set l = [] %}{% do l.append(l) %}{{ l }}", "x.sql:1: A value contains itself and has no text")]
    [InlineData("{% set l = [] %}{% do l.append(l) %}{{ l | tojson }}", "x.sql:1: A value contains itself and has no JSON")]
    [InlineData("{% set l = ['a', 1] %}{% do l.sort() %}", "x.sql:1: '<' is not supported between")]
    [InlineData("{{ 'a' * 10 ** 10 }}", "x.sql:1: A str repeated 10000000000 times is too long")]
    [InlineData("{{ '{:c}'.format(-5) }}", "x.sql:1: ")]
    public void What_could_crash_the_host_is_an_error_too(string template, string beginning)
    {
        var error = Assert.Throws<JinjaException>(() => JinjaTemplate.Parse(template, "x.sql").Render(new JinjaScope()));
        Assert.StartsWith(beginning, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_macro_that_calls_itself_without_end_is_an_error_and_not_a_crash()
    {
        var error = Assert.Throws<JinjaException>(() => JinjaTemplate.Parse("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "x.sql").Render(new JinjaScope()));
        Assert.StartsWith("x.sql:1: The macro 'f' calls itself without end", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Brackets_nested_without_measure_are_an_error_and_not_a_crash()
    {
        var error = Assert.Throws<JinjaException>(() => JinjaTemplate.Parse("{{ " + new string('[', 100_000) + new string(']', 100_000) + " }}", "x.sql"));
        Assert.Equal("x.sql:1: The expression is nested too deeply", error.Message);
    }
}
