using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Reconciliation;

/// <summary>Rows carried from one connection to another.</summary>
internal static class FetchedRows
{
    /// <summary>Makes <c>{name}_left</c> or <c>{name}_right</c> of a query's rows.</summary>
    /// <returns>How many there were.</returns>
    public static long Copy(DuckDBConnection from, string sql, DuckDBConnection to, RowLayout layout, bool left)
    {
        if (ReferenceEquals(from, to))
        {
            // It can't be read and written to at once.
            to.Execute($"CREATE OR REPLACE TEMP TABLE {layout.Table(left ? "left" : "right")} AS {sql}");
            return to.Scalar<long>($"SELECT count(*) FROM {layout.Table(left ? "left" : "right")}");
        }
        var columns = from.Query($"DESCRIBE {sql}", row => (Name: row.GetString(0), Type: Carried(row.GetString(1))));
        var name = $"{layout.Spec.Name}_{(left ? "left" : "right")}";
        to.Execute($"CREATE OR REPLACE TEMP TABLE {Sql.Identifier(name)} ({string.Join(", ", columns.Select(column => $"{column.Name} {column.Type}"))})");
        using var command = from.CreateCommand();
        command.CommandText = $"SELECT {string.Join(", ", columns.Select(column => $"CAST({column.Name} AS {column.Type})"))} FROM ({sql})";
        command.UseStreamingMode = true;
        using var reader = command.ExecuteReader();
        using var appender = new CheckedAppender(to, name);
        var values = new object?[columns.Count];
        while (reader.Read())
        {
            for (var index = 0; index < values.Length; index++)
                values[index] = reader.IsDBNull(index) ? null : reader.GetValue(index);
            appender.AddRow(values);
        }
        appender.Complete();
        return appender.Rows;
    }

    /// <summary>What .NET has no value for travels as text; it is only compared for equality.</summary>
    private static string Carried(string type) => AppenderColumn.Of("", type).Kind switch
    {
        AppenderType.Unsupported or AppenderType.Blob or AppenderType.Interval => "VARCHAR",
        _ => type,
    };
}
