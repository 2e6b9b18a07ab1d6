using System.Globalization;
using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Tests.Database.Provider;

internal static class TestDatabase
{
    public static DuckDBConnection Open() => WorkbookDatabase.Open();

    /// <summary>As the provider gives it, not converted.</summary>
    public static object? Value(this DuckDBConnection connection, string sql, params object?[] values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var value in values)
            command.Parameters.Add(new DuckDBParameter(value!));
        return command.ExecuteScalar();
    }

    public static long Count(this DuckDBConnection connection, string table) =>
        Convert.ToInt64(connection.Value($"SELECT count(*) FROM {table}"), CultureInfo.InvariantCulture);
}
