using System.Runtime.CompilerServices;
using System.Text;

namespace Workbook.Models.Jinja;

/// <summary>What is set inside a loop ends with the round it was set in.</summary>
internal sealed class ForStatement(JinjaSite site, Target target, Expression items, Expression? condition, bool recursive, Body body, Body? otherwise) : Statement(site)
{
    protected override void Execute(JinjaScope scope, StringBuilder output) => Loop(scope, output, items.Evaluate(scope), 0);

    private void Loop(JinjaScope scope, StringBuilder output, object? value, int depth)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new JinjaFault("The recursive loop goes too deep");
        var chosen = JinjaValue.Items(value);
        if (condition is not null) chosen = Chosen(scope, chosen);
        var loop = new LoopState(chosen, depth, recursive ? inner => Inner(scope, inner, depth + 1) : null);
        for (; loop.Index < chosen.Count; loop.Index++)
        {
            var round = new JinjaScope(scope);
            round.Set("loop", loop);
            target.Assign(round, JinjaValue.From(chosen[loop.Index]));
            body.Run(round, output);
        }
        if (loop.Index == 0) otherwise?.Run(new JinjaScope(scope), output);
    }

    private List<object?> Chosen(JinjaScope scope, IReadOnlyList<object?> items)
    {
        var chosen = new List<object?>();
        foreach (var item in items)
        {
            var round = new JinjaScope(scope);
            target.Assign(round, JinjaValue.From(item));
            if (JinjaValue.IsTrue(condition!.Evaluate(round))) chosen.Add(item);
        }
        return chosen;
    }

    private string Inner(JinjaScope scope, object? items, int depth)
    {
        var output = new StringBuilder();
        Loop(scope, output, items, depth);
        return output.ToString();
    }
}

/// <summary>The variable <c>loop</c>; calling it runs a recursive loop over other items.</summary>
internal sealed class LoopState(IReadOnlyList<object?> items, int depth, Func<object?, string>? inner) : IJinjaObject, IJinjaCallable
{
    private List<object?>? _changed;

    public int Index { get; set; }

    public object? Call(JinjaArguments arguments) =>
        inner is null ? throw arguments.Error("The loop is not recursive; write {% for … in … recursive %}") : inner(arguments.Required(0, "items"));

    public bool TryGetMember(string name, out object? value)
    {
        value = name switch
        {
            "index" => Index + 1L,
            "index0" => (long)Index,
            "revindex" => (long)(items.Count - Index),
            "revindex0" => (long)(items.Count - Index - 1),
            "first" => Index == 0,
            "last" => Index == items.Count - 1,
            "length" => (long)items.Count,
            "depth" => depth + 1L,
            "depth0" => (long)depth,
            "previtem" => Index > 0 ? items[Index - 1] : JinjaUndefined.Because("There is no previous item"),
            "nextitem" => Index + 1 < items.Count ? items[Index + 1] : JinjaUndefined.Because("There is no next item"),
            "cycle" => new JinjaFunction(name, Cycle),
            "changed" => new JinjaFunction(name, arguments => Changed(arguments.Positional)),
            _ => this,
        };
        return !ReferenceEquals(value, this);
    }

    public override string ToString() => $"<LoopContext {Index + 1}/{items.Count}>";

    private object? Cycle(JinjaArguments arguments) =>
        arguments.Positional.Count > 0 ? arguments.Positional[Index % arguments.Positional.Count] : throw arguments.Error("cycle() needs values to go through");

    private bool Changed(IReadOnlyList<object?> values)
    {
        var changed = _changed is null || !JinjaEquality.AreEqual(_changed, values.ToList());
        _changed = [.. values];
        return changed;
    }
}
