using System.Runtime.CompilerServices;

namespace Workbook.Models.Jinja;

/// <summary>
/// Jinja's precedence, loosest first: if-else, or, and, not, comparisons, + −, ~, * / // %, **, unary minus, filters and
/// tests. Minus binds tighter than **, and ** goes from left to right, other than in Python.
/// </summary>
internal sealed class ExpressionParser
{
    private readonly TokenStream _tokens;

    public ExpressionParser(TokenStream tokens, bool onlyLiterals = false)
    {
        _tokens = tokens;
        Operands = new OperandParser(tokens, this, onlyLiterals);
    }

    public OperandParser Operands { get; }

    /// <summary>The value of text that is a literal.</summary>
    public static object? ParseLiteral(string text)
    {
        var stream = new TokenStream(JinjaLexer.Expression(text, "literal", 1), "literal");
        var expression = new ExpressionParser(stream, onlyLiterals: true).ParseTuple();
        stream.Expect(TokenKind.End, "the end of the literal");
        return expression.Evaluate(new JinjaScope());
    }

    /// <summary>An expression, or several with commas between, which make a tuple.</summary>
    public Expression ParseTuple(bool withConditional = true, bool inParentheses = false)
    {
        var site = _tokens.Site;
        var items = new List<Expression>();
        var isTuple = false;
        while (true)
        {
            if (items.Count > 0 && !_tokens.Skip(",")) break;
            isTuple = items.Count > 0;
            if (_tokens.Current.Kind is TokenKind.VariableEnd or TokenKind.BlockEnd or TokenKind.End || _tokens.Is(")") || (!withConditional && _tokens.IsName("recursive"))) break;
            items.Add(Parse(withConditional));
            if (!_tokens.Is(",")) break;
            isTuple = true;
        }
        if (!isTuple && items.Count == 1) return items[0];
        if (items.Count == 0 && !inParentheses) throw _tokens.Unexpected("an expression");
        return new TupleLiteral(site, items);
    }

    public Expression Parse(bool withConditional = true)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw _tokens.Error("The expression is nested too deeply");
        return withConditional ? ParseConditional() : ParseOr();
    }

    private Expression ParseConditional()
    {
        var value = ParseOr();
        while (_tokens.IsName("if"))
        {
            var site = _tokens.Site;
            _tokens.Next();
            var condition = ParseOr();
            value = new Conditional(site, condition, value, _tokens.SkipName("else") ? ParseConditional() : null);
        }
        return value;
    }

    private Expression ParseOr()
    {
        var left = ParseAnd();
        for (var site = _tokens.Site; _tokens.SkipName("or"); site = _tokens.Site) left = new Logic(site, false, left, ParseAnd());
        return left;
    }

    private Expression ParseAnd()
    {
        var left = ParseNot();
        for (var site = _tokens.Site; _tokens.SkipName("and"); site = _tokens.Site) left = new Logic(site, true, left, ParseNot());
        return left;
    }

    private Expression ParseNot()
    {
        var site = _tokens.Site;
        return _tokens.SkipName("not") ? new Unary(site, value => !JinjaValue.IsTrue(value), ParseNot()) : ParseComparison();
    }

    private Expression ParseComparison()
    {
        var first = ParseSum();
        var site = _tokens.Site;
        var rest = new List<(Func<object?, object?, bool>, Expression)>();
        while (ComparisonOperator() is { } operation) rest.Add((operation, ParseSum()));
        return rest.Count == 0 ? first : new ComparisonChain(site, first, rest);
    }

    private Func<object?, object?, bool>? ComparisonOperator()
    {
        if (_tokens.IsName("not") && _tokens.Following.Is(TokenKind.Name, "in"))
        {
            _tokens.Next();
            _tokens.Next();
            return (left, right) => !JinjaEquality.Contains(right, left);
        }
        if (_tokens.SkipName("in")) return (left, right) => JinjaEquality.Contains(right, left);
        if (_tokens.Current.Kind != TokenKind.Operator) return null;
        Func<object?, object?, bool>? operation = _tokens.Current.Text switch
        {
            "==" => JinjaEquality.AreEqual,
            "!=" => (left, right) => !JinjaEquality.AreEqual(left, right),
            "<" => (left, right) => JinjaEquality.Compare(left, right, "<") < 0,
            "<=" => (left, right) => JinjaEquality.Compare(left, right, "<=") <= 0,
            ">" => (left, right) => JinjaEquality.Compare(left, right, ">") > 0,
            ">=" => (left, right) => JinjaEquality.Compare(left, right, ">=") >= 0,
            "=" => throw _tokens.Error("A single '=' stands in an expression; to compare, write '=='"),
            _ => null,
        };
        if (operation is not null) _tokens.Next();
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
        while (_tokens.Current.Kind == TokenKind.Operator && operations(_tokens.Current.Text) is { } operation)
        {
            var site = _tokens.Site;
            _tokens.Next();
            left = new Binary(site, operation, left, operand());
        }
        return left;
    }

    private Expression ParseUnary(bool withFilters = true)
    {
        var site = _tokens.Site;
        Expression value;
        if (_tokens.Skip("-")) value = new Unary(site, JinjaNumber.Negate, ParseUnary(false));
        else if (_tokens.Skip("+")) value = new Unary(site, JinjaNumber.Plus, ParseUnary(false));
        else value = Operands.ParsePrimary();
        value = Operands.ParsePostfix(value);
        return withFilters ? Operands.ParseFiltersAndTests(value) : value;
    }
}
