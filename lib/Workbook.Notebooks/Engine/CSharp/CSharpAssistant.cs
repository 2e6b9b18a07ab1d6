using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Workbook.Notebooks.Display;

namespace Workbook.Notebooks.Engine.CSharp;

/// <summary>Completion and inspection of C# by the compiler's own knowledge of what is in scope.</summary>
internal sealed class CSharpAssistant(ScriptEngine engine)
{
    private static readonly string[] Keywords = [.. Enum.GetValues<SyntaxKind>().Where(SyntaxFacts.IsReservedKeyword).Select(SyntaxFacts.GetText), "var", "async", "await", "record", "dynamic", "when", "where", "select", "from", "yield"];

    private static readonly SymbolDisplayFormat Signature = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithMemberOptions(SymbolDisplayFormat.MinimallyQualifiedFormat.MemberOptions & ~SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType);

    public Completion Complete(string code, int cursor)
    {
        var start = cursor;
        while (start > 0 && (char.IsLetterOrDigit(code[start - 1]) || code[start - 1] == '_'))
            start--;
        var typed = code[start..cursor];
        var compilation = engine.Next(code);
        var tree = compilation.SyntaxTrees.Last();
        var model = compilation.GetSemanticModel(tree);
        var token = tree.GetRoot().FindToken(Math.Max(0, start - 1));
        if (token.Parent is LiteralExpressionSyntax or InterpolatedStringTextSyntax || tree.GetRoot().FindTrivia(Math.Max(0, cursor - 1)).IsKind(SyntaxKind.SingleLineCommentTrivia))
            return new Completion([], start, cursor);

        var symbols = Symbols(model, token, start, out var isMember);
        var items = symbols
            .Where(symbol => symbol.CanBeReferencedByName && !symbol.IsImplicitlyDeclared && symbol.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase) && !IsHidden(symbol))
            .Select(symbol => new CompletionItem(symbol.Name, Kind(symbol)))
            .Concat(isMember ? [] : Keywords.Where(word => word.StartsWith(typed, StringComparison.Ordinal)).Select(word => new CompletionItem(word, "keyword")))
            .DistinctBy(item => item.Text).OrderBy(item => item.Text, StringComparer.OrdinalIgnoreCase);
        return new Completion([.. items], start, cursor);
    }

    public MimeBundle? Inspect(string code, int cursor)
    {
        var compilation = engine.Next(code);
        var tree = compilation.SyntaxTrees.Last();
        var model = compilation.GetSemanticModel(tree);
        var token = tree.GetRoot().FindToken(Math.Clamp(cursor, 0, Math.Max(0, code.Length - 1)));
        if (!token.IsKind(SyntaxKind.IdentifierToken) && cursor > 0)
            token = tree.GetRoot().FindToken(cursor - 1);
        if (token.Parent is not { } node)
            return null;
        var info = model.GetSymbolInfo(node);
        var symbols = info.Symbol is { } one ? [one] : info.CandidateSymbols.Length > 0 ? info.CandidateSymbols : model.GetMemberGroup(node);
        if (symbols.Length == 0 && model.GetDeclaredSymbol(node) is { } declared)
            symbols = [declared];
        if (symbols.Length == 0)
            return null;
        var text = new StringBuilder();
        foreach (var symbol in symbols.Take(10))
            text.AppendLine(symbol.ToDisplayString(Signature));
        var type = symbols[0].ContainingType is { } containing && !containing.IsScriptClass ? $"in {containing.ToDisplayString()}" : null;
        return MimeBundle.Of((Formatter.Plain, type is null ? text.ToString().TrimEnd() : text.AppendLine(type).ToString().TrimEnd()));
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

    private static IEnumerable<ISymbol> Symbols(SemanticModel model, SyntaxToken token, int position, out bool isMember)
    {
        isMember = true;
        switch (token.Parent)
        {
            case MemberAccessExpressionSyntax access when token.IsKind(SyntaxKind.DotToken):
                return MembersOf(model, access.Expression, position);
            case ConditionalAccessExpressionSyntax or MemberBindingExpressionSyntax when token.Parent.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>() is { } conditional:
                return MembersOf(model, conditional.Expression, position);
            case QualifiedNameSyntax name when token.IsKind(SyntaxKind.DotToken):
                return model.GetSymbolInfo(name.Left).Symbol is INamespaceOrTypeSymbol container ? model.LookupNamespacesAndTypes(position, container) : [];
        }

        isMember = false;
        // Names in an object initialiser or a with-expression are those of its type.
        if (token.Parent?.FirstAncestorOrSelf<InitializerExpressionSyntax>() is { Parent: { } created } && (token.IsKind(SyntaxKind.OpenBraceToken) || token.IsKind(SyntaxKind.CommaToken))
            && model.GetTypeInfo(created).Type is { } type)
            return model.LookupSymbols(position, type).Where(symbol => symbol is IPropertySymbol or IFieldSymbol && !symbol.IsStatic);
        return model.LookupSymbols(position);
    }

    private static IEnumerable<ISymbol> MembersOf(SemanticModel model, ExpressionSyntax expression, int position)
    {
        if (model.GetSymbolInfo(expression).Symbol is INamespaceOrTypeSymbol container)
            return model.LookupSymbols(position, container).Where(symbol => container is INamespaceSymbol || symbol.IsStatic || symbol is INamedTypeSymbol);
        var type = model.GetTypeInfo(expression).Type;
        return type is null ? [] : model.LookupSymbols(position, type, includeReducedExtensionMethods: true).Where(symbol => !symbol.IsStatic && symbol is not INamedTypeSymbol);
    }

    private static bool IsHidden(ISymbol symbol) => symbol.GetAttributes().Any(attribute =>
        attribute.AttributeClass?.Name == "EditorBrowsableAttribute" && attribute.ConstructorArguments is [{ Value: (int)System.ComponentModel.EditorBrowsableState.Never }]);

    private static string Kind(ISymbol symbol) => symbol switch
    {
        IMethodSymbol => "method",
        IPropertySymbol => "property",
        IFieldSymbol { ContainingType.IsScriptClass: true } or ILocalSymbol or IParameterSymbol => "variable",
        IFieldSymbol => "field",
        IEventSymbol => "event",
        INamespaceSymbol => "namespace",
        INamedTypeSymbol { TypeKind: var kind } => kind.ToString().ToLowerInvariant(),
        _ => "text",
    };
}
