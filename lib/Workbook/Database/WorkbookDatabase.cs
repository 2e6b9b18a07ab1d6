using DuckDB.NET.Data;

namespace Workbook.Database;

/// <summary>
/// The one door through which the library opens DuckDB. Every connection has the time zone UTC, so that a
/// TIMESTAMPTZ reads the same on every machine. A file has one writing process at a time; see <see cref="DatabaseLockedException"/>.
/// </summary>
public static class WorkbookDatabase
{
    /// <exception cref="DatabaseLockedException">Another process has the file open.</exception>
    /// <exception cref="WorkbookException">
    /// The file is missing or isn't a database, DuckDB refuses a setting, or the database is open in this process already
    /// with other rights than asked for.
    /// </exception>
    public static DuckDBConnection Open(DatabaseOptions? options = null)
    {
        options ??= new DatabaseOptions();
        if (options is { ReadOnly: true, Path: null })
            throw new WorkbookException("A database in memory can't be opened read-only: it would be empty for ever. Give a Path.");

        var path = options.Path is null ? null : Path.GetFullPath(options.Path);
        var connection = Connect(path, options.ReadOnly);
        try
        {
            RequireRights(connection, path, options.ReadOnly);
            DatabaseSettings.Apply(connection, path, options);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Whether this very process has the file open for writing. Where that is so the file must not be opened in any other
    /// way, not even to copy it: on Unix a process loses its lock on a file when it closes any handle to it.
    /// </summary>
    public static bool IsOpenForWritingHere(string path)
    {
        try
        {
            // An open database is found by its path and shared; no second handle comes to be.
            using var connection = Connect(Path.GetFullPath(path), readOnly: true);
            return !IsReadOnly(connection);
        }
        catch (WorkbookException)
        {
            return false;
        }
    }

    private static GuardedConnection Connect(string? path, bool readOnly)
    {
        if (path is not null)
            RequireFile(path, readOnly);

        var source = new DuckDBConnectionStringBuilder { DataSource = path ?? ":memory:" };
        if (readOnly)
            source["access_mode"] = "read_only";

        var connection = new GuardedConnection(source.ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch (DuckDBException fault) when (path is not null)
        {
            connection.Dispose();
            throw DatabaseLockedException.From(path, fault) ?? NotOpened(path, fault);
        }
    }

    private static void RequireFile(string path, bool readOnly)
    {
        if (Directory.Exists(path))
            throw new WorkbookException($"Can't open the database '{path}': it is a folder. Name a file in it.");
        if (readOnly && !File.Exists(path))
            throw new WorkbookException(
                $"Can't open the database '{path}' read-only: there is no such file. Correct the path, or create it by opening it for writing.");
        if (Path.GetDirectoryName(path) is { } folder && !Directory.Exists(folder))
            throw new WorkbookException(
                $"Can't open the database '{path}': the folder '{folder}' doesn't exist. Create it, or correct the path.");
    }

    private static WorkbookException NotOpened(string path, DuckDBException fault) =>
        fault.Message.Contains("not a valid DuckDB database", StringComparison.Ordinal)
            ? new WorkbookException(
                $"Can't open the database '{path}': the file exists but isn't a DuckDB database, or is damaged. " +
                "Restore it from a copy, or move it away to start with an empty one.", fault)
            : new WorkbookException($"Can't open the database '{path}': {fault.Message}", fault);

    /// <summary>Within one process the first to open a file decides; the engine would hand its rights to the second too.</summary>
    private static void RequireRights(DuckDBConnection connection, string? path, bool readOnly)
    {
        var isReadOnly = IsReadOnly(connection);
        if (isReadOnly != readOnly)
            throw new WorkbookException(
                $"The database '{path}' is open in this process already, {(isReadOnly ? "read-only" : "for writing")}, " +
                $"and can't be opened {(readOnly ? "read-only" : "for writing")} beside that. Close the other connection first, or open both alike.");
    }

    private static bool IsReadOnly(DuckDBConnection connection) => connection.Scalar<bool>(
        "SELECT readonly FROM duckdb_databases() WHERE database_name = current_database()");
}
