using DuckDB.NET.Data;
using Workbook.Contracts;
using Workbook.Delta;

namespace Workbook.Bronze;

/// <summary>The raw files that one worker turns into one data file.</summary>
/// <param name="Write">Writes a query's rows as the part's data files; only counts them in a dry run.</param>
internal sealed record BatchPart(
    SourceContract Source, long Batch, int Number, IReadOnlyList<RawFile> Files, string RejectFile, DateTime Now,
    Func<DuckDBConnection, string, IReadOnlyList<AddFile>> Write)
{
    /// <summary>Takes away what was written, so that the part can be read again.</summary>
    public Action Undo { get; init; } = () => { };

    public long Bytes => Files.Sum(file => file.Bytes);

    /// <summary>The columns that ingestion adds, as a query's last ones.</summary>
    public string IngestionTimestamp => Invariant($"TIMESTAMPTZ '{Now:yyyy-MM-dd HH:mm:ss.ffffff}+00' AS ingestion_ts");
}

/// <param name="Refusal">Why the file as a whole was refused; its rows are then neither read nor rejected.</param>
internal sealed record FileOutcome(RawFile File, string ContentHash, long RowsRead, long RowsRejected, string? Refusal)
{
    /// <summary>Why the file as a whole was refused. What it quotes of the file may have NULs, which DuckDB takes for a text's end.</summary>
    public string? Refusal { get; init; } = Refusal?.Replace('\0', '\uFFFD');

    public long RowsAccepted => RowsRead - RowsRejected;

    /// <summary>By rule, with the first of each.</summary>
    public IReadOnlyList<FileRejects> Rejected { get; init; } = [];

    /// <summary>What was left out of the file, and must be told; null for nothing.</summary>
    public string? Notes { get; init; }
}

internal sealed record PartResult(
    IReadOnlyList<AddFile> Added, IReadOnlyList<FileOutcome> Outcomes, IReadOnlyDictionary<string, long> Rejected, double Seconds);
