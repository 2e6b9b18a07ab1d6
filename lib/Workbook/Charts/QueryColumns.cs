using DuckDB.NET.Data;

namespace Workbook.Charts;

/// <summary>The columns of a query that a chart asks for.</summary>
internal static class QueryColumns
{
    /// <returns>The values of each name's column, in the order of the names.</returns>
    public static List<List<object?>> Read(DuckDBConnection connection, string sql, params IReadOnlyList<string> names)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        // No more rows are held than a chart may have.
        command.UseStreamingMode = true;
        using var reader = command.ExecuteReader();
        var there = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToList();
        var places = names.Select(name => Place(there, name)).ToList();
        var columns = names.Select(_ => new List<object?>()).ToList();
        while (reader.Read())
        {
            if (columns[0].Count == Chart.MaxPoints)
                throw new WorkbookException(Invariant($"The chart's query gives more than {Chart.MaxPoints:N0} rows, the most that a chart shows. Aggregate them, or take a sample: USING SAMPLE 50000."));
            for (var index = 0; index < places.Count; index++)
                columns[index].Add(reader.IsDBNull(places[index]) ? null : reader.GetValue(places[index]));
        }
        return columns;
    }

    private static int Place(List<string> there, string name)
    {
        var place = there.FindIndex(column => string.Equals(column, name, StringComparison.OrdinalIgnoreCase));
        return place >= 0 ? place : throw new WorkbookException($"The chart's query has no column '{name}'; it has {string.Join(", ", there)}.");
    }
}
