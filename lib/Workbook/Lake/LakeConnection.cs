using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Lake;

public sealed record LakeConnectionOptions
{
    /// <summary>
    /// True lets SQL read and write any file. False keeps it to the lake's folder, and the settings as they are; DuckDB
    /// knows no read-only folder, so statements that write files are for the caller to refuse (<see cref="Query.StatementGuard"/>).
    /// </summary>
    public bool ExternalAccess { get; init; }

    public int? Threads { get; init; }

    public string? MemoryLimit { get; init; }
}

/// <summary>
/// The lake as one database to ask questions of: schemas <c>bronze</c>, <c>silver</c>, <c>gold</c> and <c>rejects</c> with
/// a view for each table on disk, and the database <c>warehouse</c>. Everything is read where it lies. The views show the
/// Delta versions of the moment of opening; open again to see later commits.
/// A process that writes the warehouse itself asks the connection which it has: here the warehouse is left out then.
/// </summary>
public sealed class LakeConnection : IDisposable
{
    private readonly WarehouseAttachment? _warehouse;

    private LakeConnection(LakeFolder lake, DuckDBConnection connection, WarehouseAttachment? warehouse, IReadOnlyList<string> notes)
    {
        Lake = lake;
        Connection = connection;
        _warehouse = warehouse;
        Notes = notes;
    }

    public LakeFolder Lake { get; }

    public DuckDBConnection Connection { get; }

    /// <summary>What differs from a whole and idle lake, in sentences: a table that can't be read, a warehouse that somebody writes.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <exception cref="WorkbookException">There is no lake, or it has no tables.</exception>
    public static LakeConnection Open(string lake, LakeConnectionOptions? options = null)
    {
        options ??= new LakeConnectionOptions();
        var folder = new LakeFolder(lake);
        if (!Directory.Exists(folder.Path))
            throw new WorkbookException($"There is no lake at '{folder.Path}'. Build it with 'workbook run', or name another folder (--lake).");

        var connection = WorkbookDatabase.Open(new DatabaseOptions { Threads = options.Threads, MemoryLimit = options.MemoryLimit });
        WarehouseAttachment? warehouse = null;
        try
        {
            var notes = new List<string>();
            var tables = LakeViews.Create(connection, folder, notes);
            warehouse = WarehouseAttachment.Attach(connection, folder, notes);
            if (tables == 0 && warehouse is null)
                throw new WorkbookException(string.Join(Environment.NewLine,
                    [$"The lake '{folder.Path}' has no tables to read. Build them with 'workbook run', or name another folder (--lake).", .. notes]));
            if (!options.ExternalAccess)
                DatabaseSettings.ShutTheDoor(connection, [folder.Path]);
            return new LakeConnection(folder, connection, warehouse, notes);
        }
        catch
        {
            connection.Dispose();
            warehouse?.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Connection.Dispose();
        _warehouse?.Dispose();
    }
}
