using System.Collections.ObjectModel;

namespace Workbook.Models.Jinja;

/// <summary>What a call passes, and where it stands.</summary>
public sealed class JinjaArguments(
    IReadOnlyList<object?> positional,
    IReadOnlyDictionary<string, object?>? named = null,
    string file = "",
    int line = 0)
{
    /// <summary>A call without arguments that stands in no file.</summary>
    public static readonly JinjaArguments None = new([]);

    /// <summary>In the order of the call, what <c>*list</c> spreads out included.</summary>
    public IReadOnlyList<object?> Positional { get; } = positional;

    /// <summary>By name, what <c>**dict</c> spreads out included; empty where the call names none.</summary>
    public IReadOnlyDictionary<string, object?> Named { get; } = named ?? ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>The calling template as faults name it, such as <c>models/x.sql</c>; empty for a call that stands in no file.</summary>
    public string File { get; } = file;

    /// <summary>Counted from 1; 0 for a call that stands in no file.</summary>
    public int Line { get; } = line;

    internal bool HasSite => File.Length > 0;

    /// <summary>The argument at a position, or by its name, or else the fallback.</summary>
    public object? At(int index, string name, object? fallback = null) =>
        index < Positional.Count ? Positional[index] : Named.TryGetValue(name, out var value) ? value : fallback;

    /// <summary>Whether the call gives it, be it as none or as something undefined.</summary>
    public bool Has(int index, string name) => index < Positional.Count || Named.ContainsKey(name);

    /// <summary>An argument that must be given; a <see cref="JinjaException"/> when it is missing or undefined.</summary>
    public object? Required(int index, string name)
    {
        if (!Has(index, name)) throw Fault($"The argument '{name}' is missing");
        var value = At(index, name);
        return value is JinjaUndefined undefined ? throw Fault($"The argument '{name}' is undefined: {undefined.Message}") : value;
    }

    /// <summary>The argument as text; a <see cref="JinjaException"/> when it is something else.</summary>
    public string? Text(int index, string name, string? fallback = null) => At(index, name, fallback) switch
    {
        null => null,
        string text => text,
        JinjaUndefined undefined => throw Fault($"The argument '{name}' is undefined: {undefined.Message}"),
        var other => throw Fault($"The argument '{name}' must be a string, but is {JinjaText.Repr(other)}."),
    };

    /// <summary>A string that must be given; a <see cref="JinjaException"/> when it is missing, undefined or something else.</summary>
    public string RequiredText(int index, string name) =>
        Required(index, name) as string ?? throw Fault($"The argument '{name}' must be a string, but is {JinjaText.Repr(At(index, name))}.");

    /// <summary>The argument's truth as a template sees it: none, 0, what is empty and what is undefined are false.</summary>
    public bool Flag(int index, string name, bool fallback = false) => JinjaValue.IsTrue(At(index, name, fallback));

    /// <summary>The argument as an integer, with true as 1; a <see cref="JinjaException"/> when it is something else.</summary>
    public long Integer(int index, string name, long fallback = 0) => At(index, name, fallback) switch
    {
        long number => number,
        bool flag => flag ? 1 : 0,
        var other => throw Fault($"The argument '{name}' must be an integer, but is {JinjaText.Repr(other)}."),
    };

    /// <summary>Refuses more positional arguments than these; those with a name aren't counted.</summary>
    public void AtMost(int count)
    {
        if (Positional.Count > count) throw Fault($"At most {count} positional argument(s) are expected, but {Positional.Count} are given.");
    }

    /// <summary>Refuses arguments other than these, which are in the order of their positions.</summary>
    public void Only(params ReadOnlySpan<string> names)
    {
        AtMost(names.Length);
        foreach (var name in Named.Keys)
            if (!names.Contains(name))
                throw Fault($"There is no argument '{name}'.{NearestName.Hint(name, names.ToArray())}");
    }

    /// <summary>An error that names the place of the call.</summary>
    public JinjaException Error(string reason) => new(reason, File, Line);

    internal JinjaArguments From(int first) => new([.. Positional.Skip(first)], Named, File, Line);

    private Exception Fault(string reason) => HasSite ? Error(reason) : new JinjaFault(reason);
}
