namespace Workbook.Dashboards;

/// <summary>A tile's rows for every state of its slicers, column by column.</summary>
internal sealed class TileRows
{
    private readonly Dictionary<(int, int, int), (int Start, int Count)> _states = [];
    private readonly List<(string Name, List<object?> Values)> _columns = [];

    public int Count { get; private set; }

    public IReadOnlyList<string> Columns => [.. _columns.Select(column => column.Name)];

    public IEnumerable<((int Period, int Region, int Category) State, int Count)> States =>
        _states.OrderBy(state => state.Value.Start).Select(state => (state.Key, state.Value.Count));

    public IReadOnlyList<object?> Values(string column) => Find(column);

    /// <param name="state">Places in the slicers' lists; -1 for all, or for a slicer that doesn't cut.</param>
    public void Add((int Period, int Region, int Category) state, IReadOnlyList<string> columns, IReadOnlyList<object?[]> rows)
    {
        if (_columns.Count == 0)
            _columns.AddRange(columns.Select(name => (name, new List<object?>())));
        _states.Add(state, (Count, rows.Count));
        foreach (var row in rows)
            for (var column = 0; column < _columns.Count; column++)
                _columns[column].Values.Add(row[column]);
        Count += rows.Count;
    }

    /// <summary>Null for what the state has no row of.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, object?>> Of((int, int, int) state)
    {
        if (!_states.TryGetValue(state, out var range))
            return [];
        return [.. Enumerable.Range(range.Start, range.Count).Select(row => _columns.ToDictionary(column => column.Name, column => column.Values[row]))];
    }

    private List<object?> Find(string column) => _columns.Single(one => one.Name == column).Values;
}
