using System.Data.Common;
using DuckDB.NET.Data;

namespace Workbook.Database;

/// <summary>
/// SQL in one line. Parameters stand as <c>?</c> or <c>$1</c> and bind by position; null binds as NULL. DuckDB's errors
/// pass through as <see cref="DuckDBException"/> with its own words ("Parser Error: …").
/// </summary>
public static class SqlExtensions
{
    /// <summary>Runs one statement or several. The rows that were inserted, updated or deleted; 0 or -1 where there are none to count.</summary>
    public static int Execute(this DuckDBConnection connection, string sql, params object?[] parameters)
    {
        using var command = Command(connection, sql, parameters);
        return command.ExecuteNonQuery();
    }

    /// <summary>The first column of the first row, converted without loss to <typeparamref name="T"/>.</summary>
    /// <exception cref="WorkbookException">There is no row.</exception>
    /// <exception cref="InvalidCastException">It is NULL and <typeparamref name="T"/> has no null, or can't become a <typeparamref name="T"/>.</exception>
    /// <exception cref="OverflowException">The number doesn't fit into <typeparamref name="T"/>.</exception>
    public static T Scalar<T>(this DuckDBConnection connection, string sql, params object?[] parameters)
    {
        using var command = Command(connection, sql, parameters);
        using var reader = command.ExecuteReader();
        return reader.Read()
            ? ScalarValue.To<T>(reader.GetValue(0))
            : throw new WorkbookException($"The query returned no row where one was expected: {sql} Ask for an aggregate, such as max(…), which always has one, or use Query.");
    }

    /// <summary>All rows, read before this returns: the connection is free again, and so are the rows.</summary>
    public static List<T> Query<T>(
        this DuckDBConnection connection, string sql, Func<DbDataReader, T> map, params object?[] parameters)
    {
        using var command = Command(connection, sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(map(reader));
        return rows;
    }

    /// <summary>Rows as the engine makes them, few of them in memory at a time. The connection is taken until the last was read.</summary>
    internal static IEnumerable<T> Stream<T>(this DuckDBConnection connection, string sql, Func<DbDataReader, T> map)
    {
        using var command = Command(connection, sql, []);
        command.UseStreamingMode = true;
        using var reader = command.ExecuteReader();
        while (reader.Read())
            yield return map(reader);
    }

    /// <summary>A column of the reader's row, converted as by <see cref="Scalar{T}"/>.</summary>
    public static T Get<T>(this DbDataReader row, int column) => ScalarValue.To<T>(row.GetValue(column));

    // A bare null for the parameters is one NULL, not none.
    private static DuckDBCommand Command(DuckDBConnection connection, string sql, object?[]? parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var value in parameters ?? [null])
            command.Parameters.Add(new DuckDBParameter(value ?? DBNull.Value));
        return command;
    }
}
