using System.Text;

namespace Workbook.Models.Tests.Jinja;

/// <summary>Templates grown at random from a seed: nested tags, expressions of every type, and whitespace control anywhere.</summary>
internal sealed class RandomTemplates(int seed)
{
    private readonly Random _random = new(seed);

    public IReadOnlyList<string> Take(int count) => [.. Enumerable.Range(0, count).Select(_ => Block(2))];

    private string Block(int depth)
    {
        var text = new StringBuilder();
        for (var parts = _random.Next(1, 5); parts > 0; parts--) text.Append(Part(depth));
        return text.ToString();
    }

    private string Part(int depth) => _random.Next(depth > 0 ? 14 : 5) switch
    {
        0 => Pick("text", " a ", "\n", "  \n  b", "x\n", "select 1", "\t", " { % } ", "é"),
        1 or 2 or 3 => $"{{{{{Dash()} {Any(2)} {Dash()}}}}}",
        4 => Pick($"{{{{ ({Any(1)}) | {Pick("tojson", "e")} }}}}", "{# note #}", "{#- note -#}", "{% raw %}{{ x }}{% endraw %}", "{%- raw -%} {% {%- endraw -%} "),
        5 or 6 => Tag($"if {Bool(2)}") + Block(depth - 1) + (Chance() ? Tag($"elif {Bool(1)}") + Block(depth - 1) : "") + (Chance() ? Tag("else") + Block(depth - 1) : "") + Tag("endif"),
        7 or 8 => Tag($"for v in {List(2)}{(Chance(4) ? $" if {Pick("v", "v is string", "v is number", "v is defined", "loop_free or v")}" : "")}") + Block(depth - 1) + Pick("", "{{ v }}", "{{ loop.index }},", "{{ loop.last }}", "{{- v }}") + (Chance(4) ? Tag("else") + "none" : "") + Tag("endfor"),
        9 => Tag($"for k, w in {Dict(1)}.items()") + "{{ k }}={{ w }}" + Block(depth - 1) + Tag("endfor"),
        10 => Tag($"set {Variable()} = {Any(2)}"),
        11 => Tag($"set {Variable()}") + Block(depth - 1) + Tag("endset"),
        12 => $"{Tag($"macro m{depth}(p, q={Any(1)})")}{Block(depth - 1)}{{{{ p }}}}{{{{ q }}}}{Tag("endmacro")}{{{{ m{depth}({Any(1)}{(Chance() ? $", q={Any(1)}" : "")}) }}}}",
        _ => Pick(
            Tag($"filter {Pick("upper", "trim", "replace('a', 'b')", "indent(2)", "title")}") + Block(depth - 1) + Tag("endfilter"),
            Tag($"with v = {Any(1)}") + Block(depth - 1) + "{{ v }}" + Tag("endwith")),
    };

    private string Any(int depth) => _random.Next(8) switch
    {
        0 or 1 => Int(depth),
        2 or 3 => String(depth),
        4 => List(depth),
        5 => Bool(depth),
        6 => Dict(depth),
        _ => depth > 0 ? Pick(Float(depth), $"{Any(depth - 1)} if {Bool(depth - 1)} else {Any(depth - 1)}", $"{Variable()} | default({Any(depth - 1)})", $"({Any(depth - 1)}, {Any(depth - 1)})", Variable(), $"({Any(depth - 1)} and {Any(depth - 1)})", $"({Any(depth - 1)} or {Any(depth - 1)})") : Pick("none", "v", "2.5"),
    };

    private string Int(int depth) => depth == 0
        ? Pick("0", "1", "7", "n", "neg", "-3", "42", "z")
        : Pick(
            $"({Int(depth - 1)} {Pick("+", "-", "*", "//", "%")} {Int(depth - 1)})", $"{Int(depth - 1)} ** 2", $"({List(depth - 1)}) | length", $"({Int(depth - 1)}) | abs", $"-({Int(depth - 1)})",
            $"({String(depth - 1)}) | length", $"({String(depth - 1)}).count('a')", $"({String(depth - 1)}) | int", $"({Float(depth - 1)}) | int", $"{Int(depth - 1)} - 1", $"items | sum", $"({String(depth - 1)}).find('o')");

    private string Float(int depth) => depth == 0
        ? Pick("2.5", "f", "g", "0.1", "-1.25", "1e9", "3.0")
        : Pick($"({Float(depth - 1)} {Pick("+", "-", "*")} {Int(depth - 1)})", $"({Int(depth - 1)} / {Pick("2", "3", "7", "n")})", $"({Float(depth - 1)}) | round({_random.Next(4)})", $"({Int(depth - 1)}) | float", $"({Float(depth - 1)} % 2)", $"({Float(depth - 1)} // 0.3)");

