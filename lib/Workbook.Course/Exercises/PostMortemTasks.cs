using System.Globalization;
using System.Text.RegularExpressions;
using Workbook.Bronze;
using Workbook.Course.Tasks;
using Workbook.Retail;

namespace Workbook.Course.Exercises;

/// <summary>Exercise 8: what happened, in words and figures. A check sees whether something is said and whether its figures are true, not whether it is wise.</summary>
internal static partial class PostMortemTasks
{
    private const string Quality = "Data quality findings";
    private const string Performance = "Performance results";
    private const int LeastWords = 20;

    private static readonly string[] Sections =
        ["Architecture decisions", "Challenges", Quality, Performance, "Production recommendations", "Time spent", "Tools"];

    private const string QualitySolution = """"
        var postMortem = new Dictionary<string, string>();
        var sources = BronzeReport.Read(new BronzeOptions { Lake = Workspace.LakePath, Sources = RetailSources.All }, Workspace.Raw);
        postMortem["Data quality findings"] = $"""
            Of {sources.Sum(source => source.RowsRead):N0} rows, {sources.Sum(source => source.RowsRejected):N0} were rejected, each with file, line and reason.
            {sources.Sum(source => source.Planted):N0} faults that a row shows were planted and {sources.Sum(source => source.Found):N0} of them found; nothing else was touched.
            """;
        """";

    private const string PerformanceSolution = """"
        var postMortem = new Dictionary<string, string>();
        var lines = Workspace.Scalar<long>("SELECT count(*) FROM gold.fct_sales");
        var milliseconds = Workspace.Time("SELECT order_date, sum(net_aud_amount) FROM gold.fct_sales GROUP BY order_date");
        postMortem["Performance results"] = $"""
            Over {lines:N0} rows of sales at scale {Workspace.Scale}, revenue by day takes {milliseconds} ms, the best of 5 runs.
            The same rows are read from Parquet alone; no index and no cache is involved, and a second machine will differ.
            """;
        """";

    private const string SectionsSolution = """"
        var postMortem = new Dictionary<string, string>
        {
            ["Architecture decisions"] = "Three layers on Parquet and Delta, one DuckDB, models in SQL: 3 things to back up. A warehouse server was decided against, since one machine reads this volume in seconds.",
            ["Challenges"] = "A join of 2 facts multiplied shipping costs by more than 3 and told nobody. It was found by comparing the total with the fact's own sum; the catalogue now refuses it.",
            ["Data quality findings"] = "All planted faults that a single row shows were found: recall 1 and precision 1. Warnings stay warnings below 1.5 % of broken references, and fail above that.",
            ["Performance results"] = "At scale 0.01 each of the 5 questions takes some milliseconds over about 35,000 rows. Pruning by day opens 3 files instead of all of them.",
            ["Production recommendations"] = "First a schedule with alerts to a person on call, then offsite backups of the snapshots, which can't be rebuilt. 7 drills should be run once a quarter.",
            ["Time spent"] = "One line for each of the 7 exercises, with the hours and what they went into. The longest was silver, since late rows and corrections had to be told apart.",
            ["Tools"] = "C# and .NET 10, DuckDB for all SQL, Parquet and Delta as formats, Plotly for the charts, and this kernel for the notebooks. An assistant, where one was used, is named here.",
        };
        """";

    public static IReadOnlyList<LearningTask> All { get; } =
    [
        new("postmortem.quality", "Say what was planted and what was found",
            [
                "Three figures matter to whoever reads it: how many faults were planted, how many of them were found, how many rows were rejected.",
                "BronzeReport.Read gives all three by source; sum them. Let the text take them from there, so that they stay true.",
                "postMortem[\"Data quality findings\"] = $\"… {sources.Sum(source => source.Planted):N0} … {sources.Sum(source => source.Found):N0} … {sources.Sum(source => source.RowsRejected):N0} …\"",
            ],
            "csharp", QualitySolution,
            context => Section(context, Quality, text => JudgeQuality(text, context))),

        new("postmortem.performance", "Give times that mean something",
            [
                "A time has a unit, and the amount of data that it was for.",
                "Workspace.Time(sql) measures in milliseconds, the best of five runs.",
                "postMortem[\"Performance results\"] = $\"… {Workspace.Time(sql)} ms over {rows:N0} rows …\"",
            ],
            "csharp", PerformanceSolution,
            context => Section(context, Performance, JudgePerformance)),

        new("postmortem.sections", "Leave no section empty",
            [
                $"The sections are {string.Join(", ", Sections)}.",
                $"Each needs {LeastWords} words and one figure. Where nothing was measured, say what you would measure.",
                "foreach (var section in postMortem) Console.WriteLine($\"{section.Key}: {section.Value.Split().Length}\");",
            ],
            "csharp", SectionsSolution,
            context => context.Value<Dictionary<string, string>>("postMortem", JudgeSections)),
    ];

