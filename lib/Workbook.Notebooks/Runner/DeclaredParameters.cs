using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Workbook.Notebooks.Documents;
using Workbook.Notebooks.Engine.CSharp;

namespace Workbook.Notebooks.Runner;

/// <summary>Values given on the command line, for the variables that the cell tagged <c>parameters</c> declares.</summary>
internal static class DeclaredParameters
{
    /// <summary>Type by name; none where no cell has the tag.</summary>
    public static Dictionary<string, string> Declared(NotebookDocument document) =>
        document.Cells.FirstOrDefault(IsTagged) is { } cell ? Declared(cell.Source) : [];

    public static bool IsTagged(NotebookCell cell) => cell.Kind == CellKind.Code && cell.Tags.Contains("parameters");

    /// <exception cref="WorkbookException">A name is not declared, or a value is none of its type; all such faults at once.</exception>
    public static void Require(IReadOnlyDictionary<string, string> declared, IReadOnlyDictionary<string, GivenValue> values)
    {
        var faults = values.Select(value => Fault(declared, value.Key, value.Value)).OfType<string>().ToList();
        if (faults.Count > 0)
            throw new WorkbookException(Capital(string.Join("; ", faults)) + ".");
    }

    /// <summary>C# that assigns the values, typed as they are declared.</summary>
    public static string Assignments(IReadOnlyDictionary<string, string> declared, IReadOnlyDictionary<string, GivenValue> values) =>
        string.Join('\n', values.Select(value => $"{value.Key} = {GivenLiteral.Of(declared[value.Key], value.Value)};").Prepend("// Parameters"));

    private static string? Fault(IReadOnlyDictionary<string, string> declared, string name, GivenValue value) =>
        declared.Count == 0 ? $"no cell is tagged 'parameters', so '{name}' can't be set"
        : !declared.TryGetValue(name, out var type) ? $"there is no parameter '{name}'{Near(name, declared.Keys)}; there are {string.Join(", ", declared.Select(pair => $"{pair.Key} ({pair.Value})"))}"
        : GivenLiteral.Of(type, value) is null ? $"the parameter '{name}' expects {type}, found {(value.IsJson ? value.Text : $"'{value.Text}'")}"
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
            (Name: variable.Identifier.Text, Type: declaration.Type.IsVar ? TypeOf(variable.Initializer?.Value) : declaration.Type.ToString())))
            .ToDictionary(variable => variable.Name, variable => variable.Type);
    }

    /// <summary>As far as the code says it by itself; what it doesn't say is taken for text.</summary>
    private static string TypeOf(ExpressionSyntax? value) => value switch
    {
        LiteralExpressionSyntax { Token.Value: { } literal } => literal switch
        {
            int => "int", long => "long", uint => "uint", ulong => "ulong", float => "float", double => "double", decimal => "decimal", bool => "bool", char => "char", _ => "string",
        },
        PrefixUnaryExpressionSyntax { Operand: var operand } => TypeOf(operand),
        ParenthesizedExpressionSyntax { Expression: var inner } => TypeOf(inner),
        BinaryExpressionSyntax { Left: var left } => TypeOf(left),
        CastExpressionSyntax cast => cast.Type.ToString(),
        DefaultExpressionSyntax ofType => ofType.Type.ToString(),
        ObjectCreationExpressionSyntax created => created.Type.ToString(),
        ArrayCreationExpressionSyntax array => $"{array.Type.ElementType}[]",
        ImplicitArrayCreationExpressionSyntax { Initializer.Expressions: [var first, ..] } => $"{TypeOf(first)}[]",
        // DateOnly.Parse("2024-01-05"), TimeSpan.FromHours(1), Guid.NewGuid(), DateTime.UtcNow
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } => TypeOf(member),
        MemberAccessExpressionSyntax { Expression: var type } when type.ToString() is "DateOnly" or "TimeOnly" or "DateTime" or "DateTimeOffset" or "TimeSpan" or "Guid"
            or "int" or "long" or "double" or "decimal" => type.ToString(),
        _ => "string",
    };

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
