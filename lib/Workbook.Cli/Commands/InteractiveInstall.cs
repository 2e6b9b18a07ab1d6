using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using Workbook.Cli.Output;
using Workbook.Jupyter.Kernel;
using Workbook.Notebooks.Documents;

namespace Workbook.Cli.Commands;

/// <summary>
/// What .NET Interactive needs to run the notebooks: the package that their first cell asks for, packed from the sources as
/// they are now; the tool of the repository's manifest; and its kernels, for Jupyter.
/// </summary>
internal static class InteractiveInstall
{
    /// <exception cref="WorkbookException">A step failed, with what to do.</exception>
    public static void Run(Terminal terminal, CancellationToken cancellation)
    {
        var root = Sources();
        var sdk = new Sdk(root, cancellation);
        sdk.Run($"The package {InteractiveHeader.Package} can't be packed", "Mend the build, or go back to a state that builds, and install again.",
            "pack", Path.Combine("lib", InteractiveHeader.Package), "-c", Configuration, "-v", "q", "-nologo");
        terminal.Out.WriteLine($"Packed {Path.Combine(root, ".packages", Packed(root))}");

        sdk.Run("The tool of .config/dotnet-tools.json can't be restored", "Check that NuGet's feed can be reached: dotnet nuget list source",
            "tool", "restore");
        terminal.Out.WriteLine("Restored the tool: in this folder 'dotnet interactive' runs it.");

        if (KernelSpec.IsOurs(".net-csharp"))
            throw new WorkbookException("The workbook's own kernel is installed as '.net-csharp', which is the name of .NET Interactive's. Take it back first: workbook kernel uninstall --name .net-csharp");
        Directory.CreateDirectory(KernelSpec.Kernels);
        sdk.Run($"Its kernels can't be installed in {KernelSpec.Kernels}", "Set JUPYTER_DATA_DIR to a folder that you may write to and that Jupyter looks into.",
            "tool", "run", "dotnet-interactive", "--", "jupyter", "install", "--path", KernelSpec.Kernels);
        terminal.Out.WriteLine($"Installed {Path.Combine(KernelSpec.Kernels, ".net-csharp", "kernel.json")}");
        terminal.Out.WriteLine("Choose '.NET Interactive' (Polyglot Notebooks in VS Code) or '.NET (C#)' (Jupyter) as a notebook's kernel. Install again when the library has changed.");
    }

    /// <summary>As this program was built: its sources are then built already.</summary>
    private static string Configuration => typeof(InteractiveInstall).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "Release";

    private static string Sources()
    {
        foreach (var start in (string[])[AppContext.BaseDirectory, Environment.CurrentDirectory])
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (Directory.Exists(Path.Combine(folder.FullName, "lib", InteractiveHeader.Package)))
                    return folder.FullName;
            }
        }

        throw new WorkbookException($"The package {InteractiveHeader.Package} is made from the workbook's sources, and they are neither above {AppContext.BaseDirectory} nor above {Environment.CurrentDirectory}. Go to the repository's folder and install again.");
    }

    private static string Packed(string root) => Path.GetFileName(Directory.EnumerateFiles(Path.Combine(root, ".packages"), $"{InteractiveHeader.Package}.*.nupkg").Single());

    private sealed class Sdk(string folder, CancellationToken cancellation)
    {
        public void Run(string failure, string remedy, params string[] arguments)
        {
            var info = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
            info.Environment["DOTNET_INTERACTIVE_SKIP_FIRST_TIME_EXPERIENCE"] = "1";
            try
            {
                using var process = Process.Start(info)!;
                using var stop = cancellation.Register(() => process.Kill(entireProcessTree: true));
                var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
                var said = process.StandardOutput.ReadToEnd();
                process.WaitForExit();
                cancellation.ThrowIfCancellationRequested();
                if (process.ExitCode != 0)
                    throw new WorkbookException($"{failure}: {Reason(said, error.Result)} {remedy}");
            }
            catch (Win32Exception fault)
            {
                throw new WorkbookException($"{failure}: 'dotnet' can't be started ({fault.Message}). Install the .NET 10 SDK from https://dotnet.microsoft.com/download, or put it on the PATH.", fault);
            }
        }

        /// <summary>The first line that names an error, of a build's many.</summary>
        private static string Reason(string said, string error)
        {
            var lines = (error + "\n" + said).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return lines.FirstOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase)) ?? lines.FirstOrDefault() ?? "it said nothing.";
        }
    }
}
