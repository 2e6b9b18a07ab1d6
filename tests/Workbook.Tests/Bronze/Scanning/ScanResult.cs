using System.Text;
using DuckDB.NET.Data;
using Workbook.Bronze.Scanning;
using Workbook.Contracts;
using Workbook.Database;
using Workbook.Tests.Database;

namespace Workbook.Tests.Bronze.Scanning;

/// <summary>What came of scanning: accepted rows as DuckDB prints them, rejects, the account of each file.</summary>
internal sealed record ScanResult(List<string[]> Rows, IReadOnlyList<RejectedRecord> Rejects, IReadOnlyList<ScannedFile> Files)
{
    public ScannedFile File => Assert.Single(Files);

    /// <summary>Accepted rows, values joined by |, NULL as ∅; the audit columns left out.</summary>
    public IEnumerable<string> Values => Rows.Select(row => string.Join("|", row[..^4]));

    /// <summary>line:column.reason:text of each reject.</summary>
    public IEnumerable<string> Faults => Rejects.Select(reject => $"{reject.Line}:{reject.Column}.{reject.Reason}:{Encoding.UTF8.GetString(reject.Raw)}");

    public static ScanResult Of(SourceContract contract, string text, string relativePath = "file") =>
        Of(contract, Encoding.UTF8.GetBytes(text), relativePath);

    public static ScanResult Of(SourceContract contract, byte[] bytes, string relativePath = "file")
    {
        using var folder = new TempFolder();
        System.IO.File.WriteAllBytes(folder.File("file"), bytes);
        return Of(contract, [new ScanFile(folder.File("file"), relativePath)]);
    }

    public static ScanResult Of(SourceContract contract, params IReadOnlyList<ScanFile> files)
    {
        using var connection = WorkbookDatabase.Open();
        return Of(connection, contract, files);
    }

    public static ScanResult Of(DuckDBConnection connection, SourceContract contract, IReadOnlyList<ScanFile> files)
    {
        using var scan = new TextScan(connection, contract, files);
        var rows = scan.Run(sql => connection.Query(
            $"SELECT COLUMNS(*)::VARCHAR FROM ({sql})",
            row => Enumerable.Range(0, row.FieldCount).Select(i => row.IsDBNull(i) ? "∅" : row.GetString(i)).ToArray()));
        var result = new ScanResult(rows, scan.Rejects, scan.Files);
        Assert.Equal(scan.Files.Sum(file => file.RowsRead), rows.Count + scan.Rejects.Count);
        Assert.Equal(scan.Files.Sum(file => file.RowsRejected), scan.Rejects.Count);
        return result;
    }
}
