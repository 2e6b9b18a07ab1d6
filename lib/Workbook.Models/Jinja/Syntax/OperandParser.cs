namespace Workbook.Models.Jinja;

/// <summary>What operators stand between: literals and names, with members, subscripts, calls, filters and tests behind them.</summary>
/// <param name="expressions">For what stands in brackets.</param>
/// <param name="onlyLiterals">No names are allowed.</param>
internal sealed class OperandParser(TokenStream tokens, ExpressionParser expressions, bool onlyLiterals)
{
    /// <summary>All names read since it was last emptied; a macro takes varargs, kwargs and caller only if it reads them.</summary>
    public HashSet<string> NamesRead { get; set; } = new(StringComparer.Ordinal);

    /// <summary>filter | filter(…), as tags begin that hand text to filters.</summary>
    public Expression ParseFilters(Expression target)
    {
        target = ParseFilter(target);
        while (tokens.Skip("|")) target = ParseFilter(target);
        return target;
    }

    public ArgumentList ParseArguments()
    {
        tokens.Expect("(");
        var positional = new List<Expression>();
        var named = new List<(string, Expression)>();
        Expression? more = null;
        Expression? moreNamed = null;
        while (!tokens.Is(")"))
        {
            if (positional.Count + named.Count > 0 || more is not null || moreNamed is not null)
            {
                if (!tokens.Skip(",")) throw tokens.Unexpected("',' or ')'");
                if (tokens.Is(")")) break;
            }
            if (tokens.Skip("*")) more = expressions.Parse();
            else if (tokens.Skip("**")) moreNamed = expressions.Parse();
            else if (tokens.Current.Kind == TokenKind.Name && tokens.Following.Is(TokenKind.Operator, "="))
            {
                var name = tokens.Next().Text;
                tokens.Next();
                if (named.Any(argument => argument.Item1 == name)) throw tokens.Error($"The argument '{name}' is given twice");
                named.Add((name, expressions.Parse()));
            }
            else if (named.Count > 0 || moreNamed is not null)
                throw tokens.Error("An argument without a name stands behind one with a name");
            else
                positional.Add(expressions.Parse());
        }
        tokens.Next();
        return positional.Count == 0 && named.Count == 0 && more is null && moreNamed is null ? ArgumentList.Empty : new ArgumentList(positional, named, more, moreNamed);
    }

