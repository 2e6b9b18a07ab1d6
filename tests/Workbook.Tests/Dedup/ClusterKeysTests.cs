using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Dedup;
using Workbook.Dedup.Model;

namespace Workbook.Tests.Dedup;

public sealed class ClusterKeysTests : IDisposable
{
    private static readonly MatchModel Model = new()
    {
        Id = "id",
        Method = MatchMethod.Deterministic,
        Columns = [CleanColumn.From("email", Cleaning.Email), CleanColumn.From("phone", Cleaning.AsIs)],
        Blocking = [new BlockingRule("email"), new BlockingRule("phone")],
    };

    private readonly DuckDBConnection _connection = WorkbookDatabase.Open();

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void A_new_record_takes_the_key_of_the_cluster_it_joins_and_a_bridge_retires_the_younger_key()
    {
        _connection.Execute("CREATE TABLE people AS SELECT * FROM (VALUES (1, 'a@x.org', '1'), (2, 'b@x.org', '2'), (3, 'c@x.org', '3')) t(id, email, phone)");
        Run(null);
        Assert.Equal([(1, 1L), (2, 2L), (3, 3L)], Keys());

        Keep();
        _connection.Execute("INSERT INTO people VALUES (4, 'c@x.org', '2'), (5, 'e@x.org', '5')");
        var result = Run("kept");

        Assert.Equal([(1, 1L), (2, 2L), (3, 2L), (4, 2L), (5, 4L)], Keys());
        Assert.Equal([(3L, 2L)], _connection.Query($"FROM {result.Tables.Merges}", row => (row.Get<long>(0), row.Get<long>(1))));
        Assert.Equal((5, 2, 3, 1), (result.Records, result.NewRecords, result.Clusters, result.Merges));
    }

    [Fact]
    public void A_key_of_records_that_are_gone_is_not_given_again()
    {
        _connection.Execute("CREATE TABLE people AS SELECT * FROM (VALUES (1, 'a@x.org', '1'), (9, 'z@x.org', '9')) t(id, email, phone)");
        Run(null);
        Keep();
        _connection.Execute("DELETE FROM people WHERE id = 9; INSERT INTO people VALUES (2, 'b@x.org', '2')");
        Run("kept");
        Assert.Equal([(1, 1L), (2, 3L), (9, 2L)], Keys());
    }

    [Theory]
    [InlineData("people", "expected are the columns id, cluster_key and first_key, as an earlier run wrote them: Binder Error")]
    [InlineData("(SELECT 'x' || id AS id, 1 AS cluster_key, 1 AS first_key FROM people)", "have 1 rows but 0 different ids that are INTEGER as the input's.")]
    public void Clusters_that_don_t_fit_the_input_are_told(string known, string message)
    {
        _connection.Execute("CREATE TABLE people AS SELECT 1 AS id, 'a@x.org' AS email, '1' AS phone");
        Assert.Contains(message, Assert.Throws<WorkbookException>(() => Run(known)).Message);
    }

    [Fact]
    public void Random_increments_end_in_the_clusters_of_one_run_with_keys_that_never_change_but_by_a_recorded_merge()
    {
        for (var seed = 0; seed < 8; seed++)
        {
            var random = new Random(seed);
            _connection.Execute("CREATE OR REPLACE TABLE people (id INTEGER, email VARCHAR, phone VARCHAR)");
            var issued = new HashSet<long>();
            var former = new Dictionary<int, long>();
            var ids = Enumerable.Range(1, 60).OrderBy(_ => random.Next()).ToList();
            for (var done = 0; done < ids.Count;)
            {
                foreach (var id in ids.Skip(done).Take(random.Next(1, 20)))
                {
                    _connection.Execute("INSERT INTO people VALUES (?, ?, ?)", id, $"{random.Next(40)}@x.org", $"{random.Next(40)}");
                    done++;
                }
                var result = Run(former.Count == 0 ? null : "kept");
                var merges = _connection.Query($"FROM {result.Tables.Merges}", row => (row.Get<long>(0), row.Get<long>(1))).ToDictionary(merge => merge.Item1, merge => merge.Item2);
                var now = Keys().ToDictionary(row => row.Id, row => row.Key);
                foreach (var (id, key) in former)
                    Assert.Equal(merges.GetValueOrDefault(key, key), now[id]);
                Assert.All(merges, merge => Assert.True(merge.Key > merge.Value));
                var fresh = now.Values.Distinct().Except(former.Values).ToList();
                Assert.Empty(fresh.Intersect(issued));
                issued.UnionWith(fresh);
                former = now;
                Keep();
            }

            Assert.Equal(Together(former), TogetherAfterOneRun());
        }
    }

    private HashSet<string> TogetherAfterOneRun()
    {
        Run(null);
        return Together(Keys().ToDictionary(row => row.Id, row => row.Key));
    }

    private static HashSet<string> Together(Dictionary<int, long> keys) => [.. keys.GroupBy(row => row.Value, row => row.Key).Select(cluster => string.Join(",", cluster.Order()))];

    private DedupResult Run(string? known) => Deduplication.Run(_connection, "people", Model, new DedupOptions { Known = known });

    private void Keep() => _connection.Execute("CREATE OR REPLACE TABLE kept AS FROM dedup.clusters");

    private List<(int Id, long Key)> Keys() => _connection.Query("SELECT id, cluster_key FROM dedup.clusters ORDER BY id", row => (row.Get<int>(0), row.Get<long>(1)));
}
