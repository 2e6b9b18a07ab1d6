using System.CommandLine;
using Workbook.Cli.Output;
using Workbook.Models.Scoring;

namespace Workbook.Cli.Commands;

internal static class ScoreCommand
{
    private const int FindingsShown = 20;

    public static Command Create(CommandContext context)
    {
        var project = new DbtOptions();
        var format = CommonOptions.TableOrJson();
        var least = new Option<double?>("--min") { Description = "Exit with 1 if the score is lower than this, from 0 to 100." };
        var lint = new Option<bool>("--lint") { Description = "Only list names that are against the conventions; exit with 1 if there are any." };
        var all = new Option<bool>("--all") { Description = $"List all such names, not only the first {FindingsShown}." };
        var command = new Command("score", "Score the SQL models from 0 to 100 by what their files and last runs show, with what would raise it, and check their names.") { format, least, lint, all };
        project.AddProject(command);
        command.Runs(context, (parsed, _) =>
        {
            var read = project.Read(parsed);
            var findings = NamingRules.Check(read);
            var card = parsed.GetValue(lint) ? null : Collect(read, project.TargetPath(parsed));
            if (parsed.GetValue(format) == "json")
                context.Terminal.Out.WriteLine(ToJson(card, findings));
            else
                Print(context.Terminal, card, findings, parsed.GetValue(all) ? int.MaxValue : FindingsShown);
            if (card?.Card.Points < parsed.GetValue(least))
                context.Terminal.Error.WriteLine($"The score {card.Card.Points:0.#} is below {parsed.GetValue(least):0.#}.");
            return card is null ? findings.Count > 0 ? ExitCode.Failed : ExitCode.Ok : card.Card.Points < parsed.GetValue(least) ? ExitCode.Failed : ExitCode.Ok;
        }, stopped: "Stopped. Nothing was changed.");
        return command;
    }

    private static Scored Collect(Models.Project.ModelProject project, string? targetPath)
    {
        var evidence = EvidenceCollector.Collect(project, targetPath);
        return new Scored(Scorecard.Of(evidence), evidence.Coverage);
    }

    private static void Print(Terminal terminal, Scored? scored, IReadOnlyList<NamingFinding> findings, int shown)
    {
        if (scored is { Card: var card })
        {
            Summary.WriteTable(terminal, ["Dimension", "#Points", "#Of", "What was found"], card.Dimensions.SelectMany(Lines));
            terminal.Out.WriteLine($"Score: {card.Points:0.#} of 100");
            var advice = card.Dimensions.SelectMany(dimension => dimension.Facts.Where(fact => fact.Advice is not null).Select(fact => (Lost: fact.Max - fact.Points, dimension.Name, fact.Advice))).OrderByDescending(step => step.Lost).ToList();
            if (advice.Count > 0)
                terminal.Out.WriteLine("\nWhat would raise it, most first:");
            foreach (var (lost, name, text) in advice)
                terminal.Out.WriteLine($"  +{lost:0.0#} {name}: {text}");
            terminal.Out.WriteLine();
            Summary.WriteTable(terminal, ["Layer", "#Models", "#Seconds", "#MB", "#Rows", "#Bytes a row", "#Rows a second"], card.Layers.Select(layer => new[]
            {
                layer.Layer.ToString().ToLowerInvariant(), $"{layer.Nodes:N0}", $"{layer.Seconds:N1}", Summary.Megabytes(layer.Bytes), $"{layer.Rows:N0}", $"{layer.BytesPerRow:N0}", $"{layer.RowsPerSecond:N0}",
            }));
            terminal.Out.WriteLine();
        }
        PrintNames(terminal, findings, shown);
    }

    private static IEnumerable<string[]> Lines(DimensionScore dimension) =>
        dimension.Facts.Select(fact => new[] { "", $"{fact.Points:0.0}", $"{fact.Max:0}", fact.Found })
            .Prepend([dimension.Name, $"{dimension.Points:0.0}", $"{dimension.Max:0}", ""]);

    private static void PrintNames(Terminal terminal, IReadOnlyList<NamingFinding> findings, int shown)
    {
        if (findings.Count == 0)
        {
            terminal.Out.WriteLine("All names follow the conventions.");
            return;
        }
        foreach (var finding in findings.Take(shown))
            terminal.Out.WriteLine(finding);
        var rules = findings.GroupBy(finding => finding.Rule).OrderByDescending(rule => rule.Count()).Select(rule => $"{rule.Key} {rule.Count()}");
        terminal.Out.WriteLine($"{findings.Count:N0} {(findings.Count == 1 ? "name is" : "names are")} against the conventions: {string.Join(", ", rules)}.{(findings.Count > shown ? $" The first {shown} are shown; --all lists them all." : "")}");
    }

    private static string ToJson(Scored? scored, IReadOnlyList<NamingFinding> findings) => scored is { Card: var card }
        ? ReportJson.Write(new { card.Points, Max = 100, card.Dimensions, scored.Coverage, card.Layers, Naming = findings })
        : ReportJson.Write(new { Naming = findings });

    private sealed record Scored(Scorecard Card, ModelCoverage Coverage);
}
