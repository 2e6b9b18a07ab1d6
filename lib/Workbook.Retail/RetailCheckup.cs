using System.Globalization;
using Workbook.Diagnostics;
using Workbook.Retail.Generation;

namespace Workbook.Retail;

/// <summary>What to look at before the retailer's lakehouse is built.</summary>
public static class RetailCheckup
{
    private const double MegabytesAtFullScale = 2_000;

    /// <param name="scale">The scale whose files must find room.</param>
    public static CheckupOptions Options(string lake, string raw, double scale = 0.01) => new(lake)
    {
        Work = string.Create(CultureInfo.InvariantCulture, $"scale {scale}"),
        Megabytes = MegabytesAtFullScale * scale,
        RawFiles = () => RawFiles(raw, scale),
    };

    private static Finding RawFiles(string raw, double scale)
    {
        const string Subject = "Raw files";
        try
        {
            var again = string.Create(CultureInfo.InvariantCulture, $"workbook generate --scale {scale} --out {raw}");
            if (GenerationState.Read(raw) is not { } state)
                return new(Verdict.Warn, Subject, $"'{raw}' has none of the generator's", $"Run '{again}'.");
            var what = string.Create(CultureInfo.InvariantCulture, $"seed {state.Seed}, scale {state.Scale}, {Days(state)}");
            return state.Complete
                ? new(Verdict.Ok, Subject, $"'{raw}' is complete: {what}")
                : new(Verdict.Warn, Subject, $"'{raw}' is incomplete, its generation was interrupted: {what}",
                    $"Run '{SameAgain(state, raw)}'; it starts the folder afresh.");
        }
        catch (WorkbookException fault)
        {
            return new(Verdict.Fail, Subject, fault.Message, $"Delete {Path.Combine(raw, GenerationState.FileName)} and generate again.");
        }
    }

    private static string SameAgain(GenerationState state, string raw)
    {
        var command = string.Create(CultureInfo.InvariantCulture, $"workbook generate --seed {state.Seed} --scale {state.Scale} --out {raw}");
        // Its windows are replaced by one, so that one begins with the first.
        var first = state.Windows.Select(window => window.StartDate).DefaultIfEmpty(GenerationOptions.Epoch).Min();
        if (first != GenerationOptions.Epoch)
            command += Invariant($" --start-date {first:yyyy-MM-dd}");
        var days = state.Windows.Sum(window => window.Days);
        return days == GenerationOptions.DefaultDays(state.Scale) ? command : $"{command} --days {days}";
    }

    private static string Days(GenerationState state)
    {
        var days = state.Windows.Sum(window => window.Days);
        return Invariant($"{days} days from {state.Windows.Select(window => window.StartDate).DefaultIfEmpty().Min():yyyy-MM-dd}");
    }
}
