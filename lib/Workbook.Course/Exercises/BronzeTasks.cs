using Workbook.Bronze;
using Workbook.Course.Tasks;
using Workbook.Delta;
using Workbook.Retail;

namespace Workbook.Course.Exercises;

/// <summary>Exercise 3: every row accounted for, and nothing done twice.</summary>
internal static class BronzeTasks
{
    private const string Rule = "temperature_c.out_of_range";

    public static IReadOnlyList<LearningTask> All { get; } =
    [
        new("bronze.balance", "Account for every row of orders_lines, file by file",
            [
                "Accepted rows are in bronze.orders_lines, rejected ones in rejects.orders_lines; both know their src_filename.",
                "A file without rejects must be there too, with 0: a LEFT JOIN or a FULL JOIN keeps it.",
                "Count both by src_filename in two CTEs, join them USING (src_filename), and coalesce the missing counts to 0.",
            ],
            "sql",
            """
            #!sql --name balance
            WITH accepted AS (SELECT src_filename, count(*) AS accepted FROM bronze.orders_lines GROUP BY ALL),
                 rejected AS (SELECT src_filename, count(*) AS rejected FROM rejects.orders_lines GROUP BY ALL)
            SELECT src_filename, coalesce(accepted, 0) AS accepted, coalesce(rejected, 0) AS rejected
            FROM accepted FULL JOIN rejected USING (src_filename)
            ORDER BY src_filename
            """,
            context => context.Rows("balance",
                """
                SELECT src_filename, count(*) FILTER (ok) AS accepted, count(*) FILTER (NOT ok) AS rejected
                FROM (SELECT src_filename, true AS ok FROM bronze.orders_lines UNION ALL SELECT src_filename, false FROM rejects.orders_lines)
                GROUP BY ALL
                """,
                "src_filename", "Every row that was read is on one side or the other.")),

        new("bronze.reasons", "Say why rows were rejected, over all sources",
            [
                "The view rejects.all holds the rejects of all sources.",
                "The source is the first part of src_filename: orders_lines/order_dt=…, or products.csv.",
                "split_part(split_part(src_filename, '/', 1), '.', 1) AS source, column_name || '.' || reason AS rule, count(*) AS rejected",
            ],
            "sql",
            """
            #!sql --name reasons
            SELECT split_part(split_part(src_filename, '/', 1), '.', 1) AS source, column_name || '.' || reason AS rule, count(*) AS rejected
            FROM rejects.all
            GROUP BY ALL
            ORDER BY rejected DESC
            """,
            context => context.Rows("reasons",
                "SELECT split_part(split_part(src_filename, '/', 1), '.', 1) AS source, column_name || '.' || reason AS rule, count(*) AS rejected FROM rejects.all GROUP BY ALL",
                "source, rule", "Each reject has its reason.")),

        new("bronze.idempotent", "Show that a second run changes nothing",
            [
                "Run the ingestion once more on the same folders and keep what it returns.",
                "The summary has an entry for each source, with Files and FilesSkipped.",
                "var secondRun = BronzeIngestion.Run(Workspace.Raw, Workspace.LakePath);",
            ],
            "csharp",
            """
            var secondRun = BronzeIngestion.Run(Workspace.Raw, Workspace.LakePath);
            secondRun.Sources.Select(source => new { source.Source, source.Files, source.FilesSkipped })
            """,
            context => context.Value<IngestionSummary>("secondRun", summary => Judge(summary, context))),

        new("bronze.replay", "Find out what a lifted rule would let in",
            [
                $"A contract without a rule is Signals.Sensors.Without(\"{Rule}\").",
                "RejectReplay.Run hears the rejects again; with DryRun = true it only counts.",
                "RejectReplay.Run(new BronzeOptions { Lake = Workspace.LakePath, Sources = [Signals.Sensors.Without(…)], DryRun = true })[0].Accepted",
            ],
            "csharp",
            $$"""
            var hotReadings = RejectReplay.Run(new BronzeOptions
            {
                Lake = Workspace.LakePath, Sources = [Signals.Sensors.Without("{{Rule}}")], DryRun = true,
            })[0].Accepted;
            """,
            context => context.Value<long>("hotReadings", found =>
            {
                var expected = RejectReplay.Run(new BronzeOptions { Lake = context.Workspace.LakePath, Sources = [Signals.Sensors.Without(Rule)], DryRun = true })[0].Accepted;
                return found == expected
                    ? CheckResult.Correct("So many readings hang on that one rule.")
                    : CheckResult.Incorrect(Invariant($"'hotReadings' is {found:N0} and too {(found < expected ? "small" : "large")}. Does a reading that breaks a second rule count?"));
            })),
    ];

    private static CheckResult Judge(IngestionSummary summary, CheckContext context)
    {
        if (summary.Sources.Count != RetailSources.All.Count)
            return CheckResult.Incorrect($"The run was over {summary.Sources.Count} sources, expected all {RetailSources.All.Count}.");
        if (summary.Sources.Sum(source => source.Files) is > 0 and var files)
            return CheckResult.Incorrect(Invariant($"That run loaded {files:N0} files, so it was not the second one. Run the cell again."));
        var lines = DeltaTable.Open(context.Workspace.Lake.BronzeTable("orders_lines")).History();
        return CheckResult.Correct(Invariant($"{summary.Sources.Sum(source => source.FilesSkipped):N0} files were known by their content; orders_lines still has {lines.Count} versions."));
    }
}
