using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Workbook.Notebooks.Engine.CSharp.Assistance;

namespace Workbook.Notebooks.Engine.CSharp;

/// <summary>
/// Completion and inspection of C# by Roslyn's services for editors. They are loaded with the first question, or by
/// <see cref="WarmUp"/>: no cell waits for them.
/// </summary>
internal sealed class CSharpAssistant(ScriptEngine engine)
{
    private readonly Lock _lock = new();
    private CellWorkspace? _workspace;

    /// <param name="arguments">Completes within a string that is an argument, where it knows the parameter.</param>
    public Completion Complete(string code, int cursor, Func<StringArgument, Completion?> arguments)
    {
        lock (_lock)
        {
            var document = Workspace.Open(code);
            if (StringArgument.At(document, cursor) is { } argument && arguments(argument) is { } known)
                return known with { Start = known.Start + argument.Start, End = known.End + argument.Start };
            return CSharpCompletion.At(document, code, cursor);
        }
    }

    /// <param name="withSource">Shows how a cell declared what stands there, where one did.</param>
    public MimeBundle? Inspect(string code, int cursor, bool withSource)
    {
        lock (_lock)
            return CSharpInspection.At(Workspace.Open(code), cursor, withSource);
    }

    /// <summary>Loads what the first questions would have to wait for, in steps of 0.1 to 0.3 s.</summary>
    /// <param name="isWanted">Asked before each step; false ends it here, and the next call goes on.</param>
    /// <returns>Whether all is loaded.</returns>
    public bool WarmUp(Func<bool> isWanted)
    {
        Action[] steps =
        [
            () => _ = EditorServices.Host,
            () => _ = Workspace.Open("_").GetSemanticModelAsync().GetAwaiter().GetResult(),
            () => Complete("Console.", 8, _ => null),
            () => Inspect("Console.WriteLine()", 18, false),
        ];
        foreach (var step in steps)
        {
            if (!isWanted())
                return false;
            lock (_lock)
                step();
        }

        return true;
    }

    /// <param name="indent">Four blanks for each brace that is open.</param>
    public static Completeness IsComplete(string code, out string indent)
    {
        var tree = CSharpSyntaxTree.ParseText(code, ScriptEngine.ParseOptions);
        indent = "";
        if (!SyntaxFactory.IsCompleteSubmission(tree))
        {
            var open = tree.GetRoot().DescendantTokens().Sum(token => token.IsMissing ? 0 : token.Kind() switch { SyntaxKind.OpenBraceToken => 1, SyntaxKind.CloseBraceToken => -1, _ => 0 });
            indent = new string(' ', 4 * Math.Max(0, open));
            return Completeness.Incomplete;
        }

        return tree.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) ? Completeness.Invalid : Completeness.Complete;
    }

    private CellWorkspace Workspace => _workspace ??= new CellWorkspace(engine);
}
