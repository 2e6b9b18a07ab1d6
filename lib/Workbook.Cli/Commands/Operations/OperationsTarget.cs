using System.CommandLine;
using Workbook.Lake;
using Workbook.Operations.Increments;
using Workbook.Retail;

namespace Workbook.Cli.Commands.Operations;

/// <summary>The options by which the commands that look after a whole lake find it.</summary>
internal sealed class OperationsTarget
{
    private readonly Option<string> _raw = CommonOptions.Raw();
    private readonly Option<string> _lake = CommonOptions.Lake();

    public void AddTo(Command command)
    {
        command.Options.Add(_raw);
        command.Options.Add(_lake);
    }

    public string Raw(ParseResult parsed) => parsed.GetValue(_raw)!;

    public LakeFolder Lake(ParseResult parsed) => new(parsed.GetValue(_lake)!);

    /// <exception cref="WorkbookException">There is no lake.</exception>
    public IncrementTarget Of(ParseResult parsed)
    {
        var lake = Lake(parsed);
        return Directory.Exists(lake.Path)
            ? new IncrementTarget(Raw(parsed), lake, RetailProject.Find("."))
            : throw new WorkbookException($"There is no lake at '{lake.Path}'. Build it with 'workbook run', or name another folder (--lake).");
    }
}
