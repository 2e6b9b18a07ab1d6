using System.CommandLine;
using System.CommandLine.Parsing;

namespace Workbook.Cli.Commands;

/// <summary>Numbers have a point. A comma would be read as one that groups thousands, and 0,01 as 1.</summary>
internal static class DecimalPoint
{
    private static readonly Type[] Fractions = [typeof(double), typeof(double?), typeof(decimal), typeof(decimal?)];

    /// <summary>For all options of the command and of those below it.</summary>
    public static void Require(Command command)
    {
        foreach (var option in command.Options.Where(option => Fractions.Contains(option.ValueType)))
            option.Validators.Add(RefuseComma);
        foreach (var below in command.Subcommands)
            Require(below);
    }

    private static void RefuseComma(OptionResult result)
    {
        if (result.Tokens.FirstOrDefault(token => token.Value.Contains(',')) is { } number)
            result.AddError($"{result.Option.Name} expects a number with a point, such as 0.01, but was given '{number.Value}'.");
    }
}
