using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Lake;

/// <summary>What a lake's reader may do, and how much of the machine is its.</summary>
public sealed record LakeConnectionOptions
{
    /// <summary>
    /// True lets SQL read and write any file. False keeps it to the lake's folder, and the settings as they are; DuckDB
    /// knows no read-only folder, so statements that write files are for the caller to refuse (<see cref="Query.StatementGuard"/>).
    /// </summary>
    public bool ExternalAccess { get; init; }

    /// <summary>True opens a lake that is empty, or not there yet: its views come with <see cref="LakeConnection.Refresh"/>.</summary>
    public bool AllowEmpty { get; init; }

    /// <summary>
    /// False leaves the warehouse out, so that this process may write it; <see cref="LakeConnection.AttachWarehouse"/> takes
    /// it in for a while.
    /// </summary>
    public bool Warehouse { get; init; } = true;

    /// <summary>Null for as many as the machine has cores.</summary>
    public int? Threads { get; init; }

    /// <summary>A size such as "2GB"; null for 80 % of the machine's memory.</summary>
    public string? MemoryLimit { get; init; }
}

/// <summary>
/// The lake as one database to ask questions of: schemas <c>bronze</c>, <c>silver</c>, <c>gold</c>, <c>monitor</c> and
/// <c>rejects</c> with a view for each table on disk, and the database <c>warehouse</c>. Everything is read where it lies. The views show the
/// Delta versions of the moment of opening; <see cref="Refresh"/> shows later commits.
/// A process that writes the warehouse itself asks the connection which it has: here the warehouse is left out then.
/// </summary>
public sealed class LakeConnection : IDisposable
{
    private readonly WarehouseAttachment? _warehouse;
    private string _stamp = "";

    private LakeConnection(LakeFolder lake, DuckDBConnection connection, WarehouseAttachment? warehouse, IReadOnlyList<string> notes)
    {
        Lake = lake;
        Connection = connection;
        _warehouse = warehouse;
        Notes = notes;
    }

    /// <summary>The folder that was opened, absolute.</summary>
    public LakeFolder Lake { get; }

    /// <summary>For the queries; in memory, with the time zone UTC. It is closed with the lake.</summary>
    public DuckDBConnection Connection { get; }

    /// <summary>What differs from a whole and idle lake, in sentences: a table that can't be read, a warehouse that somebody writes.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <exception cref="WorkbookException">There is no lake, or it has no tables.</exception>
    public static LakeConnection Open(string lake, LakeConnectionOptions? options = null)
    {
        options ??= new LakeConnectionOptions();
        var folder = new LakeFolder(lake);
        if (!options.AllowEmpty && !Directory.Exists(folder.Path))
            throw new WorkbookException($"There is no lake at '{folder.Path}'. Build it with 'workbook run', or name another folder (--lake).");

        var connection = WorkbookDatabase.Open(new DatabaseOptions { Threads = options.Threads, MemoryLimit = options.MemoryLimit });
        WarehouseAttachment? warehouse = null;
        try
        {
            var notes = new List<string>();
            var stamp = LakeViews.Stamp(folder);
            var tables = LakeViews.Create(connection, folder, notes);
            warehouse = options.Warehouse ? WarehouseAttachment.Attach(connection, folder, notes) : null;
            if (tables == 0 && warehouse is null && !options.AllowEmpty)
                throw new WorkbookException(string.Join(Environment.NewLine,
                    [$"The lake '{folder.Path}' has no tables to read. Build them with 'workbook run', or name another folder (--lake).", .. notes]));
            if (!options.ExternalAccess)
                DatabaseSettings.DisableExternalAccess(connection, [folder.Path]);
            return new LakeConnection(folder, connection, warehouse, notes) { _stamp = stamp };
        }
        catch
        {
            connection.Dispose();
            warehouse?.Dispose();
            throw;
        }
    }

    /// <summary>Brings the views up to what lies in the lake now. Views of tables that are gone stay, and say so when asked.</summary>
    /// <returns>Notes on tables that can't be read; none when nothing changed.</returns>
    public IReadOnlyList<string> Refresh()
    {
        var stamp = LakeViews.Stamp(Lake);
        if (stamp == _stamp)
            return [];
        var notes = new List<string>();
        LakeViews.Create(Connection, Lake, notes);
        _stamp = stamp;
        return notes;
    }

    /// <summary>The warehouse as the database <c>warehouse</c> until the result is disposed of; null where there is none.</summary>
    /// <param name="notes">Gains what differs from an idle warehouse.</param>
    public IDisposable? AttachWarehouse(List<string> notes) =>
        WarehouseAttachment.Attach(Connection, Lake, notes) is { } attachment ? new Detachment(Connection, attachment) : null;

    private sealed class Detachment(DuckDBConnection connection, WarehouseAttachment attachment) : IDisposable
    {
        public void Dispose()
        {
            connection.Execute("DETACH DATABASE IF EXISTS warehouse");
            attachment.Dispose();
        }
    }

    /// <summary>Closes the connection, and deletes the copy of a warehouse that another process was writing.</summary>
    public void Dispose()
    {
        Connection.Dispose();
        _warehouse?.Dispose();
    }
}
