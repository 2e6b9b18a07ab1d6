using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Architecture;

/// <summary>
/// Where a text or an order is the culture's, and CA1305 and CA1310 don't look: inside interpolated strings, sums of
/// strings, string.Join, ToString of an object, and in what sorts strings by default.
/// </summary>
internal static class CultureFinder
{
    private static readonly string[] Sorting = ["Order", "OrderDescending", "OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending", "Sort", "Min", "Max", "MinBy", "MaxBy", "CompareTo"];

    public static IEnumerable<(SyntaxNode Node, string What)> Find(Compilation compilation) =>
        from tree in compilation.SyntaxTrees
        where tree.FilePath.Length > 0
        let model = compilation.GetSemanticModel(tree)
        from node in tree.GetRoot().DescendantNodes()
        let found = node switch
        {
            InterpolationSyntax interpolation => Interpolated(interpolation, model),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum when model.GetTypeInfo(sum).Type is { SpecialType: SpecialType.System_String } => Written(sum.Left, model) ?? Written(sum.Right, model),
            InvocationExpressionSyntax call => Joined(call, model) ?? Sorted(call, model),
            BaseObjectCreationExpressionSyntax created => Sorted(created, model),
            _ => null,
        }
        where found is not null
        select (node, found);

    /// <summary>What becomes a plain string. An interpolated string that goes to <c>Invariant</c> or to a handler with a culture isn't one.</summary>
    private static string? Interpolated(InterpolationSyntax interpolation, SemanticModel model) =>
        model.GetTypeInfo(interpolation.Parent!).ConvertedType is { SpecialType: SpecialType.System_String }
            ? Written(model.GetTypeInfo(interpolation.Expression).Type, interpolation.FormatClause?.FormatStringToken.ValueText)
            : null;

    private static string? Written(ExpressionSyntax part, SemanticModel model) => Written(model.GetTypeInfo(part).Type, null);

    private static string? Joined(InvocationExpressionSyntax call, SemanticModel model) => model.GetSymbolInfo(call).Symbol switch
    {
        IMethodSymbol { Name: "ToString", Parameters.Length: 0, ContainingType.SpecialType: SpecialType.System_Object } when call.Expression is MemberAccessExpressionSyntax access => Written(access.Expression, model),
        IMethodSymbol { Name: "Join" or "Concat", ContainingType.SpecialType: SpecialType.System_String } method =>
            method.TypeArguments.Concat(call.ArgumentList.Arguments.Select(argument => model.GetTypeInfo(argument.Expression).Type)).Select(type => Written(type, null)).FirstOrDefault(found => found is not null),
        _ => null,
    };

    private static string? Sorted(InvocationExpressionSyntax call, SemanticModel model) =>
        model.GetSymbolInfo(call).Symbol is IMethodSymbol method && Sorting.Contains(method.Name) && method.ContainingNamespace.ToString() is "System" or "System.Linq" or "System.Collections.Generic"
        && !method.Parameters.Any(parameter => parameter.Type.Name is "IComparer" or "Comparison")
        && HasText(method.Name is "Min" or "Max" ? method.ReturnType : method.TypeArguments.LastOrDefault() ?? method.ContainingType.TypeArguments.FirstOrDefault() ?? method.ContainingType)
            ? "sorts texts" : null;

    private static string? Sorted(BaseObjectCreationExpressionSyntax created, SemanticModel model) =>
        model.GetSymbolInfo(created).Symbol is IMethodSymbol { ContainingType.Name: "SortedDictionary" or "SortedSet" or "SortedList" or "PriorityQueue" } method
        && !method.Parameters.Any(parameter => parameter.Type.Name == "IComparer") && HasText(method.ContainingType.TypeArguments[method.ContainingType.Name == "PriorityQueue" ? 1 : 0]) ? "sorts texts" : null;

    private static bool HasText(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_String || (type is INamedTypeSymbol { IsTupleType: true } tuple && tuple.TupleElements.Any(element => HasText(element.Type)));

    private static string? Written(ITypeSymbol? type, string? format)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
            type = nullable.TypeArguments[0];
        return type switch
        {
            { SpecialType: SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_Decimal } or { Name: "BigInteger" or "Half" } => "a number",
            { SpecialType: SpecialType.System_DateTime } or { Name: "DateTimeOffset" or "DateOnly" or "TimeOnly" } => format is "O" or "o" ? null : "a time",
            { Name: "TimeSpan" } when format is "g" or "G" => "a time",
            { SpecialType: SpecialType.System_Object } or { TypeKind: TypeKind.TypeParameter } => "anything",
            // A whole number without groups is the same everywhere unless it is negative.
            { SpecialType: >= SpecialType.System_SByte and <= SpecialType.System_UInt64 } when format is not null && !IsPlain(format) => "a number",
            _ => null,
        };
    }

    private static bool IsPlain(string format) => format.All(letter => letter == '0') || (format[0] is 'D' or 'd' or 'X' or 'x' or 'B' or 'b');
}
