using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Dedup.Clusters;

namespace Workbook.Tests.Dedup;

public sealed class ConnectedComponentsTests : IDisposable
{
    private readonly DuckDBConnection _connection = WorkbookDatabase.Open();

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void Two_hundred_random_graphs_fall_into_the_components_that_a_slow_search_finds()
    {
        var random = new Random(11);
        for (var graph = 0; graph < 200; graph++)
        {
            var nodes = random.Next(2, 60);
            var edges = Enumerable.Range(0, random.Next(0, nodes * 3 / 2)).Select(_ => (random.Next(nodes), random.Next(nodes))).ToList();
            // With a loop, which makes no one's acquaintance.
            edges.Add((0, 0));
            Assert.Equal(Slow(edges), Fast(edges));
        }
    }

    [Fact]
    public void A_long_chain_in_any_order_is_one_component()
    {
        _connection.Execute("CREATE TABLE chain AS SELECT CAST(range AS INTEGER) AS a, CAST(range + 1 AS INTEGER) AS b FROM range(200000) ORDER BY hash(range)");
        ConnectedComponents.Create(_connection, "FROM chain", "components");
        Assert.Equal((200_001, 0), _connection.Query("SELECT count(*), max(representative) FROM components", row => (row.Get<long>(0), row.Get<int>(1)))[0]);
    }

    private SortedDictionary<int, int> Fast(List<(int A, int B)> edges)
    {
        ConnectedComponents.Create(_connection, $"SELECT * FROM (VALUES {string.Join(", ", edges)}) edge(a, b)", "components");
        return new(_connection.Query("SELECT n, representative FROM components", row => (row.Get<int>(0), row.Get<int>(1))).ToDictionary(row => row.Item1, row => row.Item2));
    }

    private static SortedDictionary<int, int> Slow(List<(int A, int B)> edges)
    {
        var component = edges.Where(edge => edge.A != edge.B).SelectMany(edge => new[] { edge.A, edge.B }).Distinct().ToDictionary(node => node);
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var (a, b) in edges.Where(edge => edge.A != edge.B))
            {
                var least = Math.Min(component[a], component[b]);
                changed |= component[a] != least || component[b] != least;
                (component[a], component[b]) = (least, least);
            }
        }
        return new(component);
    }
}
