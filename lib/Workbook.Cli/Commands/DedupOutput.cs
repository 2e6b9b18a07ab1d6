using DuckDB.NET.Data;
using Workbook.Charts;
using Workbook.Cli.Output;
using Workbook.Database;
using Workbook.Dedup;
using Workbook.Dedup.Evaluation;
using Workbook.Dedup.Model;

namespace Workbook.Cli.Commands;

internal static class DedupOutput
{
    public static void Write(Terminal terminal, DedupResult result, Accuracy? accuracy)
    {
        foreach (var step in result.Steps)
            terminal.Error.WriteLine($"{step.Name}: {step.Seconds:0.0} s");
        terminal.WriteTable(["Blocking rule", "#Pairs", "#Largest block"], result.Blocking.Select(rule => new[] { rule.Rule.ToString(), $"{rule.Pairs:N0}", $"{rule.LargestBlock:N0}" }));
        terminal.WriteTable(["#Records", "#New", "#Matching pairs", "#Clusters", "#Duplicates", "#Merged clusters"],
            [[$"{result.Records:N0}", $"{result.NewRecords:N0}", $"{result.Matches:N0}", $"{result.Clusters:N0}", $"{result.Records - result.Clusters:N0}", $"{result.Merges:N0}"]]);
        if (accuracy is null)
            return;
        terminal.WriteTable(["Against the truth", "#Precision", "#Recall", "#F1"],
            new[] { ("pairs of records", accuracy.Pairs), ("records (B-cubed)", accuracy.BCubed) }.Select(line => new[] { line.Item1, $"{line.Item2.Precision:0.0000}", $"{line.Item2.Recall:0.0000}", $"{line.Item2.F1:0.0000}" }));
        terminal.WriteTable(["#Records", "#Entities", "#Clusters", "#Exact", "#Mixed clusters", "#Split entities"],
            [[$"{accuracy.Records:N0}", $"{accuracy.Entities:N0}", $"{accuracy.Clusters:N0}", $"{accuracy.ExactClusters:N0}", $"{accuracy.MixedClusters:N0}", $"{accuracy.SplitEntities:N0}"]]);
    }

    public static void Write(Terminal terminal, PairExplanation pair)
    {
        IEnumerable<string[]> rows = pair.Columns.Select(column => new[] { column.Name, column.Left ?? "", column.Right ?? "", column.Level, $"{column.Contribution:+0.00;-0.00;0.00}", $"{column.Frequency:+0.00;-0.00;0.00}" });
        if (pair.Prior != 0)
            rows = rows.Prepend(["prior", "", "", "", $"{pair.Prior:+0.00;-0.00;0.00}", ""]);
        terminal.WriteTable(["Comparison", pair.LeftId, pair.RightId, "Level", "#Counts", "#Frequency"], rows);
        terminal.Out.WriteLine($"Weight {pair.Weight:0.00}, score {pair.Score:0.0000}. {(pair.Rules.Count == 0 ? "No blocking rule pairs them." : $"They meet under {string.Join("; ", pair.Rules)}.")}");
    }

    public static void Export(DuckDBConnection connection, DedupResult result, string folder, IReadOnlyList<ThresholdAccuracy>? byThreshold)
    {
        Directory.CreateDirectory(folder);
        var tables = result.Tables;
        foreach (var (name, table) in new[] { ("clusters", tables.Clusters), ("golden", tables.Golden), ("lineage", tables.Lineage), ("merges", tables.Merges) })
            Copy(connection, $"SELECT * FROM {table}", Path.Combine(folder, $"{name}.parquet"));
        Copy(connection, $"SELECT * EXCLUDE (left_n, right_n) FROM {tables.Pairs}", Path.Combine(folder, "pairs.parquet"));
        MatchModelFile.Write(result.Model, Path.Combine(folder, "match.yml"));
        var charts = new List<Chart>();
        if (result.Model.Trained is not null)
            charts.Add(result.WeightChart());
        if (byThreshold is not null)
            charts.Add(ThresholdAccuracy.Chart(byThreshold));
        if (charts.Count == 0)
            return;
        var page = new ChartPage();
        File.WriteAllText(Path.Combine(folder, "charts.html"), $"<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Deduplication</title></head><body>{string.Concat(charts.Select(page.Fragment))}</body></html>\n");
    }

    private static void Copy(DuckDBConnection connection, string query, string file) => connection.Execute($"COPY ({query}) TO {LakePath.Target(file)} (FORMAT parquet, COMPRESSION zstd)");
}
