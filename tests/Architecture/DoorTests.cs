using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Architecture;

/// <summary>The library's doors, as docs/library.md names them: each is there, is public, and says what it does.</summary>
public sealed partial class DoorTests
{
    private static readonly SourceCode Code = SourceCode.Instance;

    private static readonly string Table = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Code.Lib)!, "docs", "library.md")).Split("\n## ").Single(section => section.StartsWith("Doors", StringComparison.Ordinal));

    public static TheoryData<string> Doors => [.. Names().Matches(Table).Select(name => name.Groups[1].Value)];

    [Theory, MemberData(nameof(Doors))]
    public void A_door_is_public_and_says_what_it_does(string name)
    {
        var type = Assert.Single(Code.Projects.SelectMany(project => Types(Code.Compilation(project).Assembly.GlobalNamespace)), type => type.Name == name && type.Arity == 0);
        Assert.Equal(Accessibility.Public, type.DeclaredAccessibility);
        var silent = type.GetMembers().Where(member => member is { DeclaredAccessibility: Accessibility.Public, IsImplicitlyDeclared: false } and IMethodSymbol { MethodKind: MethodKind.Ordinary, IsOverride: false })
            .Append(type).Where(symbol => string.IsNullOrWhiteSpace(symbol.GetDocumentationCommentXml()) && !IsPlain(symbol)).Select(symbol => symbol.ToDisplayString()).ToList();
        Assert.True(silent.Count == 0, $"Say what it does, with units, nulls and errors: {string.Join(", ", silent)}");
    }

    /// <summary>A program is written by the doors it knows: more than one can learn are none.</summary>
    [Fact]
    public void There_are_few() => Assert.InRange(Doors.Count, 40, 75);

    private static bool IsPlain(ISymbol symbol) => symbol.Name is "Dispose" or "ToString" or "GetEnumerator";

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceSymbol space) => space.GetTypeMembers().Concat(space.GetNamespaceMembers().SelectMany(Types));

    [GeneratedRegex("`([A-Z][A-Za-z]+)`")]
    private static partial Regex Names();
}
