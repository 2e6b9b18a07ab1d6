using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Delta;

namespace Workbook.Operations.TimeTravel;

/// <summary>A commit that was a mistake, what it did, and that it is undone.</summary>
/// <param name="Version">The mistake; the newest version unless one was named.</param>
/// <param name="RowsRemoved">Rows that it took away, an update's former state among them.</param>
/// <param name="RowsAdded">Rows that it brought.</param>
/// <param name="RestoredTo">The version whose rows the table has again.</param>
/// <param name="NewVersion">The commit that brought them back: nothing is erased from the history.</param>
/// <param name="Difference">Rows by which the table differs from what it was before the mistake: 0.</param>
public sealed record UndoneCommit(long Version, string Operation, DateTimeOffset At, long RowsRemoved, long RowsAdded, long RestoredTo, long NewVersion, long Difference)
{
    /// <summary>
    /// Looks at a table's last commit, or at one before, and brings back what was there before it. Commits after it are
    /// undone, too: a table can only be set back, not have one commit cut out.
    /// </summary>
    /// <param name="version">Null for the newest.</param>
    /// <exception cref="WorkbookException">There is nothing before the version, or a vacuum took the files it needs.</exception>
    public static UndoneCommit Undo(DuckDBConnection connection, DeltaTable table, long? version = null)
    {
        var mistake = version ?? table.Snapshot().Version;
        if (mistake < 1)
            throw new WorkbookException($"Delta table '{table.TablePath}' can't be set back from version {mistake}: there is none before it. 'workbook delta history' lists them.");
        var commit = table.History().FirstOrDefault(line => line.Version == mistake)
            ?? throw new WorkbookException($"Delta table '{table.TablePath}' has no version {mistake} in its log. 'workbook delta history' lists those that it has.");
        var before = table.Snapshot(mistake - 1);
        if (before.Files.FirstOrDefault(file => !File.Exists(before.LocalPath(file))) is { } missing)
            throw new WorkbookException($"Delta table '{table.TablePath}' can't go back to version {mistake - 1}: its file {missing.Path} is gone, vacuumed perhaps. Load the rows anew: 'workbook repair' does it for bronze.");

        var changes = table.Changes(mistake - 1, mistake);
        var (gone, come) = connection.Query(
            $"SELECT count(*) FILTER (_change_type = 'delete'), count(*) FILTER (_change_type = 'insert') FROM {changes.Sql}",
            row => (row.GetInt64(0), row.GetInt64(1)))[0];
        var restored = table.Restore(mistake - 1);
        var now = table.Snapshot().ScanSql();
        var difference = connection.Query(
            $"SELECT (SELECT count(*) FROM (SELECT * FROM {now} EXCEPT ALL SELECT * FROM {before.ScanSql()})) + (SELECT count(*) FROM (SELECT * FROM {before.ScanSql()} EXCEPT ALL SELECT * FROM {now}))",
            row => row.GetInt64(0))[0];
        return new UndoneCommit(mistake, commit.Operation, commit.Timestamp, gone, come, mistake - 1, restored.Version, difference);
    }
}
