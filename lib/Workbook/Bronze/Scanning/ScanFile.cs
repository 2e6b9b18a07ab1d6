namespace Workbook.Bronze.Scanning;

/// <summary>A file to scan, or records of one that are at hand already.</summary>
/// <param name="RelativePath">Below the raw folder, with forward slashes; its <c>name=value</c> folders give the path columns.</param>
internal sealed record ScanFile(string FullPath, string RelativePath)
{
    /// <summary>When set, these are scanned in place of the file: rejects on their way to a second hearing.</summary>
    public IReadOnlyList<RawRecord>? Records { get; init; }

    /// <summary>The header line that belongs to <see cref="Records"/>; unused for JSON.</summary>
    public string? Header { get; init; }
}

/// <param name="Raw">The record's bytes as they stand in the file, without the line end.</param>
internal sealed record RawRecord(long Line, byte[] Raw);

/// <summary>How the scan of one file ended. Always <c>RowsRead = accepted + RowsRejected</c>.</summary>
/// <param name="ContentHash">SHA-256 of the file's bytes in lower-case hex; empty when the file can't be read, or came as records.</param>
/// <param name="Refusal">Why nothing was taken from the file; null when it was read.</param>
/// <param name="Header">The header line as text; null where there is none.</param>
/// <param name="Notes">What was left out on the contract's word, such as a column that it discards; null for nothing.</param>
internal sealed record ScannedFile(
    string RelativePath, long Bytes, string ContentHash, long RowsRead, long RowsRejected, string? Refusal, string? Header, string? Notes);

/// <param name="File">The file's relative path.</param>
/// <param name="Line">The physical line on which the record begins, from 1; in a workbook the row of the sheet.</param>
/// <param name="Column">The column at fault, or <c>row</c>.</param>
/// <param name="Raw">The record's bytes as they stand in the file, without the line end; a sheet's row as CSV.</param>
/// <param name="Header">The header line without which <paramref name="Raw"/> can't be read; null for JSON.</param>
internal sealed record RejectedRecord(string File, long Line, string Column, string Reason, byte[] Raw, string? Header)
{
    /// <summary>Position in the list of files that the scan was given.</summary>
    public int FileIndex { get; init; }
}

/// <summary>Says why a file is not read; its message goes to <see cref="ScannedFile.Refusal"/>.</summary>
internal sealed class RefusedFileException(string message) : Exception(message);

/// <summary>
/// A file broke off after some of its rows were handed on, so that the whole statement is void. Scan again without
/// file number <see cref="File"/>.
/// </summary>
internal sealed class InterruptedFileException(int file, string message, Exception cause) : WorkbookException(message, cause)
{
    public int File { get; } = file;
}
