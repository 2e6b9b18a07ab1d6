using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Architecture;

/// <summary>
/// The system's temporary folder is everybody's: a name that can be guessed is one that somebody else may have taken, or
/// linked to a file of yours. <c>Directory.CreateTempSubdirectory</c> makes a folder of a random name for this user alone.
/// </summary>
public sealed class TemporaryNameTests
{
    /// <summary>It looks whether the folder can be written to, and leaves nothing there.</summary>
    private const string Looks = "Workbook/Diagnostics/Checkup.cs";

    private static readonly string[] Shared = ["GetTempPath", "GetTempFileName", "CreateTempFile"];

    [Theory, MemberData(nameof(ArchitectureTests.Projects), MemberType = typeof(ArchitectureTests))]
    public void Nothing_gets_a_name_of_its_own_in_the_shared_temporary_folder(string name)
    {
        var code = SourceCode.Instance;
        var found = code.Compilation(code.Projects.Single(project => project.Name == name)).SyntaxTrees
            .Where(tree => tree.FilePath.Length > 0 && Path.GetRelativePath(code.Lib, tree.FilePath).Replace('\\', '/') != Looks)
            .SelectMany(tree => tree.GetRoot().DescendantNodes().Where(node =>
                node is IdentifierNameSyntax { Identifier.ValueText: var called } && Shared.Contains(called)
                || node is LiteralExpressionSyntax { Token.Value: string text } && (text.StartsWith("/tmp", StringComparison.Ordinal) || text is "TMPDIR" or "TEMP" or "TMP")))
            .Select(node => $"{node.SyntaxTree.FilePath}: {node}").ToList();

        Assert.True(found.Count == 0, "Use Directory.CreateTempSubdirectory:\n" + string.Join('\n', found));
    }
}
