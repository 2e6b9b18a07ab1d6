using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Workbook.Database;

internal static class AppenderPlan
{
    internal static AppenderColumn[] Read(DuckDBConnection connection, string table, string? schema)
    {
        var name = schema is null ? Sql.Identifier(table) : $"{Sql.Identifier(schema)}.{Sql.Identifier(table)}";
        var columns = connection.Query(
            $"SELECT column_name, column_type FROM (DESCRIBE {name})",
            row => AppenderColumn.Of(row.GetString(0), row.GetString(1)));

        // DESCRIBE lists generated columns, the appender skips them, and no catalog view marks them: only the count shows.
        if (CountAppended(connection, table, schema) is { } appended && appended != columns.Count)
            throw new WorkbookException(
                $"Table '{table}' has {columns.Count} columns, of which an appender fills {appended}: the others are generated. Load it with INSERT … SELECT instead.");
        return [.. columns];
    }

    /// <summary>Null where DuckDB has no appender for it, as for a view; making the real one then says why.</summary>
    private static int? CountAppended(DuckDBConnection connection, string table, string? schema)
    {
        var made = NativeMethods.Appender.DuckDBAppenderCreateExt(connection.NativeConnection, null, schema, table, out var appender);
        using (appender)
            return made.IsSuccess() ? (int)NativeMethods.Appender.DuckDBAppenderColumnCount(appender) : null;
    }
}
