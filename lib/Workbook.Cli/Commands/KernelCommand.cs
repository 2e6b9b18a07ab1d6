using System.CommandLine;
using System.Runtime.InteropServices;
using Workbook.Course;
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
        var name = Name();
        var interactive = new Option<bool>("--interactive") { Description = "Instead, let .NET Interactive run the notebooks: pack what it loads, fetch the tool, and make its kernels known." };
        var command = new Command("install", "Make the kernel known to Jupyter and VS Code, for this user.") { name, interactive };
        command.Runs(context, (parsed, cancellation) =>
        {
            if (parsed.GetValue(interactive))
            {
                InteractiveInstall.Run(context.Terminal, cancellation);
                return ExitCode.Ok;
            }
            context.Terminal.Out.WriteLine($"Installed {KernelSpec.Install([.. ThisProgram.Command, "kernel", "start"], parsed.GetValue(name)!)}");
            context.Terminal.Out.WriteLine("Choose 'Workbook (C# + SQL)' as a notebook's kernel. Install again when this folder moves.");
            return ExitCode.Ok;
        }, stopped: "Stopped.");
        return command;
    }

    private static Command Uninstall(CommandContext context)
    {
        var name = Name();
        var command = new Command("uninstall", "Take the kernel back from Jupyter and VS Code.") { name };
        command.Runs(context, (parsed, _) =>
        {
            var folder = KernelSpec.Folder(parsed.GetValue(name)!);
            context.Terminal.Out.WriteLine(KernelSpec.Uninstall(parsed.GetValue(name)!) ? $"Removed {folder}" : $"Nothing to do: {folder} doesn't exist.");
            return ExitCode.Ok;
        }, stopped: "Stopped.");
        return command;
    }

    private static Option<string> Name() => new("--name")
    {
        Description = "The name by which notebooks and tools ask for it; .net-csharp is the one by which papermill knows C#.", DefaultValueFactory = _ => KernelSpec.Name,
    };

    private static Command Start(CommandContext context)
    {
        var file = new Argument<string>("connection-file") { Description = "The JSON file with addresses and key that the front end wrote." };
        var command = new Command("start", "Serve one notebook until its front end ends it. Jupyter and VS Code call this.") { file };
        command.Runs(context, (parsed, _) =>
        {
            using var workspace = new NotebookWorkspace(NotebookWorkspace.FindRoot(Environment.CurrentDirectory));
            using var kernel = JupyterKernel.Start(parsed.GetValue(file)!, workspace, CourseCells.Library);
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
}
