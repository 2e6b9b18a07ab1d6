using System.Globalization;
using Workbook.Database;
using Workbook.Retail;

namespace Workbook.Dashboards.Tests.Figures;

/// <summary>Every figure of every visual, under the state that the page opens with and under others, against a query written by hand.</summary>
public sealed class FigureTests(BuiltDashboard built)
{
    public static TheoryData<string> Tiles => new(Oracles.All.Keys);

    [Fact]
    public void Every_visual_has_a_query_written_by_hand_for_every_figure()
    {
        using var lake = built.Open();
        Assert.Equal(built.Company.AllTiles.Select(tile => tile.Id).Order(), Oracles.All.Keys.Order());
        foreach (var tile in built.Company.AllTiles.Where(tile => tile.Id != "schema_drift"))
        {
            var columns = Oracle.Ask(lake.Connection, Oracles.All[tile.Id].Sql, built.Company, new SlicerState()).Values.First().Keys;
            Assert.Empty(tile.Definition.View.Values.Concat(tile.Definition.View.Notes).Except(columns));
        }
    }

    [Theory]
    [MemberData(nameof(Tiles))]
    public void Figures_equal_the_query_written_by_hand(string id)
    {
        using var lake = built.Open();
        foreach (var state in States(built.Company, built.Company.Tile(id).Cuts))
            Compare(lake.Connection, built.Company, built.Company.Tile(id), state);
    }

    [Theory]
    [MemberData(nameof(Tiles))]
    public void Figures_of_a_stores_manager_are_those_of_the_stores_rows(string id)
    {
        if (built.Store.AllTiles.FirstOrDefault(tile => tile.Id == id) is not { } tile)
            return;
        using var lake = built.Open();
        foreach (var state in States(built.Store, tile.Cuts).Take(4))
            Compare(lake.Connection, built.Store, tile, state);
    }

    [Theory]
    [MemberData(nameof(Tiles))]
    public void Query_that_a_tile_shows_gives_its_figures(string id)
    {
        using var star = ScopedStar.Load(RetailDashboard.Definition(), built.Lake, new DashboardOptions());
        var tile = built.Company.Tile(id);
        foreach (var state in States(built.Company, tile.Cuts).Take(5))
        {
            var rows = tile.Rows(state);
            var found = star.Connection.Query(tile.Sql(state), row => Enumerable.Range(0, row.FieldCount).ToDictionary(row.GetName, column => row.IsDBNull(column) ? null : row.GetValue(column)));
            Assert.True(found.Count == rows.Count || rows.Count == 0, $"{id}, {state}: {found.Count} rows, {rows.Count} on the page");
            for (var at = 0; at < rows.Count; at++)
                foreach (var (name, value) in rows[at])
                    if (value is double number)
                        Assert.True(Oracle.Equal(Oracle.Value(found[at][name]), number), $"{id}.{name}, {state}, row {at}: {found[at][name]} by the query, {number} on the page");
        }
    }

    private static void Compare(DuckDB.NET.Data.DuckDBConnection connection, Dashboard dashboard, Tile tile, SlicerState state)
    {
        var oracle = Oracles.All[tile.Id];
        var expected = Oracle.Ask(connection, oracle.Sql, dashboard, state);
        string[] keys = oracle.Key.Length == 0 ? [] : oracle.Key.Split('|');
        var found = tile.Rows(state).ToDictionary(row => string.Join('|', keys.Select(key => Convert.ToString(row[key], CultureInfo.InvariantCulture))));
        var about = $"{tile.Id}, {state}{(dashboard.Options.Store is { } store ? $", store {store}" : "")}";
        // A selection without a row has no figures; by hand it has one row of nothing.
        if (keys.Length == 0 && found.Count == 0)
        {
            Assert.All(expected.Values.Single().Values, value => Assert.True(value is null or 0.0, about));
            return;
        }
        if (tile.Id == "store_detail")
            expected = expected.Where(row => found.ContainsKey(row.Key)).ToDictionary();
        Assert.True(expected.Keys.ToHashSet().SetEquals(found.Keys), $"{about}: by hand only {string.Join(", ", expected.Keys.Except(found.Keys).Take(3))}; on the page only {string.Join(", ", found.Keys.Except(expected.Keys).Take(3))}");
        foreach (var (key, row) in expected)
            foreach (var (name, value) in row)
                Assert.True(Oracle.Equal(value, found[key][name]), $"{about}, row '{key}', {name}: {value ?? "nothing"} by hand, {found[key][name] ?? "nothing"} on the page");
    }

    /// <summary>The state that the page opens with, a few that are likely, and some at random from a fixed seed.</summary>
    private static IEnumerable<SlicerState> States(Dashboard dashboard, Cuts cuts)
    {
        var random = new Random(20261121);
        T Any<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];
        IEnumerable<SlicerState> all =
        [
            new(), new("d30", dashboard.Regions[0]), new("all", null, dashboard.Categories[0]), new("d7", dashboard.Regions[0], dashboard.Categories[3]), new(dashboard.Periods[4].Id),
            .. Enumerable.Range(0, 5).Select(_ => new SlicerState(Any(dashboard.Periods).Id, Any([null, .. dashboard.Regions]), Any([null, .. dashboard.Categories]))),
        ];
        return all.Select(state => new SlicerState(cuts.HasFlag(Cuts.Period) ? state.Period : null, cuts.HasFlag(Cuts.Region) ? state.Region : null, cuts.HasFlag(Cuts.Category) ? state.Category : null)).Distinct();
    }
}
