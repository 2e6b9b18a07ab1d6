using DuckDB.NET.Data;
using Workbook.Charts;
using Workbook.Database;
using Workbook.Dedup.Evaluation;
using Workbook.Dedup.Matching;
using Workbook.Dedup.Model;

namespace Workbook.Dedup;

/// <summary>What a deduplication found. The tables are in the connection, which must stay open for questions about them.</summary>
public sealed class DedupResult
{
    private readonly DuckDBConnection _connection;
    private readonly CleanRecords _records;

    private DedupResult(DuckDBConnection connection, DedupTables tables, CleanRecords records, MatchModel model) =>
        (_connection, Tables, _records, Model) = (connection, tables, records, model);

    /// <summary>Names for queries on the same connection.</summary>
    public DedupTables Tables { get; }

    /// <summary>With the parameters that were learnt, and the threshold that was used.</summary>
    public MatchModel Model { get; }

    /// <summary>The score from which pairs were joined.</summary>
    public double Threshold => Model.Threshold;

    /// <summary>Of the input, those of earlier runs among them.</summary>
    public long Records => _records.Count;

    /// <summary>Records that had no cluster before.</summary>
    public long NewRecords => _records.New;

    /// <summary>Pairs at or above the threshold.</summary>
    public required long Matches { get; init; }

    /// <summary>Of the input's records.</summary>
    public required long Clusters { get; init; }

    /// <summary>Clusters of earlier runs that were joined to another.</summary>
    public required long Merges { get; init; }

    /// <summary>One for each blocking rule, in the model's order.</summary>
    public required IReadOnlyList<BlockingEstimate> Blocking { get; init; }

    /// <summary>What took how long, in order.</summary>
    public required IReadOnlyList<DedupStep> Steps { get; init; }

    internal static DedupResult Read(DuckDBConnection connection, DedupTables tables, CleanRecords records, MatchModel model, IReadOnlyList<BlockingEstimate> blocking, IReadOnlyList<DedupStep> steps) => new(connection, tables, records, model)
    {
        Matches = connection.Scalar<long>($"SELECT count(*) FROM {tables.Pairs} WHERE score >= {PairScores.Number(model.Threshold)}"),
        Clusters = connection.Scalar<long>($"SELECT count(*) FROM {tables.Golden}"),
        Merges = connection.Scalar<long>($"SELECT count(*) FROM {tables.Merges}"),
        Blocking = blocking,
        Steps = steps,
    };

    /// <summary>Why two records scored as they did, whether they share a block or not.</summary>
    /// <exception cref="WorkbookException">There is no such record.</exception>
    public PairExplanation Explain(object leftId, object rightId) => PairExplanation.Of(_connection, _records, Model, leftId, rightId);

    /// <summary>The clusters against the truth. Records without a truth are left out.</summary>
    /// <param name="truth">A relation with the columns <c>id</c> and <c>entity</c>.</param>
    public Accuracy Compare(string truth) => Accuracy.Of(_connection, Tables, truth);

    /// <summary>The pairs by themselves, before clusters are made of them, against the truth at each threshold.</summary>
    /// <inheritdoc cref="Compare"/>
    public IReadOnlyList<ThresholdAccuracy> CompareByThreshold(string truth) => ThresholdAccuracy.Of(_connection, Tables, truth);

    /// <summary>What each level of agreement is worth, in bits.</summary>
    /// <exception cref="WorkbookException">The method has no weights.</exception>
    public Chart WeightChart() => DedupCharts.Weights(Model);
}
