using System.CommandLine;
using Workbook.Bronze.Inference;
using Workbook.Cli.Output;
using Workbook.Lake;

namespace Workbook.Cli.Commands;

internal static class ContractInferCommand
{
    public static Command Create(CommandContext context)
    {
        var files = new Argument<string[]>("files") { Description = "CSV, JSON Lines, Excel or Parquet files of one source, or the folder of a Delta table.", Arity = ArgumentArity.OneOrMore };
        var name = new Option<string?>("--name") { Description = "What the source is called; by default as its first file.", HelpName = "name" };
        var output = new Option<string?>("--out") { Description = "The file to write it to; by default it is printed.", HelpName = "file" };
        var command = new Command("infer", "Read a contract off files: types, key, ranges, with what speaks for them.") { files, name, output };
        command.Runs(context, (parsed, cancellation) =>
        {
            var inferred = ContractInference.Infer(parsed.GetValue(files)!, parsed.GetValue(name), cancellation);
            if (parsed.GetValue(output) is not { } path)
            {
                context.Terminal.Out.Write(inferred.ToYaml());
                return ExitCode.Ok;
            }

            AtomicFile.Write(path, inferred.ToYaml());
            Print(context.Terminal, inferred);
            context.Terminal.Out.WriteLine($"Written to {path}. Look at it, then: workbook ingest {string.Join(' ', inferred.Files)} --contract {path}");
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>What was assumed, column by column.</summary>
    public static void Print(Terminal terminal, InferredContract inferred)
    {
        terminal.WriteTable(["Column", "Type", "", "Evidence"],
        [
            .. inferred.Columns.Select(column => (string[])
            [
                column.Column.Name, column.Column.Type.SqlName,
                inferred.Contract.Key.Contains(column.Column.Name) ? "key" : column.Column.Nullable ? "" : "required",
                (column.Column.PhysicalName is { } physical ? $"'{physical}' in the file; " : "") + column.Evidence,
            ]),
        ]);
        foreach (var note in inferred.Notes)
            terminal.Note(note);
    }
}
