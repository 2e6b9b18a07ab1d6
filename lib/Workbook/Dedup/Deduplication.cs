using System.Diagnostics;
using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Dedup.Clusters;
using Workbook.Dedup.Matching;
using Workbook.Dedup.Model;
using Workbook.Dedup.Training;

namespace Workbook.Dedup;

/// <summary>
/// Finds records that are about the same person or thing, and makes one golden record of them. Columns are cleaned, pairs
/// that share a block are compared, agreement is weighed (by parameters learnt from the records themselves, unless the
/// model says otherwise), matches are joined to clusters, and the best values survive. All of it is SQL in DuckDB.
/// <code>
/// var result = Deduplication.Run(connection, "bronze.customers", MatchModelFile.Read("match.yml"));
/// connection.Scalar&lt;long&gt;($"SELECT count(*) FROM {result.Tables.Golden}")
/// </code>
/// Matches are transitive here: where A matches B and B matches C, all three are one. A wrong pair with a high score
/// therefore joins two clusters whole; <see cref="DedupResult.Explain"/> shows why it was made.
/// </summary>
public static class Deduplication
{
    /// <param name="input">A table, a view, or a query in parentheses, as it stands after FROM. It is read several times and must give the same rows.</param>
    /// <param name="progress">Told what is odd but no fault.</param>
    /// <param name="cancel">Looked at between the steps, which take seconds; the tables of a run that was stopped are of no use.</param>
    /// <exception cref="WorkbookException">
    /// The model is faulty or doesn't fit the input, an id is missing or repeated, the blocking rules make too many pairs,
    /// or there is nothing to train on.
    /// </exception>
    public static DedupResult Run(
        DuckDBConnection connection, string input, MatchModel model, DedupOptions? options = null, IProgress<string>? progress = null, CancellationToken cancel = default)
    {
        options ??= new DedupOptions();
        model = model with { Threshold = options.Threshold ?? model.Threshold };
        MatchModelCheck.Require(model);
        var tables = new DedupTables(options.Schema);
        var steps = new List<DedupStep>();
        T Timed<T>(string name, Func<T> work)
        {
            cancel.ThrowIfCancellationRequested();
            var clock = Stopwatch.StartNew();
            var result = work();
            steps.Add(new DedupStep(name, clock.Elapsed.TotalSeconds));
            return result;
        }

        var records = Timed("clean", () => Clean(connection, input, model, tables, options));
        var estimates = BlockingEstimate.Of(connection, records, model.Blocking);
        BlockingEstimate.RequireAtMost(options.MaxPairs, estimates);
        new PairQueries(records, model).RequireComputable(connection);
        var trained = model.Method != MatchMethod.Probabilistic || model.Trained is not null
            ? model
            : Timed("train", () => model with { Trained = Trainer.Train(connection, records, model, progress) });
        Timed("compare", () => ScoredPairs.Create(connection, records, trained, tables, Math.Min(options.Keep, model.Threshold)));
        Timed("cluster", () =>
        {
            ClusterKeys.Create(connection, tables, $"SELECT left_n AS a, right_n AS b FROM {tables.Pairs} WHERE score >= {PairScores.Number(model.Threshold)}");
            return true;
        });
        Timed("golden", () =>
        {
            GoldenRecords.Create(connection, input, tables, model);
            return true;
        });
        return DedupResult.Read(connection, tables, records, trained, estimates, steps);
    }

    /// <summary>With the model that the columns' usual names suggest (<see cref="DefaultModel"/>).</summary>
    /// <param name="input">As above. It has an id, a name, and two more of e-mail, phone, birth date, tax number, street, city and postcode.</param>
    /// <exception cref="WorkbookException">Too few columns are recognised; or as above.</exception>
    public static DedupResult Run(DuckDBConnection connection, string input, DedupOptions? options = null, IProgress<string>? progress = null, CancellationToken cancel = default) =>
        Run(connection, input, SuggestModel(connection, input), options, progress, cancel);

    /// <summary>The model that the columns' usual names suggest.</summary>
    /// <exception cref="WorkbookException">Too few columns are recognised.</exception>
    public static MatchModel SuggestModel(DuckDBConnection connection, string input)
    {
        var columns = connection.Query($"SELECT column_name FROM (DESCRIBE FROM {input})", row => row.GetString(0));
        return DefaultModel.For(columns, connection.Scalar<long>($"SELECT count(*) FROM {input}")) ?? throw new WorkbookException(
            $"No match model can be made from the columns {string.Join(", ", columns)}: an id, a name and two more of what people have (e-mail, phone, birth date, street, city, postcode) must have their usual names. Rename them, or give a {nameof(MatchModel)}.");
    }

    /// <summary>How many pairs each blocking rule would compare, by counting the sizes of its blocks.</summary>
    /// <inheritdoc cref="Run"/>
    public static IReadOnlyList<BlockingEstimate> Estimate(DuckDBConnection connection, string input, MatchModel model, DedupOptions? options = null)
    {
        options ??= new DedupOptions();
        MatchModelCheck.Require(model);
        var tables = new DedupTables(options.Schema);
        return BlockingEstimate.Of(connection, Clean(connection, input, model, tables, options), model.Blocking);
    }

    private static CleanRecords Clean(DuckDBConnection connection, string input, MatchModel model, DedupTables tables, DedupOptions options)
    {
        connection.Execute($"CREATE SCHEMA IF NOT EXISTS {tables.Schema}");
        if (options.Known is null)
        {
            var all = CleanRecords.Create(connection, input, tables.Records, model, null);
            KnownClusters.None(connection, tables);
            return all;
        }
        KnownClusters.Copy(connection, options.Known, input, model.Id);
        return CleanRecords.Create(connection, input, tables.Records, model, KnownClusters.Table);
    }
}

/// <param name="Name">clean, train, compare, cluster or golden.</param>
public sealed record DedupStep(string Name, double Seconds);
