namespace Workbook.Models.Jinja;

/// <summary>
/// Names and their values, with a parent to fall back on. Writing stays in this scope. A scope that is only read may be
/// shared by threads; rendering writes to scopes of its own.
/// </summary>
public sealed class JinjaScope(JinjaScope? parent = null)
{
    private Dictionary<string, object?>? _values;

    /// <summary>Plain C# values are taken as Jinja sees them (<see cref="JinjaValue.From"/>).</summary>
    public object? this[string name]
    {
        set => Set(name, JinjaValue.From(value));
    }

    /// <summary>Looks here, then in the parents, then among Jinja's own such as <c>range</c>; false where no one has the name.</summary>
    public bool TryGet(string name, out object? value)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
            if (scope._values is not null && scope._values.TryGetValue(name, out value))
                return true;
        return JinjaGlobals.ByName.TryGetValue(name, out value);
    }

    internal JinjaScope? Parent { get; } = parent;

    internal void Set(string name, object? value) => (_values ??= new Dictionary<string, object?>(StringComparer.Ordinal))[name] = value;

    internal object? Get(string name) => TryGet(name, out var value) ? value : JinjaUndefined.Variable(name);

    internal IEnumerable<string> Names()
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
            foreach (var name in scope._values?.Keys.AsEnumerable() ?? [])
                yield return name;
        foreach (var name in JinjaGlobals.ByName.Keys) yield return name;
    }
}
