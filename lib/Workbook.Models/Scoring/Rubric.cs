using System.Globalization;

namespace Workbook.Models.Scoring;

/// <summary>How evidence becomes points; each method is a dimension, each fact one of its steps.</summary>
internal static class Rubric
{
    /// <summary>Below it the fixed cost of a build hides what a row costs.</summary>
    public const long MinRowsForSpeed = 10_000;

    private const int RunsLookedAt = 20;
    private const int RunsNeeded = 5;
    private const double NoticeableSeconds = 0.5;
    private const double SlowSeconds = 60;
    private static readonly TimeSpan Recently = TimeSpan.FromDays(7);

    public static IReadOnlyList<ScoreFact> Reliability(ScoreEvidence evidence)
    {
        // A run that somebody stopped says nothing of the pipeline.
        var runs = evidence.Runs.Where(run => run.Status != "stopped").TakeLast(RunsLookedAt).ToList();
        var good = new Coverage(runs.Count(run => run.Status is "success" or "warning"), runs.Count);
        var points = good.Share switch { >= 0.99 => 8, >= 0.95 => 6, >= 0.9 => 4, >= 0.8 => 2, _ => 0 } * Math.Min(1, (double)runs.Count / RunsNeeded);
        var built = Share(evidence.Nodes, node => node.Succeeded is true);
        var repeatable = Share(evidence.Nodes, node => node.IsRepeatable);
        return
        [
            new(points, 8, runs.Count == 0 ? "No run is logged." : $"{good.Covered} of the last {good.Total} runs went through.",
                points == 8 ? null : runs.Count < RunsNeeded ? $"Full points take {RunsNeeded} runs." : "Full points take 99 % of them."),
            OfShare(6, built, "models were built without a fault when they last ran.", "Run 'workbook dbt build' until nothing fails: " + Names(evidence.Nodes.Where(node => node.Succeeded is not true).Select(node => node.Name))),
            OfShare(6, repeatable, "models come out the same when they run twice.", "Give incremental models and snapshots a unique_key: " + Names(evidence.Nodes.Where(node => !node.IsRepeatable).Select(node => node.Name))),
        ];
    }

    public static IReadOnlyList<ScoreFact> Quality(ScoreEvidence evidence)
    {
        var (severe, warning) = (evidence.Checks.Where(check => check.IsSevere).ToList(), evidence.Checks.Where(check => !check.IsSevere).ToList());
        // A check that stops the pipeline weighs as much as three that only warn.
        var weight = 3 * severe.Count + warning.Count;
        var passed = 3 * severe.Count(check => check.Passed is true) + warning.Count(check => check.Passed is true);
        var points = weight == 0 ? 0 : 12.0 * passed / weight;
        var asked = QualityDimensions.Of(evidence);
        var fresh = evidence.Sources.Sum(source => source.Status switch { "pass" => 1, "warn" => 0.5, _ => 0 });
        var freshPoints = evidence.Sources.Count == 0 ? 0 : 4 * fresh / evidence.Sources.Count;
        return
        [
            new(points, 12, evidence.Checks.Count == 0 ? "There are no tests." : $"{Share(severe, check => check.Passed is true)} tests of severity error and {Share(warning, check => check.Passed is true)} of severity warn passed when they last ran.",
                points == 12 ? null : evidence.Checks.Count == 0 ? "Write tests." : "Mend or run these: " + Names(evidence.Checks.Where(check => check.Passed is not true).OrderByDescending(check => check.IsSevere).Select(check => check.Name))),
            new(4.0 * asked.Count / QualityDimensions.All.Count, 4, $"Tests ask for {(asked.Count == 0 ? "nothing" : string.Join(", ", asked))}.",
                asked.Count == QualityDimensions.All.Count ? null : $"Not asked for: {string.Join(", ", QualityDimensions.All.Except(asked))}."),
            new(freshPoints, 4, evidence.Sources.Count == 0 ? "There are no sources." : evidence.Sources.All(source => source.Status is null) ? "How fresh the sources are was never asked." : $"{evidence.Sources.Count(source => source.Status == "pass")} of {evidence.Sources.Count} sources were fresh when last asked.",
                freshPoints == 4 ? null : evidence.Sources.Any(source => source.Status is not null) ? "Not fresh: " + Names(evidence.Sources.Where(source => source.Status is not "pass").Select(source => source.Name)) : "Run 'workbook dbt freshness'."),
        ];
    }

