using System.Diagnostics;
using System.Runtime.InteropServices;
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
                var name = words.Skip(1).FirstOrDefault(word => !word.StartsWith("--", StringComparison.Ordinal)) ?? throw new WorkbookException($"Line {magic.FirstLine + 1}: #!share expects a name, such as #!share rows --from sql.");
                Share(name, magic.Option("--as") ?? name);
                break;
            case "import":
                return words.Count > 1 ? words[1] : throw new WorkbookException($"Line {magic.FirstLine + 1}: #!import expects a file.");
            case "who":
                context.Display(Formatter.Bundle(scripts.Variables.Select(variable => variable.Name).Distinct().ToList()));
                break;
            case "whos":
                context.Display(Formatter.Bundle(scripts.Variables.GroupBy(variable => variable.Name).Select(group => new { Name = group.Key, Type = group.Last().Type.Name, group.Last().Value }).ToList()));
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
        context.Display(MimeBundle.Of((Formatter.Plain, $"Wall time: {clock.Elapsed.TotalMilliseconds:0.####}ms")));

    private void Set(CellPart magic, CellContext context)
    {
        var name = magic.Option("--name") ?? throw Expected(magic);
        var value = magic.Option("--value") ?? throw Expected(magic);
        if (value.StartsWith("@input", StringComparison.Ordinal) || value.StartsWith("@password", StringComparison.Ordinal))
            scripts.Declare(name, context.ReadLine(value.Contains(':') ? value[(value.IndexOf(':') + 1)..] : name, value.StartsWith("@password", StringComparison.Ordinal)));
        else if (value.StartsWith('@') && value.Contains(':'))
            Share(value[(value.IndexOf(':') + 1)..], name);
        else
            scripts.Declare(name, value);
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

    private static WorkbookException Expected(CellPart magic) => new(
        $"Line {magic.FirstLine + 1}: expected #!set --name NAME --value TEXT, @sql:NAME, @input:PROMPT or @password:PROMPT; found #!{magic.Text}.");
}

/// <summary>Values that no C# cell declared: texts of <c>#!value</c> cells.</summary>
internal sealed class SharedValues
{
    private readonly Dictionary<string, object?> _values = [];

    public IEnumerable<string> Names => _values.Keys;

    public void Put(string name, object? value) => _values[name] = value;

    public (bool Found, object? Value) Find(string name) => (_values.TryGetValue(name, out var value), value);
}
