namespace Workbook.Models.Jinja;

/// <summary>The arguments between the parentheses of a call, a filter or a test.</summary>
internal sealed class ArgumentList(
    IReadOnlyList<Expression> positional, IReadOnlyList<(string Name, Expression Value)> named, Expression? morePositional, Expression? moreNamed)
{
    public static readonly ArgumentList Empty = new([], [], null, null);

    public static ArgumentList Single(Expression argument) => new([argument], [], null, null);

    public JinjaArguments Evaluate(JinjaScope scope, JinjaSite site, object? caller = null)
    {
        if (positional.Count == 0 && named.Count == 0 && morePositional is null && moreNamed is null && caller is null)
            return new JinjaArguments([], null, site.File, site.Line);
        var values = new List<object?>(positional.Count);
        foreach (var argument in positional) values.Add(argument.Evaluate(scope));
        if (morePositional is not null) values.AddRange(JinjaValue.Items(morePositional.Evaluate(scope)));

        Dictionary<string, object?>? names = null;
        if (named.Count > 0 || moreNamed is not null || caller is not null)
        {
            names = new Dictionary<string, object?>(StringComparer.Ordinal);
            foreach (var (name, value) in named) names[name] = value.Evaluate(scope);
            if (moreNamed?.Evaluate(scope) is { } more) AddAll(names, more);
            if (caller is not null) names["caller"] = caller;
        }
        return new JinjaArguments(values, names, site.File, site.Line);
    }

    private static void AddAll(Dictionary<string, object?> names, object more)
    {
        if (more is not JinjaDict dict) throw new JinjaFault($"Behind ** a dict is expected, but found {JinjaText.Repr(more)}");
        foreach (var (key, value) in dict)
            if (!names.TryAdd(JinjaText.Str(key), value))
                throw new JinjaFault($"The argument '{JinjaText.Str(key)}' is given twice");
    }
}

internal sealed class Call(JinjaSite site, Expression callee, ArgumentList arguments) : Expression(site)
{
    public object? Invoke(JinjaScope scope, object? caller)
    {
        var target = callee.Evaluate(scope);
        return target switch
        {
            IJinjaCallable callable => callable.Call(arguments.Evaluate(scope, Site, caller)),
            JinjaUndefined undefined => throw undefined.Fault(scope),
            _ => throw new JinjaFault($"A value of type {JinjaText.TypeName(target)} cannot be called: {JinjaText.Repr(target)}"),
        };
    }

    protected override object? Compute(JinjaScope scope) => Invoke(scope, null);
}

internal sealed class Filter(JinjaSite site, Expression target, string name, ArgumentList arguments) : Expression(site)
{
    private readonly Func<object?, JinjaArguments, object?> _body = JinjaFilters.Find(name);

    protected override object? Compute(JinjaScope scope) => _body(
        target.Evaluate(scope),
        ReferenceEquals(arguments, ArgumentList.Empty) ? JinjaArguments.None : arguments.Evaluate(scope, Site));
}

internal sealed class Test(JinjaSite site, Expression target, string name, ArgumentList arguments, bool negated) : Expression(site)
{
    private readonly Func<object?, JinjaArguments, bool> _body = JinjaTests.Find(name);

    protected override object? Compute(JinjaScope scope) => _body(target.Evaluate(scope), arguments.Evaluate(scope, Site)) != negated;
}
