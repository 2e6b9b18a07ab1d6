using System.CommandLine;
using DuckDB.NET.Data;
using Workbook.Cli.Output;
using Workbook.Lake;
using Workbook.Pipelines;

namespace Workbook.Cli.Commands;

/// <summary>Pipelines that are declared in a YAML file.</summary>
internal static class PipelineCommand
{
    public static Command Create(CommandContext context) => new("pipeline", "Load tables from REST interfaces, databases and files as a YAML file declares it.")
    {
        Loading(context, "run", "Ask each resource for what is new and load it; what a stopped run left in its load package is loaded first.", (pipeline, connection, lake, progress, cancel) => pipeline.Run(connection, lake, progress, cancel)),
        Loading(context, "resume", "Load what the newest load package holds and its table doesn't, without asking any source.", (pipeline, connection, lake, progress, cancel) => pipeline.Resume(connection, lake, progress, cancel)),
        Show(context),
    };

    private static Argument<string> PipelineArgument() => new("file") { Description = "The pipeline's YAML file." };

    private static Command Loading(CommandContext context, string name, string description, Func<Pipeline, DuckDBConnection, string, IProgress<string>, CancellationToken, IReadOnlyList<LoadedResource>> load)
    {
        var (file, lake) = (PipelineArgument(), CommonOptions.Lake());
        var command = new Command(name, description) { file, lake };
        command.Runs(context, (parsed, cancellation) =>
        {
            var pipeline = Pipeline.Read(parsed.GetValue(file)!);
            // The warehouse is left out: the history is written to it.
            using var opened = LakeConnection.Open(parsed.GetValue(lake)!, new LakeConnectionOptions { ExternalAccess = true, AllowEmpty = true, Warehouse = false });
            var loads = load(pipeline, opened.Connection, parsed.GetValue(lake)!, context.Terminal.Notes, cancellation);
            if (loads.Count == 0)
                context.Terminal.Out.WriteLine("Nothing to load.");
            else
                context.Terminal.WriteTable(["Table", "#Package", "#New rows", "#Version", "From", "To", "Notes"], loads.Select(loaded => new[]
                {
                    loaded.Resource, $"{loaded.Package}", $"{loaded.Rows:N0}", loaded.Version < 0 ? "" : $"{loaded.Version}", loaded.CursorFrom ?? "", loaded.CursorTo ?? "", Notes(loaded),
                }));
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Show(CommandContext context)
    {
        var (file, lake) = (PipelineArgument(), CommonOptions.Lake());
        var command = new Command("show", "List a pipeline's load packages: what each run extracted, and what became of it.") { file, lake };
        command.Runs(context, (parsed, _) =>
        {
            var packages = Pipeline.Read(parsed.GetValue(file)!).Packages(parsed.GetValue(lake)!);
            if (packages.Count == 0)
            {
                context.Terminal.Out.WriteLine("No load packages: the pipeline has not been run on this lake.");
                return ExitCode.Ok;
            }

            context.Terminal.WriteTable(["#Package", "Started (UTC)", "Resource", "State", "#Extracted", "#New rows", "From", "To", "Notes"], packages.SelectMany(package => package.Resources.Select(resource => new[]
            {
                $"{package.Number}", $"{package.StartedAt:yyyy-MM-dd HH:mm:ss}", resource.Resource, resource.State.ToString().ToLowerInvariant(), $"{resource.Rows:N0}",
                resource.State == PackageState.Loaded ? $"{resource.Load!.Rows:N0}" : "", resource.Load?.CursorFrom ?? "", resource.Load?.CursorTo ?? "", resource.Fault ?? (resource.Load is { } load ? Notes(load) : ""),
            })));
            context.Terminal.Out.WriteLine();
            context.Terminal.Out.WriteLine($"The rows of the newest lie in {packages[^1].Folder}: a Parquet file for each resource.");
            return ExitCode.Ok;
        });
        return command;
    }

    private static string Notes(LoadedResource loaded) => string.Join("; ", (string[])
    [
        .. loaded.Widened.Select(column => $"widened {column}"), .. loaded.Ignored.Count == 0 ? Array.Empty<string>() : [$"left out {string.Join(", ", loaded.Ignored)}"],
    ]);
}
