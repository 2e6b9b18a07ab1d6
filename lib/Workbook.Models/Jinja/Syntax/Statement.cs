using System.Text;

namespace Workbook.Models.Jinja;

internal abstract class Statement(JinjaSite site)
{
    public JinjaSite Site => site;

    public void Run(JinjaScope scope, StringBuilder output)
    {
        try
        {
            Execute(scope, output);
        }
        catch (Exception error) when (JinjaSite.IsUnplaced(error))
        {
            throw site.Place(error);
        }
    }

    protected abstract void Execute(JinjaScope scope, StringBuilder output);
}

/// <summary>Statements in order; they share the scope they are given.</summary>
internal sealed class Body(IReadOnlyList<Statement> statements)
{
    public IReadOnlyList<Statement> Statements => statements;

    public void Run(JinjaScope scope, StringBuilder output)
    {
        for (var i = 0; i < statements.Count; i++) statements[i].Run(scope, output);
    }

    public string Text(JinjaScope scope)
    {
        var output = new StringBuilder();
        Run(scope, output);
        return output.ToString();
    }
}

internal sealed class TextStatement(JinjaSite site, string text) : Statement(site)
{
    protected override void Execute(JinjaScope scope, StringBuilder output) => output.Append(text);
}

internal sealed class OutputStatement(JinjaSite site, Expression value) : Statement(site)
{
    public Expression Value => value;

    protected override void Execute(JinjaScope scope, StringBuilder output) => output.Append(JinjaText.Str(value.Evaluate(scope)));
}

internal sealed class DoStatement(JinjaSite site, Expression value) : Statement(site)
{
    protected override void Execute(JinjaScope scope, StringBuilder output) => value.Evaluate(scope);
}

internal sealed class IfStatement(JinjaSite site, IReadOnlyList<(Expression Condition, Body Body)> branches, Body? otherwise) : Statement(site)
{
    protected override void Execute(JinjaScope scope, StringBuilder output)
    {
        foreach (var (condition, body) in branches)
            if (JinjaValue.IsTrue(condition.Evaluate(scope)))
            {
                body.Run(scope, output);
                return;
            }
        otherwise?.Run(scope, output);
    }
}

internal sealed class SetStatement(JinjaSite site, Target target, Expression value) : Statement(site)
{
    protected override void Execute(JinjaScope scope, StringBuilder output) => target.Assign(scope, value.Evaluate(scope));
}

/// <summary>The text of a body, through filters: the block forms of <c>set</c> and <c>filter</c>.</summary>
internal sealed class CaptureStatement(JinjaSite site, Target? target, Body body, Expression filtered) : Statement(site)
{
    /// <summary>Under this name the filters find the text; no template can write it.</summary>
    public const string Captured = "<text>";

    protected override void Execute(JinjaScope scope, StringBuilder output)
    {
        var inner = new JinjaScope(scope);
        inner.Set(Captured, body.Text(new JinjaScope(scope)));
        var value = filtered.Evaluate(inner);
        if (target is not null) target.Assign(scope, value);
        else output.Append(JinjaText.Str(value));
    }
}

internal sealed class WithStatement(JinjaSite site, IReadOnlyList<(Target Target, Expression Value)> assignments, Body body) : Statement(site)
{
    protected override void Execute(JinjaScope scope, StringBuilder output)
    {
        var inner = new JinjaScope(scope);
        foreach (var (target, value) in assignments) target.Assign(inner, value.Evaluate(scope));
        body.Run(inner, output);
    }
}

internal sealed class MacroStatement(JinjaSite site, JinjaMacro macro) : Statement(site)
{
    protected override void Execute(JinjaScope scope, StringBuilder output) => scope.Set(macro.Name, macro.Bind(scope));
}

/// <summary>Calls a macro with the body as its <c>caller()</c>.</summary>
internal sealed class CallStatement(JinjaSite site, Call call, JinjaMacro caller) : Statement(site)
{
    protected override void Execute(JinjaScope scope, StringBuilder output) => output.Append(JinjaText.Str(call.Invoke(scope, caller.Bind(scope))));
}

/// <summary>A place to assign to: a name, an attribute of a namespace, or several of them.</summary>
internal abstract class Target
{
    public abstract void Assign(JinjaScope scope, object? value);
}

internal sealed class NameTarget(string name) : Target
{
    public override void Assign(JinjaScope scope, object? value) => scope.Set(name, value);
}

internal sealed class NamespaceTarget(string name, string attribute) : Target
{
    public override void Assign(JinjaScope scope, object? value)
    {
        if (scope.Get(name) is not JinjaNamespace space)
            throw new JinjaFault($"'{name}' is not a namespace, so '{name}.{attribute}' cannot be set. Begin with {{% set {name} = namespace() %}}");
        space.Attributes[attribute] = value;
    }
}

internal sealed class TupleTarget(IReadOnlyList<Target> targets) : Target
{
    public override void Assign(JinjaScope scope, object? value)
    {
        var items = JinjaValue.Items(value);
        if (items.Count != targets.Count) throw new JinjaFault($"{targets.Count} names need {targets.Count} values, but found {items.Count}: {JinjaText.Repr(value)}");
        for (var i = 0; i < targets.Count; i++) targets[i].Assign(scope, items[i]);
    }
}
