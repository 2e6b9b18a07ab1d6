using Workbook.Contracts.Files;

namespace Workbook.Contracts;

/// <summary>How a source is delivered, and so how it is read.</summary>
public enum SourceFormat
{
    /// <summary>A header line, commas, double quotes, UTF-8.</summary>
    Csv,

    /// <summary>One JSON object a line.</summary>
    JsonLines,

    /// <summary>The first sheet of an Excel workbook, its first row the header.</summary>
    Xlsx,

    /// <summary>Files with the contract's column names.</summary>
    Parquet,

    /// <summary>A Delta table, whose versions arrive as changes by key.</summary>
    Delta,
}

/// <summary>How a source's rows enter bronze.</summary>
public enum WriteDisposition
{
    /// <summary>Each new file adds its rows; a changed file takes the place of its former self.</summary>
    Append,

    /// <summary>
    /// Rows are upserted by key: of all rows of a key counts that of the last file by path, and in it of the last line. A Delta
    /// source's rows are deleted by key, too.
    /// </summary>
    Merge,

    /// <summary>
    /// The table holds what the newest delivery holds: the file whose path comes last, or the files below such a folder where
    /// the path leaves a folder open. Older ones that come late are left out, and told.
    /// </summary>
    Replace,
}

/// <summary>What happens when a delivery has columns that the contract doesn't know.</summary>
public enum SchemaMode
{
    /// <summary>The table gains the column.</summary>
    Evolve,

    /// <summary>The delivery is refused.</summary>
    Freeze,

    /// <summary>The column is left out, and the log says so.</summary>
    Discard,

    /// <summary>Rows that have a value in it are rejected, the others taken without it. Not in pipelines.</summary>
    DiscardRow,
}

/// <summary>A fault that the generator plants on purpose.</summary>
/// <param name="Rate">Share of the source's rows, 0 to 1.</param>
/// <param name="DetectedBy">
/// The <see cref="Rule.Code"/> that bronze must report for it; null where no single row can show it
/// (a repeated key, a reference to nothing).
/// </param>
public sealed record PlantedAnomaly(string Kind, double Rate, string? DetectedBy = null);

/// <summary>
/// One raw source: the only place where its columns are named. The generator, bronze, the documentation and the
/// tests all read it.
/// </summary>
public sealed record SourceContract(string Name, SourceFormat Format)
{
    /// <summary>For people: what a row is, and where it comes from.</summary>
    public required string Description { get; init; }

    /// <summary>Of the contract, as semantic versions go: a breaking change raises the first number.</summary>
    public string Version { get; init; } = "1.0.0";

    /// <summary>The team that answers for it; null where nobody is named.</summary>
    public string? Owner { get; init; }

    /// <summary>The part of the business that it belongs to, such as <c>sales</c>; null where nobody said.</summary>
    public string? Domain { get; init; }

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What else its file says, beside what the columns keep.</summary>
    internal IReadOnlyList<KeptPart> Kept { get; init; } = [];

    /// <summary>In CSV files: what stands between two fields; an ASCII character, neither a quote nor a line end.</summary>
    public char Separator { get; init; } = ',';

    /// <summary>Where its files lie below the raw folder; <c>*</c> stands for one folder or file name's part.</summary>
    public required string Path { get; init; }

    /// <summary>In the table's order. A file without one of them is refused; a line of JSON only lacks its value.</summary>
    public required IReadOnlyList<Column> Columns { get; init; }

    /// <summary>Columns that together name a row.</summary>
    public required IReadOnlyList<string> Key { get; init; }

    /// <summary>Rows at scale 1.0.</summary>
    public required long Rows { get; init; }

    /// <summary>Rules on several columns; those on one column are the column's own.</summary>
    public IReadOnlyList<Rule> RowRules { get; init; } = [];

    /// <summary>Columns that bronze reads off the folder names (<c>order_dt=2024-01-01/</c>), not off the rows.</summary>
    public IReadOnlyList<Column> PathColumns { get; init; } = [];

