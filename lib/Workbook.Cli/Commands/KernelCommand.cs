using System.CommandLine;
using System.Runtime.InteropServices;
using Workbook.Jupyter.Kernel;
using Workbook.Notebooks;

namespace Workbook.Cli.Commands;

/// <summary>The notebook kernel: made known to Jupyter and VS Code, and started by them.</summary>
internal static class KernelCommand
{
    public static Command Create(CommandContext context) => new("kernel", "Run notebooks in VS Code or Jupyter with the C# + SQL kernel.")
    {
        Install(context), Uninstall(context), Start(context),
    };

    private static Command Install(CommandContext context)
    {
        var command = new Command("install", "Make the kernel known to Jupyter and VS Code, for this user.");
        command.Runs(context, (_, _) =>
        {
            context.Terminal.Out.WriteLine($"Installed {KernelSpec.Install([.. ThisProgram(), "kernel", "start"])}");
            context.Terminal.Out.WriteLine("Choose 'Workbook (C# + SQL)' as a notebook's kernel. Install again when this folder moves.");
            return ExitCode.Ok;
        }, stopped: "Stopped.");
        return command;
    }

    private static Command Uninstall(CommandContext context)
    {
        var command = new Command("uninstall", "Take the kernel back from Jupyter and VS Code.");
        command.Runs(context, (_, _) =>
        {
            context.Terminal.Out.WriteLine(KernelSpec.Uninstall() ? $"Removed {KernelSpec.Folder}" : $"Nothing to do: {KernelSpec.Folder} doesn't exist.");
            return ExitCode.Ok;
        }, stopped: "Stopped.");
        return command;
    }

    private static Command Start(CommandContext context)
    {
        var file = new Argument<string>("connection-file") { Description = "The JSON file with addresses and key that the front end wrote." };
        var command = new Command("start", "Serve one notebook until its front end ends it. Jupyter and VS Code call this.") { file };
        command.Runs(context, (parsed, _) =>
        {
            using var workspace = new NotebookWorkspace(NotebookWorkspace.FindRoot(Environment.CurrentDirectory));
            using var kernel = JupyterKernel.Start(parsed.GetValue(file)!, workspace);
            kernel.StopWithParent();
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
            {
                signal.Cancel = true;
                kernel.Interrupt();
            });
            // In a step, so that Ctrl-C in the server's terminal ends no kernel.
            context.Interrupts.RunStep(_ => kernel.WaitForShutdown());
            kernel.Exit(ExitCode.Ok);
            return ExitCode.Ok;
        }, stopped: "Stopped.");
        return command;
    }

    /// <summary>What starts this program again: its own executable, or the dotnet that runs its library.</summary>
    private static string[] ThisProgram()
    {
        var process = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(process).Equals("dotnet", StringComparison.OrdinalIgnoreCase)
            ? [process, Path.Combine(AppContext.BaseDirectory, "Workbook.Cli.dll")]
            : [process];
    }
}
