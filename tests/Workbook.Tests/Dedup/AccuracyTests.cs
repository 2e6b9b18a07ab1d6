using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Dedup;
using Workbook.Dedup.Evaluation;

namespace Workbook.Tests.Dedup;

public sealed class AccuracyTests : IDisposable
{
    private readonly DuckDBConnection _connection = WorkbookDatabase.Open();

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void Measures_are_those_that_a_slow_count_finds()
    {
        _connection.Execute("CREATE SCHEMA dedup");
        var random = new Random(17);
        for (var round = 0; round < 30; round++)
        {
            var records = Enumerable.Range(1, random.Next(1, 60)).Select(id => (Id: id, Cluster: random.Next(12), Entity: random.Next(10) == 0 ? (int?)null : random.Next(12))).ToList();
            _connection.Execute($"CREATE OR REPLACE TABLE dedup.clusters AS SELECT * FROM (VALUES {string.Join(", ", records.Select(record => $"({record.Id}, {record.Cluster})"))}) t(id, cluster_key); CREATE OR REPLACE TABLE dedup.records AS SELECT id AS _id FROM dedup.clusters");
            _connection.Execute($"CREATE OR REPLACE TABLE truth AS SELECT * FROM (VALUES {string.Join(", ", records.Select(record => $"({record.Id}, {(record.Entity is { } entity ? $"{entity}" : "NULL")})"))}) t(id, entity)");

            var found = Accuracy.Of(_connection, new DedupTables("dedup"), "truth");

            var labelled = records.Where(record => record.Entity is not null).ToList();
            var pairs = labelled.SelectMany(l => labelled.Where(r => r.Id > l.Id).Select(r => (Found: l.Cluster == r.Cluster, Real: l.Entity == r.Entity))).ToList();
            Assert.Equal((labelled.Count, pairs.Count(pair => pair.Real), pairs.Count(pair => pair.Found), pairs.Count(pair => pair is (true, true))), (found.Records, found.TruePairs, found.FoundPairs, found.CorrectPairs));
            double Share(Func<(int Id, int Cluster, int? Entity), (int Id, int Cluster, int? Entity), bool> among) => labelled.Count == 0 ? 1 : labelled.Average(l =>
                (double)labelled.Count(r => l.Cluster == r.Cluster && l.Entity == r.Entity) / labelled.Count(r => among(l, r)));
            Assert.Equal(Share((l, r) => l.Cluster == r.Cluster), found.BCubed.Precision, 9);
            Assert.Equal(Share((l, r) => l.Entity == r.Entity), found.BCubed.Recall, 9);
            var clusters = labelled.GroupBy(record => record.Cluster).ToList();
            Assert.Equal(clusters.Count(cluster => cluster.Select(record => record.Entity).Distinct().Count() > 1), found.MixedClusters);
            Assert.Equal(labelled.GroupBy(record => record.Entity).Count(entity => entity.Select(record => record.Cluster).Distinct().Count() > 1), found.SplitEntities);
            Assert.Equal(clusters.Count(cluster => cluster.Select(record => record.Entity).Distinct().Count() == 1 && cluster.Count() == labelled.Count(record => record.Entity == cluster.First().Entity)), found.ExactClusters);
        }
    }

    [Fact]
    public void Nothing_found_is_precise_and_F1_is_the_harmonic_mean()
    {
        Assert.Equal(new Agreement(1, 0), Agreement.Of(0, 0, 5));
        Assert.Equal(0, new Agreement(0, 0).F1);
        Assert.Equal(0.75, new Agreement(1, 0.6).F1, 12);
    }
}
