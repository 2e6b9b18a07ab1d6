using System.CommandLine;
using Workbook.Bronze;
using Workbook.Cli.Commands.Operations;
using Workbook.Retail;

namespace Workbook.Cli.Commands;

internal static class RepairCommand
{
    public static Command Create(CommandContext context)
    {
        var target = new OperationsTarget();
        var command = new Command("repair", "Take damaged files out of bronze, load what they held from the raw files again, and bring the Parquet folders up to their tables.");
        target.AddTo(command);
        command.Runs(context, (parsed, cancellation) =>
        {
            var lake = target.Of(parsed).Lake;
            var repaired = BronzeRepair.Run(new IngestionOptions { Raw = target.Raw(parsed), Lake = lake.Path, Sources = RetailSources.All, Waiting = context.Terminal.Notes }, cancel: cancellation);
            foreach (var file in repaired.Damaged)
                context.Terminal.Out.WriteLine($"bronze.{file.Source}: {file.File} was taken out: {file.Reason}");
            foreach (var source in repaired.Mirrored)
                context.Terminal.Out.WriteLine($"bronze.{source}: the Parquet folder is as the table now");
            foreach (var refused in repaired.Reloaded?.Refused ?? [])
                context.Terminal.Fault($"Refused: {refused.File}: {refused.Reason}");
            context.Terminal.Out.WriteLine(repaired switch
            {
                { Damaged.Count: 0, Mirrored.Count: 0 } => "Nothing to repair.",
                { Reloaded: { } reloaded } => $"{reloaded.Sources.Sum(source => source.Files):N0} raw files were loaded again, {reloaded.Sources.Sum(source => source.RowsAccepted):N0} rows. Now 'workbook dbt build --changed'.",
                _ => "No rows were lost. Now 'workbook dbt build --changed'.",
            });
            return repaired.Reloaded?.IsComplete == false ? ExitCode.Failed : ExitCode.Ok;
        });
        return command;
    }
}
