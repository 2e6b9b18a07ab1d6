using System.Globalization;
using DuckDB.NET.Data;

namespace Workbook.Tests.Database.Provider;

internal static class TestDatabase
{
    public static DuckDBConnection Open(string source = ":memory:")
    {
        var connection = new DuckDBConnection($"Data Source={source}");
        connection.Open();
        return connection;
    }

    public static object? Scalar(this DuckDBConnection connection, string sql, params object?[] values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var value in values)
            command.Parameters.Add(new DuckDBParameter(value!));
        return command.ExecuteScalar();
    }

    public static int Run(this DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    public static long Count(this DuckDBConnection connection, string table) =>
        Convert.ToInt64(connection.Scalar($"SELECT count(*) FROM {table}"), CultureInfo.InvariantCulture);
}
