using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Workbook.Benchmarks;

/// <summary>The notebook kernel as Jupyter's own client sees it, beside the Python kernel in the same run.</summary>
internal static class Kernel
{
    private static readonly string Python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    /// <param name="published">The executable of a published command line; empty for the one that was built along.</param>
    public static void Run(BenchmarkFolder folder, string[] published)
    {
        var data = folder["jupyter"];
        try
        {
            string[] program = published is [var executable] ? [executable] : ["dotnet", Path.Combine(AppContext.BaseDirectory, "Workbook.Cli.dll")];
            Output(data, program[0], [.. program[1..], "kernel", "install"]);
            var ours = Figures(data, "workbook", "6 * 7", "#!sql\nSELECT 1");
            var ipykernel = Figures(data, "python3", "6 * 7");
            Report("kernel.info", ours["info"], 250, ipykernel["info"]);
            Report("kernel.first_cell", ours["first"], 350, ipykernel["first"]);
            Report("kernel.first_cell_after_2s", ours["settled"], 70, ipykernel["settled"]);
            Report("kernel.cell", ours["cell"], 40, ipykernel["cell"]);
            Report("kernel.sql", ours["sql"], 15, null);
        }
        catch (Exception fault) when (fault is InvalidOperationException or Win32Exception)
        {
            Console.WriteLine($"# kernel: not measured. Python with jupyter_client and ipykernel is needed: {fault.Message.Trim().Split('\n')[^1]}");
        }
    }

    private static void Report(string name, double milliseconds, double goal, double? ipykernel) =>
        Measure.Value(name, milliseconds, "ms", goal, ipykernel is { } reference ? $"ipykernel {reference:0}" : null);

    private static Dictionary<string, double> Figures(string data, string kernel, params string[] cells) =>
        JsonSerializer.Deserialize<Dictionary<string, double>>(Output(data, Python, [Path.Combine(AppContext.BaseDirectory, "kernel_client.py"), kernel, .. cells]))!;

    private static string Output(string data, string file, params string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["JUPYTER_DATA_DIR"] = data;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException(error.Result);
    }
}
