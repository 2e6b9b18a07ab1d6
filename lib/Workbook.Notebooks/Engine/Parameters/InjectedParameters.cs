using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Workbook.Notebooks.Engine.CSharp;

namespace Workbook.Notebooks.Engine.Parameters;

/// <summary>
/// The cell that papermill puts behind the one tagged <c>parameters</c>: <c>// Parameters</c>, and <c>var name = value;</c> for
/// each. As C# it would give the variables types of its own, <c>double</c> for a <c>decimal</c>, text for a date, and the
/// cells after it would no longer compile. So each value is taken as the type that the notebook has declared.
/// </summary>
internal static class InjectedParameters
{
    public const string Tag = "injected-parameters";

    private const string Comment = "// Parameters";

    /// <param name="tags">Null where the front end doesn't tell them: then the comment does, as papermill writes it.</param>
    /// <returns>Values as <see cref="ParameterLiteral"/> reads them, by name; null for any other cell.</returns>
    public static IReadOnlyList<(string Name, object? Value)>? Of(string code, IReadOnlyList<string>? tags)
    {
        if (!(tags?.Contains(Tag) ?? code.TrimStart().Split('\n')[0].TrimEnd() == Comment))
            return null;
        var root = CSharpSyntaxTree.ParseText(code, ScriptEngine.ParseOptions).GetCompilationUnitRoot();
        var found = new List<(string, object?)>();
        foreach (var member in root.ChildNodes())
        {
            var declaration = member switch
            {
                FieldDeclarationSyntax { Modifiers.Count: 0 } field => field.Declaration,
                GlobalStatementSyntax { Statement: LocalDeclarationStatementSyntax { Modifiers.Count: 0 } local } => local.Declaration,
                _ => null,
            };
            if (declaration is not { Type.IsVar: true, Variables: [{ Initializer.Value: var value } variable] } || !ParameterLiteral.TryRead(value, out var literal))
                return null;
            found.Add((variable.Identifier.ValueText, literal));
        }

        return found.Count == 0 ? null : found;
    }

    /// <summary>Declares them, each under the type of the variable that has its name by now.</summary>
    /// <exception cref="WorkbookException">Values don't fit; all of them at once.</exception>
    public static void Declare(IReadOnlyList<(string Name, object? Value)> parameters, ScriptEngine scripts)
    {
        var faults = new List<string>();
        var fitting = new List<(string Name, object? Value, Type Type)>();
        foreach (var (name, literal) in parameters)
        {
            var type = scripts.Variable(name)?.Type;
            if (type is null)
            {
                var natural = ParameterValue.Natural(literal);
                fitting.Add((name, natural, natural?.GetType() ?? typeof(object)));
            }
            else if (ParameterValue.TryConvert(literal, type, out var value))
                fitting.Add((name, value, type));
            else
                faults.Add($"the parameter '{name}' expects {ParameterValue.Name(type)}, found {ParameterLiteral.Text(literal)}");
        }

        if (faults.Count > 0)
            throw new WorkbookException($"{char.ToUpperInvariant(faults[0][0])}{string.Join("; ", faults)[1..]}. Give a value of that type, or declare another one in the cell tagged 'parameters'.");
        foreach (var (name, value, type) in fitting)
            scripts.Declare(name, value, type);
    }
}
