namespace Workbook.Bronze.Inference;

/// <summary>What is known of the files of one source, column by column.</summary>
internal sealed class SourceProfile(string name, KeyBudget budget)
{
    private readonly Dictionary<string, ColumnProfile> _byName = [];
    private readonly Dictionary<string, int> _filesWith = [];
    private readonly List<ColumnProfile> _columns = [];

    public string Name { get; } = name;

    public int Files { get; set; }

    /// <summary>Those that ingestion will reject aside.</summary>
    public long Rows { get; set; }

    /// <summary>Rows that no contract would take: they have too few fields, or are no JSON.</summary>
    public long Broken { get; set; }

    /// <summary>In the order in which the files name them.</summary>
    public IReadOnlyList<ColumnProfile> Columns => _columns;

    public ColumnPairs Pairs { get; } = new(budget);

    /// <summary>The column as a file names it; made where it is new.</summary>
    public ColumnProfile Column(string name)
    {
        if (_byName.TryGetValue(name, out var known))
            return known;
        var column = new ColumnProfile(name, budget);
        _byName[name] = column;
        _columns.Add(column);
        return column;
    }

    /// <summary>Counts the file among those that have the columns.</summary>
    public void Has(IEnumerable<string> columns)
    {
        foreach (var column in columns)
            _filesWith[column] = _filesWith.GetValueOrDefault(column) + 1;
    }

    public bool IsInAllFiles(ColumnProfile column) => _filesWith.GetValueOrDefault(column.Name) == Files;
}