    public static IReadOnlyList<ScoreFact> Performance(ScoreEvidence evidence)
    {
        var timed = evidence.Nodes.Where(node => node.LastSeconds is not null).ToList();
        var compared = timed.Where(node => node.EarlierSeconds.Count > 0).ToList();
        var steady = Share(timed, node => node.EarlierSeconds.Count > 0 && IsSteady(node));
        var total = timed.Sum(node => node.LastSeconds!.Value);
        var usual = compared.Sum(node => Median(node.EarlierSeconds));
        var growth = compared.Count == 0 ? (double?)null : compared.Sum(node => node.LastSeconds!.Value) / Math.Max(usual, NoticeableSeconds);
        var slow = timed.Where(node => node.LastSeconds > SlowSeconds).ToList();
        return
        [
            OfShare(9, steady, "models took at most twice their median time when last built.",
                compared.Count < timed.Count ? $"{timed.Count - compared.Count} have no earlier build to compare with." : "Look at " + Names(compared.Where(node => !IsSteady(node)).Select(node => node.Name))),
            new(growth switch { null => 0, <= 1.25 => 3, <= 1.5 => 1.5, _ => 0 }, 3, growth is null ? "No model was built twice." : Text($"All models together took {total:0.0} s when last built, {growth:0.00} times what they usually take."),
                growth is <= 1.25 ? null : growth is null ? "Build again." : "Full points take 1.25 times or less."),
            new(timed.Count == 0 ? 0 : Math.Max(0, 3 - slow.Count), 3, timed.Count == 0 ? "No model was timed." : slow.Count == 0 ? Invariant($"No model takes over {SlowSeconds} s.") : Text($"Over {SlowSeconds} s: {string.Join(", ", slow.Select(node => Text($"{node.Name} {node.LastSeconds:0} s")))}."),
                timed.Count == 0 ? "Run 'workbook dbt build'." : slow.Count == 0 ? null : "Make them incremental, or split them."),
        ];
    }

    public static IReadOnlyList<ScoreFact> Documentation(ModelCoverage coverage) =>
    [
        OfShare(4, coverage.DocumentedModels, "models have a description.", "Describe the rest in their property files."),
        OfShare(6, coverage.DocumentedColumns, "columns have a description.", "Describe the rest in their property files."),
    ];

    public static IReadOnlyList<ScoreFact> Monitoring(ScoreEvidence evidence)
    {
        var watched = Share(evidence.Sources, source => source.HasThreshold);
        var owned = Share(evidence.Nodes, node => node.HasOwner);
        var last = evidence.Runs.Count == 0 ? (DateTime?)null : evidence.Runs[^1].CompletedAt;
        var isRecent = last is { } at && evidence.Now - at <= Recently;
        return
        [
            OfShare(5, watched, "sources have a freshness threshold.", "Give these loaded_at_field and freshness: " + Names(evidence.Sources.Where(source => !source.HasThreshold).Select(source => source.Name))),
            new(last is null ? 0 : isRecent ? 4 : 2, 4, last is null ? "No run is logged." : Text($"Runs logged: {evidence.Runs.Count:N0}, the last on {last:yyyy-MM-dd HH:mm} UTC."), isRecent ? null : "Run 'workbook dbt build': a log without an entry of this week watches nothing."),
            OfShare(3, evidence.OwnedExposures, "exposures (dashboards and the like) name an owner.", "Write down who reads the models, with 'exposures' in a property file."),
            OfShare(3, owned, "models say whom to alert: an owner, an alert or a group.", "Add meta: {owner: …}, by folder in dbt_project.yml."),
        ];
    }

