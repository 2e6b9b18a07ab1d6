using System.Diagnostics;
using System.Globalization;

namespace Workbook.Benchmarks;

internal static class Measure
{
    public static double Seconds(Action work)
    {
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalSeconds;
    }

    public static void Ratio(string name, double ours, double reference, double goal) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} ratio={ours / reference:0.00} goal={goal:0.00} # {ours:0.00} s against {reference:0.00} s"));

    /// <summary>Time for a row at this scale against a tenth of it: 1 is linear.</summary>
    public static void Growth(string name, StepResult large, StepResult small, double goal)
    {
        var (ours, reference) = (large.Seconds / large.Rows * 1e9, small.Seconds / small.Rows * 1e9);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} ratio={ours / reference:0.00} goal={goal:0.00} # {ours:0} ns/row against {reference:0} ns/row"));
    }

    public static void Value(string name, double value, string unit, double goal, string? remark = null) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} value={value:0.00} unit={unit} goal={goal:0.00}{(remark is null ? "" : $" # {remark}")}"));
}
