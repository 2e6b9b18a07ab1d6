using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Dedup.Evaluation;

/// <summary>Precision is the share of what was found that is true, recall the share of what is true that was found; 1 where there is nothing to share.</summary>
/// <param name="Precision">0 to 1.</param>
/// <param name="Recall">0 to 1.</param>
public sealed record Agreement(double Precision, double Recall)
{
    /// <summary>The harmonic mean of both.</summary>
    public double F1 => Precision + Recall == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);

    internal static Agreement Of(long correct, long found, long real) =>
        new(found == 0 ? 1 : (double)correct / found, real == 0 ? 1 : (double)correct / real);
}

/// <summary>Clusters against the truth.</summary>
public sealed record Accuracy
{
    /// <summary>With a cluster and a truth; others don't count.</summary>
    public required long Records { get; init; }

    /// <summary>Pairs of records of one entity.</summary>
    public required long TruePairs { get; init; }

    /// <summary>Pairs of records in one cluster.</summary>
    public required long FoundPairs { get; init; }

    /// <summary>Pairs that are both: in one cluster and of one entity.</summary>
    public required long CorrectPairs { get; init; }

    /// <summary>By pairs of records.</summary>
    public Agreement Pairs => Agreement.Of(CorrectPairs, FoundPairs, TruePairs);

    /// <summary>By records: of each one's cluster the share that is right, and of its entity the share that is there (Bagga and Baldwin 1998). Large clusters don't outweigh small ones.</summary>
    public required Agreement BCubed { get; init; }

    /// <summary>Clusters of the records that count.</summary>
    public required long Clusters { get; init; }

    /// <summary>Entities of the records that count.</summary>
    public required long Entities { get; init; }

    /// <summary>Clusters that are an entity, whole and alone.</summary>
    public required long ExactClusters { get; init; }

    /// <summary>Clusters with several entities in them.</summary>
    public required long MixedClusters { get; init; }

    /// <summary>Entities in several clusters.</summary>
    public required long SplitEntities { get; init; }

    internal static Accuracy Of(DuckDBConnection connection, DedupTables tables, string truth) => connection.Query(
        $"""
        WITH labelled AS ({Labelled(tables, truth)}),
        parts AS (SELECT cluster_key, entity, count(*) AS size FROM labelled GROUP BY ALL),
        clusters AS (SELECT cluster_key, sum(size) AS size, count(*) AS parts FROM parts GROUP BY cluster_key),
        entities AS (SELECT entity, sum(size) AS size, count(*) AS parts FROM parts GROUP BY entity),
        b_cubed AS (
            SELECT sum(part.size * part.size / cluster.size) / sum(part.size) AS precision, sum(part.size * part.size / entity.size) / sum(part.size) AS recall
            FROM parts AS part JOIN clusters AS cluster USING (cluster_key) JOIN entities AS entity USING (entity)
        )
        SELECT
            (SELECT count(*) FROM labelled),
            (SELECT coalesce(sum(size * (size - 1) // 2), 0) FROM entities),
            (SELECT coalesce(sum(size * (size - 1) // 2), 0) FROM clusters),
            (SELECT coalesce(sum(size * (size - 1) // 2), 0) FROM parts),
            coalesce(b_cubed.precision, 1), coalesce(b_cubed.recall, 1),
            (SELECT count(*) FROM clusters), (SELECT count(*) FROM entities),
            (SELECT count(*) FROM parts AS part JOIN clusters AS cluster USING (cluster_key) JOIN entities AS entity USING (entity) WHERE cluster.parts = 1 AND entity.parts = 1),
            (SELECT count(*) FROM clusters WHERE parts > 1), (SELECT count(*) FROM entities WHERE parts > 1)
        FROM b_cubed
        """,
        row => new Accuracy
        {
            Records = row.Get<long>(0),
            TruePairs = row.Get<long>(1),
            FoundPairs = row.Get<long>(2),
            CorrectPairs = row.Get<long>(3),
            BCubed = new Agreement(row.Get<double>(4), row.Get<double>(5)),
            Clusters = row.Get<long>(6),
            Entities = row.Get<long>(7),
            ExactClusters = row.Get<long>(8),
            MixedClusters = row.Get<long>(9),
            SplitEntities = row.Get<long>(10),
        })[0];

    /// <summary>Records that have a truth, with their cluster.</summary>
    internal static string Labelled(DedupTables tables, string truth) =>
        $"""
        SELECT cluster.id, cluster.cluster_key, truth.entity
        FROM {tables.Clusters} AS cluster
        JOIN {truth} AS truth ON CAST(truth.id AS VARCHAR) = CAST(cluster.id AS VARCHAR)
        WHERE truth.entity IS NOT NULL AND cluster.id IN (SELECT _id FROM {tables.Records})
        """;
}
