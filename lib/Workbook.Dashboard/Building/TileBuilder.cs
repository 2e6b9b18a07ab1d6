using System.Data.Common;
using System.Globalization;
using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Dashboards;

/// <summary>Asks for a tile's rows in every state of the slicers that cut it: by period in one query, or in one for each set of the other slicers.</summary>
internal static class TileBuilder
{
    public static TileRows Build(DuckDBConnection connection, TileDefinition tile, TileQuery query, Slicers slicers, CancellationToken cancel)
    {
        var rows = new TileRows();
        IEnumerable<(int, Period?)> periods = tile.Cuts.HasFlag(Cuts.Period) ? slicers.Periods.Select((period, place) => (place, (Period?)period)) : [(-1, null)];
        foreach (var (place, period) in periods)
        {
            if (period is not null && query.Cube(period) is { } cube)
            {
                cancel.ThrowIfCancellationRequested();
                Read(connection, cube, tile.Cuts, (region, category) => (place, region, category), slicers, rows);
                continue;
            }
            foreach (var by in Subsets(tile.Cuts))
            {
                cancel.ThrowIfCancellationRequested();
                Read(connection, query.Sql(period, by), by, (region, category) => (place, region, category), slicers, rows);
            }
        }
        return rows;
    }

    /// <summary>Of region and category: neither, each, both, as far as they cut the tile.</summary>
    public static IEnumerable<Cuts> Subsets(Cuts cuts) =>
        new[] { Cuts.None, Cuts.Region, Cuts.Category, Cuts.Region | Cuts.Category }.Where(by => (cuts & by) == by);

    private static void Read(DuckDBConnection connection, string sql, Cuts by, Func<int, int, (int, int, int)> state, Slicers slicers, TileRows rows)
    {
        string[] names = [];
        var keys = TileQuery.KeyColumns(by);
        var found = connection.Query(sql, row =>
        {
            if (names.Length == 0)
                names = [.. Enumerable.Range(0, row.FieldCount).Select(row.GetName)];
            string? Key(string name) => !keys.Contains(name) ? null : row.IsDBNull(row.GetOrdinal(name)) ? Slicers.Unknown : row.GetString(row.GetOrdinal(name)) is var key && key == FigureCube.All ? null : key;
            var values = Enumerable.Range(0, row.FieldCount).Where(column => !keys.Contains(row.GetName(column))).Select(column => Value(row, column)).ToArray();
            return (Region: slicers.RegionPlace(Key("region")), Category: slicers.CategoryPlace(Key("category")), Values: values);
        });
        foreach (var group in found.GroupBy(row => (row.Region, row.Category)))
            rows.Add(state(group.Key.Region, group.Key.Category), [.. names.Where(name => !keys.Contains(name))], [.. group.Select(row => row.Values)]);
    }

    /// <summary>Money to the cent, shares to a millionth: as exact as anyone reads them, and a third of the bytes.</summary>
    private static object? Value(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetValue(column) switch
    {
        string text => text,
        bool truth => truth ? "yes" : "no",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime instant => instant.ToString(instant.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        double number when !double.IsFinite(number) => null,
        var number => Rounded(Convert.ToDouble(number is System.Numerics.BigInteger big ? (decimal)big : number, CultureInfo.InvariantCulture)),
    };

    private static double Rounded(double number) => Math.Round(number, Math.Abs(number) >= 10 ? 2 : 6) + 0.0;
}
