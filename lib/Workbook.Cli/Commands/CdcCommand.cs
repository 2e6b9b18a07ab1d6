using System.CommandLine;
using Workbook.Database;
using Workbook.Operations.ChangeFeeds;

namespace Workbook.Cli.Commands;

internal static class CdcCommand
{
    public static Command Create(CommandContext context) => new("cdc", "Apply change feeds to Delta tables.") { Apply(context) };

    private static Command Apply(CommandContext context)
    {
        var file = new Argument<string>("events") { Description = "A .jsonl, .csv or .parquet file with the table's columns and op, sequence, changed_at, changed_by." };
        var table = new Option<string>("--table") { Description = "The Delta table's folder.", Required = true };
        var history = new Option<string?>("--history") { Description = "The folder of its audit history; by default the table's name with _history." };
        var key = CommonOptions.Names("--key", "Columns that name a row, separated by commas.");
        key.Required = true;
        var offset = new Option<long>("--offset") { Description = "How far the feed is read with this file; a file that the table is past is not applied again.", Required = true };
        var command = new Command("apply", "Merge a file of insert, update and delete events, in any order and with repetitions, exactly once.") { file, table, history, key, offset };
        command.Runs(context, (parsed, _) =>
        {
            var folder = parsed.GetValue(table)!.TrimEnd('/', '\\');
            var target = new ChangeTarget(folder, parsed.GetValue(history) ?? folder + "_history", parsed.GetValue(key)!);
            using var connection = WorkbookDatabase.Open();
            var result = ChangeFeed.Apply(connection, target, new ChangeBatch($"SELECT * FROM {Reader(parsed.GetValue(file)!)}", parsed.GetValue(offset)));
            context.Terminal.Out.WriteLine(result.Applied
                ? $"{result.Read:N0} events: {result.Repeated:N0} repeated, {result.Stale:N0} older than what is known, {result.Recorded:N0} recorded. Rows: {result.Inserted:N0} inserted, {result.Updated:N0} updated, {result.Deleted:N0} deleted. Version {result.Version}."
                : $"The table has been read up to offset {ChangeFeed.OffsetOf(target)} already; nothing was applied.");
            return ExitCode.Ok;
        }, stopped: "Stopped. Either the whole batch is in the table or nothing of it; apply it again.");
        return command;
    }

    private static string Reader(string file) => !File.Exists(file)
        ? throw new WorkbookException($"There is no file {Path.GetFullPath(file)} to read events from. Correct the path.")
        : Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".jsonl" or ".ndjson" or ".json" => $"read_json({LakePath.File(file)})",
            ".csv" => $"read_csv({LakePath.File(file)}, header = true)",
            ".parquet" => $"read_parquet({LakePath.File(file)})",
            var other => throw new WorkbookException($"Events are read from .jsonl, .csv or .parquet files, but {file} is '{other}'. Convert it: workbook sql --format csv writes one."),
        };
}
