using System.Runtime.CompilerServices;

namespace Workbook.Models.Jinja;

/// <summary>Tokens to statements. Tags of dbt that name a block are gathered at the top level.</summary>
internal sealed class TemplateParser
{
    private static readonly string[] Tags =
        ["if", "for", "set", "do", "macro", "call", "filter", "raw", "with", "test", "data_test", "snapshot", "docs", "materialization"];

    private static readonly string[] OfOtherPrograms =
        ["include", "import", "from", "extends", "block", "break", "continue", "autoescape", "trans"];

    private readonly string _source;
    private readonly TokenStream _tokens;
    private readonly ExpressionParser _expressions;
    private readonly List<JinjaBlock> _blocks = [];
    private readonly Stack<(string Tag, int Line)> _open = new();

    private TemplateParser(string source, string file, int firstLine)
    {
        _source = source;
        _tokens = new TokenStream(JinjaLexer.Template(source, file, firstLine), file);
        _expressions = new ExpressionParser(_tokens);
    }

    public static (Body Body, IReadOnlyList<JinjaBlock> Blocks) Parse(string source, string file, int firstLine)
    {
        var parser = new TemplateParser(JinjaLexer.Normalize(source), file, firstLine);
        return (parser.ParseBody([]), parser._blocks);
    }

