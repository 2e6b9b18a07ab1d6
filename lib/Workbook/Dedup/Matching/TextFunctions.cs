using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Dedup.Matching;

/// <summary>What DuckDB lacks, as functions of the connection. NULL gives NULL.</summary>
internal static class TextFunctions
{
    public static void Register(DuckDBConnection connection)
    {
        // A connection that deduplicates a second time has them already.
        if (connection.Scalar<long>("SELECT count(*) FROM duckdb_functions() WHERE function_name = 'workbook_soundex'") > 0)
            return;
        Text(connection, "workbook_soundex", Phonetics.Soundex);
        Text(connection, "workbook_metaphone", Phonetics.Metaphone);
        Pair(connection, "workbook_levenshtein", (left, right) => (long)EditDistance.Levenshtein(left, right));
        Pair(connection, "workbook_damerau", (left, right) => (long)EditDistance.Damerau(left, right));
        Pair(connection, "workbook_jaro_winkler", EditDistance.JaroWinkler);
    }

    private static void Text(DuckDBConnection connection, string name, Func<string, string?> compute) =>
        connection.RegisterScalarFunction<string, string>(name, (readers, writer, rows) =>
        {
            for (ulong row = 0; row < rows; row++)
            {
                if (readers[0].IsValid(row) && compute(readers[0].GetValue<string>(row)) is { } result)
                    writer.WriteValue(result, row);
                else
                    writer.WriteNull(row);
            }
        });

    private static void Pair<T>(DuckDBConnection connection, string name, Func<string, string, T> compute) =>
        connection.RegisterScalarFunction<string, string, T>(name, (readers, writer, rows) =>
        {
            for (ulong row = 0; row < rows; row++)
            {
                if (readers[0].IsValid(row) && readers[1].IsValid(row))
                    writer.WriteValue(compute(readers[0].GetValue<string>(row), readers[1].GetValue<string>(row)), row);
                else
                    writer.WriteNull(row);
            }
        });
}
