using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Workbook.Notebooks.Documents;
using Workbook.Notebooks.Engine.CSharp;

namespace Workbook.Notebooks.Runner;

/// <summary>Values given on the command line, for the variables that the cell tagged <c>parameters</c> declares.</summary>
internal static class RunParameters
{
    /// <summary>Type by name; none where no cell has the tag.</summary>
    public static Dictionary<string, string> Declared(NotebookDocument document) =>
        document.Cells.FirstOrDefault(IsTagged) is { } cell ? Declared(cell.Source) : [];

    public static bool IsTagged(NotebookCell cell) => cell.Kind == CellKind.Code && cell.Tags.Contains("parameters");

    /// <exception cref="WorkbookException">A name is not declared, or a value is none of its type; all such faults at once.</exception>
    public static void Require(IReadOnlyDictionary<string, string> declared, IReadOnlyDictionary<string, string> values)
    {
        var faults = values.Select(value => Fault(declared, value.Key, value.Value)).OfType<string>().ToList();
        if (faults.Count > 0)
            throw new WorkbookException(Capital(string.Join("; ", faults)) + ".");
    }

    /// <summary>C# that assigns the values, typed as they are declared.</summary>
    public static string Assignments(IReadOnlyDictionary<string, string> declared, IReadOnlyDictionary<string, string> values) =>
        string.Join('\n', values.Select(value => $"{value.Key} = {Literal(declared[value.Key], value.Value)};").Prepend("// Parameters"));

    private static string? Fault(IReadOnlyDictionary<string, string> declared, string name, string text) =>
        declared.Count == 0 ? $"no cell is tagged 'parameters', so '{name}' can't be set"
        : !declared.TryGetValue(name, out var type) ? $"there is no parameter '{name}'{Near(name, declared.Keys)}; there are {string.Join(", ", declared.Select(pair => $"{pair.Key} ({pair.Value})"))}"
        : Literal(type, text) is null ? $"the parameter '{name}' expects {type}, found '{text}'"
        : null;

    /// <summary>Type by name of each variable that the code declares at its top.</summary>
    private static Dictionary<string, string> Declared(string code)
    {
        var root = CSharpSyntaxTree.ParseText(code, ScriptEngine.ParseOptions).GetRoot();
        var declarations = root.ChildNodes().Select(node => node switch
        {
            FieldDeclarationSyntax field => field.Declaration,
            GlobalStatementSyntax { Statement: LocalDeclarationStatementSyntax local } => local.Declaration,
            _ => null,
        }).OfType<VariableDeclarationSyntax>();
        return declarations.SelectMany(declaration => declaration.Variables.Select(variable =>
            (Name: variable.Identifier.Text, Type: declaration.Type.IsVar ? TypeOf(variable.Initializer?.Value) : declaration.Type.ToString().TrimEnd('?'))))
            .ToDictionary(variable => variable.Name, variable => variable.Type);
    }

    private static string TypeOf(ExpressionSyntax? value) => value switch
    {
        LiteralExpressionSyntax { Token.Value: { } literal } => literal switch
        {
            int => "int", long => "long", ulong or uint => "ulong", double => "double", decimal => "decimal", bool => "bool", _ => "string",
        },
        PrefixUnaryExpressionSyntax { Operand: var operand } => TypeOf(operand),
        ObjectCreationExpressionSyntax created => created.Type.ToString(),
        _ => "string",
    };

    private static string? Literal(string type, string text)
    {
        var culture = CultureInfo.InvariantCulture;
        return type switch
        {
            "string" => SymbolDisplay.FormatLiteral(text, quote: true),
            "int" => int.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var number) ? $"{number}" : null,
            "long" => long.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var number) ? $"{number}L" : null,
            "ulong" or "uint" => ulong.TryParse(text, NumberStyles.None, culture, out var number) ? $"{number}" : null,
            "double" => double.TryParse(text, NumberStyles.Float, culture, out var number) && double.IsFinite(number) ? $"{number.ToString("R", culture)}d" : null,
            "decimal" => decimal.TryParse(text, NumberStyles.Number, culture, out var number) ? $"{number.ToString(culture)}m" : null,
            "bool" => bool.TryParse(text, out var truth) ? (truth ? "true" : "false") : null,
            "DateOnly" => DateOnly.TryParseExact(text, "yyyy-MM-dd", culture, DateTimeStyles.None, out var date) ? $"new DateOnly({date.Year}, {date.Month}, {date.Day})" : null,
            "DateTime" => DateTime.TryParse(text, culture, DateTimeStyles.RoundtripKind, out var moment) ? $"new DateTime({moment.Ticks}L, DateTimeKind.{moment.Kind})" : null,
            _ => null,
        };
    }

    private static string Near(string name, IEnumerable<string> names) =>
        names.MinBy(candidate => Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant())) is { } near && Distance(name.ToLowerInvariant(), near.ToLowerInvariant()) <= 2 ? $", did you mean '{near}'?" : "";

    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (left[i - 1] == right[j - 1] ? 0 : 1)));
        }

        return row[^1];
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
