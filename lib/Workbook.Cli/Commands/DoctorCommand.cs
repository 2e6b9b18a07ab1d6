using System.CommandLine;
using Spectre.Console;
using Workbook.Cli.Output;
using Workbook.Diagnostics;
using Workbook.Retail;

namespace Workbook.Cli.Commands;

internal static class DoctorCommand
{
    public static Command Create(CommandContext context)
    {
        var lake = CommonOptions.Lake();
        var raw = CommonOptions.Raw();
        var scale = new Option<double>("--scale") { Description = "The scale to find room for.", DefaultValueFactory = _ => 0.01 };
        var format = CommonOptions.TableOrJson();
        var command = new Command("doctor", "Check that the machine and the folders are fit for a run, and say how to mend what isn't.") { lake, raw, scale, format };
        command.Runs(context, (parsed, _) =>
        {
            var isJson = parsed.GetValue(format) == "json";
            var findings = new List<Finding>();
            foreach (var finding in Checkup.Run(RetailCheckup.Options(parsed.GetValue(lake)!, parsed.GetValue(raw)!, parsed.GetValue(scale))))
            {
                findings.Add(finding);
                if (!isJson)
                    Print(context.Terminal, finding);
            }
            if (isJson)
                context.Terminal.Out.WriteLine(ReportJson.Write(findings.Select(finding => new { finding.Subject, finding.Verdict, finding.Message, finding.Fix })));
            return findings.Any(finding => finding.Verdict == Verdict.Fail) ? ExitCode.Failed : ExitCode.Ok;
        }, stopped: "Stopped.");
        return command;
    }

    private static void Print(Terminal terminal, Finding finding)
    {
        var (word, color) = finding.Verdict switch
        {
            Verdict.Ok => ("OK  ", Color.Green),
            Verdict.Warn => ("WARN", Color.Yellow),
            _ => ("FAIL", Color.Red),
        };
        if (terminal.OutIsTerminal)
            terminal.OutConsole.Write(new Text(word, new Style(color)));
        else
            terminal.Out.Write(word);
        terminal.Out.WriteLine($"  {finding.Subject}: {finding.Message}");
        if (finding.Fix is not null)
            terminal.Out.WriteLine($"      Fix: {finding.Fix}");
    }
}
