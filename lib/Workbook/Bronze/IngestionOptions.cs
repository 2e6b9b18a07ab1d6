using Workbook.Contracts;
using Workbook.Lake;

namespace Workbook.Bronze;

/// <summary>What every change to a lake's bronze layer needs to know.</summary>
public record BronzeOptions
{
    /// <summary>The lake's folder; an ingestion makes it where it is missing.</summary>
    public required string Lake { get; init; }

    /// <summary>The manifest's DuckDB file; by default <see cref="LakeFolder.Warehouse"/>.</summary>
    public string? Manifest { get; init; }

    /// <summary>The contracts of the sources that the lake has.</summary>
    public required IReadOnlyList<SourceContract> Sources { get; init; }

    /// <summary>Validates and counts, and writes nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Parts that are read at once; each has a single-threaded engine of its own.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>How long to wait for another run on the same lake.</summary>
    public TimeSpan LockWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Told once, if there is another run to wait for.</summary>
    public IProgress<string>? Waiting { get; init; }

    /// <summary>Stamps rows (<c>ingestion_ts</c>), rejects, the manifest and the Delta commits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    internal LakeFolder Folder => new(Lake);

    internal string ManifestPath => Manifest ?? Folder.Warehouse;
}

/// <summary>Where an ingestion's files come from, and how they are cut into work.</summary>
public sealed record IngestionOptions : BronzeOptions
{
    /// <summary>The folder of the raw files, below which each contract's path leads to its own. It must exist.</summary>
    public required string Raw { get; init; }

    /// <summary>
    /// Loads these files and no others, wherever they lie; the contract's path isn't asked. Null, as a rule, for all that it
    /// matches. Only with a single source, and not for Delta.
    /// </summary>
    public IReadOnlyList<string>? Files { get; init; }

    /// <summary>Raw bytes that one worker turns into one Parquet file: about a fifth of it on disk.</summary>
    public long PartBytes { get; init; } = 256L << 20;

    /// <summary>Raw bytes that are committed at once: what a killed run loses at most for a source.</summary>
    public long BatchBytes { get; init; } = 2L << 30;

    /// <summary>Takes deliveries that are far smaller than what they take the place of; otherwise they are held back, as <see cref="SourceContract.SmallestReplacement"/> says.</summary>
    public bool AcceptSmaller { get; init; }

    /// <summary>Takes out the rows of files that are gone from the raw folder; otherwise they stay, and a notice says so.</summary>
    public bool Prune { get; init; }
}

/// <param name="Files">Files done, of <paramref name="FilesExpected"/>.</param>
public sealed record IngestionProgress(string Source, int Files, int FilesExpected, long Rows);

/// <summary>A file that could not be ingested as a whole; none of its rows were, and it is tried again next time.</summary>
public sealed record RefusedFile(string Source, string File, string Reason);

/// <summary>What one run did for one source.</summary>
/// <param name="FilesSkipped">Unchanged since an earlier run.</param>
/// <param name="Rejected">Rows by rule, <c>column.reason</c>.</param>
/// <param name="Seconds">Time of the workers, added up.</param>
public sealed record IngestedSource(
    string Source, int Files, int FilesSkipped, long RowsRead, long RowsAccepted, IReadOnlyDictionary<string, long> Rejected,
    long BytesRead, long BytesWritten, double Seconds)
{
    /// <summary>Rows that this run rejected, over all rules.</summary>
    public long RowsRejected => Rejected.Values.Sum();

    /// <summary>Rows came, and none of them is in bronze: the contract doesn't fit the delivery.</summary>
    public bool IsAllRejected => RowsRead > 0 && RowsAccepted == 0;
}

/// <summary>Rows of one file that break the same rule.</summary>
/// <param name="Rule"><c>column.reason</c>.</param>
/// <param name="First">The first five by line, with the text as it came, or its first thousand characters.</param>
public sealed record FileRejects(string Rule, long Rows, IReadOnlyList<(long Line, string Text)> First);

/// <summary>What one run did with one file that it read.</summary>
/// <param name="File">Its path below the raw folder; a version of a Delta source is <c>name@v3</c>.</param>
/// <param name="Rejected">The rule that most rows break first.</param>
public sealed record IngestedFile(string Source, string File, long RowsRead, long RowsAccepted, IReadOnlyList<FileRejects> Rejected);

/// <summary>What one run did.</summary>
/// <param name="Sources">One for each contract, in the contracts' order, whether it had new files or not.</param>
/// <param name="Refused">Files that could not be read under their contract; empty when all went in.</param>
/// <param name="Notices">Sentences on what is odd but no fault: a source without files, files that are gone.</param>
/// <param name="Elapsed">From start to end, as a clock sees it; the wait for another run counts.</param>
public sealed record IngestionSummary(
    IReadOnlyList<IngestedSource> Sources, IReadOnlyList<RefusedFile> Refused, IReadOnlyList<string> Notices, TimeSpan Elapsed)
{
    /// <summary>The files that were read, by source and path; those that were refused, or skipped as known, aren't among them.</summary>
    public IReadOnlyList<IngestedFile> Files { get; init; } = [];

    /// <summary>The contracts as they were used, in the order of the sources: with the columns that they have gained.</summary>
    public IReadOnlyList<SourceContract> Contracts { get; init; } = [];

    /// <summary>Whether every file that was found is in bronze, its rejects aside, and no source was rejected to its last row.</summary>
    public bool IsComplete => Faults.Count == 0;

    /// <summary>What keeps it from being complete, a sentence each; empty where nothing does.</summary>
    public IReadOnlyList<string> Faults =>
    [
        .. Refused.Count == 0 ? [] : (string[])[Invariant($"{Refused.Count:N0} file(s) were refused, the first {Refused[0].File}: {Refused[0].Reason}")],
        .. Sources.Where(source => source.IsAllRejected).Select(source => Invariant($"All {source.RowsRead:N0} rows of {source.Source} that came were rejected, most for {source.Rejected.MaxBy(rule => rule.Value).Key}: see 'workbook rejects', and correct the delivery or the contract.")),
    ];
}
