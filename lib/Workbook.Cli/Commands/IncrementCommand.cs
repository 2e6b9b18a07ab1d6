using System.CommandLine;
using Workbook.Cli.Commands.Operations;
using Workbook.Cli.Output;
using Workbook.Operations.Increments;
using Workbook.Retail.Generation;

namespace Workbook.Cli.Commands;

internal static class IncrementCommand
{
    public static Command Create(CommandContext context)
    {
        var target = new OperationsTarget();
        var days = new Option<int>("--days") { Description = "How many more days of raw files to write.", DefaultValueFactory = _ => 2, Validators = { result => CommonOptions.RequireAtLeast(result, 1) } };
        var late = new Option<bool>("--late") { Description = "A file of the day before is 24 hours late: it is loaded after the others." };
        var command = new Command("increment", "Write the next days' raw files, load them, and show which days of which tables that changed.") { days, late };
        target.AddTo(command);
        command.Runs(context, (parsed, cancellation) =>
        {
            var into = target.Of(parsed);
            var isLate = parsed.GetValue(late);
            DataGenerator.Continue(into.Raw, parsed.GetValue(days), isLate, cancel: cancellation);
            var held = isLate ? LateFiles.HoldBack(into.Raw, Increment.Loaded(into.Lake)) : null;
            bool isDone;
            try
            {
                isDone = Print(context.Terminal, "The new days", Increment.Load(into, cancellation));
            }
            finally
            {
                held?.Arrive();
            }

            return (held is null || Print(context.Terminal, "The late file", Increment.Load(into, cancellation))) && isDone ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }

    private static bool Print(Terminal terminal, string what, IncrementReport report)
    {
        terminal.Out.WriteLine($"{what}: bronze took {report.Files.Count:N0} files and no others{(report.Files.Count is > 0 and <= 4 ? $": {string.Join(", ", report.Files)}" : "")}.");
        terminal.WriteTable(["Table", "Days", "#Rows before", "#Rows after"], report.Diff.Changes.Where(change => !IsTwin(change.Table)).GroupBy(change => change.Table).Select(table => new[]
        {
            table.Key, Days([.. table.Select(change => change.Day)]), $"{table.Sum(change => change.RowsBefore):N0}", $"{table.Sum(change => change.RowsAfter):N0}",
        }));
        terminal.Out.WriteLine();
        foreach (var refused in report.Ingestion.Refused)
            terminal.Fault($"Refused: {refused.File}: {refused.Reason}");
        foreach (var fault in report.Ingestion.Faults.Skip(report.Ingestion.Refused.Count > 0 ? 1 : 0))
            terminal.Fault(fault);
        foreach (var failed in report.Models.Results.Where(result => result.IsFailure))
            terminal.Fault($"{failed.Node.Name}: {failed.Message}");
        return report.IsSuccess;
    }

    /// <summary>The warehouse has the tables whose Parquet files are listed already.</summary>
    private static bool IsTwin(string table) => table.StartsWith("warehouse.silver.", StringComparison.Ordinal) || table.StartsWith("warehouse.gold.", StringComparison.Ordinal);

    private static string Days(IReadOnlyList<DateOnly?> days) => string.Join(", ", (string[])
    [
        .. days.OfType<DateOnly>().Order().ToList() is { Count: > 3 } many ? [$"{many.Count} days from {many[0]:yyyy-MM-dd} to {many[^1]:yyyy-MM-dd}"] : days.OfType<DateOnly>().Order().Select(day => $"{day:yyyy-MM-dd}"),
        .. days.Contains(null) ? ["rows without a day"] : Array.Empty<string>(),
    ]);
}
