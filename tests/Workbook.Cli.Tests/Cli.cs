using System.Diagnostics;
using Workbook.Cli.Output;

namespace Workbook.Cli.Tests;

internal sealed record CliResult(int Exit, string Out, string Error)
{
    /// <summary>Fails with what the command said.</summary>
    public CliResult Succeeded()
    {
        Assert.True(Exit == 0, $"exit {Exit}: {Error}");
        return this;
    }
}

internal static class Cli
{
    /// <summary>In this process, with all streams redirected.</summary>
    public static CliResult Run(params string[] args) => RunWithInput("", args);

    public static CliResult RunWithInput(string input, params string[] args)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        using var interrupts = new Interrupts();
        var exit = CommandLine.Run(args, Terminal.Redirected(new StringReader(input), output, error), interrupts);
        return new CliResult(exit, output.ToString(), error.ToString());
    }

    public static Process Start(params string[] args)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Workbook.Cli.dll");
        return Process.Start(new ProcessStartInfo("dotnet", [program, .. args])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
    }

    /// <summary>As a process of its own.</summary>
    public static CliResult RunProcess(string input, params string[] args)
    {
        using var process = Start(args);
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new CliResult(process.ExitCode, output, error.Result);
    }
}
