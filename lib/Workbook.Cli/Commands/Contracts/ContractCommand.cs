using System.CommandLine;

namespace Workbook.Cli.Commands;

/// <summary>Contracts as files: read off files, what they say, whether files keep to them, and what a change would break.</summary>
internal static class ContractCommand
{
    public static Command Create(CommandContext context) => new("contract", "Contracts of sources as files (YAML, Open Data Contract Standard).")
    {
        ContractInferCommand.Create(context),
        ContractCheckCommand.Create(context),
        ContractDiffCommand.Create(context),
        ContractExportCommand.Create(context),
    };
}
