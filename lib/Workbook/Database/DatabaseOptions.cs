namespace Workbook.Database;

/// <summary>How to open a database. The default is a private one in memory, gone with its connection.</summary>
/// <remarks>
/// All but the path are settings of the database, not of the connection: connections of one process to the same file
/// share them, and the last to set one wins.
/// </remarks>
public sealed record DatabaseOptions
{
    /// <summary>The database file, created if it is missing (not so its folder); null for a private one in memory.</summary>
    public string? Path { get; init; }

    /// <summary>Needs an existing file. Many processes may read one file as long as none writes it.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Null for as many as the machine has cores.</summary>
    public int? Threads { get; init; }

    /// <summary>A size such as "2GB"; null for 80 % of the machine's memory. What doesn't fit goes to <see cref="TempDirectory"/>.</summary>
    public string? MemoryLimit { get; init; }

    /// <summary>Null for a folder beside the database file, or one of its own in the system's temporary folder.</summary>
    public string? TempDirectory { get; init; }

    /// <summary>
    /// False to run SQL of other people: it then reaches no file outside <see cref="AllowedDirectories"/>, loads no
    /// extension, and can change no setting, so it can't switch this back on. Nor can we, until the database is closed.
    /// </summary>
    public bool ExternalAccess { get; init; } = true;

    /// <summary>
    /// Folders that SQL still reaches without <see cref="ExternalAccess"/>, with all below them. For writing too:
    /// DuckDB knows no read-only folder, so leave that to the file system where it matters.
    /// </summary>
    public IReadOnlyList<string> AllowedDirectories { get; init; } = [];

    /// <summary>False lets large queries without ORDER BY run in less memory, with their rows in any order.</summary>
    public bool PreserveInsertionOrder { get; init; } = true;
}
