using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Workbook.Cli.Output;

namespace Workbook.Cli.Tests;

/// <summary>There is no PowerShell here: the scripts in scripts/ are read, and held against the command line that they call.</summary>
public sealed partial class ScriptTests
{
    private static readonly string Root = CommandLineTests.RepositoryRoot();

    public static TheoryData<string> Scripts => [.. Directory.EnumerateFiles(Path.Combine(Root, "scripts"), "*.ps1").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    /// <summary>What the scripts hand to the command line: the words, and the options of that call.</summary>
    public static TheoryData<string, string> Calls
    {
        get
        {
            var calls = new TheoryData<string, string>();
            foreach (var script in Scripts.Select(row => row.Data))
                foreach (var call in CallsOf(Read(script)))
                    calls.Add(script, call);
            return calls;
        }
    }

    [Fact]
    public void There_are_scripts_for_all_that_is_done_often() => Assert.Equal(
        ["Install-Workbook.ps1", "Invoke-Notebook.ps1", "Invoke-Pipeline.ps1", "Start-SqlShell.ps1", "Test-Workbook.ps1"], Scripts.Select(row => row.Data));

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_script_calls_what_there_is(string script, string call) => Assert.True(Unknown(call) is null, $"{script}: {Unknown(call)}");

    [Theory]
    [InlineData("sql --lake", null)]
    [InlineData("delta restore --version", null)]
    [InlineData("sql --verbose", null)]
    [InlineData("sqll", "'workbook sqll' isn't a command")]
    [InlineData("delta", "'workbook delta' needs one of its commands")]
    [InlineData("sql --scale", "'workbook sql' has no option --scale")]
    public void A_call_that_does_not_exist_is_noticed(string call, string? fault) => Assert.Equal(fault, Unknown(call));

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_script_that_calls_the_workbook_has_a_call_to_check(string script) =>
        Assert.Equal(Read(script).Contains("Workbook.Cli"), CallsOf(Read(script)).Count > 0);

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_script_has_help_for_each_parameter_and_passes_the_exit_code_on(string script)
    {
        var text = Read(script);
        var help = text[..text.IndexOf("#>", StringComparison.Ordinal)];
        foreach (var section in new[] { ".SYNOPSIS", ".DESCRIPTION", ".EXAMPLE" })
            Assert.Contains($"\n{section}\n", help);
        Assert.Contains($"./scripts/{script}", help);
        var block = Parameters().Match(text).Value;
        Assert.Equal(
            ParameterNames().Matches(block).Select(match => match.Groups[1].Value),
            HelpNames().Matches(help).Select(match => match.Groups[1].Value));
        Assert.Contains("exit $LASTEXITCODE", text);
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_script_is_for_Windows_PowerShell_too(string script)
    {
        var text = Read(script);
        // Without a byte order mark, 5.1 reads a file in the system's code page.
        Assert.True(text.All(char.IsAscii), "Not only ASCII.");
        var code = text[text.IndexOf("#>", StringComparison.Ordinal)..];
        Assert.DoesNotMatch(@"\?\?|\?\.|&&|\|\||-Parallel\s+\{|\)\s*\?\s|\bclean\s*\{", code);
    }

    [Fact]
    public void PowerShells_grammar_knows_all_of_every_script()
    {
        Assert.Equal("", Grammar([.. Scripts.Select(row => Path.Combine(Root, "scripts", row.Data))]));
        var broken = Path.Combine(Directory.CreateTempSubdirectory("workbook-cli-tests-").FullName, "broken.ps1");
        File.WriteAllText(broken, Read("Invoke-Pipeline.ps1").Replace("if (-not $Raw) {", "if (-not $Raw {"));
        Assert.Contains("broken.ps1:", Grammar(broken));
        Directory.Delete(Path.GetDirectoryName(broken)!, recursive: true);
    }

    private static string Grammar(params string[] files)
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Root, "node_modules", "@vscode", "tree-sitter-wasm")), "npm brought no @vscode/tree-sitter-wasm.");
        try
        {
            using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine("tests", "Workbook.Cli.Tests", "powershell-grammar.mjs"), .. files])
            {
                WorkingDirectory = Root, RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            var error = node.StandardError.ReadToEndAsync();
            var output = node.StandardOutput.ReadToEnd();
            node.WaitForExit();
            Assert.True(node.ExitCode == 0, error.Result);
            return output;
        }
        catch (Win32Exception)
        {
            Assert.Skip("There is no Node.js on the PATH.");
            throw;
        }
    }

    private static string Read(string script) => File.ReadAllText(Path.Combine(Root, "scripts", script)).ReplaceLineEndings("\n");

    /// <summary>The literals of <c>$arguments = @('sql', '--lake', $Lake)</c> and of the <c>+=</c> that follow: words, then options.</summary>
    private static List<string> CallsOf(string text)
    {
        if (!text.Contains("Workbook.Cli"))
            return [];
        var calls = new List<string>();
        foreach (Match line in Arguments().Matches(text))
        {
            var literals = Literals().Matches(line.Groups[2].Value).Select(match => match.Groups[1].Value).ToList();
            if (line.Groups[1].Value == "=")
                calls.Add(string.Join(' ', literals.TakeWhile(literal => !literal.StartsWith('-'))));
            foreach (var option in literals.Where(literal => literal.StartsWith("--", StringComparison.Ordinal)))
                calls[^1] += $" {option}";
        }
        return calls;
    }

    /// <returns>What is wrong with a call; null for nothing.</returns>
    private static string? Unknown(string call)
    {
        using var interrupts = new Interrupts();
        var command = CommandLine.Build(new CommandContext(Terminal.Redirected(TextReader.Null, TextWriter.Null, TextWriter.Null), interrupts));
        var (path, options) = (command.Name, command.Options.Where(option => option.Recursive).ToList());
        foreach (var word in call.Split(' '))
        {
            if (word.StartsWith("--", StringComparison.Ordinal))
            {
                if (!options.Any(option => option.Name == word))
                    return $"'{path}' has no option {word}";
                continue;
            }
            path += $" {word}";
            if (command.Subcommands.FirstOrDefault(sub => sub.Name == word) is not { } next)
                return $"'{path}' isn't a command";
            command = next;
            options.AddRange(command.Options);
        }
        return command.Subcommands.Count == 0 ? null : $"'{path}' needs one of its commands";
    }

    [GeneratedRegex(@"\$arguments (\+?=) (.*)")]
    private static partial Regex Arguments();

    [GeneratedRegex(@"(?<![\w\]])'([a-z-][a-z-]*)'")]
    private static partial Regex Literals();

    [GeneratedRegex(@"^param\(\n.*?^\)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Parameters();

    [GeneratedRegex(@"^    \[[\w\[\]]+\]\$(\w+)", RegexOptions.Multiline)]
    private static partial Regex ParameterNames();

    [GeneratedRegex(@"^\.PARAMETER (\w+)$", RegexOptions.Multiline)]
    private static partial Regex HelpNames();
}
