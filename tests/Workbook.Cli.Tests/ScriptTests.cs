using System.Text.RegularExpressions;
using Workbook.Cli.Output;

namespace Workbook.Cli.Tests;

/// <summary>What the README says of the scripts; they themselves are tested in PowerShell, in Workbook.Scripts.Tests.</summary>
public sealed partial class ScriptTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(CommandLineTests.RepositoryRoot(), "README.md"));

    public static TheoryData<string> Scripts => [.. Directory.EnumerateFiles(Path.Combine(CommandLineTests.RepositoryRoot(), "scripts"), "*.ps1").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Functions => [.. Directory.EnumerateFiles(Path.Combine(CommandLineTests.RepositoryRoot(), "scripts", "Workbook", "Public")).Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    public static TheoryData<string> BashCommands => [.. BashCommand().Matches(Readme).Select(match => match.Groups[1].Value).Distinct()];

    [Fact]
    public void There_are_scripts_for_all_that_is_done_often() => Assert.Equal(
        ["Install-Workbook.ps1", "Invoke-Notebook.ps1", "Invoke-Pipeline.ps1", "Start-SqlShell.ps1", "Test-Workbook.ps1"], Scripts.Select(row => row.Data));

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_script_is_in_the_README(string script) => Assert.Contains($"| `./scripts/{script}", Readme);

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_of_the_module_is_in_the_README(string function) => Assert.Matches($@"`{function}\b", Readme);

    [Theory]
    [MemberData(nameof(BashCommands))]
    public void The_READMEs_bash_commands_are_understood(string line)
    {
        using var interrupts = new Interrupts();
        var context = new CommandContext(Terminal.Redirected(TextReader.Null, TextWriter.Null, TextWriter.Null), interrupts);
        Assert.Empty(CommandLine.Build(context).Parse(line).Errors.Select(error => error.Message));
    }

    [GeneratedRegex(@"dotnet run (?:-c Release )?--project lib/Workbook\.Cli -- ([^`\n]+)")]
    private static partial Regex BashCommand();
}
