using System.Runtime.CompilerServices;

namespace Workbook.Models.Jinja;

/// <summary>
/// Jinja's precedence, loosest first: if-else, or, and, not, comparisons, + −, ~, * / // %, **, unary minus, filters and
/// tests. Minus binds tighter than **, and ** goes from left to right, other than in Python.
/// </summary>
internal sealed class ExpressionParser(TokenStream tokens)
{
    /// <summary>All names read since it was last emptied; a macro takes varargs, kwargs and caller only if it reads them.</summary>
    public HashSet<string> NamesRead { get; set; } = new(StringComparer.Ordinal);

    private bool OnlyLiterals { get; init; }

    /// <summary>The value of text that is a literal.</summary>
    public static object? ParseLiteral(string text)
    {
        var stream = new TokenStream(JinjaLexer.Expression(text, "literal", 1), "literal");
        var expression = new ExpressionParser(stream) { OnlyLiterals = true }.ParseTuple();
        stream.Expect(TokenKind.End, "the end of the literal");
        return expression.Evaluate(new JinjaScope());
    }

    /// <summary>An expression, or several with commas between, which make a tuple.</summary>
    public Expression ParseTuple(bool withConditional = true, bool inParentheses = false)
    {
        var site = tokens.Site;
        var items = new List<Expression>();
        var isTuple = false;
        while (true)
        {
            if (items.Count > 0 && !tokens.Skip(",")) break;
            isTuple = items.Count > 0;
            if (tokens.Current.Kind is TokenKind.VariableEnd or TokenKind.BlockEnd or TokenKind.End || tokens.Is(")") || (!withConditional && tokens.IsName("recursive"))) break;
            items.Add(Parse(withConditional));
            if (!tokens.Is(",")) break;
            isTuple = true;
        }
        if (!isTuple && items.Count == 1) return items[0];
        if (items.Count == 0 && !inParentheses) throw tokens.Unexpected("an expression");
        return new TupleLiteral(site, items);
    }