    private static CheckResult Section(CheckContext context, string title, Func<string, CheckResult> judge) => context.Value<Dictionary<string, string>>("postMortem", text =>
        !text.TryGetValue(title, out var section) || string.IsNullOrWhiteSpace(section)
            ? CheckResult.NotAttempted($"postMortem has no \"{title}\" yet. Write it in the cell above and run that cell.")
            : Brief(title, section) ?? judge(section));

    private static CheckResult? Brief(string title, string section) => Words().Count(section) is < LeastWords and var words
        ? CheckResult.Incorrect($"\"{title}\" has {words} words. Say what you did, why, and what came of it.")
        : Numbers().IsMatch(section) ? null : CheckResult.Incorrect($"\"{title}\" has no figure. How many, how long, how often?");

    private static CheckResult JudgeQuality(string text, CheckContext context)
    {
        var sources = BronzeReport.Read(new BronzeOptions { Lake = context.Workspace.LakePath, Sources = RetailSources.All }, context.Workspace.Raw);
        var said = Numbers().Matches(text).Select(match => double.Parse(match.Value.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture)).ToHashSet();
        (string What, long Count)[] figures =
        [
            ("how many faults were planted", sources.Sum(source => source.Planted ?? 0)), ("how many of them were found", sources.Sum(source => source.Found ?? 0)),
            ("how many rows were rejected", sources.Sum(source => source.RowsRejected)),
        ];
        return figures.FirstOrDefault(figure => !said.Contains(figure.Count)) is { What: { } missing }
            ? CheckResult.Incorrect($"The text doesn't say {missing}, or says it wrong for this lake.")
            : CheckResult.Correct("Planted, found, rejected: whoever reads it can check it.");
    }

    private static CheckResult JudgePerformance(string text) =>
        !Measured().IsMatch(text) ? CheckResult.Incorrect("There is no time with its unit in it: ms or s.")
        : !Size().IsMatch(text) ? CheckResult.Incorrect("A time says nothing without the amount of data it was for: how many rows, or at which scale?")
        : CheckResult.Correct("A time, and what it was for.");

    private static CheckResult JudgeSections(Dictionary<string, string> text)
    {
        if (text.Values.All(string.IsNullOrWhiteSpace))
            return CheckResult.NotAttempted("Nothing is written yet. Each section has a cell above.");
        foreach (var title in Sections)
        {
            if (!text.TryGetValue(title, out var section) || string.IsNullOrWhiteSpace(section))
                return CheckResult.Incorrect($"\"{title}\" is empty. It has {text.Count(one => !string.IsNullOrWhiteSpace(one.Value))} of {Sections.Length} sections.");
            if (Brief(title, section) is { } fault)
                return fault;
        }

        return CheckResult.Correct($"{Sections.Length} sections, each with something to hold on to. Now let somebody read it who wasn't there.");
    }

    [GeneratedRegex(@"[\p{L}\p{N}][\p{L}\p{N}'’.,%-]*")]
    private static partial Regex Words();

    [GeneratedRegex(@"\d[\d,]*(\.\d+)?")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\d\s*(ms|s|milliseconds|seconds|minutes|min)\b")]
    private static partial Regex Measured();

    [GeneratedRegex(@"\d\s*(rows|lines|readings|orders|MB|GB|million|thousand)\b|\bscale\s+\d", RegexOptions.IgnoreCase)]
    private static partial Regex Size();
}
