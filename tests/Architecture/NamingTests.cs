using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Architecture;

/// <summary>The same name means the same thing, and what every long piece of work takes is called and placed alike.</summary>
public sealed class NamingTests
{
    private static readonly SourceCode Code = SourceCode.Instance;

    /// <summary>Two companies, each with its own.</summary>
    private static readonly string[] OfEachCompany = ["Currencies", "Order", "OrderLine"];

    private static readonly string[] Engine =
        ["Workbook", "Workbook.Models", "Workbook.Operations", "Workbook.Dashboard", "Workbook.PowerBi", "Workbook.Retail", "Workbook.Acme"];

    [Fact]
    public void A_name_stands_for_one_type()
    {
        var twice = Code.Projects.SelectMany(project => Types(Code.Compilation(project).Assembly.GlobalNamespace)).Where(type => type.ContainingType is null)
            .GroupBy(type => $"{type.Name}`{type.Arity}").Where(types => types.Count() > 1 && !OfEachCompany.Contains(types.First().Name))
            .Select(types => string.Join(" and ", types.Select(type => type.ToDisplayString()).Order(StringComparer.Ordinal)));

        Assert.True(!twice.Any(), string.Join('\n', twice));
    }

    [Fact]
    public void Progress_and_cancel_come_last()
    {
        var others = Engine.SelectMany(name => Types(Code.Compilation(Code.Projects.Single(project => project.Name == name)).Assembly.GlobalNamespace))
            .Where(type => type is { DeclaredAccessibility: Accessibility.Public, TypeKind: not TypeKind.Delegate }).SelectMany(type => type.GetMembers().OfType<IMethodSymbol>())
            .Where(method => method is { DeclaredAccessibility: Accessibility.Public, MethodKind: MethodKind.Ordinary, IsImplicitlyDeclared: false } && !IsAlike(method))
            .Select(method => $"{method.ToDisplayString()} takes them otherwise than '…, IProgress<T>? progress = null, CancellationToken cancel = default'.");

        Assert.True(!others.Any(), string.Join('\n', others));
    }

    private static bool IsAlike(IMethodSymbol method)
    {
        var last = method.Parameters.Length - 1;
        var cancel = method.Parameters.FirstOrDefault(parameter => parameter.Type.Name == "CancellationToken");
        var progress = method.Parameters.FirstOrDefault(parameter => parameter.Type.Name == "IProgress");
        return (cancel is null || (cancel.Name == "cancel" && cancel.Ordinal == last))
            && (progress is null || (progress.Name == "progress" && progress.IsOptional && progress.Ordinal == (cancel is null ? last : last - 1)));
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceSymbol space) =>
        space.GetTypeMembers().Concat(space.GetNamespaceMembers().SelectMany(Types));
}