    /// <summary>Partition columns of the bronze table, where that doesn't make tiny files.</summary>
    public IReadOnlyList<string> Partitions { get; init; } = [];

    /// <summary>In JSON sources: the column that gathers, as JSON, the members which the contract doesn't name.</summary>
    public string? CatchAll { get; init; }

    /// <summary>The column, a date or an instant, that says when a row's event happened; null for rows that are no events, such as customers.</summary>
    public string? EventTime { get; init; }

    /// <summary>What the generator plants, each kind at its own rate; bronze doesn't look at them.</summary>
    public IReadOnlyList<PlantedAnomaly> Anomalies { get; init; } = [];

    /// <summary>How its files enter bronze. Delta sources are always merged by key.</summary>
    public WriteDisposition Disposition { get; init; } = WriteDisposition.Append;

    /// <summary>
    /// The least that a changed file, or a delivery that replaces another, must bring of the rows that were there before, as a
    /// share from 0 to 1: with fewer it is held back as refused, and the former rows stay. 0 takes it even where it is empty.
    /// </summary>
    public decimal SmallestReplacement { get; init; } = UsualReplacement;

    internal const decimal UsualReplacement = 0.1m;

    /// <summary>
    /// For columns that neither <see cref="Columns"/> nor <see cref="LaterColumns"/> name. With <see cref="SchemaMode.Evolve"/> an
    /// ingestion infers their types, adds them to <see cref="LaterColumns"/>, and keeps that contract in the lake; not for
    /// Delta. With <see cref="SchemaMode.Freeze"/> it is in JSON the line that is rejected. <see cref="CatchAll"/> comes first.
    /// </summary>
    public SchemaMode UnknownColumns { get; init; } = SchemaMode.Freeze;

    /// <summary>Columns that a later schema version adds: absent from earlier deliveries, accepted when they come.</summary>
    public IReadOnlyList<Column> LaterColumns { get; init; } = [];

    /// <summary>All rules, column by column, then those on the row.</summary>
    public IEnumerable<Rule> Rules => Columns.Concat(LaterColumns).SelectMany(column => column.Rules).Concat(RowRules);

    /// <summary>One of <see cref="Columns"/>; upper and lower case differ.</summary>
    /// <exception cref="WorkbookException">There is none of that name among them.</exception>
    public Column this[string column] => Columns.FirstOrDefault(candidate => candidate.Name == column)
        ?? throw new WorkbookException($"Source '{Name}' has no column '{column}'; its columns are {string.Join(", ", Columns.Select(c => c.Name))}.");

    /// <summary>The fault of that kind that the generator plants.</summary>
    /// <exception cref="WorkbookException">It plants none of that kind.</exception>
    public PlantedAnomaly Anomaly(string kind) => Anomalies.FirstOrDefault(anomaly => anomaly.Kind == kind)
        ?? throw new WorkbookException($"Source '{Name}' plants no anomaly '{kind}'; it plants {string.Join(", ", Anomalies.Select(a => a.Kind))}.");

    /// <summary>The same contract with one rule lifted, such as <c>qty.out_of_range</c>, or a column no longer required (<c>qty.required</c>).</summary>
    /// <exception cref="WorkbookException">No rule has that code.</exception>
    public SourceContract Without(string code)
    {
        var columns = Columns.Select(column => column with
        {
            Nullable = column.Nullable || code == $"{column.Name}.{Column.RequiredReason}",
            Rules = [.. column.Rules.Where(rule => rule.Code != code)],
        }).ToList();
        var rowRules = RowRules.Where(rule => rule.Code != code).ToList();
        var codes = Rules.Select(rule => rule.Code)
            .Concat(Columns.Where(column => !column.Nullable).Select(column => $"{column.Name}.{Column.RequiredReason}"))
            .ToList();
        return codes.Contains(code)
            ? this with { Columns = columns, RowRules = rowRules }
            : throw new WorkbookException($"Source '{Name}' has no rule '{code}'; its rules are {string.Join(", ", codes.Order(StringComparer.Ordinal))}.");
    }
}
