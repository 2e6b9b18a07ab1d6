using System.CommandLine;
using Workbook.Models.Lineage;
using Workbook.Models.Lineage.Events;
using Workbook.Models.Project;
using Workbook.Models.Running;

namespace Workbook.Cli.Commands;

/// <summary>build, run, test, snapshot and seed: the same options, other nodes.</summary>
internal static class DbtRunCommand
{
    private const string Stopped = "Stopped. What was built is whole; 'workbook dbt retry' goes on from here.";

    public static Command Create(CommandContext context, string name, string description)
    {
        var options = new DbtOptions();
        var fullRefresh = new Option<bool>("--full-refresh", "-f") { Description = "Build incremental models anew." };
        var failFast = new Option<bool>("--fail-fast", "-x") { Description = "Stop at the first failure." };
        var storeFailures = new Option<bool>("--store-failures") { Description = "Keep the failing rows of tests as tables." };
        var warnError = new Option<bool>("--warn-error") { Description = "Warnings of tests fail the run, too." };
        var changed = new Option<bool>("--changed") { Description = "Leave out what can't have changed since it was last built." };
        var retries = new Option<int>("--retries") { Description = "How often a failed node is tried again.", Validators = { result => CommonOptions.RequireAtLeast(result, 0) } };
        var openLineage = new Option<string?>("--openlineage")
        {
            Description = "Send OpenLineage events to this file or http address; by default to $OPENLINEAGE_URL.",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("OPENLINEAGE_URL"),
        };
        var command = new Command(name, description);
        options.AddProject(command);
        options.AddSelection(command);
        foreach (var option in new Option[] { fullRefresh, failFast, storeFailures, warnError, changed, retries, openLineage })
            command.Options.Add(option);
        command.Runs(context, (parsed, cancellation) =>
        {
            var project = options.Read(parsed, parsed.GetValue(storeFailures));
            var run = options.Run(parsed, name) with
            {
                FullRefresh = parsed.GetValue(fullRefresh),
                FailFast = parsed.GetValue(failFast),
                WarnError = parsed.GetValue(warnError),
                ReuseUnchanged = parsed.GetValue(changed),
                Retries = parsed.GetValue(retries),
            };
            var output = new DbtOutput(context.Terminal, TimeProvider.System);
            var summary = Run(context, project, run, output, parsed.GetValue(openLineage), cancellation);
            output.Finish(summary);
            return DbtOutput.ExitCodeOf(summary, cancellation);
        }, Stopped);
        return command;
    }

    private static RunSummary Run(CommandContext context, ModelProject project, ModelRunOptions options, DbtOutput output, string? openLineage, CancellationToken cancellation)
    {
        if (openLineage is not { Length: > 0 })
            return ModelRunner.Run(project, options, TimeProvider.System, output, cancellation);
        using var sink = OpenLineageSink.To(openLineage, Environment.GetEnvironmentVariable("OPENLINEAGE_API_KEY"), progress: context.Terminal.Notes);
        var reporter = new OpenLineageReporter(output, sink, ProjectLineage.Build(project), TimeProvider.System);
        var summary = ModelRunner.Run(project, options, TimeProvider.System, reporter, cancellation);
        reporter.Complete(summary);
        return summary;
    }
}