    private string String(int depth) => depth == 0
        ? Pick("'abc'", "\"it's\"", "''", "s", "quote", "accent", "lines", "'a-b_c d'", "'%'", "spaced", "'12'", "html")
        : Pick(
            $"({String(depth - 1)} ~ {Any(depth - 1)})", $"({String(depth - 1)} + {String(depth - 1)})", $"({String(depth - 1)}) | {Pick("upper", "lower", "title", "capitalize", "trim", "reverse", "striptags", "string", "urlencode")}",
            $"({String(depth - 1)}).{Pick("upper()", "strip()", "title()", "capitalize()", "swapcase()", "replace('a', 'é')", "zfill(8)", "center(9, '*')", "lstrip('a')", "removeprefix('a')")}",
            $"({List(depth - 1)}) | join({Pick("", "', '", "'-'")})", $"({String(depth - 1)})[{_random.Next(-3, 4)}:{Pick("", "2", "-1", "9")}:{Pick("", "2", "-1")}]", $"({Int(depth - 1)}) | string", $"'%s/%r' % ({Any(depth - 1)}, {Any(depth - 1)})", $"'{{}}:{{!r}}'.format({Any(depth - 1)}, {Any(depth - 1)})",
            $"'{{:{Pick(">10", "<8", "^9", "*^12")}}}'.format({String(depth - 1)})", $"'{{:{Pick(",", "06", "+", "x", ">6", "b")}}}'.format({Int(depth - 1)})", $"'{{:{Pick(".2f", "10.3f", ".1%", "e", "g", ",.1f", "")}}}'.format({Float(depth - 1)})", $"'%{Pick("5.1f", "e", "g", "08.2f")}' % ({Float(depth - 1)})",
            $"({String(depth - 1)}) | truncate({_random.Next(3, 12)}{Pick("", ", true", ", leeway=0")})", $"({String(depth - 1)}) | indent({_random.Next(4)}, {Pick("true", "false")})", $"({String(depth - 1)}) | wordwrap({_random.Next(3, 9)})");

    private string Bool(int depth) => depth == 0
        ? Pick("t", "no", "true", "items", "empty", "missing", "nothing")
        : Pick(
            $"{Int(depth - 1)} {Pick("<", ">", "==", "!=", "<=", ">=")} {Int(depth - 1)}", $"{Any(depth - 1)} == {Any(depth - 1)}", $"not {Bool(depth - 1)}", $"({Bool(depth - 1)} and {Bool(depth - 1)})", $"({Bool(depth - 1)} or {Bool(depth - 1)})",
            $"{Any(depth - 1)} in {List(depth - 1)}", $"{String(depth - 1)} not in {String(depth - 1)}", $"({Any(depth - 1)}) is {Pick("defined", "none", "string", "number", "iterable", "mapping", "sequence", "boolean", "float", "integer", "not none", "true")}",
            $"({Int(depth - 1)}) is {Pick("odd", "even", "divisibleby 3", "gt 2")}", $"{Variable()} is defined", $"1 < {Int(depth - 1)} <= 7", $"({String(depth - 1)}).{Pick("startswith('a')", "endswith('s')", "isdigit()", "isalpha()", "isupper()")}", $"({String(depth - 1)}) < ({String(depth - 1)})");

    private string List(int depth) => depth == 0
        ? Pick("items", "names", "[1, 2]", "[]", "mixed", "range(3) | list", "['b', 'a']", "missing")
        : Pick(
            $"[{Any(depth - 1)}, {Any(depth - 1)}]", $"({List(depth - 1)}) | list", $"({Ints()}) | sort{Pick("", "(reverse=true)")}", $"({Strings()}) | sort", $"({List(depth - 1)}) | reverse | list", $"({List(depth - 1)}) | unique | list", $"({Ints()} + [{Int(depth - 1)}])",
            $"({List(depth - 1)}) | map('string') | list", $"({List(depth - 1)}) | select | list", $"({Ints()}) | reject('odd') | list", $"rows | map(attribute='{Pick("name", "qty", "zz")}') | list", $"rows | selectattr('qty', 'gt', {Int(0)}) | map(attribute='name') | list", $"({List(depth - 1)}) | batch(2) | list", $"({List(depth - 1)}) | slice(2) | list",
            $"({Ints()})[{_random.Next(-3, 3)}:]", $"({String(depth - 1)}).split({Pick("", "'a'", "' '", "'o', 1")})", $"({String(depth - 1)}) | list", $"({String(depth - 1)}).splitlines()", $"({Dict(depth - 1)}).keys() | list", $"({Dict(depth - 1)}) | dictsort", $"rows | groupby('tag') | map('first') | list");

    private string Dict(int depth) => depth == 0 ? Pick("d", "{'a': 1}", "{}", "{'x': 'y', 'b': none}") : Pick($"{{'k': {Any(depth - 1)}, 'j': {Any(depth - 1)}}}", "rows[0]", "d.c", $"dict(a={Any(depth - 1)})");

    private string Ints() => Pick("items", "[5, 2, 9]", "range(4) | list");

    private string Strings() => Pick("names", "['x', 'Y', 'a']", "['é', 'z']");

    private string Variable() => Pick("a", "b", "v");

    private string Tag(string inside) => $"{{%{Dash()} {inside} {Dash()}%}}{Pick("", "", " ", "\n", "\n  ")}";

    private string Dash() => _random.Next(4) == 0 ? "-" : "";

    private bool Chance(int of = 2) => _random.Next(of) == 0;

    private string Pick(params string[] choices) => choices[_random.Next(choices.Length)];
}
