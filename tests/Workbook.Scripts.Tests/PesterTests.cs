using System.Text.RegularExpressions;

namespace Workbook.Scripts.Tests;

/// <summary>A result here for each <c>It</c> of the Pester files beside this one.</summary>
public sealed partial class PesterTests(PesterRun run)
{
    public static TheoryData<string, string> Listed
    {
        get
        {
            var tests = new TheoryData<string, string>();
            foreach (var file in Directory.EnumerateFiles(PesterRun.Tests, "*.Tests.ps1").Order(StringComparer.Ordinal))
                foreach (var path in Paths(File.ReadLines(file)))
                    tests.Add(Path.GetFileName(file), path);
            return tests;
        }
    }

    [Theory]
    [MemberData(nameof(Listed))]
    public void In_PowerShell(string file, string path)
    {
        var results = run.Results.Where(result => result.File == file && result.Path == path).ToList();
        Assert.True(results.Count > 0, $"Pester did not run '{path}' of {file}.");
        Assert.Empty(results.Where(result => result.Result is not ("Passed" or "Skipped")).Select(result => $"{result.Name}: {result.Message}"));
        if (results.All(result => result.Result == "Skipped"))
            Assert.Skip(results[0].Message ?? "Pester skipped it.");
    }

    [Fact]
    public void Every_test_that_Pester_runs_has_a_result_here()
    {
        var listed = Listed.Select(row => row.Data).ToHashSet();
        Assert.Empty(run.Results.Select(result => (result.File, result.Path)).Except(listed));
    }

    /// <summary>By their place in the file, as Pester itself reads it only when it runs.</summary>
    private static IEnumerable<string> Paths(IEnumerable<string> lines)
    {
        var blocks = new Stack<(int Depth, string Name)>();
        foreach (var line in lines)
        {
            if (Block().Match(line) is not { Success: true } block)
                continue;
            var depth = block.Groups[1].Length;
            while (blocks.Count > 0 && blocks.Peek().Depth >= depth)
                blocks.Pop();
            blocks.Push((depth, block.Groups[3].Value.Replace("''", "'")));
            if (block.Groups[2].Value == "It")
                yield return string.Join(" > ", blocks.Reverse().Select(at => at.Name));
        }
    }

    [GeneratedRegex(@"^(\s*)(Describe|Context|It) '((?:[^']|'')+)'")]
    private static partial Regex Block();
}
