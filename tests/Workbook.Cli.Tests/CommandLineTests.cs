using System.CommandLine;
using System.Runtime.CompilerServices;
using Workbook.Cli.Output;

namespace Workbook.Cli.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void Every_command_and_option_says_what_it_is_for()
    {
        using var interrupts = new Interrupts();
        var context = new CommandContext(Terminal.Redirected(TextReader.Null, TextWriter.Null, TextWriter.Null), interrupts);
        Assert.All(Below(CommandLine.Build(context)), command =>
        {
            Assert.False(string.IsNullOrWhiteSpace(command.Description), command.Name);
            Assert.All(command.Options, option => Assert.False(string.IsNullOrWhiteSpace(option.Description), $"{command.Name} {option.Name}"));
        });

        static IEnumerable<Command> Below(Command command) => command.Subcommands.SelectMany(Below).Prepend(command);
    }

    [Fact]
    public void Alone_it_lists_the_commands()
    {
        var result = Cli.Run();
        Assert.Equal((2, ""), (result.Exit, result.Out));
        Assert.Contains("workbook [command] [options]", result.Error);
        Assert.Contains("doctor", result.Error);
    }

    [Theory]
    [InlineData("workbook mon", "monitor")]
    [InlineData("workbook delta ", "optimize")]
    [InlineData("workbook sql --format ", "tsv")]
    [InlineData("workbook run --from sil", "silver")]
    [InlineData("workbook run --only ", "docs")]
    [InlineData("workbook rejects --tables ", "orders_lines")]
    [InlineData("workbook replay --source sen", "sensors")]
    [InlineData("workbook progress --reset bron", "bronze.balance")]
    [InlineData("workbook progress --reset ", "bronze")]
    [InlineData("workbook check ", "warehouse_opens")]
    [InlineData("workbook drill ", "all")]
    [InlineData("workbook monitor --topic fore", "foreign_key")]
    [InlineData("workbook dbt build --sel", "--select")]
    public void A_shell_is_told_what_may_come_next(string line, string word) =>
        Assert.Contains(word, Cli.Run("complete", line).Succeeded().Out.Split('\n'));

    [Fact]
    public void What_cannot_come_next_is_not_told()
    {
        var words = Cli.Run("complete", "workbook sql --for", "--position", "17").Succeeded().Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["--format"], words.Where(word => word.StartsWith("--fo", StringComparison.Ordinal)));
        Assert.DoesNotContain("--lake", words);
        var commands = Cli.Run("complete", "workbook ").Succeeded().Out.Split('\n');
        Assert.DoesNotContain("complete", commands);
        Assert.DoesNotContain("--events", commands);
        Assert.DoesNotContain("/h", commands);
    }

    [Fact]
    public void Help_is_a_result() => Assert.Contains("workbook generate [options]", Cli.Run("generate", "--help").Succeeded().Out);

    [Theory]
    [InlineData("genrate", "Unrecognized command or argument 'genrate'.\nSee 'workbook --help'.\n")]
    [InlineData("generate --scale 0,01", "--scale expects a number with a point, such as 0.01, but was given '0,01'.\nSee 'workbook generate --help'.\n")]
    [InlineData("generate --scale x", "Cannot parse argument 'x' for option '--scale' as a number.\nSee 'workbook generate --help'.\n")]
    [InlineData("generate --start-date 2024", "--start-date expects a date such as 2024-03-01 but was given '2024'.\nSee 'workbook generate --help'.\n")]
    [InlineData("sql --format xml", "--format expects table, csv, json, markdown or tsv but was given 'xml'.\nSee 'workbook sql --help'.\n")]
    [InlineData("sql --limit -1", "--limit expects at least 0 but was given -1.\nSee 'workbook sql --help'.\n")]
    [InlineData("delta restore t", "Name what to restore, with --version or --timestamp.\nSee 'workbook delta restore --help'.\n")]
    [InlineData("delta read t --version 1 --timestamp 2024-01-01", "Give --version or --timestamp, not both.\nSee 'workbook delta read --help'.\n")]
    public void Wrong_usage_is_exit_code_2(string line, string message)
    {
        var result = Cli.Run(line.Split(' '));
        Assert.Equal((2, "", message), (result.Exit, result.Out, result.Error));
    }

    [Fact]
    public void All_wrong_options_are_told_at_once_and_the_stack_only_when_asked_for()
    {
        var result = Cli.Run("generate", "--scale", "1000", "--days", "0");
        Assert.Equal((1, "Cannot generate: scale is 1000; it must lie between 0.001 and 100; days is 0; it must lie between 1 and 3650.\n"), (result.Exit, result.Error));
        Assert.Contains("   at Workbook.Retail.Generation.", Cli.Run("generate", "--scale", "1000", "--verbose").Error);
    }

    [Fact]
    public void A_stopped_command_says_what_it_leaves()
    {
        var error = new StringWriter { NewLine = "\n" };
        using var interrupts = new Interrupts();
        interrupts.Stop();
        var folder = Directory.CreateTempSubdirectory("workbook-cli-tests-").FullName;
        var exit = CommandLine.Run(["generate", "--out", folder], Terminal.Redirected(TextReader.Null, TextWriter.Null, error), interrupts);
        Directory.Delete(folder, recursive: true);
        Assert.Equal((130, "Stopped. The folder is marked as incomplete; run the same command again to start it afresh.\n"), (exit, error.ToString()));
    }

    internal static string RepositoryRoot([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
