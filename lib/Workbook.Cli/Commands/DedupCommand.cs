using System.CommandLine;
using System.Globalization;
using DuckDB.NET.Data;
using Workbook.Cli.Output;
using Workbook.Database;
using Workbook.Dedup;
using Workbook.Dedup.Model;

namespace Workbook.Cli.Commands;

internal static class DedupCommand
{
    private const string Input = "workbook_input", Truth = "workbook_truth", Known = "workbook_known";

    public static Command Create(CommandContext context)
    {
        var input = new Option<string>("--input") { Description = "The records: a Parquet, CSV or JSON file; a pattern for several.", Required = true };
        var config = new Option<string?>("--config") { Description = "The match model. Without it one is made from the names of the columns.", HelpName = "match.yml" };
        var output = new Option<string?>("--out") { Description = "Write clusters, golden records, lineage, pairs and merges as Parquet to this folder, with the trained model and a page of charts." };
        var threshold = new Option<double?>("--threshold") { Description = "The score from which a pair is a match, in place of the model's." };
        var truth = new Option<string?>("--truth") { Description = "Measure against the truth: a column of the input with the true entity, or a file with the id's column and, after it, one with the entity." };
        var explain = new Option<string?>("--explain") { Description = "Show why these two records scored as they did.", HelpName = "idA,idB" };
        var known = new Option<string?>("--incremental") { Description = "The clusters of an earlier run: only records that aren't in it are matched, and keys stay as they are.", HelpName = "clusters.parquet" };
        var writeConfig = new Option<string?>("--write-config") { Description = "Only write the model made from the names of the columns to this file.", HelpName = "match.yml" };
        var mostPairs = new Option<long>("--max-pairs") { Description = "Refuse to compare more pairs than this.", DefaultValueFactory = _ => new DedupOptions().MaxPairs };
        var command = new Command("dedup", "Find the records that are about the same person, and make one golden record of them.")
        {
            input, config, output, threshold, truth, explain, known, writeConfig, mostPairs,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(writeConfig) is not null && result.GetValue(config) is not null)
                result.AddError("--write-config writes the model that is used without --config. Give one of them.");
            if (result.GetValue(explain) is { } pair && pair.Split(',') is not [{ Length: > 0 }, { Length: > 0 }])
                result.AddError($"--explain expects two ids with a comma between them, such as 17,42, but was given '{pair}'.");
            if (result.GetValue(threshold) is not (null or (> 0 and <= 1)))
                result.AddError($"--threshold expects a number above 0, at most 1, but was given {result.GetValue(threshold)?.ToString(CultureInfo.InvariantCulture)}.");
        });
        command.Runs(context, (parsed, cancellation) =>
        {
            using var connection = WorkbookDatabase.Open();
            RecordFile.CreateView(connection, parsed.GetValue(input)!, Input);
            if (parsed.GetValue(writeConfig) is { } file)
                return WriteConfig(context.Terminal, connection, file);
            var model = parsed.GetValue(config) is { } path ? MatchModelFile.Read(path) : FromColumns(connection);
            if (parsed.GetValue(known) is { } earlier)
                RecordFile.CreateView(connection, earlier, Known);
            // Before the work, so that a wrong path doesn't cost it.
            if (parsed.GetValue(truth) is { } entities)
                CreateTruth(connection, entities, model.Id);
            var result = Deduplication.Run(connection, Input, model, new DedupOptions
            {
                Threshold = parsed.GetValue(threshold),
                Known = parsed.GetValue(known) is null ? null : Known,
                MaxPairs = parsed.GetValue(mostPairs),
            }, context.Terminal.Notes, cancellation);
            var accuracy = parsed.GetValue(truth) is null ? null : result.Compare(Truth);
            DedupOutput.Write(context.Terminal, result, accuracy);
            if (parsed.GetValue(explain)?.Split(',') is [var left, var right])
                DedupOutput.Write(context.Terminal, result.Explain(left, right));
            if (parsed.GetValue(output) is { } folder)
                DedupOutput.Export(connection, result, folder, accuracy is null ? null : result.CompareByThreshold(Truth));
            return ExitCode.Ok;
        }, stopped: "Stopped. Nothing was written.");
        return command;
    }

    private static int WriteConfig(Terminal terminal, DuckDBConnection connection, string file)
    {
        if (File.Exists(file))
            throw new WorkbookException($"The file '{file}' exists already. Name another, or remove it first.");
        MatchModelFile.Write(FromColumns(connection), file);
        terminal.Out.WriteLine(file);
        return ExitCode.Ok;
    }

    private static MatchModel FromColumns(DuckDBConnection connection)
    {
        var columns = RecordFile.Columns(connection, Input);
        return DefaultModel.For(columns, connection.Scalar<long>($"SELECT count(*) FROM {Input}")) ?? throw new WorkbookException(
            $"No match model can be made from the columns {string.Join(", ", columns)}: an id, a name and two more of what people have (e-mail, phone, birth date, street, city, postcode) must have their usual names. Rename them, or write a model and give it with --config.");
    }

    private static void CreateTruth(DuckDBConnection connection, string truth, string id)
    {
        var isColumn = RecordFile.Columns(connection, Input).Contains(truth, StringComparer.OrdinalIgnoreCase);
        if (isColumn)
        {
            connection.Execute($"CREATE VIEW {Truth} AS SELECT {Sql.Identifier(id)} AS id, {Sql.Identifier(truth)} AS entity FROM {Input}");
            return;
        }
        RecordFile.CreateView(connection, truth, $"{Truth}_file");
        var columns = RecordFile.Columns(connection, $"{Truth}_file");
        var entity = columns.SkipWhile(column => !column.Equals(id, StringComparison.OrdinalIgnoreCase)).Skip(1).FirstOrDefault()
            ?? throw new WorkbookException($"The truth '{truth}' has the columns {string.Join(", ", columns)}; expected {id} and, after it, one with the entity.");
        connection.Execute($"CREATE VIEW {Truth} AS SELECT {Sql.Identifier(id)} AS id, {Sql.Identifier(entity)} AS entity FROM {Truth}_file");
    }
}
