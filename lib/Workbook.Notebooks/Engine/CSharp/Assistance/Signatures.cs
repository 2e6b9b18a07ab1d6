using System.Text;
using Microsoft.CodeAnalysis;
using Workbook.Notebooks.Display;

namespace Workbook.Notebooks.Engine.CSharp.Assistance;

/// <summary>Overloads as they are declared, the one that is meant first, with its documentation.</summary>
internal static class Signatures
{
    private const int MaxShown = 12;

    private static readonly SymbolDisplayFormat Head = SymbolDisplayFormat.MinimallyQualifiedFormat.WithMemberOptions(
        SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeRef | SymbolDisplayMemberOptions.IncludeExplicitInterface);

    /// <param name="mark">Whether an overload's parameter is the one that is being written.</param>
    public static MimeBundle Show(IReadOnlyList<ISymbol> overloads, ISymbol chosen, Func<ISymbol, IParameterSymbol?>? mark = null)
    {
        var (plain, html) = (new StringBuilder(), new StringBuilder("<pre>"));
        foreach (var symbol in overloads.OrderBy(symbol => !SymbolEqualityComparer.Default.Equals(symbol, chosen)).Take(MaxShown))
        {
            var marked = mark?.Invoke(symbol);
            plain.Append(Line(symbol, text => text, parameter => ReferenceEquals(parameter, marked), "«", "»")).Append('\n');
            html.Append(Line(symbol, Formatter.Encode, parameter => ReferenceEquals(parameter, marked), "<b>", "</b>")).Append('\n');
        }

        var more = overloads.Count > MaxShown ? $"… and {overloads.Count - MaxShown} more\n" : "";
        var within = chosen.ContainingType is { IsScriptClass: false, TypeKind: not TypeKind.Delegate } type ? $"in {type.ToDisplayString()}\n" : "";
        plain.Append(more).Append(within);
        html.Append(more).Append(Formatter.Encode(within)).Append("</pre>");
        foreach (var text in DocumentationTexts(chosen, mark?.Invoke(chosen)))
        {
            plain.Append('\n').Append(text).Append('\n');
            html.Append("<p>").Append(Formatter.Encode(text)).Append("</p>");
        }

        return MimeBundle.Of((Formatter.Plain, plain.ToString().TrimEnd()), (Formatter.Html, html.ToString()));
    }

    private static string Line(ISymbol symbol, Func<string, string> encode, Func<IParameterSymbol, bool> isMarked, string before, string after)
    {
        var isIndexer = symbol is IPropertySymbol;
        var parameters = CallSite.Parameters(symbol).Select(parameter => isMarked(parameter) ? before + encode(Shown(parameter)) + after : encode(Shown(parameter)));
        return $"{encode(NameOf(symbol))}{(isIndexer ? "[" : "(")}{string.Join(", ", parameters)}{(isIndexer ? "]" : ")")}";
    }

    private static string NameOf(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => constructor.ContainingType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat),
        IMethodSymbol { MethodKind: MethodKind.DelegateInvoke } invoke => $"{invoke.ReturnType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)} {invoke.ContainingType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}",
        IPropertySymbol indexer => $"{indexer.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)} this",
        _ => symbol.ToDisplayString(Head),
    };

    private static string Shown(IParameterSymbol parameter) => parameter.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    private static IEnumerable<string> DocumentationTexts(ISymbol symbol, IParameterSymbol? parameter)
    {
        var documentation = Documentation.Of(symbol);
        if (parameter is not null && documentation.Parameter(parameter.Name) is { Length: > 0 } told)
            yield return $"{parameter.Name}: {told}";
        if (documentation.Summary is { Length: > 0 } summary)
            yield return summary;
        if (parameter is not null)
            yield break;
        foreach (var each in CallSite.Parameters(symbol).Where(each => documentation.Parameter(each.Name).Length > 0))
            yield return $"{each.Name}: {documentation.Parameter(each.Name)}";
        if (documentation.Returns is { Length: > 0 } returns)
            yield return $"Returns {char.ToLowerInvariant(returns[0])}{returns[1..]}";
    }
}
