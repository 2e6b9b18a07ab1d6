using System.CommandLine;

namespace Workbook.Cli.Commands;

/// <summary>The model runner, with dbt's commands and options.</summary>
internal static class DbtCommand
{
    public static Command Create(CommandContext context) => new("dbt", "Build, test and document the SQL models: a dbt project, run without Python.")
    {
        DbtRunCommand.Create(context, "build", "Seed, run, snapshot and test, in the order of dependencies: a model waits for the tests of what it reads."),
        DbtRunCommand.Create(context, "run", "Build models, without tests."),
        DbtRunCommand.Create(context, "test", "Run data tests and unit tests."),
        DbtRunCommand.Create(context, "snapshot", "Take snapshots: keep the history of what changes."),
        DbtRunCommand.Create(context, "seed", "Load the project's CSV files."),
        DbtCompileCommand.Create(context),
        DbtRetryCommand.Create(context),
        DbtListCommand.Create(context),
        DbtFreshnessCommand.Create(context),
        new Command("source", "Look after sources.") { DbtFreshnessCommand.Create(context) },
        DbtDocsCommand.Create(context),
        DbtImpactCommand.Create(context),
    };
}
