using System.CommandLine;

namespace Workbook.Cli.Commands;

/// <summary>Contracts as files.</summary>
internal static class ContractCommand
{
    public static Command Create(CommandContext context) => new("contract", "Contracts of sources as files (YAML, Open Data Contract Standard).")
    {
        ContractInferCommand.Create(context),
    };
}
