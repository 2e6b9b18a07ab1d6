using Workbook.Charts;

namespace Workbook.Dashboards;

/// <summary>A visual with its rows for every state of its slicers.</summary>
public sealed class Tile
{
    private readonly TileQuery _query;
    private readonly Slicers _slicers;

    internal Tile(TileDefinition definition, IReadOnlyList<Measure> measures, TileQuery query, TileRows data, Slicers slicers) =>
        (Definition, Measures, _query, Data, _slicers) = (definition, measures, query, data, slicers);

    /// <summary>Unique in the dashboard; <see cref="Dashboard.Tile"/> finds it by this.</summary>
    public string Id => Definition.Id;

    /// <summary>In words, above the picture.</summary>
    public string Title => Definition.Title;

    /// <summary>What it shows, and what one must know to read it.</summary>
    public string About => Definition.About;

    /// <summary>The slicers that its rows go by.</summary>
    public Cuts Cuts => Definition.Cuts;

    /// <summary>What it shows of the catalogue's metrics and of its own query, with definitions.</summary>
    public IReadOnlyList<Measure> Measures { get; }

    internal TileDefinition Definition { get; }

    internal TileRows Data { get; }

    /// <summary>The query that the tile's figures equal, over the lake's tables. A store manager's hold the store's rows only.</summary>
    /// <exception cref="WorkbookException">The state names what there isn't.</exception>
    public string Sql(SlicerState? state = null)
    {
        state ??= new SlicerState();
        var (period, region, category) = _slicers.Places(state, Cuts);
        return _query.Sql(period < 0 ? null : _slicers.Periods[period], Cuts.None, region < 0 ? null : state.Region, category < 0 ? null : state.Category);
    }

    /// <summary>The query's rows by column name; numbers are doubles, money to the cent, days texts as 2024-01-31.</summary>
    /// <exception cref="WorkbookException">The state names what there isn't.</exception>
    public IReadOnlyList<IReadOnlyDictionary<string, object?>> Rows(SlicerState? state = null) => Data.Of(_slicers.Places(state ?? new SlicerState(), Cuts));

    /// <summary>The same picture for a notebook. The page's own controls (drill-through, what-if) are the page's alone.</summary>
    /// <param name="measure">Of cards and gauges, which have a picture for each; null for the first.</param>
    /// <exception cref="WorkbookException">The state or the measure names what there isn't.</exception>
    public Chart Chart(SlicerState? state = null, string? measure = null) => TileChart.Draw(this, Shown(state ?? new SlicerState()), measure);

    internal string Template(Period? period, string? region, string? category) => _query.Sql(period, Cuts.None, region, category);

    private IReadOnlyList<IReadOnlyDictionary<string, object?>> Shown(SlicerState state)
    {
        var rows = Rows(state);
        if (Definition.DayColumn is not { } day)
            return rows;
        var period = _slicers.Periods[_slicers.PeriodPlace(state.Period)];
        var (from, to) = (Text(period.From), Text(period.To));
        var last = _slicers.Periods.Max(one => one.To);
        return [.. rows.Where(row => row[day] is string at && string.CompareOrdinal(at, from) >= 0 && (string.CompareOrdinal(at, to) <= 0 || period.To == last))];

        static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
    }
}
