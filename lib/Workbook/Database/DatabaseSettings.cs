using DuckDB.NET.Data;

namespace Workbook.Database;

internal static class DatabaseSettings
{
    internal static void Apply(DuckDBConnection connection, string? path, DatabaseOptions options)
    {
        if (connection.Scalar<bool>("SELECT current_setting('lock_configuration')"))
        {
            // An earlier connection to this database locked it; its settings, UTC among them, hold for this one too.
            if (options.ExternalAccess)
                throw new WorkbookException(
                    $"The database '{path}' is open in this process already, without external access. Close that connection first, or open this one with ExternalAccess = false too.");
            return;
        }

        // GLOBAL, because once the configuration is locked a later connection can't set its own.
        Set(connection, "GLOBAL TimeZone", Sql.Literal("UTC"));
        if (options.Threads is { } threads)
            Set(connection, "threads", $"{threads}");
        if (options.MemoryLimit is { } limit)
            Set(connection, "memory_limit", Sql.Literal(limit));
        if ((options.TempDirectory ?? (path is null ? SpillFolder.New() : null)) is { } temporary)
            SetTempDirectory(connection, Path.GetFullPath(temporary));
        Set(connection, "preserve_insertion_order", options.PreserveInsertionOrder ? "true" : "false");

        if (!options.ExternalAccess)
            DisableExternalAccess(connection, options.AllowedDirectories);
    }

    /// <summary>From here on SQL reaches these folders, and the databases that are attached already, but nothing else.</summary>
    internal static void DisableExternalAccess(DuckDBConnection connection, IReadOnlyList<string> allowed)
    {
        // In this order: the folders can't be named after the door is shut, and nothing can after it is locked.
        // A pattern is held against them as it is spelled, so a folder with such letters is named in both spellings.
        var folders = allowed.Select(folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + "/")
            .SelectMany(folder => new[] { folder, LakePath.Pattern(folder) }).Distinct(StringComparer.Ordinal).Select(Sql.Literal);
        Set(connection, "allowed_directories", $"[{string.Join(", ", folders)}]");
        Set(connection, "enable_external_access", "false");
        Set(connection, "lock_configuration", "true");
    }

    private static void SetTempDirectory(DuckDBConnection connection, string folder)
    {
        // Once something has spilled DuckDB refuses to set it, even to what it is: a second connection would fail.
        if (connection.Scalar<string>("SELECT current_setting('temp_directory')") != folder)
            Set(connection, "temp_directory", Sql.Literal(folder));
    }

    private static void Set(DuckDBConnection connection, string name, string value)
    {
        try
        {
            connection.Execute($"SET {name} = {value}");
        }
        catch (DuckDBException fault)
        {
            throw new WorkbookException($"DuckDB refused the setting {name} = {value}: {fault.Message}", fault);
        }
    }
}
