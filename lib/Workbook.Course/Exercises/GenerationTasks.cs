using Workbook.Course.Tasks;
using Workbook.Database;
using Workbook.Generation;
using Workbook.Retail.Generation;

namespace Workbook.Course.Exercises;

/// <summary>Exercise 2: a world that can be made again, with faults that are known.</summary>
internal static class GenerationTasks
{
    public static IReadOnlyList<LearningTask> All { get; } =
    [
        new("generation.fingerprint", "Tell whether two raw folders hold the same bytes",
            [
                "A fingerprint is a hash over every file's path and content, in an order that doesn't depend on the file system.",
                "Directory.EnumerateFiles(folder, \"*\", SearchOption.AllDirectories), ordered; SHA256.HashData of the bytes; Convert.ToHexString.",
                "Join \"relative path + hash\" of all files into one text and hash that.",
            ],
            "csharp",
            """
            using System.Security.Cryptography;

            Func<string, string> fingerprint = folder => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join("\n",
                Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                    .Select(file => Path.GetRelativePath(folder, file) + " " + Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))))
                    .Order(StringComparer.Ordinal)))));
            """,
            context => context.Value<Func<string, string>>("fingerprint", Judge)),

        new("generation.ledger", "Count the planted faults by source and kind",
            [
                "The ledger data_raw/_anomalies.jsonl has an object on each line: read_json reads it.",
                "Each line has source and kind; GROUP BY ALL counts them.",
                "SELECT source, kind, count(*) AS planted FROM read_json('data_raw/_anomalies.jsonl') GROUP BY ALL",
            ],
            "sql",
            """
            #!sql --name planted
            SELECT source, kind, count(*) AS planted FROM read_json('data_raw/_anomalies.jsonl') GROUP BY ALL ORDER BY ALL
            """,
            context => context.Rows("planted",
                $"SELECT source, kind, count(*) AS planted FROM read_json({LakePath.File(PlantedFaults.Ledger(context.Workspace.Raw))}) GROUP BY ALL",
                "source, kind", "That is the truth against which detection will be measured.")),

        new("generation.weekdays", "Find out how the weekdays differ",
            [
                "The folder names hold the day: read_csv('data_raw/orders_header/*/*.csv', hive_partitioning = true) has a column order_dt.",
                "Count the orders of each day first, then average the days of each weekday: isodow(order_dt) is 1 for Monday.",
                "WITH days AS (SELECT order_dt, count(*) AS orders … GROUP BY ALL) SELECT isodow(order_dt) AS weekday, avg(orders) AS orders_per_day FROM days GROUP BY ALL",
            ],
            "sql",
            """
            #!sql --name weekdays
            WITH days AS (
                SELECT order_dt, count(*) AS orders
                FROM read_csv('data_raw/orders_header/*/*.csv', hive_partitioning = true, hive_types = {'order_dt': DATE})
                GROUP BY ALL
            )
            SELECT isodow(order_dt) AS weekday, avg(orders) AS orders_per_day FROM days GROUP BY ALL ORDER BY weekday
            """,
            context => context.Rows("weekdays",
                $$"""
                WITH days AS (SELECT order_dt, count(*) AS orders FROM read_csv({{LakePath.Below(Path.Combine(context.Workspace.Raw, "orders_header"), "*/*.csv")}}, hive_partitioning = true, hive_types = {'order_dt': DATE}) GROUP BY ALL)
                SELECT isodow(order_dt) AS weekday, avg(orders) AS orders_per_day FROM days GROUP BY ALL
                """,
                "weekday", "The week has its rhythm: keep it in mind before you call a quiet Monday an incident.")),
    ];

    private static CheckResult Judge(Func<string, string> fingerprint)
    {
        var folder = Directory.CreateTempSubdirectory("workbook-check-").FullName;
        try
        {
            string World(string name, ulong seed)
            {
                var path = Path.Combine(folder, name);
                DataGenerator.Generate(new GenerationOptions { Output = path, Seed = seed, Scale = 0.001, Days = 1, Tables = ["stores", "suppliers"] });
                return path;
            }

            var (first, again, other) = (World("first", 1), World("again", 1), World("other", 2));
            var print = fingerprint(first);
            if (print != fingerprint(again))
                return CheckResult.Incorrect("Two folders with the same files have different fingerprints. Does the folder's own name go into it, or the order in which the files are found?");
            if (print == fingerprint(other))
                return CheckResult.Incorrect("Two folders with different content have the same fingerprint. Does the files' content go into it?");
            File.Move(Path.Combine(again, "stores.csv"), Path.Combine(again, "shops.csv"));
            return print == fingerprint(again)
                ? CheckResult.Incorrect("A file was renamed and the fingerprint did not notice.")
                : CheckResult.Correct("Same bytes, same fingerprint; other bytes, another one.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
