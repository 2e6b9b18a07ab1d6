using Workbook.Contracts;

namespace Workbook.Pipelines;

/// <summary>
/// One table to load: where its rows come from, and how they enter the table. <see cref="Sql"/> is any DuckDB query, over
/// files (<c>read_csv</c>, <c>read_json</c>, <c>read_parquet</c>), over tables of the connection, or over the rows of
/// <see cref="Source"/>, which are the table <c>delivery</c>.
/// </summary>
/// <param name="Name">The table's name in the lake's bronze schema.</param>
public sealed record Resource(string Name, string Sql)
{
    /// <summary>All rows and columns that a source delivers.</summary>
    public Resource(string name, ResourceSource source) : this(name, "SELECT * FROM delivery") => Source = source;

    /// <summary>Where the table <c>delivery</c> comes from; null for a query that needs none.</summary>
    public ResourceSource? Source { get; init; }

    /// <summary>
    /// Columns that together name a row; <see cref="WriteDisposition.Merge"/> and <see cref="ChildTables"/> need them. Where
    /// rows are appended by a cursor, they tell which of those at its edge are there already. Exact copies are one row then.
    /// </summary>
    public IReadOnlyList<string> PrimaryKey { get; init; } = [];

    /// <summary>By default each run adds its rows to those of the table.</summary>
    public WriteDisposition Disposition { get; init; } = WriteDisposition.Append;

    /// <summary>
    /// A column that only grows, such as a time of change or a serial number. Rows from the table's greatest value on are
    /// taken, without those that are there already: by key, else by all their columns, where equal rows are counted. Null
    /// takes all rows each time. Every row must have a value. A text is compared as what its values are: as numbers, as
    /// instants, or, if all are of one length, letter by letter; others are refused.
    /// </summary>
    public string? Cursor { get; init; }

    /// <summary>
    /// How far behind the greatest value to look again for rows that come late, as DuckDB writes it:
    /// <c>INTERVAL 1 DAY</c>, <c>100</c>. What is there already isn't taken twice.
    /// </summary>
    public string? Lookback { get; init; }

    /// <summary>
    /// What happens to columns that the table doesn't have yet. Columns that the query lacks become NULL in any case.
    /// <see cref="SchemaMode.Evolve"/> also widens types, and structs by members, where no value changes by it; that writes
    /// the table's files anew, once.
    /// </summary>
    public SchemaMode NewColumns { get; init; } = SchemaMode.Evolve;

    /// <summary>
    /// Columns with lists that become a table each, <c>NAME_COLUMN</c>, in place of a column: the key of the row
    /// (<c>NAME_KEY</c>), <c>position</c> from 1, and the members of the structs, or <c>value</c>. It holds the list of each
    /// row's newest state.
    /// </summary>
    public IReadOnlyList<string> ChildTables { get; init; } = [];

    internal string ChildName(string column) => $"{Name}_{column}";

    /// <summary>Files that are loaded each once: the rows don't say which are new, the files do.</summary>
    internal bool IsByFile => Source is FileSource && Disposition == WriteDisposition.Append && Cursor is null;

    /// <summary>Whether taking the same rows again would double them.</summary>
    internal bool IsOnceOnly => Disposition == WriteDisposition.Append && Cursor is null && !IsByFile;

    internal WorkbookException Missing(string what, string column, IReadOnlyCollection<string> columns) =>
        Fault($"the {what} '{column}' is none of its columns ({string.Join(", ", columns)}).{NearestName.Hint(column, columns)} Correct it, or give the query that column.");

    internal WorkbookException Fault(string message, Exception? cause = null) =>
        cause is null ? new WorkbookException($"Resource '{Name}': {message}") : new WorkbookException($"Resource '{Name}': {message}", cause);
}

/// <param name="Rows">Rows that were new beyond the cursor, or all that the query gave.</param>
/// <param name="Version">The Delta version that holds them; the former one where there was nothing to load, -1 where there is no table yet.</param>
/// <param name="CursorFrom">The table's greatest value before, as text; null where all rows were taken.</param>
/// <param name="CursorTo">The greatest value in the table now.</param>
/// <param name="Ignored">Columns that were left out (<see cref="SchemaMode.Discard"/>).</param>
public sealed record LoadedResource(string Resource, long Rows, long Version, string? CursorFrom, string? CursorTo, IReadOnlyList<string> Ignored)
{
    /// <summary>The number of the load package.</summary>
    public long Package { get; init; }

    /// <summary>Columns that are wider now, such as <c>price: INTEGER → DECIMAL(12,2)</c>.</summary>
    public IReadOnlyList<string> Widened { get; init; } = [];
}
