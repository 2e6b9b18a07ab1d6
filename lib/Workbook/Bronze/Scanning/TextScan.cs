using System.Runtime.ExceptionServices;
using DuckDB.NET.Data;
using Workbook.Contracts;
using Workbook.Database;

namespace Workbook.Bronze.Scanning;

/// <summary>
/// Files of text (or sheets) as a typed relation under their contract, in one pass: <see cref="AcceptedSql"/> streams the
/// rows that keep it, while those that break it, their raw text, the files' hashes and the account of each file fall
/// out on the side.
/// </summary>
/// <remarks>
/// One thread reads; run several scans at once, each on a connection of its own. A scan runs once. Nothing may filter
/// <see cref="AcceptedSql"/> further or stop it early: a row that isn't asked for isn't judged.
/// </remarks>
internal sealed class TextScan : IDisposable
{
    private readonly RejectPages _rejects;
    private readonly ScanPass _pass;
    private readonly ScanFunctions _functions;

    /// <param name="rejectSink">
    /// Takes the rejects page by page, in the order of the files, in the midst of the statement: it can't use the
    /// connection. Null keeps them all in <see cref="Rejects"/>.
    /// </param>
    public TextScan(
        DuckDBConnection connection, SourceContract contract, IReadOnlyList<ScanFile> files,
        Action<IReadOnlyList<RejectedRecord>>? rejectSink = null, CancellationToken cancel = default)
    {
        _rejects = new RejectPages(rejectSink);
        var refused = PathColumns.BrokenRules(connection, contract, files.Select(file => file.RelativePath));
        _pass = new ScanPass(contract, files, refused, _rejects, cancel);
        _functions = new ScanFunctions(connection, _pass);
        AcceptedSql = Accepted(contract, _functions);
    }

    /// <summary>
    /// The contract's columns (later ones included), its path columns, src_filename, src_line, src_row_hash (XXH64 of the
    /// record's bytes without the line end) and dq_flags.
    /// </summary>
    public string AcceptedSql { get; }

    /// <summary>In the given order; complete after <see cref="Run"/>.</summary>
    public IReadOnlyList<ScannedFile> Files => _pass.Files;

    /// <summary>Empty if a sink took them.</summary>
    public IReadOnlyList<RejectedRecord> Rejects => _rejects.Kept;

    /// <summary>What went wrong within the scan; DuckDB only knows its message.</summary>
    public Exception? Failure => _pass.Failure;

    /// <summary>Runs a statement around <see cref="AcceptedSql"/>, which it is given.</summary>
    /// <exception cref="InterruptedFileException">A file broke off in the middle; the statement has no result.</exception>
    /// <exception cref="OperationCanceledException"/>
    public T Run<T>(Func<string, T> statement)
    {
        try
        {
            var result = statement(AcceptedSql);
            _rejects.Flush();
            return result;
        }
        catch (DuckDBException) when (_pass.Failure is not null)
        {
            ExceptionDispatchInfo.Throw(_pass.Failure);
            throw;
        }
    }

    public void Dispose()
    {
        _functions.Dispose();
        _pass.Dispose();
    }

    private static string Accepted(SourceContract contract, ScanFunctions functions)
    {
        var columns = contract.Columns.Concat(contract.LaterColumns).Concat(contract.PathColumns).Select(column => Sql.Identifier(column.Name));
        return $"""
            SELECT {string.Join(", ", columns)}, src_filename, src_line, src_row_hash, {ContractSql.FlagsSql(contract)} AS dq_flags
            FROM {functions.ScanName}()
            WHERE {functions.TeeName}(coalesce(_fault, {ContractSql.RejectionSql(contract)}), _row)
            """;
    }
}
