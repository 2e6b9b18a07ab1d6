using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbook.Notebooks.Engine.CSharp;

/// <summary>
/// <c>Chart</c> after <c>using Plotly.NET.CSharp</c>: a name for two classes, of which the language would take Plotly.NET's and
/// hide the workbook's. Here each call takes the class that has it: ours where it is a call of ours, else Plotly.NET's.
/// </summary>
internal sealed class ChartNames
{
    private const string Name = "Chart", Ours = "Workbook.Charts";
    private static readonly string[] Theirs = ["Plotly.NET.CSharp", "Plotly.NET"];

    private readonly Dictionary<IdentifierNameSyntax, string> _chosen = [];
    private readonly SemanticModel _model;

    private ChartNames(Compilation compilation)
    {
        var tree = compilation.SyntaxTrees.Last();
        _model = compilation.GetSemanticModel(tree);
        // From the end: what stands in a call's arguments is decided before the call.
        foreach (var name in tree.GetRoot().DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.Text == Name).Reverse())
        {
            if (Rivals(name) is { Count: > 0 } theirs)
                _chosen[name] = Choose(name, theirs);
        }
    }

    /// <summary>Where a namespace goes in front of the name.</summary>
    public IEnumerable<(int At, string Text)> Inserts => _chosen.Select(choice => (choice.Key.SpanStart, $"global::{choice.Value}."));

    /// <summary>For the reader of an error; null unless a call is of neither class.</summary>
    public string? Hint { get; private set; }

    public static ChartNames? In(string code, NuGet.NotebookPackages packages, Func<Compilation> compile) =>
        code.Contains(Name, StringComparison.Ordinal) && packages.Has("Plotly.NET") ? new ChartNames(compile()) : null;

    /// <summary>Plotly.NET's classes that the name may mean; none where the cell says itself which one it means.</summary>
    private List<string> Rivals(IdentifierNameSyntax name)
    {
        if ((name.Parent is MemberAccessExpressionSyntax access && access.Name == name) || (name.Parent is QualifiedNameSyntax qualified && qualified.Right == name)
            || name.FirstAncestorOrSelf<UsingDirectiveSyntax>() is not null || _model.GetAliasInfo(name) is not null)
            return [];
        var info = _model.GetSymbolInfo(name);
        var meant = (info.Symbol is { } one ? [one] : info.CandidateSymbols).OfType<INamedTypeSymbol>().Select(type => type.ContainingNamespace.ToDisplayString()).ToList();
        return [.. Theirs.Where(meant.Contains)];
    }

    private string Choose(IdentifierNameSyntax name, List<string> theirs)
    {
        // Plotly.NET's classes are static: what isn't a call can only be ours.
        if (name.Parent is not MemberAccessExpressionSyntax access)
            return Ours;
        ExpressionSyntax call = access.Parent is InvocationExpressionSyntax invocation && invocation.Expression == access ? invocation : access;
        string[] all = [Ours, .. theirs];
        if (Array.Find(all, space => Binds(call, name, space)) is { } fitting)
            return fitting;
        var named = all.Where(space => _model.Compilation.GetTypeByMetadataName($"{space}.{Name}")?.GetMembers(access.Name.Identifier.Text).Any() == true).ToList();
        if (named.Count > 1)
            Hint = $"{Name}.{access.Name.Identifier.Text} is in both {string.Join(" and ", named.Select(space => $"{space}.{Name}"))}, and the call fits neither. Write the whole name of the one that you mean to see what it expects.";
        return named.FirstOrDefault() ?? Ours;
    }

    private bool Binds(ExpressionSyntax call, IdentifierNameSyntax name, string space)
    {
        var within = call.DescendantNodes().OfType<IdentifierNameSyntax>().Where(_chosen.ContainsKey);
        var spelled = call.ReplaceNodes(within.Append(name), (original, _) => SyntaxFactory.ParseName($"global::{(original == name ? space : _chosen[original])}.{Name}") is var full
            && original.Parent is MemberAccessExpressionSyntax ? SyntaxFactory.ParseExpression(full.ToString()) : full);
        return _model.GetSpeculativeSymbolInfo(name.SpanStart, spelled, SpeculativeBindingOption.BindAsExpression).Symbol is not null;
    }
}
