using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Workbook.Cli.Commands;
using Workbook.Cli.Output;

namespace Workbook.Cli;

/// <summary>The commands, and the one place where their faults become messages and exit codes.</summary>
internal static class CommandLine
{
    /// <summary>A new command is a factory in Commands/ and a line here.</summary>
    private static readonly IReadOnlyList<Func<CommandContext, Command>> Factories =
    [
        RunCommand.Create,
        StatusCommand.Create,
        MonitorCommand.Create,
        GenerateCommand.Create,
        IngestCommand.Create,
        ContractCommand.Create,
        PipelineCommand.Create,
        RejectsCommand.Create,
        ReplayCommand.Create,
        NotebookCommand.Create,
        ProgressCommand.Create,
        DbtCommand.Create,
        ScoreCommand.Create,
        PowerBiCommand.Create,
        DedupCommand.Create,
        ReconcileCommand.Create,
        DashboardCommand.Create,
        DeltaCommand.Create,
        IncrementCommand.Create,
        CheckCommand.Create,
        RepairCommand.Create,
        BackfillCommand.Create,
        CdcCommand.Create,
        StorageCommand.Create,
        DrillCommand.Create,
        SqlCommand.Create,
        KernelCommand.Create,
        DoctorCommand.Create,
        CompleteCommand.Create,
    ];

    private static readonly Option<bool> Verbose = new("--verbose") { Description = "Show the stack trace of a fault.", Recursive = true };

    private static readonly Option<bool> Events = new("--events") { Description = "Write notes, faults and progress to standard error as JSON, for a program.", Recursive = true, Hidden = true };

    public static Command Build(CommandContext context)
    {
        // Not a RootCommand: that one is named for its file, and users type "workbook" whatever that is called.
        var root = new Command("workbook", "A lakehouse on DuckDB: generate raw files, build the lake from them, ask it questions.")
        {
            new HelpOption(), new VersionOption(), Verbose, Events,
        };
        foreach (var factory in Factories)
            root.Subcommands.Add(factory(context));
        DecimalPoint.Require(root);
        return root;
    }

    public static int Run(string[] args, Terminal terminal, Interrupts interrupts)
    {
        var context = new CommandContext(terminal, interrupts);
        var parsed = Build(context).Parse(args);
        if (parsed.GetValue(Events))
            terminal.WriteEvents();
        if (parsed.Action is ParseErrorAction)
            return ReportUsage(parsed, args, terminal);
        try
        {
            return parsed.Invoke(Streams(terminal.Out, terminal.Error));
        }
        catch (Exception fault)
        {
            return Report(fault, parsed.GetValue(Verbose), context);
        }
        finally
        {
            terminal.Out.Flush();
        }
    }

    private static InvocationConfiguration Streams(TextWriter output, TextWriter error) => new()
    {
        // Faults and Ctrl-C are dealt with here.
        Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null,
    };

    private static int ReportUsage(ParseResult parsed, string[] args, Terminal terminal)
    {
        // "workbook" or "workbook delta" alone asks what there is.
        if (parsed.UnmatchedTokens.Count == 0 && parsed.CommandResult.Command.Subcommands.Count > 0 && !args.Contains("--help"))
        {
            parsed.RootCommandResult.Command.Parse([.. args, "--help"]).Invoke(Streams(terminal.Error, terminal.Error));
            return ExitCode.Usage;
        }
        // With a word that is no command, that a command is missing says nothing more.
        foreach (var error in parsed.Errors)
            if (parsed.UnmatchedTokens.Count == 0 || parsed.CommandResult.Command.Subcommands.Count == 0 || parsed.UnmatchedTokens.Any(error.Message.Contains))
                terminal.Fault(InWords(error.Message));
        terminal.Error.WriteLine($"See '{CommandPath(parsed)} --help'.");
        return ExitCode.Usage;
    }

    private static string InWords(string message) => message
        .Replace("as expected type 'System.Double'", "as a number")
        .Replace("as expected type 'System.UInt64'", "as a whole number of 0 or more")
        .Replace("as expected type 'System.Int32'", "as a whole number").Replace("as expected type 'System.Nullable`1[System.Int32]'", "as a whole number")
        .Replace("as expected type 'System.Int64'", "as a whole number").Replace("as expected type 'System.Nullable`1[System.Int64]'", "as a whole number");

    private static string CommandPath(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (var command = parsed.CommandResult; command is not null; command = command.Parent as System.CommandLine.Parsing.CommandResult)
            names.Push(command.Command.Name);
        return string.Join(' ', names);
    }

    private static int Report(Exception fault, bool verbose, CommandContext context)
    {
        var terminal = context.Terminal;
        var (message, code) = fault switch
        {
            WorkbookException => (fault.Message, ExitCode.Failed),
            OperationCanceledException => (context.Interrupts.Stopped, ExitCode.Stopped),
            _ => ($"Unexpected fault, {fault.GetType().Name}: {OneLine(fault.Message)}{(verbose ? "" : " Run with --verbose for the stack trace.")}", ExitCode.Unexpected),
        };
        terminal.Fault(message);
        if (verbose)
            terminal.Error.WriteLine(fault);
        return code;
    }

    private static string OneLine(string message) => string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
