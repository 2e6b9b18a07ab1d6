using System.CommandLine;
using Workbook.Bronze;
using Workbook.Cli.Output;

namespace Workbook.Cli.Commands;

internal static class RejectsCommand
{
    private const int LongestText = 100;

    public static Command Create(CommandContext context)
    {
        var lake = CommonOptions.Lake();
        var tables = CommonOptions.Tables();
        var samples = new Option<int>("--samples") { Description = "Rejects of each kind to show.", DefaultValueFactory = _ => 1, Validators = { result => CommonOptions.RequireAtLeast(result, 0) } };
        var format = CommonOptions.TableOrJson();
        var command = new Command("rejects", "List why rows were rejected, how many, and samples of them.") { lake, tables, samples, format };
        command.Runs(context, (parsed, _) =>
        {
            var folder = parsed.GetValue(lake)!;
            if (!Directory.Exists(folder))
                throw new WorkbookException($"There is no lake at '{folder}'. Build it with 'workbook run', or name another folder (--lake).");
            var shown = parsed.GetValue(samples);
            var reasons = BronzeReport.Reasons(folder, LakeSources.Select(folder, parsed.GetValue(tables)), Math.Max(1, shown));
            if (parsed.GetValue(format) == "json")
                context.Terminal.Out.WriteLine(ToJson(reasons, shown));
            else
                Print(context.Terminal, reasons, shown);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Print(Terminal terminal, IReadOnlyList<RejectReason> reasons, int samples)
    {
        if (reasons.Count == 0)
        {
            terminal.Out.WriteLine("Nothing was rejected.");
            return;
        }

        terminal.WriteTable(["Source", "Rule", "#Rows", "#Files", "Sample at", "Text"], reasons.SelectMany(reason => Lines(reason, samples)));
        terminal.Out.WriteLine();
        terminal.Out.WriteLine($"{reasons.Sum(reason => reason.Rows):N0} rows were rejected. Once a contract is corrected, 'workbook replay' takes in those that it accepts.");
    }

    /// <summary>The samples' text is whole.</summary>
    private static string ToJson(IReadOnlyList<RejectReason> reasons, int samples) => ReportJson.Write(reasons.Select(reason => new
    {
        reason.Source, Rule = $"{reason.Column}.{reason.Reason}", reason.Rows, reason.Files,
        Samples = reason.Samples.Take(samples).Select(sample => new { sample.Place, sample.Text }),
    }));

    private static IEnumerable<string[]> Lines(RejectReason reason, int samples)
    {
        var shown = reason.Samples.Take(samples).Select(sample => (sample.Place, Text: Cut(sample.Text))).DefaultIfEmpty(("", "")).ToList();
        yield return [reason.Source, $"{reason.Column}.{reason.Reason}", $"{reason.Rows:N0}", $"{reason.Files:N0}", shown[0].Item1, shown[0].Item2];
        foreach (var (place, text) in shown.Skip(1))
            yield return ["", "", "", "", place, text];
    }

    private static string Cut(string text)
    {
        var line = string.Concat(text.Take(LongestText).Select(letter => char.IsControl(letter) ? ' ' : letter));
        return text.Length > LongestText ? line + "…" : line;
    }
}
