using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbook.Notebooks.Engine.CSharp.Assistance;

/// <param name="Names">That it declares.</param>
/// <param name="Key">What a later declaration has to be the same in to hide this one for good: methods of other parameters don't.</param>
/// <param name="Words">Identifiers that stand in it, its own names too.</param>
internal sealed record Declaration(string Text, IReadOnlyList<string> Names, string Key, IReadOnlySet<string> Words);

/// <summary>What a cell leaves to the ones after it: types, methods, variables. What it only does is left out.</summary>
/// <param name="Head">Its <c>using</c> lines and directives.</param>
internal sealed record CellDeclarations(IReadOnlyList<string> Head, IReadOnlyList<Declaration> Members)
{
    public static CellDeclarations Of(string code, CSharpParseOptions options)
    {
        var root = (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(code, options).GetRoot();
        var directives = root.GetReferenceDirectives().Select(directive => directive.ToString()).Concat(root.GetLoadDirectives().Select(directive => directive.ToString()));
        return new CellDeclarations(
            [.. directives, .. root.Usings.Select(line => line.ToString())],
            [.. root.Members.Select(Declared).OfType<Declaration>()]);
    }

    /// <returns>Null for a statement that declares nothing which outlives it.</returns>
    private static Declaration? Declared(MemberDeclarationSyntax member)
    {
        var names = member switch
        {
            GlobalStatementSyntax { Statement: ExpressionStatementSyntax { Expression: var expression } } => VariablesIn(expression),
            GlobalStatementSyntax => [],
            BaseFieldDeclarationSyntax { Declaration: var declaration } => declaration.Variables.Select(variable => variable.Identifier.ValueText).Concat(VariablesIn(declaration)),
            MethodDeclarationSyntax method => [method.Identifier.ValueText],
            PropertyDeclarationSyntax property => [property.Identifier.ValueText],
            BaseTypeDeclarationSyntax type => [type.Identifier.ValueText],
            DelegateDeclarationSyntax type => [type.Identifier.ValueText],
            _ => (IEnumerable<string>)[],
        };
        List<string> declared = [.. names];
        if (declared.Count == 0)
            return null;
        var comment = string.Concat(member.GetLeadingTrivia().Where(trivia => trivia.HasStructure && trivia.GetStructure() is DocumentationCommentTriviaSyntax).Select(trivia => trivia.ToFullString()));
        var end = member is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } } ? ";" : "";
        var key = member is MethodDeclarationSyntax overload ? $"{declared[0]}{overload.TypeParameterList}{overload.ParameterList}" : string.Join(',', declared);
        return new Declaration(comment + member + end, declared, key, member.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText).ToHashSet());
    }

    /// <summary>Those of <c>out var n</c>, <c>is int n</c> and <c>var (a, b)</c>.</summary>
    private static IEnumerable<string> VariablesIn(SyntaxNode node) =>
        node.DescendantNodesAndSelf(inner => inner is not AnonymousFunctionExpressionSyntax).OfType<SingleVariableDesignationSyntax>().Select(variable => variable.Identifier.ValueText);
}
