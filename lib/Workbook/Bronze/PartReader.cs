using System.Diagnostics;
using Workbook.Bronze.Scanning;
using Workbook.Contracts;
using Workbook.Database;

namespace Workbook.Bronze;

/// <summary>Reads a part the way its format asks for.</summary>
internal static class PartReader
{
    public static PartResult Read(BatchPart part, IngestionOptions options, CancellationToken cancel) => part.Source.Format switch
    {
        SourceFormat.Parquet => ParquetPart.Read(part, options),
        SourceFormat.Delta => DeltaSource.Read(part, options),
        _ => ReadText(part, options, cancel),
    };

    /// <summary>CSV, JSON Lines and Excel: one pass from the bytes to Parquet, rejects taken out on the way.</summary>
    private static PartResult ReadText(BatchPart part, IngestionOptions options, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        var files = part.Files.ToList();
        var broken = new List<FileOutcome>();
        while (true)
        {
            try
            {
                var result = Scan(part with { Files = files }, options, cancel);
                return result with { Outcomes = [.. broken, .. result.Outcomes], Seconds = clock.Elapsed.TotalSeconds };
            }
            catch (InterruptedFileException fault)
            {
                // Rows of that file are among those written: begin again without it.
                broken.Add(new FileOutcome(files[fault.File], "", 0, 0, fault.Message));
                files.RemoveAt(fault.File);
            }
        }
    }

    private static PartResult Scan(BatchPart part, IngestionOptions options, CancellationToken cancel)
    {
        using var connection = WorkbookDatabase.Open(new DatabaseOptions { Threads = 1, MemoryLimit = "1GB" });
        using var rejects = new RejectWriter(options.DryRun ? null : part.RejectFile, part.Batch, part.Now);
        using var scan = new TextScan(connection, part.Source, [.. part.Files.Select(file => new ScanFile(file.FullPath, file.Path))], rejects.Add, cancel);
        var added = scan.Run(accepted => part.Write(connection, $"SELECT *, {part.IngestionTimestamp} FROM ({accepted})"));
        rejects.Complete();
        var outcomes = scan.Files.Zip(part.Files, (scanned, file) =>
            new FileOutcome(file with { Bytes = scanned.Bytes }, scanned.ContentHash, scanned.RowsRead, scanned.RowsRejected, scanned.Refusal) { Notes = scanned.Notes, Rejected = rejects.First.Of(file.Path) });
        return new PartResult(added, [.. outcomes], rejects.ByCode, 0);
    }
}
