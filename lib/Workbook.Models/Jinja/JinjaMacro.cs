using System.Runtime.CompilerServices;

namespace Workbook.Models.Jinja;

/// <param name="Name">As the caller may give it.</param>
/// <param name="HasDefault">Without one, a missing argument is undefined, not an error.</param>
public sealed record JinjaParameter(string Name, bool HasDefault)
{
    internal Expression? Default { get; init; }
}

/// <summary>
/// A macro. It sees its arguments and the scope it is bound to, not the names of its caller. Its value is the text of its
/// body, or what <see cref="JinjaReturn"/> hands out.
/// </summary>
public sealed class JinjaMacro
{
    internal JinjaMacro(string name, JinjaSite site, IReadOnlyList<JinjaParameter> parameters, Body body, IReadOnlySet<string> namesRead)
    {
        Name = name;
        File = site.File;
        Line = site.Line;
        Parameters = parameters;
        Body = body;
        TakesMore = namesRead.Contains("varargs");
        TakesMoreNamed = namesRead.Contains("kwargs");
        TakesCaller = namesRead.Contains("caller");
    }

    /// <summary>As its tag gives it: for a generic test, without the <c>test_</c> that it is called by.</summary>
    public string Name { get; }

    /// <summary>The template with its tag, as faults name it.</summary>
    public string File { get; }

    /// <summary>The line of its opening tag, from 1.</summary>
    public int Line { get; }

    /// <summary>In the order of their positions; <c>varargs</c>, <c>kwargs</c> and <c>caller</c> aren't among them.</summary>
    public IReadOnlyList<JinjaParameter> Parameters { get; }

    private Body Body { get; }

    private bool TakesMore { get; }

    private bool TakesMoreNamed { get; }

    private bool TakesCaller { get; }

    /// <summary>A caller's body is part of the macro it stands in, which is what return() ends.</summary>
    internal bool IsCallerBody { get; init; }

    /// <summary>As a value to be put in a template's scope; its body reads these names and no others.</summary>
    public IJinjaCallable Bind(JinjaScope globals) => new BoundMacro(this, globals);

    /// <summary>The text of its body, or what <c>return()</c> handed out, whatever its type.</summary>
    /// <exception cref="JinjaException">It refuses the arguments, or its body fails.</exception>
    public object? Call(JinjaScope globals, JinjaArguments arguments)
    {
        try
        {
            if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new JinjaException($"The macro '{Name}' calls itself without end", File, Line);
            return Body.Text(Assign(globals, arguments));
        }
        catch (JinjaReturn result) when (!IsCallerBody)
        {
            return result.Value;
        }
        catch (JinjaException error) when (arguments.HasSite && !IsCallerBody && error.TakesCallers && !IsAt(error, arguments))
        {
            throw error.CalledFrom(arguments.File, arguments.Line);
        }
    }

    private JinjaScope Assign(JinjaScope globals, JinjaArguments arguments)
    {
        var scope = new JinjaScope(globals);
        var positional = arguments.Positional;
        if (positional.Count > Parameters.Count && !TakesMore) throw Refuse(arguments, $"takes at most {Parameters.Count} argument(s), but is given {positional.Count}");
        Dictionary<string, object?>? rest = null;
        foreach (var (name, value) in arguments.Named)
        {
            var index = IndexOf(name);
            if (index >= positional.Count) continue;
            if (index >= 0) throw Refuse(arguments, $"is given the argument '{name}' twice");
            if (name == "caller" && TakesCaller) continue;
            if (!TakesMoreNamed)
                throw Refuse(arguments, $"has no argument '{name}'.{NearestName.Hint(name, Parameters.Select(parameter => parameter.Name))}");
            (rest ??= [])[name] = value;
        }
        if (TakesCaller && IndexOf("caller") < 0) scope.Set("caller", arguments.Named.TryGetValue("caller", out var caller) ? caller : JinjaUndefined.Because("No caller is defined: the macro is not used by a call tag"));
        if (TakesMoreNamed) scope.Set("kwargs", JinjaValue.From(rest ?? []));
        if (TakesMore) scope.Set("varargs", new JinjaTuple([.. positional.Skip(Parameters.Count)]));
        for (var i = 0; i < Parameters.Count; i++)
        {
            var parameter = Parameters[i];
            scope.Set(
                parameter.Name,
                i < positional.Count ? positional[i]
                : arguments.Named.TryGetValue(parameter.Name, out var named) ? named
                : parameter.Default is { } fallback ? fallback.Evaluate(scope)
                : JinjaUndefined.Parameter(parameter.Name));
        }
        return scope;
    }

    /// <summary>The call itself is at fault, so it need not be named again.</summary>
    private static bool IsAt(JinjaException error, JinjaArguments arguments) =>
        error.Callers.Count == 0 && error.Line == arguments.Line && error.File == arguments.File;

    private int IndexOf(string parameter)
    {
        for (var i = 0; i < Parameters.Count; i++)
            if (Parameters[i].Name == parameter)
                return i;
        return -1;
    }

    private JinjaException Refuse(JinjaArguments arguments, string reason) => new(
        $"The macro '{Name}' {reason}", arguments.HasSite ? arguments.File : File, arguments.HasSite ? arguments.Line : Line);
}

internal sealed class BoundMacro(JinjaMacro macro, JinjaScope globals) : IJinjaCallable, IJinjaObject
{
    public object? Call(JinjaArguments arguments) => macro.Call(globals, arguments);

    public bool TryGetMember(string name, out object? value)
    {
        value = name switch
        {
            "name" => macro.Name,
            "arguments" => new JinjaTuple([.. macro.Parameters.Select(parameter => (object?)parameter.Name)]),
            _ => null,
        };
        return value is not null;
    }

    public override string ToString() => $"<Macro '{macro.Name}'>";
}
