using System.Text.RegularExpressions;
using Workbook.Cli.Output;

namespace Workbook.Cli.Tests;

/// <summary>What the README and the documents say is true: commands are understood, paths and links lead somewhere, nothing is left out.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Root = CommandLineTests.RepositoryRoot();

    private static readonly IReadOnlyDictionary<string, string> Documents =
        new[] { "README.md", "CONTRIBUTING.md", "CHANGELOG.md" }.Concat(Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md").Select(file => $"docs/{Path.GetFileName(file)}"))
            .ToDictionary(file => file, file => File.ReadAllText(Path.Combine(Root, file)));

    public static TheoryData<string> Commands => [.. Documents.Values.SelectMany(text => CommandInText().Matches(text).Concat(CommandInTable().Matches(text)).Select(match => match.Groups[1].Value)).Distinct()];

    public static TheoryData<string, string> Links => [.. Documents.SelectMany(document => Link().Matches(document.Value).Select(match => (document.Key, match.Groups[1].Value)).Where(link => !link.Value.Contains("://")).Distinct())];

    public static TheoryData<string, string> Paths => [.. Documents.SelectMany(document => PathInText().Matches(document.Value).Select(match => (document.Key, match.Groups[1].Value)).Distinct())];

    public static TheoryData<string> Scripts => [.. Directory.EnumerateFiles(Path.Combine(Root, "scripts"), "*.ps1").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Functions => [.. Directory.EnumerateFiles(Path.Combine(Root, "scripts", "Workbook", "Public")).Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    [Fact]
    public void The_README_is_short() => Assert.InRange(Documents["README.md"].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length, 200, 450);

    [Fact]
    public void Every_command_is_documented()
    {
        using var interrupts = new Interrupts();
        var context = new CommandContext(Terminal.Redirected(TextReader.Null, TextWriter.Null, TextWriter.Null), interrupts);
        Assert.Empty(CommandLine.Build(context).Subcommands.Where(command => !command.Hidden && !Regex.IsMatch(Documents["docs/commands.md"], $@"`workbook {command.Name}\b")).Select(command => command.Name));
    }

    [Theory, MemberData(nameof(Commands))]
    public void A_command_is_understood(string line)
    {
        using var interrupts = new Interrupts();
        var context = new CommandContext(Terminal.Redirected(TextReader.Null, TextWriter.Null, TextWriter.Null), interrupts);
        Assert.Empty(CommandLine.Build(context).Parse(line).Errors.Select(error => error.Message));
    }

    [Theory, MemberData(nameof(Links))]
    public void A_link_leads_somewhere(string document, string link) =>
        Assert.True(Path.Exists(Path.Combine(Root, Path.GetDirectoryName(document)!, link)), $"{document} links to {link}.");

    [Theory, MemberData(nameof(Paths))]
    public void A_path_is_there(string document, string path) =>
        Assert.True(Path.Exists(Path.Combine(Root, path)), $"{document} speaks of {path}.");

    [Fact]
    public void There_are_scripts_for_all_that_is_done_often() => Assert.Equal(
        ["Install-Workbook.ps1", "Invoke-Notebook.ps1", "Invoke-Pipeline.ps1", "Start-SqlShell.ps1", "Test-Workbook.ps1"], Scripts.Select(row => row.Data));

    [Theory, MemberData(nameof(Scripts))]
    public void A_script_is_documented(string script) => Assert.Contains($"| `./scripts/{script}", Documents["docs/powershell.md"]);

    [Theory, MemberData(nameof(Functions))]
    public void A_function_of_the_module_is_documented(string function) => Assert.Matches($@"`{function}\b", Documents["docs/powershell.md"]);

    [GeneratedRegex(@"dotnet run (?:-c Release )?--project lib/Workbook\.Cli -- ([^`\n]+)")]
    private static partial Regex CommandInText();

    [GeneratedRegex(@"^\| `workbook ([^`]+)`", RegexOptions.Multiline)]
    private static partial Regex CommandInTable();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    /// <summary>A name in code that begins with a folder of the repository and is no pattern.</summary>
    [GeneratedRegex(@"`((?:lib|tests|docs|notebooks|scripts|\.ci|\.vscode)/[\w./-]+)`")]
    private static partial Regex PathInText();
}