    public Expression Parse(bool withConditional = true)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw tokens.Error("The expression is nested too deeply");
        return withConditional ? ParseConditional() : ParseOr();
    }

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
            if (tokens.Skip("*")) more = Parse();
            else if (tokens.Skip("**")) moreNamed = Parse();
            else if (tokens.Current.Kind == TokenKind.Name && tokens.Following.Is(TokenKind.Operator, "="))
            {
                var name = tokens.Next().Text;
                tokens.Next();
                if (named.Any(argument => argument.Item1 == name)) throw tokens.Error($"The argument '{name}' is given twice");
                named.Add((name, Parse()));
            }
            else if (named.Count > 0 || moreNamed is not null)
                throw tokens.Error("An argument without a name stands behind one with a name");
            else
                positional.Add(Parse());
        }
        tokens.Next();
        return positional.Count == 0 && named.Count == 0 && more is null && moreNamed is null ? ArgumentList.Empty : new ArgumentList(positional, named, more, moreNamed);
    }

    private Expression ParseConditional()
    {
        var value = ParseOr();
        while (tokens.IsName("if"))
        {
            var site = tokens.Site;
            tokens.Next();
            var condition = ParseOr();
            value = new Conditional(site, condition, value, tokens.SkipName("else") ? ParseConditional() : null);
        }
        return value;
    }

    private Expression ParseOr()
    {
        var left = ParseAnd();
        for (var site = tokens.Site; tokens.SkipName("or"); site = tokens.Site) left = new Logic(site, false, left, ParseAnd());
        return left;
    }

    private Expression ParseAnd()
    {
        var left = ParseNot();
        for (var site = tokens.Site; tokens.SkipName("and"); site = tokens.Site) left = new Logic(site, true, left, ParseNot());
        return left;
    }

    private Expression ParseNot()
    {
        var site = tokens.Site;
        return tokens.SkipName("not") ? new Unary(site, value => !JinjaValue.IsTrue(value), ParseNot()) : ParseComparison();
    }

    private Expression ParseComparison()
    {
        var first = ParseSum();
        var site = tokens.Site;
        var rest = new List<(Func<object?, object?, bool>, Expression)>();
        while (ComparisonOperator() is { } operation) rest.Add((operation, ParseSum()));
        return rest.Count == 0 ? first : new Comparison(site, first, rest);
    }

    private Func<object?, object?, bool>? ComparisonOperator()
    {
        if (tokens.IsName("not") && tokens.Following.Is(TokenKind.Name, "in"))
        {
            tokens.Next();
            tokens.Next();
            return (left, right) => !JinjaEquality.Contains(right, left);
        }
        if (tokens.SkipName("in")) return (left, right) => JinjaEquality.Contains(right, left);
        if (tokens.Current.Kind != TokenKind.Operator) return null;
        Func<object?, object?, bool>? operation = tokens.Current.Text switch
        {
            "==" => JinjaEquality.AreEqual,
            "!=" => (left, right) => !JinjaEquality.AreEqual(left, right),
            "<" => (left, right) => JinjaEquality.Compare(left, right, "<") < 0,
            "<=" => (left, right) => JinjaEquality.Compare(left, right, "<=") <= 0,
            ">" => (left, right) => JinjaEquality.Compare(left, right, ">") > 0,
            ">=" => (left, right) => JinjaEquality.Compare(left, right, ">=") >= 0,
            "=" => throw tokens.Error("A single '=' stands in an expression; to compare, write '=='"),
            _ => null,
        };
        if (operation is not null) tokens.Next();
        return operation;
    }

    private Expression ParseSum() => ParseBinary(ParseConcatenation, symbol => symbol switch
    {
        "+" => JinjaNumber.Add,
        "-" => JinjaNumber.Subtract,
        _ => null,
    });

    private Expression ParseConcatenation() => ParseBinary(ParseProduct, symbol => symbol == "~" ? (left, right) => JinjaText.Str(left) + JinjaText.Str(right) : null);

    private Expression ParseProduct() => ParseBinary(ParsePower, symbol => symbol switch
    {
        "*" => JinjaNumber.Multiply,
        "/" => JinjaNumber.Divide,
        "//" => JinjaNumber.FloorDivide,
        "%" => JinjaNumber.Modulo,
        _ => null,
    });

    private Expression ParsePower() => ParseBinary(() => ParseUnary(), symbol => symbol == "**" ? JinjaNumber.Power : null);

    private Expression ParseBinary(Func<Expression> operand, Func<string, Func<object?, object?, object?>?> operations)
    {
        var left = operand();
        while (tokens.Current.Kind == TokenKind.Operator && operations(tokens.Current.Text) is { } operation)
        {
            var site = tokens.Site;
            tokens.Next();
            left = new Binary(site, operation, left, operand());
        }
        return left;
    }

    private Expression ParseUnary(bool withFilters = true)
    {
        var site = tokens.Site;
        Expression value;
        if (tokens.Skip("-")) value = new Unary(site, JinjaNumber.Negate, ParseUnary(false));
        else if (tokens.Skip("+")) value = new Unary(site, JinjaNumber.Plus, ParseUnary(false));
        else value = ParsePrimary();
        value = ParsePostfix(value);
        return withFilters ? ParseFiltersAndTests(value) : value;
    }

    private Expression ParsePrimary()
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
                var tuple = ParseTuple(inParentheses: true);
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
        if (OnlyLiterals) throw site.Error($"'{name}' is not a literal");
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
            items.Add(Parse());
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
            var key = Parse();
            tokens.Expect(":");
            entries.Add((key, Parse()));
        }
        tokens.Next();
        return new DictLiteral(site, entries);
    }

    private Expression ParsePostfix(Expression value)
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
            parts.Add(Parse());
        }
        tokens.Next();
        if (parts.Count == 0) throw site.Error("An index is missing between '[' and ']'");
        if (parts.Count > 3) throw site.Error("A slice has at most three parts");
        return isSlice
            ? new Slice(site, target, parts[0], parts.ElementAtOrDefault(1), parts.ElementAtOrDefault(2))
            : new Element(site, target, parts[0]!);
    }

    private Expression ParseFiltersAndTests(Expression value)
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
