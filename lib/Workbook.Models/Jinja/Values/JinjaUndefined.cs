namespace Workbook.Models.Jinja;

/// <summary>
/// A name or attribute without a value: false, empty in text, empty in a loop. Anything else done with it is an error
/// that says its message.
/// </summary>
internal sealed class JinjaUndefined
{
    private JinjaUndefined(string name, string message, bool isVariable)
    {
        Name = name;
        Message = message;
        IsVariable = isVariable;
    }

    public string Name { get; }

    /// <summary>For example <c>'dbt_utls' is undefined</c>.</summary>
    public string Message { get; }

    /// <summary>A variable, not an attribute, so that the names in scope are its neighbours.</summary>
    internal bool IsVariable { get; }

    public static JinjaUndefined Variable(string name) => new(name, $"'{name}' is undefined", true);

    internal static JinjaUndefined Parameter(string name) => new(name, $"parameter '{name}' was not provided", false);

    internal static JinjaUndefined Attribute(object? owner, object? key) => key is string name
        ? new(name, $"'{JinjaText.TypeName(owner)} object' has no attribute '{name}'", false) { Known = JinjaMember.Names(owner) }
        : new(JinjaText.Str(key), $"'{JinjaText.TypeName(owner)} object' has no element {JinjaText.Repr(key)}", false);

    internal static JinjaUndefined Because(string message) => new("", message, false);

    private IEnumerable<string> Known { get; init; } = [];

    internal JinjaFault Fault(JinjaScope? scope = null) =>
        new(NearestName.Find(Name, IsVariable && scope is not null ? scope.Names() : Known) is { } near ? $"{Message}. Did you mean '{near}'?" : Message);

    public override string ToString() => "";
}
