using System.Diagnostics;
using System.Runtime.InteropServices;
using Workbook.Notebooks.Display;
using Workbook.Notebooks.Engine.CSharp;

namespace Workbook.Notebooks.Engine;

/// <summary>Lines that begin with <c>#!</c> and are no language: what older notebooks use of them.</summary>
internal sealed class MagicCommands(ScriptEngine scripts, SharedValues values)
{
    private static readonly string[] Known =
    [
        "#!csharp, #!sql, #!markdown, #!html, #!javascript, #!mermaid   what follows is in that language",
        "#!sql --name rows   the last result becomes the C# variable and the SQL table 'rows'",
        "#!value --name text   what follows is the text of a variable",
        "#!set --name x --value @sql:rows | @input:Prompt | @password:Prompt | text   declares a C# variable",
        "#!share x --from sql   the same for a value of another language",
        "#!import file.cs | file.ipynb   runs a file's code here",
        "#!time   tells how long the cell took",
        "#!who, #!whos   the variables, with types and values",
        "#!lsmagic, #!about",
    ];

    /// <returns>The file whose code shall run now; null for all other magics.</returns>
    public string? Run(CellPart magic, CellContext context)
    {
        var words = CellPart.Words(magic.Text);
        switch (words[0].ToLowerInvariant())
        {
            case "set":
                Set(magic, context);
                break;
            case "share":
                Share(magic);
                break;
            case "import":
                Allow(magic, []);
                return magic.Plain() is [var file] ? file : throw Expected(magic, "#!import FILE");
            case "who":
                context.Display(Formatter.Whole([.. scripts.Variables.Select(variable => variable.Name).Distinct()]));
                break;
            case "whos":
                context.Display(Formatter.Whole([.. scripts.Variables.GroupBy(variable => variable.Name).Select(object (group) => new { Name = group.Key, Type = group.Last().Type.Name, group.Last().Value })]));
                break;
            case "lsmagic":
                context.Display(MimeBundle.Of((Formatter.Plain, string.Join('\n', Known))));
                break;
            case "about":
                context.Display(MimeBundle.Of((Formatter.Plain, $"Workbook {typeof(MagicCommands).Assembly.GetName().Version}: C# and DuckDB SQL on {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}")));
                break;
        }

        return null;
    }

    public static void ShowTime(Stopwatch clock, CellContext context) =>
        context.Display(MimeBundle.Of((Formatter.Plain, Invariant($"Wall time: {clock.Elapsed.TotalMilliseconds:0.####}ms"))));

    private void Set(CellPart magic, CellContext context)
    {
        Allow(magic, ["--name", "--value", "--mime-type", "--byref"]);
        if (magic.Option("--name") is not { } name || magic.Option("--value") is not { } value || magic.Plain("--byref").Count > 0)
            throw Expected(magic, "#!set --name NAME --value TEXT, @sql:NAME, @input:PROMPT or @password:PROMPT");
        if (value.StartsWith("@input", StringComparison.Ordinal) || value.StartsWith("@password", StringComparison.Ordinal))
            scripts.Declare(name, context.ReadLine(value.Contains(':') ? value[(value.IndexOf(':') + 1)..] : name, value.StartsWith("@password", StringComparison.Ordinal)));
        else if (value.StartsWith('@') && value.IndexOf(':') is > 0 and var colon)
        {
            RequireKernel(magic, value[1..colon]);
            Share(value[(colon + 1)..], name);
        }
        else
            scripts.Declare(name, value);
    }

    private void Share(CellPart magic)
    {
        Allow(magic, ["--from", "--as", "--mime-type"]);
        if (magic.Plain() is not [var name])
            throw Expected(magic, "#!share NAME --from KERNEL");
        if (magic.Option("--from") is { } kernel)
            RequireKernel(magic, kernel);
        Share(name, magic.Option("--as") ?? name);
    }

    private void Share(string from, string to)
    {
        if (scripts.Variable(from) is { } variable)
        {
            if (from != to)
                scripts.Declare(to, variable.Value);
        }
        else
        {
            scripts.Declare(to, values.Find(from) is (true, var value) ? value : throw new WorkbookException(
                $"There is no value '{from}' to share. An SQL cell makes one with --name {from}, a #!value cell too."));
        }
    }

    /// <summary>Names a kernel for nothing but the reader: C#, SQL and values share one set of variables.</summary>
    private static void RequireKernel(CellPart magic, string kernel)
    {
        if (CellParts.LanguageOf(kernel) is not ("csharp" or "sql" or "value"))
            throw new WorkbookException($"Line {magic.FirstLine + 1}: there is no kernel '{kernel}' here that has values; there are csharp, sql and value.");
    }

    private static void Allow(CellPart magic, IReadOnlyList<string> options)
    {
        if (magic.Options.FirstOrDefault(option => !options.Contains(option)) is { } unknown)
            throw new WorkbookException($"Line {magic.FirstLine + 1}: #!{magic.Text.Split(' ')[0]} has no option '{unknown}'; {(options.Count == 0 ? "it has none" : $"it has {string.Join(", ", options)}")}.");
    }

    private static WorkbookException Expected(CellPart magic, string expected) => new($"Line {magic.FirstLine + 1}: expected {expected}; found #!{magic.Text}.");
}

/// <summary>Values that no C# cell declared: texts of <c>#!value</c> cells.</summary>
internal sealed class SharedValues
{
    private readonly Dictionary<string, object?> _values = [];

    public IEnumerable<string> Names => _values.Keys;

    public void Put(string name, object? value) => _values[name] = value;

    public (bool Found, object? Value) Find(string name) => (_values.TryGetValue(name, out var value), value);
}
