using System.Globalization;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;

namespace Workbook.Database;

/// <summary>The database file is open in another process; it may be worth a retry once that one is done.</summary>
public sealed partial class DatabaseLockedException : WorkbookException
{
    private DatabaseLockedException(string message, string path, int? holder, DuckDBException cause) : base(message, cause)
    {
        Path = path;
        HolderProcessId = holder;
    }

    /// <summary>The database file that could not be opened, absolute.</summary>
    public string Path { get; }

    /// <summary>The process that has the file, where DuckDB could find out.</summary>
    public int? HolderProcessId { get; }

    internal static DatabaseLockedException? From(string path, DuckDBException fault)
    {
        if (!LockWords().IsMatch(fault.Message))
            return null;

        // DuckDB's own words: "Conflicting lock is held in /usr/bin/x (PID 1234) by user y", and on Windows alike.
        var holder = Holder().Match(fault.Message) is { Success: true } match
            ? int.Parse(match.Groups["pid"].ValueSpan, CultureInfo.InvariantCulture)
            : (int?)null;
        var who = holder is null ? "another process" : $"another process (PID {holder})";
        return new DatabaseLockedException(
            $"Can't open the database '{path}': {who} has it open. Close it there, for example a notebook's kernel or a " +
            "second run, and try again. Reading side by side works if both sides open the file read-only.",
            path, holder, fault);
    }

    [GeneratedRegex("Could not set lock on file|Conflicting lock is held|File is already open|used by another process")]
    private static partial Regex LockWords();

    [GeneratedRegex(@"\(PID (?<pid>\d+)\)")]
    private static partial Regex Holder();
}
