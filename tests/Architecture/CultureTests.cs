namespace Architecture;

/// <summary>A program that calls the library has a culture of its own; what the library writes doesn't depend on it.</summary>
public sealed class CultureTests
{
    private static readonly SourceCode Code = SourceCode.Instance;

    /// <summary>The command line is a program, and has the invariant culture alone.</summary>
    public static TheoryData<string> Libraries => [.. Code.Projects.Select(project => project.Name).Where(name => name != "Workbook.Cli")];

    [Theory, MemberData(nameof(Libraries))]
    public void No_text_and_no_order_depends_on_the_culture(string name)
    {
        var found = CultureFinder.Find(Code.Compilation(Code.Projects.Single(project => project.Name == name))).Select(place =>
            $"{Path.GetRelativePath(Code.Lib, place.Node.SyntaxTree.FilePath)}:{place.Node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {place.What}: {place.Node}").ToList();

        Assert.True(found.Count == 0, "Invariant($\"…\"), StringComparer.Ordinal or a CultureInfo is missing:\n" + string.Join('\n', found));
    }
}
