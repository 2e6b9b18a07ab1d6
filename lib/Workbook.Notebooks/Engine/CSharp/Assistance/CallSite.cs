using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbook.Notebooks.Engine.CSharp.Assistance;

/// <summary>The call whose arguments the cursor is in.</summary>
/// <param name="Overloads">Methods, constructors or indexers that may be meant.</param>
/// <param name="Chosen">The one that fits what is written so far.</param>
/// <param name="Position">Of the argument, from 0.</param>
/// <param name="Name">Of the argument, where it is given.</param>
internal sealed record CallSite(IReadOnlyList<ISymbol> Overloads, ISymbol Chosen, int Position, string? Name)
{
    /// <returns>Null outside of calls, and where nothing is known of what is called.</returns>
    public static CallSite? Around(SemanticModel model, SyntaxNode root, int cursor)
    {
        var token = root.FindToken(Math.Clamp(cursor - 1, 0, Math.Max(0, root.FullSpan.End - 1)));
        if (token.SpanStart >= cursor)
            token = token.GetPreviousToken();
        for (var node = token.Parent; node is not null and not StatementSyntax and not MemberDeclarationSyntax; node = node.Parent)
        {
            if (Arguments(node) is var (open, close, separators, name) && open.Span.End <= cursor && (close.IsMissing || cursor <= close.SpanStart) && !open.IsMissing)
                return Of(model, node.Parent!, node, cursor, separators.Count(comma => comma.Span.End <= cursor), name(cursor));
        }

        return null;
    }

    /// <summary>The parameter that the argument is for.</summary>
    public static IParameterSymbol? ParameterOf(ISymbol symbol, int position, string? name)
    {
        var parameters = Parameters(symbol);
        return name is not null ? parameters.FirstOrDefault(parameter => parameter.Name == name)
            : position < parameters.Count ? parameters[position]
            : parameters is [.., { IsParams: true } rest] ? rest : null;
    }

    public static IReadOnlyList<IParameterSymbol> Parameters(ISymbol symbol) => symbol switch
    {
        IMethodSymbol method => method.Parameters,
        IPropertySymbol property => property.Parameters,
        _ => [],
    };

    private static (SyntaxToken Open, SyntaxToken Close, IEnumerable<SyntaxToken> Separators, Func<int, string?> NameAt)? Arguments(SyntaxNode node) => node switch
    {
        ArgumentListSyntax list => (list.OpenParenToken, list.CloseParenToken, list.Arguments.GetSeparators(), at => NameIn(list.Arguments, at, argument => argument.NameColon)),
        BracketedArgumentListSyntax list => (list.OpenBracketToken, list.CloseBracketToken, list.Arguments.GetSeparators(), at => NameIn(list.Arguments, at, argument => argument.NameColon)),
        AttributeArgumentListSyntax list => (list.OpenParenToken, list.CloseParenToken, list.Arguments.GetSeparators(), at => NameIn(list.Arguments, at, argument => argument.NameColon)),
        _ => null,
    };

    private static string? NameIn<T>(SeparatedSyntaxList<T> arguments, int cursor, Func<T, NameColonSyntax?> name) where T : SyntaxNode =>
        arguments.LastOrDefault(argument => argument.FullSpan.Start <= cursor) is { } at ? name(at)?.Name.Identifier.ValueText : null;

    private static CallSite? Of(SemanticModel model, SyntaxNode call, SyntaxNode list, int cursor, int position, string? name)
    {
        List<ISymbol> overloads = [.. Called(model, call, cursor).Distinct(SymbolEqualityComparer.Default).OrderBy(symbol => Parameters(symbol).Count)];
        if (overloads.Count == 0)
            return null;
        List<ExpressionSyntax> given = [.. list.ChildNodes().OfType<ArgumentSyntax>().TakeWhile(argument => argument.NameColon is null && argument.Span.End < cursor).Select(argument => argument.Expression)];
        var chosen = overloads.OrderBy(symbol => ParameterOf(symbol, position, name) is null && (position > 0 || overloads.Count > 1 && Parameters(symbol).Count == 0) ? 1 : 0)
            .ThenBy(symbol => given.Index().Count(argument => !Fits(model, argument.Item, ParameterOf(symbol, argument.Index, null)?.Type))).First();
        return new CallSite(overloads, chosen, position, name);
    }

    private static bool Fits(SemanticModel model, ExpressionSyntax argument, ITypeSymbol? parameter) =>
        parameter is not null && (parameter is ITypeParameterSymbol or INamedTypeSymbol { IsGenericType: true } or IArrayTypeSymbol || argument.IsMissing || model.ClassifyConversion(argument, parameter).IsImplicit);

    private static IEnumerable<ISymbol> Called(SemanticModel model, SyntaxNode call, int cursor)
    {
        var info = model.GetSymbolInfo(call);
        switch (call)
        {
            case InvocationExpressionSyntax { Expression: var called }:
                var group = model.GetMemberGroup(called);
                return group.Length > 0 ? group
                    : model.GetTypeInfo(called).Type is INamedTypeSymbol { DelegateInvokeMethod: { } invoke } ? [invoke]
                    : Found();
            case BaseObjectCreationExpressionSyntax creation when model.GetTypeInfo(creation).Type is INamedTypeSymbol type:
                return type.InstanceConstructors.Where(constructor => model.IsAccessible(cursor, constructor));
            case ElementAccessExpressionSyntax { Expression: var indexed }:
                return model.GetTypeInfo(indexed).Type is { } of ? model.LookupSymbols(cursor, of, "this[]").Concat(Indexers(of)) : [];
            default: // base(…), this(…), attributes
                return Found().SelectMany(symbol => symbol is IMethodSymbol { MethodKind: MethodKind.Constructor } ? symbol.ContainingType.InstanceConstructors.Where(constructor => model.IsAccessible(cursor, constructor)) : Enumerable.Repeat(symbol, 1));
        }

        IEnumerable<ISymbol> Found() => info.Symbol is { } one ? [one] : info.CandidateSymbols;
    }

    private static IEnumerable<ISymbol> Indexers(ITypeSymbol type)
    {
        for (var at = type; at is not null; at = at.BaseType)
        {
            foreach (var indexer in at.GetMembers().OfType<IPropertySymbol>().Where(property => property.IsIndexer))
                yield return indexer;
        }

        foreach (var indexer in type.TypeKind == TypeKind.Interface ? type.AllInterfaces.SelectMany(each => each.GetMembers().OfType<IPropertySymbol>()).Where(property => property.IsIndexer) : [])
            yield return indexer;
    }
}
