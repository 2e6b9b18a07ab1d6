using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Workbook.Cli.Output;
using Workbook.Course;
using Workbook.Notebooks;
using Workbook.Notebooks.Runner;

namespace Workbook.Cli.Commands;

/// <summary><c>workbook notebook run</c>, and the worker that it starts for each notebook.</summary>
internal static class NotebookRunCommand
{
    public static Command Create(CommandContext context)
    {
        var paths = new Argument<string[]>("path") { Description = "Notebooks (.ipynb, .dib), or folders: all notebooks below them.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string>("--out") { Description = "The folder of executed notebooks, HTML pages and reports.", DefaultValueFactory = _ => "notebook_runs" };
        var parameters = CommonOptions.Names("--param", "A value for the cell tagged 'parameters', name=value; repeat it for more.");
        var json = CommonOptions.Names("--param-json", "The same with a value in JSON, which can be null or a list: ids=[1,2].");
        parameters.CustomParser = json.CustomParser = result => [.. result.Tokens.Select(token => token.Value)];
        var timeout = new Option<double>("--timeout") { Description = "Seconds that a cell may take; its tag timeout:30 outranks this.", DefaultValueFactory = _ => 600 };
        var parallel = new Option<int>("--parallel") { Description = "Notebooks that run at once.", DefaultValueFactory = _ => 1, Validators = { result => CommonOptions.RequireAtLeast(result, 1) } };
        var most = new Option<long>("--max-output") { Description = "Characters that a cell may write; what is beyond is counted, not kept. 0 for no limit.", DefaultValueFactory = _ => NotebookWorkspace.UsualOutputLimit, Validators = { result => CommonOptions.RequireAtLeast(result, 0) } };
        var workspace = new Option<string?>("--workspace") { Description = "The folder with data_raw and lake, by default the notebook's project." };
        var format = CommonOptions.TableOrJson();
        var command = new Command("run", "Run notebooks without a front end; save them executed, with HTML, JUnit XML and a summary.")
        {
            paths, output, parameters, json, timeout, parallel, most, workspace, format,
        };
        command.Runs(context, (parsed, cancellation) =>
        {
            var options = new NotebookRunOptions
            {
                Paths = parsed.GetValue(paths)!,
                Output = parsed.GetValue(output)!,
                Parameters = Values(parsed.GetValue(parameters) ?? [], parsed.GetValue(json) ?? []),
                Timeout = TimeSpan.FromSeconds(parsed.GetValue(timeout)),
                Parallel = parsed.GetValue(parallel),
                OutputLimit = parsed.GetValue(most),
                Workspace = parsed.GetValue(workspace),
                WorkerCommand = [.. ThisProgram.Command, "notebook", "worker"],
            };
            var outcomes = NotebookRunner.Run(options, new Watch(context.Terminal, options.Parallel > 1), cancellation);
            if (parsed.GetValue(format) == "json")
                context.Terminal.Out.Write(File.ReadAllText(Path.Combine(options.Output, "summary.json")));
            else
                Print(context.Terminal, options, outcomes);
            return Exit(outcomes);
        }, stopped: "Stopped. The notebooks that ran are saved; the others were not begun.");
        return command;
    }

    /// <summary>Not for people: reads what to run from standard input.</summary>
    public static Command CreateWorker(CommandContext context)
    {
        var command = new Command("worker", "Run one notebook in this process.") { Hidden = true };
        command.Runs(context, (_, _) =>
        {
            var isWhole = NotebookWorker.Run(context.Terminal.In.ReadLine(), CourseCells.Library);
            // A cell may have left threads behind that would keep the process.
            Environment.Exit(isWhole ? ExitCode.Ok : ExitCode.Failed);
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>The worst that happened: 1 a cell failed, 3 one took too long, 4 a process died, 130 stopped.</summary>
    private static int Exit(IReadOnlyList<NotebookOutcome> outcomes) =>
        outcomes.Any(outcome => outcome.Status == RunStatus.Stopped) ? ExitCode.Stopped
        : outcomes.Any(outcome => outcome.Status == RunStatus.Died) ? ExitCode.Died
        : outcomes.Any(outcome => outcome.Status == RunStatus.Failed) ? ExitCode.Failed
        : outcomes.Any(outcome => outcome.Status == RunStatus.TimedOut) ? ExitCode.TimedOut
        : ExitCode.Ok;

    private static void Print(Terminal terminal, NotebookRunOptions options, IReadOnlyList<NotebookOutcome> outcomes)
    {
        terminal.WriteTable(["Notebook", "Status", "#Cells", "#Seconds", "Failed cell"], outcomes.Select(outcome => new[]
        {
            Name(options, outcome), outcome.Status.ToString().ToLowerInvariant(), $"{outcome.Cells.Count:N0}", $"{outcome.Seconds:N1}",
            outcome.FailedCell is { } cell ? $"{cell.Number}: {cell.Title}" : "",
        }));
        foreach (var failed in outcomes.Where(outcome => outcome.Error is not null))
            terminal.Fault($"{Name(options, failed)}: {failed.Error}");
        terminal.Out.WriteLine($"Executed notebooks, HTML, junit.xml and summary.json are in {options.Output}.");
    }

    /// <summary>With the folders below the run's, so that two of one name are told apart.</summary>
    private static string Name(NotebookRunOptions options, NotebookOutcome outcome) =>
        Path.Combine(Path.GetDirectoryName(Path.GetRelativePath(options.Output, outcome.Output))!, Path.GetFileName(outcome.Path));

    private static Dictionary<string, GivenValue> Values(string[] texts, string[] json)
    {
        var values = new Dictionary<string, GivenValue>();
        foreach (var text in texts)
            Add(values, "--param", text, isJson: false);
        foreach (var text in json)
            Add(values, "--param-json", text, isJson: true);
        return values;
    }

    private static void Add(Dictionary<string, GivenValue> values, string option, string text, bool isJson)
    {
        var equals = text.IndexOf('=');
        if (equals <= 0 || (isJson && !IsJson(text[(equals + 1)..])))
            throw new WorkbookException($"{option} expects name={(isJson ? "JSON" : "value")} but was given '{text}'.");
        values[text[..equals]] = new GivenValue(text[(equals + 1)..], isJson);
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>A line for each cell, and what cells write; with several at once each line says whose it is.</summary>
    private sealed class Watch(Terminal terminal, bool isNamed) : IProgress<NotebookRunEvent>
    {
        private readonly Lock _lock = new();

        public void Report(NotebookRunEvent value)
        {
            if (terminal.Events is { } events)
            {
                Report(events, value);
                return;
            }

            var name = isNamed ? $"{Path.GetFileNameWithoutExtension(value.Notebook)}: " : "";
            lock (_lock)
            {
                switch (value.Kind)
                {
                    case "cell" when value.Number == 1 && !isNamed:
                        terminal.Error.WriteLine(Path.GetFileName(value.Notebook));
                        break;
                    case "done":
                        terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}cell {value.Number}/{value.Total} {value.Title} {value.Seconds:0.0} s{(value.Status == "ok" ? "" : $" ({value.Status})")}"));
                        break;
                    case "stream":
                        terminal.Error.Write(value.Text);
                        break;
                }
            }
        }

        private static void Report(EventStream events, NotebookRunEvent value)
        {
            if (value.Kind is "cell" or "done")
                events.Progress(new StepProgress(value.Notebook, value.Kind == "done" ? value.Number : value.Number - 1, value.Total), "cells", value.Title);
            else if (value.Kind == "stream")
                events.Output(value.Text);
        }
    }
}
