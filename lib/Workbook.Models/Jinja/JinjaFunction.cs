using System.Diagnostics.CodeAnalysis;

namespace Workbook.Models.Jinja;

/// <summary>What a template can call with parentheses: a function of the host, or a macro with its scope.</summary>
public interface IJinjaCallable
{
    /// <summary>The call's value as a template sees it: of a macro its text, or what <c>return()</c> handed out.</summary>
    [SuppressMessage("Naming", "CA1716:Identifiers should not match keywords", Justification = "A template calls it.")]
    object? Call(JinjaArguments arguments);
}

/// <summary>A host object with attributes; its <see cref="object.ToString"/> is its text in the template.</summary>
/// <remarks>Implement <see cref="IReadOnlyList{T}"/> of object as well and it can be looped over, counted and indexed.</remarks>
internal interface IJinjaObject
{
    bool TryGetMember(string name, out object? value);
}

/// <summary>A function of the host. What it returns is taken as Jinja sees it (<see cref="JinjaValue.From"/>).</summary>
internal sealed class JinjaFunction(string name, Func<JinjaArguments, object?> body) : IJinjaCallable
{
    public string Name { get; } = name;

    public object? Call(JinjaArguments arguments) => JinjaValue.From(body(arguments));

    public override string ToString() => $"<function {Name}>";
}

/// <summary>dbt's return(): ends the macro around it and makes its argument the call's value, whatever its type.</summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "It is a way out, not a fault.")]
internal sealed class JinjaReturn : Exception
{
    private JinjaReturn(object? value, JinjaArguments arguments)
    {
        Value = value;
        File = arguments.File;
        Line = arguments.Line;
    }

    /// <summary>To be put in a scope as <c>return</c>.</summary>
    public static JinjaFunction Function { get; } = new("return", arguments =>
    {
        arguments.AtMost(1);
        throw new JinjaReturn(arguments.At(0, "data", null), arguments);
    });

    public object? Value { get; }

    internal string File { get; }

    internal int Line { get; }
}
