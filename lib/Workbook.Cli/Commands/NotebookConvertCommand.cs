using System.CommandLine;
using Workbook.Charts;
using Workbook.Notebooks.Documents;
using Workbook.Notebooks.Documents.Html;

namespace Workbook.Cli.Commands;

internal static class NotebookConvertCommand
{
    private static readonly string[] Formats = ["ipynb", "dib", "html"];

    public static Command Create(CommandContext context)
    {
        var path = new Argument<string>("path") { Description = "The notebook, .ipynb or .dib." };
        var to = new Option<string?>("--to") { Description = "The format to write, beside the notebook unless --out is given: ipynb, dib or html.", HelpName = "ipynb|dib|html" };
        to.AcceptOnlyFromAmong(Formats);
        var output = new Option<string?>("--out") { Description = "The file to write; its ending is the format.", HelpName = "file" };
        var force = new Option<bool>("--force") { Description = "Replace a notebook that is there already." };
        var command = new Command("convert", "Write a notebook in another format: .dib, .ipynb, or one HTML page that loads nothing.") { path, to, output, force };
        command.Validators.Add(result =>
        {
            if (result.GetResult(to) is null && result.GetResult(output) is null)
                result.AddError("Name the format with --to, or the file with --out.");
        });
        command.Runs(context, (parsed, _) =>
        {
            var from = parsed.GetValue(path)!;
            var target = parsed.GetValue(output) ?? Path.ChangeExtension(from, parsed.GetValue(to));
            var format = parsed.GetValue(to) ?? Path.GetExtension(target).TrimStart('.').ToLowerInvariant();
            if (!Formats.Contains(format))
                throw new WorkbookException($"'{target}' ends in no format that can be written. End it in .ipynb, .dib or .html, or name the format with --to.");
            if (Path.GetFullPath(target) == Path.GetFullPath(from))
                throw new WorkbookException($"'{from}' is {format} already. Name another format (--to) or file (--out).");
            // A page can be made again at any time; a notebook is someone's work.
            if (format != "html" && File.Exists(target) && !parsed.GetValue(force))
                throw new WorkbookException($"'{target}' is there already, and nothing was written. Give --force to replace it, or another name (--out).");
            var document = NotebookFile.Read(from);
            switch (format)
            {
                case "html":
                    NotebookFiles.WriteText(target, HtmlExport.ToHtml(document, new HtmlOptions(Plotly: () => ChartPage.PlotlyScript, Folder: Path.GetDirectoryName(Path.GetFullPath(from)))));
                    break;
                case "dib":
                    NotebookFiles.WriteText(target, DibFormat.ToText(document));
                    break;
                default:
                    document.Write(target);
                    break;
            }
            context.Terminal.Out.WriteLine($"Wrote {target}");
            return ExitCode.Ok;
        });
        return command;
    }
}
