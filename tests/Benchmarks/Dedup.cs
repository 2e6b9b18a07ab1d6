using System.Diagnostics;
using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Dedup;
using Workbook.Dedup.Evaluation;
using Workbook.Dedup.Model;
using Workbook.Retail.Generation;

namespace Workbook.Benchmarks;

/// <summary>
/// Deduplication of generated customers, three in a hundred of them someone who is there already, and of public data where
/// it lies beside the repository. The default model, trained in each run on the records alone; threshold 0.95; F1 over all
/// pairs of records that the clusters put together; reading into DuckDB isn't in the time. On a machine that does other
/// work, half of the processor time is what two cores would take at least.
/// </summary>
internal static class Dedup
{
    public static void Run(long? rows, BenchmarkFolder folder)
    {
        foreach (var (size, goal) in rows is { } some ? [(some, 90.0)] : new[] { (80_000L, 10.0), (1_000_000L, 90.0) })
            Customers(size, goal, folder);
        if (rows is not null)
            return;
        Public("febrl3", "febrl_dataset3.csv", "rec_id", "split_part(rec_id, '-', 2)", 0.98);
        Public("fake_1000", "fake_1000.csv", "unique_id", "cluster", 0.90);
    }

    private static void Customers(long rows, double goal, BenchmarkFolder folder)
    {
        var raw = folder[$"customers_{rows}"];
        DataGenerator.Generate(new GenerationOptions { Scale = rows / 80_000.0, Output = raw, Tables = ["customers"] });
        using var connection = Open();
        connection.Execute($"CREATE TABLE people AS SELECT * FROM read_csv({Sql.Literal(Path.Combine(raw, "customers.csv"))})");
        DedupResult? result = null;
        using var self = Process.GetCurrentProcess();
        var before = self.TotalProcessorTime;
        var seconds = Measure.Seconds(() => result = Run(connection));
        self.Refresh();
        var processor = (self.TotalProcessorTime - before).TotalSeconds;
        var accuracy = result!.Compare($"(SELECT customer_id AS id, person_id AS entity FROM read_csv({Sql.Literal(Path.Combine(raw, "_truth", "customer_identities.csv"))}))");
        Measure.Value($"dedup.customers_{rows}.seconds", seconds, "s", goal, $"{string.Join(", ", result.Steps.Select(step => $"{step.Name} {step.Seconds:0.0}"))}; {processor:0.0} s of processor time on {Environment.ProcessorCount} cores; {result.Blocking.Sum(rule => rule.Pairs):N0} pairs; memory_limit 4GB, peak {self.PeakWorkingSet64 / 1e9:0.0} GB of the process");
        F1($"dedup.customers_{rows}.f1", accuracy, 0.97);
    }

    private static void Public(string name, string file, string id, string entity, double goal)
    {
        var path = Path.Combine("..", "shared", "data", "people", file);
        if (!File.Exists(path))
        {
            Console.WriteLine($"# dedup.{name}: '{Path.GetFullPath(path)}' isn't there; run from the repository's folder, with the data beside it");
            return;
        }
        using var connection = Open();
        var columns = connection.Query($"DESCRIBE SELECT * FROM read_csv({Sql.Literal(path)}, all_varchar = true)", row => row.GetString(0));
        connection.Execute($"CREATE TABLE people AS SELECT {string.Join(", ", columns.Select(column => $"{Sql.Identifier(column)} AS {Sql.Identifier(column.Trim())}"))} FROM read_csv({Sql.Literal(path)}, all_varchar = true)");
        F1($"dedup.{name}.f1", Run(connection).Compare($"(SELECT {id} AS id, {entity} AS entity FROM people)"), goal);
    }

    private static DuckDBConnection Open() => WorkbookDatabase.Open(new DatabaseOptions { MemoryLimit = "4GB" });

    private static DedupResult Run(DuckDBConnection connection)
    {
        var columns = connection.Query("DESCRIBE people", row => row.GetString(0));
        return Deduplication.Run(connection, "people", DefaultModel.For(columns, connection.Scalar<long>("SELECT count(*) FROM people"))!);
    }

    private static void F1(string name, Accuracy accuracy, double goal) => Measure.Value(name, accuracy.Pairs.F1, "F1", goal,
        $"precision {accuracy.Pairs.Precision:0.0000}, recall {accuracy.Pairs.Recall:0.0000}, F1 {accuracy.Pairs.F1:0.0000}; {accuracy.TruePairs:N0} true pairs; B-cubed F1 {accuracy.BCubed.F1:0.0000}");
}
