namespace Workbook.Models.Jinja;

/// <summary>A node that gives a value. Nodes keep no state, so that one template renders on many threads.</summary>
internal abstract class Expression(JinjaSite site)
{
    public JinjaSite Site => site;

    /// <summary>The value; whatever goes wrong gets the place of the innermost expression at fault.</summary>
    public object? Evaluate(JinjaScope scope)
    {
        try
        {
            return Compute(scope);
        }
        catch (Exception error) when (JinjaSite.IsUnplaced(error))
        {
            throw site.Place(error);
        }
    }

    protected abstract object? Compute(JinjaScope scope);
}

internal sealed class Constant(JinjaSite site, object? value) : Expression(site)
{
    protected override object? Compute(JinjaScope scope) => value;
}

internal sealed class Name(JinjaSite site, string text) : Expression(site)
{
    public string Text => text;

    protected override object? Compute(JinjaScope scope) => scope.Get(text);
}

internal sealed class ListLiteral(JinjaSite site, IReadOnlyList<Expression> items) : Expression(site)
{
    protected override object? Compute(JinjaScope scope)
    {
        var list = new List<object?>(items.Count);
        foreach (var item in items) list.Add(item.Evaluate(scope));
        return list;
    }
}

internal sealed class TupleLiteral(JinjaSite site, IReadOnlyList<Expression> items) : Expression(site)
{
    public IReadOnlyList<Expression> Items => items;

    protected override object? Compute(JinjaScope scope) => new JinjaTuple([.. items.Select(item => item.Evaluate(scope))]);
}

internal sealed class DictLiteral(JinjaSite site, IReadOnlyList<(Expression Key, Expression Value)> entries) : Expression(site)
{
    protected override object? Compute(JinjaScope scope)
    {
        var dict = new JinjaDict();
        foreach (var (key, value) in entries) dict[key.Evaluate(scope)] = value.Evaluate(scope);
        return dict;
    }
}

internal sealed class Conditional(JinjaSite site, Expression condition, Expression then, Expression? otherwise) : Expression(site)
{
    protected override object? Compute(JinjaScope scope) =>
        JinjaValue.IsTrue(condition.Evaluate(scope)) ? then.Evaluate(scope)
        : otherwise is not null ? otherwise.Evaluate(scope)
        : JinjaUndefined.Because("The inline 'if' has no 'else', and its condition was false");
}

internal sealed class Logic(JinjaSite site, bool isAnd, Expression left, Expression right) : Expression(site)
{
    protected override object? Compute(JinjaScope scope)
    {
        var value = left.Evaluate(scope);
        return JinjaValue.IsTrue(value) == isAnd ? right.Evaluate(scope) : value;
    }
}

internal sealed class Unary(JinjaSite site, Func<object?, object?> operation, Expression operand) : Expression(site)
{
    protected override object? Compute(JinjaScope scope) => operation(operand.Evaluate(scope));
}

internal sealed class Binary(JinjaSite site, Func<object?, object?, object?> operation, Expression left, Expression right) : Expression(site)
{
    protected override object? Compute(JinjaScope scope) => operation(left.Evaluate(scope), right.Evaluate(scope));
}

/// <summary>a &lt; b &lt;= c: each operand is evaluated once, and only as far as the chain holds.</summary>
internal sealed class ComparisonChain(JinjaSite site, Expression first, IReadOnlyList<(Func<object?, object?, bool> Operation, Expression Operand)> rest) : Expression(site)
{
    protected override object? Compute(JinjaScope scope)
    {
        var left = first.Evaluate(scope);
        foreach (var (operation, operand) in rest)
        {
            var right = operand.Evaluate(scope);
            if (!operation(left, right)) return false;
            left = right;
        }
        return true;
    }
}

internal sealed class Attribute(JinjaSite site, Expression target, string name) : Expression(site)
{
    public Expression Target => target;

    public string Name => name;

    protected override object? Compute(JinjaScope scope) => JinjaMember.Dot(target.Evaluate(scope), name, scope);
}

internal sealed class Element(JinjaSite site, Expression target, Expression key) : Expression(site)
{
    protected override object? Compute(JinjaScope scope) => JinjaMember.Index(target.Evaluate(scope), key.Evaluate(scope), scope);
}

internal sealed class Slice(JinjaSite site, Expression target, Expression? start, Expression? stop, Expression? step) : Expression(site)
{
    protected override object? Compute(JinjaScope scope) =>
        JinjaMember.Slice(target.Evaluate(scope), start?.Evaluate(scope), stop?.Evaluate(scope), step?.Evaluate(scope));
}
