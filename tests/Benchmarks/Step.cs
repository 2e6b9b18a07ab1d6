using System.Diagnostics;
using System.Globalization;
using Workbook.Bronze;
using Workbook.Retail;
using Workbook.Retail.Generation;

namespace Workbook.Benchmarks;

/// <param name="Seconds">Of the work itself, the process start aside.</param>
/// <param name="PeakMegabytes">Largest resident size of the process.</param>
internal sealed record StepResult(double Seconds, double PeakMegabytes, long Rows);

/// <summary>One piece of the main job in a process of its own, so that its memory peak is its own.</summary>
internal static class Step
{
    public static StepResult Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["--step", .. arguments]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {process.ExitCode}: {output}");
        var figures = output.Trim().Split(' ').Select(figure => double.Parse(figure, CultureInfo.InvariantCulture)).ToArray();
        return new StepResult(figures[0], figures[1], (long)figures[2]);
    }

    public static int RunInThisProcess(string[] arguments)
    {
        var clock = Stopwatch.StartNew();
        var rows = arguments switch
        {
            ["generate", var scale, var raw] => DataGenerator.Generate(new GenerationOptions { Scale = double.Parse(scale, CultureInfo.InvariantCulture), Output = raw }).Rows,
            ["ingest", var raw, var lake] => BronzeIngestion.Run(new IngestionOptions { Sources = RetailSources.All, Raw = raw, Lake = lake }).Sources.Sum(source => source.RowsRead),
            _ => throw new ArgumentException($"No step {string.Join(' ', arguments)}"),
        };
        var seconds = clock.Elapsed.TotalSeconds;
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds} {self.PeakWorkingSet64 / 1e6} {rows}"));
        return 0;
    }
}
