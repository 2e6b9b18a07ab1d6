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

    public static void Value(string name, double value, string unit, double goal) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} value={value:0.00} unit={unit} goal={goal:0.00}"));
}