    /// <summary>Up to one of these tags, whose name is then the current token; up to the end when there are none.</summary>
    private Body ParseBody(params ReadOnlySpan<string> ends)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw _tokens.Error("The tags are nested too deeply");
        var statements = new List<Statement>();
        while (true)
        {
            var site = _tokens.Site;
            switch (_tokens.Current.Kind)
            {
                case TokenKind.Text:
                    statements.Add(new TextStatement(site, _tokens.Next().Text));
                    break;
                case TokenKind.VariableBegin:
                    _tokens.Next();
                    statements.Add(new OutputStatement(site, _expressions.ParseTuple()));
                    _tokens.Expect(TokenKind.VariableEnd, "an operator or '}}'");
                    break;
                case TokenKind.BlockBegin:
                    var begin = _tokens.Next();
                    if (_tokens.Current.Kind == TokenKind.Name && ends.Contains(_tokens.Current.Text)) return new Body(statements);
                    if (ParseTag(begin) is { } statement) statements.Add(statement);
                    break;
                default:
                    if (_open.TryPeek(out var open))
                        throw new JinjaException($"The tag '{open.Tag}' that opens here is never closed; 'end{open.Tag}' is expected", _tokens.File, open.Line);
                    return new Body(statements);
            }
        }
    }

    private Statement? ParseTag(JinjaToken begin)
    {
        var site = _tokens.Site;
        var tag = _tokens.Expect(TokenKind.Name, "the name of a tag").Text;
        switch (tag)
        {
            case "if": return ParseIf(site);
            case "for": return ParseFor(site);
            case "set": return ParseSet(site);
            case "do": return EndOfTag(new DoStatement(site, _expressions.ParseTuple()));
            case "with": return ParseWith(site);
            case "filter": return ParseFilter(site);
            case "call": return ParseCall(site);
            case "macro": return ParseMacro(site, begin);
            case "test" or "data_test" or "materialization" or "snapshot" or "docs":
                if (_open.Count > 0) throw site.Error($"The tag '{tag}' must stand at the top level of a file, but is inside '{_open.Peek().Tag}' of line {_open.Peek().Line}");
                ParseBlock(tag, site, begin);
                return null;
            default: throw site.Error(Unknown(tag));
        }
    }

    private string Unknown(string tag)
    {
        if (OfOtherPrograms.Contains(tag)) return $"The tag '{tag}' is not supported in a dbt project; use a macro";
        if (tag is not ("else" or "elif") && !tag.StartsWith("end", StringComparison.Ordinal)) return $"There is no tag '{tag}'.{NearestName.Hint(tag, Tags)}";
        return _open.TryPeek(out var open)
            ? $"The tag '{tag}' does not belong here: '{open.Tag}' of line {open.Line} is open, and 'end{open.Tag}' is expected"
            : $"The tag '{tag}' closes nothing that is open here";
    }

    /// <summary>The rest of a tag that has a body, the body, and the tag that ends it.</summary>
    private Body ParseBodyOf(string tag, int line)
    {
        _tokens.Expect(TokenKind.BlockEnd, "'%}'");
        _open.Push((tag, line));
        var body = ParseBody($"end{tag}");
        _tokens.Next();
        _open.Pop();
        return body;
    }

    private T EndOfTag<T>(T statement)
    {
        _tokens.Expect(TokenKind.BlockEnd, "'%}'");
        return statement;
    }

    private IfStatement ParseIf(JinjaSite site)
    {
        _open.Push(("if", site.Line));
        var branches = new List<(Expression, Body)>();
        Body? otherwise = null;
        do
        {
            var condition = _expressions.ParseTuple(withConditional: false);
            _tokens.Expect(TokenKind.BlockEnd, "'%}'");
            branches.Add((condition, ParseBody("elif", "else", "endif")));
        }
        while (_tokens.SkipName("elif"));
        if (_tokens.SkipName("else"))
        {
            _tokens.Expect(TokenKind.BlockEnd, "'%}'");
            otherwise = ParseBody("endif");
        }
        _tokens.Next();
        _open.Pop();
        return EndOfTag(new IfStatement(site, branches, otherwise));
    }

    private ForStatement ParseFor(JinjaSite site)
    {
        _open.Push(("for", site.Line));
        var target = ParseTarget();
        if (!_tokens.SkipName("in")) throw _tokens.Unexpected("'in'");
        var items = _expressions.ParseTuple(withConditional: false);
        var condition = _tokens.SkipName("if") ? _expressions.Parse() : null;
        var recursive = _tokens.SkipName("recursive");
        _tokens.Expect(TokenKind.BlockEnd, "'%}'");
        var body = ParseBody("else", "endfor");
        Body? otherwise = null;
        if (_tokens.SkipName("else"))
        {
            _tokens.Expect(TokenKind.BlockEnd, "'%}'");
            otherwise = ParseBody("endfor");
        }
        _tokens.Next();
        _open.Pop();
        return EndOfTag(new ForStatement(site, target, items, condition, recursive, body, otherwise));
    }

    private Statement ParseSet(JinjaSite site)
    {
        var target = ParseTarget(withNamespace: true);
        if (_tokens.Skip("=")) return EndOfTag(new SetStatement(site, target, _expressions.ParseTuple()));
        var filtered = _tokens.Skip("|") ? _expressions.Operands.ParseFilters(Captured(site)) : Captured(site);
        return EndOfTag(new CaptureStatement(site, target, ParseBodyOf("set", site.Line), filtered));
    }

    private CaptureStatement ParseFilter(JinjaSite site)
    {
        var filtered = _expressions.Operands.ParseFilters(Captured(site));
        return EndOfTag(new CaptureStatement(site, null, ParseBodyOf("filter", site.Line), filtered));
    }

    private WithStatement ParseWith(JinjaSite site)
    {
        var assignments = new List<(Target, Expression)>();
        while (_tokens.Current.Kind != TokenKind.BlockEnd)
        {
            if (assignments.Count > 0) _tokens.Expect(",");
            var target = ParseTarget();
            _tokens.Expect("=");
            assignments.Add((target, _expressions.Parse()));
        }
        return EndOfTag(new WithStatement(site, assignments, ParseBodyOf("with", site.Line)));
    }

    private CallStatement ParseCall(JinjaSite site)
    {
        var parameters = _tokens.Is("(") ? ParseParameters() : [];
        if (_expressions.Parse() is not Call call) throw site.Error("Behind 'call' a call is expected, such as {% call name() %}");
        var (body, names) = ParseMacroBody("call", site.Line);
        return EndOfTag(new CallStatement(site, call, new JinjaMacro("caller", site, parameters, body, names) { IsCallerBody = true }));
    }

    private MacroStatement ParseMacro(JinjaSite site, JinjaToken begin)
    {
        var name = _tokens.Expect(TokenKind.Name, "the name of the macro").Text;
        var parameters = ParseParameters();
        var (bodyStart, bodyLine) = BodyStart();
        var (body, names) = ParseMacroBody("macro", site.Line);
        var macro = new JinjaMacro(name, site, parameters, body, names);
        EndOfBlock("macro", name, macro, begin, bodyStart, bodyLine);
        return new MacroStatement(site, macro);
    }

    private void ParseBlock(string tag, JinjaSite site, JinjaToken begin)
    {
        var name = _tokens.Expect(TokenKind.Name, $"the name of the {tag}").Text;
        var parameters = tag is "test" or "data_test" ? ParseParameters() : [];
        var adapter = tag == "materialization" ? ParseAdapter() : null;
        var (bodyStart, bodyLine) = BodyStart();
        var (body, names) = ParseMacroBody(tag, site.Line);
        var macro = tag is "snapshot" or "docs" ? null : new JinjaMacro(name, site, parameters, body, names);
        EndOfBlock(tag == "data_test" ? "test" : tag, name, macro, begin, bodyStart, bodyLine, adapter);
    }

    private string ParseAdapter()
    {
        var adapter = "default";
        while (_tokens.Skip(","))
        {
            var option = _tokens.Expect(TokenKind.Name, "adapter='…' or default").Text;
            if (option == "default") continue;
            _tokens.Expect("=");
            var value = _expressions.Parse().Evaluate(new JinjaScope());
            if (option == "adapter") adapter = JinjaText.Str(value);
        }
        return adapter;
    }

    private (Body Body, HashSet<string> NamesRead) ParseMacroBody(string tag, int line)
    {
        var outer = _expressions.Operands.NamesRead;
        var names = _expressions.Operands.NamesRead = new HashSet<string>(StringComparer.Ordinal);
        var body = ParseBodyOf(tag, line);
        outer.UnionWith(names);
        _expressions.Operands.NamesRead = outer;
        return (body, names);
    }

    private (int Position, int Line) BodyStart()
    {
        if (_tokens.Current.Kind != TokenKind.BlockEnd) throw _tokens.Unexpected("'%}'");
        var end = _tokens.Current;
        return (end.End, end.Line);
    }

    /// <summary>Behind the name of the end tag; some repeat the block's name there.</summary>
    private void EndOfBlock(string kind, string name, JinjaMacro? macro, JinjaToken begin, int bodyStart, int bodyLine, string? adapter = null)
    {
        if (_tokens.Current.Kind == TokenKind.Name) _tokens.Next();
        var end = _tokens.Expect(TokenKind.BlockEnd, "'%}'");
        if (_open.Count > 0) return;
        var bodyEnd = _source.LastIndexOf("{%", end.End - 1, StringComparison.Ordinal);
        _blocks.Add(new JinjaBlock(kind, name, macro, _source[bodyStart..bodyEnd], begin.Line, bodyLine, _source[begin.Start..end.End]) { Adapter = adapter });
    }

    private List<JinjaParameter> ParseParameters()
    {
        _tokens.Expect("(");
        var parameters = new List<JinjaParameter>();
        while (!_tokens.Is(")"))
        {
            if (parameters.Count > 0 && !_tokens.Skip(",")) throw _tokens.Unexpected("',' or ')'");
            if (_tokens.Is(")")) break;
            var name = _tokens.Expect(TokenKind.Name, "the name of a parameter").Text;
            if (_tokens.Skip("=")) parameters.Add(new JinjaParameter(name, true) { Default = _expressions.Parse() });
            else if (parameters.Any(parameter => parameter.HasDefault)) throw _tokens.Error($"The parameter '{name}' without a default stands behind one with a default");
            else parameters.Add(new JinjaParameter(name, false));
        }
        _tokens.Next();
        return parameters;
    }

    private Target ParseTarget(bool withNamespace = false)
    {
        var targets = new List<Target>();
        var isTuple = false;
        do
        {
            if (targets.Count > 0 && (_tokens.IsName("in") || _tokens.Is("="))) break;
            targets.Add(ParseSingleTarget(withNamespace));
            isTuple |= _tokens.Is(",");
        }
        while (_tokens.Skip(","));
        return isTuple ? new TupleTarget(targets) : targets[0];
    }

    private Target ParseSingleTarget(bool withNamespace)
    {
        if (_tokens.Skip("("))
        {
            var inner = ParseTarget(withNamespace);
            _tokens.Expect(")");
            return inner;
        }
        var name = _tokens.Expect(TokenKind.Name, "a name to assign to").Text;
        if (name is "true" or "false" or "none" or "True" or "False" or "None") throw _tokens.Error($"'{name}' cannot be assigned to");
        if (withNamespace && _tokens.Skip(".")) return new NamespaceTarget(name, _tokens.Expect(TokenKind.Name, "the name of an attribute").Text);
        return new NameTarget(name);
    }

    private static Name Captured(JinjaSite site) => new(site, CaptureStatement.Captured);
}