    public static IReadOnlyList<ScoreFact> Testing(ModelCoverage coverage) =>
    [
        OfShare(3, coverage.TestedModels, "models have a test.", "Test the rest."),
        // Free text and the like needs no test of its own.
        OfShare(2, coverage.TestedColumns, "columns have a test; half of them will do.", "Test keys, amounts, dates and codes first.", enough: 0.5),
        OfShare(2, coverage.TestedKeys, "models have their key tested.", "Add unique and not_null, or unique_combination_of_columns, to " + Names(coverage.WithoutKeyTest)),
        OfShare(2, coverage.GoldContracts, "tables of gold have an enforced contract.", "Add contract: {enforced: true}."),
        new(Math.Min(1, (coverage.UnitTests > 0 ? 0.5 : 0) + (coverage.SingularTests > 0 ? 0.5 : 0)), 1, $"Unit tests: {coverage.UnitTests}; tests that are queries of their own: {coverage.SingularTests}.",
            coverage is { UnitTests: > 0, SingularTests: > 0 } ? null : coverage.UnitTests == 0 ? "Test a model's logic on rows given by hand (unit_tests)." : "Write what must hold between models as a query in tests/."),
    ];

    public static IReadOnlyList<ScoreFact> Cost(ScoreEvidence evidence)
    {
        var built = evidence.Nodes.Any(node => node.Succeeded is not null);
        var tables = evidence.Nodes.Where(node => node is { Rows: >= MinRowsForSpeed, Bytes: not null }).ToList();
        var perRow = tables.Count == 0 ? (double?)null : (double)tables.Sum(node => node.Bytes!.Value) / tables.Sum(node => node.Rows!.Value);
        var speed = evidence.Nodes.Sum(node => node.BulkSeconds) is > 0 and var seconds ? evidence.Nodes.Sum(node => node.BulkRows) / seconds : (double?)null;
        return
        [
            new(built ? Math.Max(0, 4 - evidence.RedFlags.Count) : 0, 4,
                !built ? "Nothing was built." : evidence.RedFlags.Count == 0 ? "No red flags." : $"{(evidence.RedFlags.Count == 1 ? "A red flag" : $"{evidence.RedFlags.Count} red flags")}: {Names(evidence.RedFlags.Select(flag => $"{flag.Node} {flag.Found}"))}",
                !built ? "Run 'workbook dbt build'." : evidence.RedFlags.Count == 0 ? null : "Mend them, or say that they are meant: meta: {lint_ignore: [rule]}."),
            new(speed switch { null => 0, >= 100_000 => 3, >= 20_000 => 2, >= 5_000 => 1, _ => 0 }, 3, speed is null ? Invariant($"No build of a model wrote {MinRowsForSpeed:N0} rows.") : Text($"{speed:N0} rows a second were written, by the builds that wrote {MinRowsForSpeed:N0} or more."), speed is >= 100_000 ? null : "Full points take 100,000."),
            new(perRow switch { null => 0, <= 200 => 3, <= 500 => 2, <= 1000 => 1, _ => 0 }, 3, perRow is null ? Invariant($"No table has {MinRowsForSpeed:N0} rows.") : Text($"A row takes {perRow:N0} bytes."), perRow is <= 200 ? null : "Full points take 200."),
        ];
    }

    private static bool IsSteady(NodeEvidence node) => node.LastSeconds <= Math.Max(NoticeableSeconds, 2 * Median(node.EarlierSeconds));

    private static double Median(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[sorted.Count / 2 - 1] + sorted[sorted.Count / 2]) / 2;
    }

    private static Coverage Share<T>(IReadOnlyCollection<T> items, Func<T, bool> isGood) => new(items.Count(isGood), items.Count);

    private static ScoreFact OfShare(double max, Coverage coverage, string what, string advice, double enough = 1) =>
        new(max * Math.Min(1, coverage.Share / enough), max, $"{coverage} {what}", coverage.Share >= enough ? null : advice);

    private static string Names(IEnumerable<string> names)
    {
        var all = names.ToList();
        return all.Count <= 5 ? string.Join(", ", all) + "." : $"{string.Join(", ", all.Take(5))} and {all.Count - 5} more.";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