    public Expression ParsePrimary()
    {
        var site = tokens.Site;
        var token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Name: return ParseName(site);
            case TokenKind.Integer or TokenKind.Float:
                tokens.Next();
                return new Constant(site, token.Value);
            case TokenKind.String:
                var text = "";
                while (tokens.Current.Kind == TokenKind.String) text += tokens.Next().Value;
                return new Constant(site, text);
            case TokenKind.Operator when token.Text == "(":
                tokens.Next();
                var tuple = expressions.ParseTuple(inParentheses: true);
                tokens.Expect(")");
                return tuple;
            case TokenKind.Operator when token.Text == "[": return ParseList(site);
            case TokenKind.Operator when token.Text == "{": return ParseDict(site);
            default: throw tokens.Unexpected("an expression");
        }
    }

    private Expression ParseName(JinjaSite site)
    {
        var name = tokens.Next().Text;
        switch (name)
        {
            case "true" or "True": return new Constant(site, true);
            case "false" or "False": return new Constant(site, false);
            case "none" or "None": return new Constant(site, null);
        }
        if (onlyLiterals) throw site.Error($"'{name}' is not a literal");
        NamesRead.Add(name);
        return new Name(site, name);
    }

    private ListLiteral ParseList(JinjaSite site)
    {
        tokens.Expect("[");
        var items = new List<Expression>();
        while (!tokens.Is("]"))
        {
            if (items.Count > 0 && !tokens.Skip(",")) throw tokens.Unexpected("',' or ']'");
            if (tokens.Is("]")) break;
            items.Add(expressions.Parse());
        }
        tokens.Next();
        return new ListLiteral(site, items);
    }

    private DictLiteral ParseDict(JinjaSite site)
    {
        tokens.Expect("{");
        var entries = new List<(Expression, Expression)>();
        while (!tokens.Is("}"))
        {
            if (entries.Count > 0 && !tokens.Skip(",")) throw tokens.Unexpected("',' or '}'");
            if (tokens.Is("}")) break;
            var key = expressions.Parse();
            tokens.Expect(":");
            entries.Add((key, expressions.Parse()));
        }
        tokens.Next();
        return new DictLiteral(site, entries);
    }

    public Expression ParsePostfix(Expression value)
    {
        while (true)
        {
            var site = tokens.Site;
            if (tokens.Skip("."))
            {
                var member = tokens.Next();
                value = member.Kind switch
                {
                    TokenKind.Name => new Attribute(site with { Line = member.Line }, value, member.Text),
                    TokenKind.Integer => new Element(site, value, new Constant(site, member.Value)),
                    _ => throw site.Error($"Expected a name behind '.', but found {member}"),
                };
            }
            else if (tokens.Skip("[")) value = ParseSubscript(site, value);
            else if (tokens.Is("(")) value = new Call(value.Site, value, ParseArguments());
            else return value;
        }
    }

    private Expression ParseSubscript(JinjaSite site, Expression target)
    {
        var parts = new List<Expression?>();
        var isSlice = false;
        while (!tokens.Is("]"))
        {
            if (tokens.Is(",")) throw tokens.Error("Only one index can stand between '[' and ']'");
            if (tokens.Skip(":"))
            {
                isSlice = true;
                if (parts.Count == 0) parts.Add(null);
                if (tokens.Is(":") || tokens.Is("]")) parts.Add(null);
                continue;
            }
            if (parts.Count > 0 && !isSlice) throw tokens.Unexpected("']'");
            parts.Add(expressions.Parse());
        }
        tokens.Next();
        if (parts.Count == 0) throw site.Error("An index is missing between '[' and ']'");
        if (parts.Count > 3) throw site.Error("A slice has at most three parts");
        return isSlice
            ? new Slice(site, target, parts[0], parts.ElementAtOrDefault(1), parts.ElementAtOrDefault(2))
            : new Element(site, target, parts[0]!);
    }

    public Expression ParseFiltersAndTests(Expression value)
    {
        while (true)
        {
            if (tokens.Skip("|")) value = ParseFilter(value);
            else if (tokens.IsName("is")) value = ParseTest(value);
            else if (tokens.Is("(")) value = new Call(value.Site, value, ParseArguments());
            else return value;
        }
    }

    private Filter ParseFilter(Expression target)
    {
        var site = tokens.Site;
        var name = tokens.Expect(TokenKind.Name, "the name of a filter").Text;
        return Known(site, () => new Filter(site, target, name, tokens.Is("(") ? ParseArguments() : ArgumentList.Empty));
    }

    private Test ParseTest(Expression target)
    {
        tokens.Next();
        var negated = tokens.SkipName("not");
        var site = tokens.Site;
        var name = tokens.Expect(TokenKind.Name, "the name of a test").Text;
        var arguments = ArgumentList.Empty;
        if (tokens.Is("(")) arguments = ParseArguments();
        else if (tokens.IsName("is")) throw tokens.Error("Tests cannot be chained with 'is'; join them with 'and'");
        else if (tokens.Current.Kind is TokenKind.Name or TokenKind.String or TokenKind.Integer or TokenKind.Float || tokens.Is("[") || tokens.Is("{"))
            if (tokens.Current.Kind != TokenKind.Name || tokens.Current.Text is not ("else" or "or" or "and"))
                arguments = ArgumentList.Single(ParsePostfix(ParsePrimary()));
        return Known(site, () => new Test(site, target, name, arguments, negated));
    }

    private static T Known<T>(JinjaSite site, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (JinjaFault fault)
        {
            throw site.Error(fault.Message);
        }
    }
}
