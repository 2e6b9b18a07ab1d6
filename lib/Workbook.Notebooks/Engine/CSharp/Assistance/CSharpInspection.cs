using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.QuickInfo;
using Workbook.Notebooks.Display;

namespace Workbook.Notebooks.Engine.CSharp.Assistance;

/// <summary>
/// What is told of the place the cursor is at: a method's overloads; what any other word stands for; between the arguments
/// of a call its parameters, the one being written marked.
/// </summary>
internal static class CSharpInspection
{
    /// <param name="withSource">Shows how a cell declared it, where one did.</param>
    public static MimeBundle? At(Document document, int cursor, bool withSource)
    {
        var model = document.GetSemanticModelAsync().GetAwaiter().GetResult()!;
        var root = model.SyntaxTree.GetRoot();
        var word = Word(root, cursor);
        if (word is { Parent: { } node } && Methods(model, node) is { Count: > 0 } methods)
            return withSource && Source(methods) is { } declared ? declared : Signatures.Show(methods, methods[0]);
        if (word is { } name && QuickInfo(document, model, name) is { } info)
            return withSource && name.Parent is { } at && Source(Named(model, at)) is { } declared ? declared : info;
        return CallSite.Around(model, root, cursor) is { } call
            ? Signatures.Show(call.Overloads, call.Chosen, overload => CallSite.ParameterOf(overload, call.Position, call.Name))
            : null;
    }

    /// <summary>The name or keyword that the cursor is in, or right behind.</summary>
    private static SyntaxToken? Word(SyntaxNode root, int cursor)
    {
        foreach (var place in (int[])[cursor, cursor - 1])
        {
            if (place < 0 || place >= root.FullSpan.End)
                continue;
            var token = root.FindToken(place);
            if (token.Span.Contains(place) && (token.IsKind(SyntaxKind.IdentifierToken) || SyntaxFacts.IsKeywordKind(token.Kind())))
                return token;
        }

        return null;
    }

    /// <summary>All that the name may mean, the one that fits its arguments first.</summary>
    private static List<ISymbol> Methods(SemanticModel model, SyntaxNode node)
    {
        if (node is not SimpleNameSyntax || node.Parent is ObjectCreationExpressionSyntax)
            return [];
        var bound = model.GetSymbolInfo(node).Symbol;
        List<ISymbol> group = [.. model.GetMemberGroup(node).OfType<IMethodSymbol>()];
        return bound is IMethodSymbol ? [bound, .. group.Where(method => !SymbolEqualityComparer.Default.Equals(method.OriginalDefinition, bound.OriginalDefinition))] : group;
    }

    private static ImmutableArray<ISymbol> Named(SemanticModel model, SyntaxNode node)
    {
        var info = model.GetSymbolInfo(node);
        return info.Symbol is { } one ? [one] : info.CandidateSymbols.Length > 0 ? info.CandidateSymbols : model.GetDeclaredSymbol(node) is { } declared ? [declared] : [];
    }

    private static MimeBundle? QuickInfo(Document document, SemanticModel model, SyntaxToken word)
    {
        if (QuickInfoService.GetService(document)!.GetQuickInfoAsync(document, word.SpanStart).GetAwaiter().GetResult() is not { Sections: { Length: > 0 } sections })
            return null;
        List<string> texts = [.. sections.Select(section => section.Text.Trim()).Where(text => text.Length > 0)];
        if (!sections.Any(section => section.Kind == QuickInfoSectionKinds.DocumentationComments) && word.Parent is { } node && Named(model, node) is [var symbol, ..] && Documentation.Of(symbol).Summary is { Length: > 0 } summary)
            texts.Add(summary);
        if (texts.Count == 0)
            return null;
        var html = new StringBuilder($"<pre>{Formatter.Encode(texts[0])}</pre>");
        foreach (var text in texts.Skip(1))
            html.Append("<p>").Append(Formatter.Encode(text)).Append("</p>");
        return MimeBundle.Of((Formatter.Plain, string.Join("\n\n", texts)), (Formatter.Html, html.ToString()));
    }

    /// <summary>The declarations as they stand in the cells.</summary>
    private static MimeBundle? Source(IReadOnlyList<ISymbol> symbols)
    {
        List<string> declared = [.. symbols.SelectMany(symbol => symbol.DeclaringSyntaxReferences).Select(place => Whole(place.GetSyntax()).ToFullString().Trim('\r', '\n'))];
        return declared.Count == 0 ? null : MimeBundle.Of((Formatter.Plain, string.Join("\n\n", declared)));

        static SyntaxNode Whole(SyntaxNode node) => node.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? node;
    }
}
