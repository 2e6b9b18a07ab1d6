using Workbook.Contracts;

namespace Workbook.Pipelines;

/// <summary>
/// One table to load: where its rows come from, and how they enter the table. <see cref="Sql"/> is any DuckDB query, over
/// files (<c>read_csv</c>, <c>read_json</c>, <c>read_parquet</c>) or over tables of the connection.
/// </summary>
/// <param name="Name">The table's name in the lake's bronze schema.</param>
public sealed record Resource(string Name, string Sql)
{
    /// <summary>Columns that together name a row; <see cref="WriteDisposition.Merge"/> needs them.</summary>
    public IReadOnlyList<string> PrimaryKey { get; init; } = [];

    /// <summary>By default each run adds its rows to those of the table.</summary>
    public WriteDisposition Disposition { get; init; } = WriteDisposition.Append;

    /// <summary>
    /// A column that only grows, such as a time of change or a serial number. Only rows beyond the greatest value that was
    /// loaded before are taken; null takes all rows each time. The column must have a value in every row.
    /// </summary>
    public string? Cursor { get; init; }

    /// <summary>
    /// How far behind the greatest value to look again for rows that come late, as DuckDB writes it:
    /// <c>INTERVAL 1 DAY</c>, <c>100</c>. Only with <see cref="WriteDisposition.Merge"/>, which takes a row twice without harm.
    /// </summary>
    public string? Lookback { get; init; }

    /// <summary>What happens to columns that the table doesn't have yet. Columns that the query lacks become NULL in any case.</summary>
    public SchemaMode NewColumns { get; init; } = SchemaMode.Evolve;
}

/// <param name="Rows">Rows that the query gave beyond the cursor.</param>
/// <param name="Version">The Delta version that holds them; the former one where there was nothing to load.</param>
/// <param name="CursorFrom">The value beyond which rows were taken, as text; null for all.</param>
/// <param name="CursorTo">The greatest value in the table now.</param>
/// <param name="Ignored">Columns that were left out (<see cref="SchemaMode.Discard"/>).</param>
public sealed record LoadedResource(string Resource, long Rows, long Version, string? CursorFrom, string? CursorTo, IReadOnlyList<string> Ignored);
