using System.Security.Cryptography;
using System.Text;
using DuckDB.NET.Data;
using Workbook.Contracts;
using Workbook.Database;

namespace Workbook.Operations.Checks;

/// <summary>additive: nothing breaks; renamed, removed and retyped: whoever reads the column has to change first.</summary>
internal enum ColumnDriftKind { Additive, Renamed, Removed, Retyped }

internal sealed record ColumnDrift(ColumnDriftKind Kind, string Column, string Text)
{
    public bool IsBreaking => Kind != ColumnDriftKind.Additive;
}

/// <summary>How a CSV delivery's columns differ from its contract.</summary>
/// <param name="ExpectedHash">Of the contract's column names in order: 12 hex digits of SHA-256. Equal hashes need no further look at the names.</param>
internal sealed record SchemaDrift(string ExpectedHash, string FoundHash, IReadOnlyList<ColumnDrift> Changes)
{
    /// <summary>
    /// A name that is gone and a new one at its place are taken for a renaming. A column is retyped when more than half of
    /// its values can't be read as its type: fewer are faults of rows, which bronze rejects one by one.
    /// </summary>
    /// <exception cref="WorkbookException">The file can't be read as CSV.</exception>
    public static SchemaDrift Of(SourceContract source, string file)
    {
        var expected = source.Columns.Select(column => column.Name).ToList();
        using var connection = WorkbookDatabase.Open();
        var relation = $"read_csv({LakePath.File(file)}, header = true, all_varchar = true, ignore_errors = true, null_padding = true, hive_partitioning = false)";
        try
        {
            var found = connection.Query($"DESCRIBE FROM {relation}", row => row.GetString(0));
            return new SchemaDrift(Hash(expected), Hash(found), [.. Names(expected, found), .. Types(connection, relation, source, found)]);
        }
        catch (DuckDBException fault)
        {
            throw new WorkbookException($"{file} can't be read as CSV to compare its columns with the contract of '{source.Name}': {fault.Message.Split('\n')[0]}", fault);
        }
    }

    private static IEnumerable<ColumnDrift> Names(List<string> expected, List<string> found)
    {
        var unknown = found.Except(expected).ToList();
        foreach (var missing in expected.Except(found))
        {
            var there = found.ElementAtOrDefault(expected.IndexOf(missing));
            if (there is not null && unknown.Remove(there))
                yield return new ColumnDrift(ColumnDriftKind.Renamed, missing, $"renamed: {missing} is called {there} now");
            else
                yield return new ColumnDrift(ColumnDriftKind.Removed, missing, $"removed: {missing}");
        }

        foreach (var column in unknown)
            yield return new ColumnDrift(ColumnDriftKind.Additive, column, $"additive: {column} is new");
    }

    private static IEnumerable<ColumnDrift> Types(DuckDBConnection connection, string relation, SourceContract source, List<string> found) =>
        source.Columns.Where(column => found.Contains(column.Name) && connection.Scalar<bool>(
                $"SELECT count(*) FILTER (TRY_CAST({Sql.Identifier(column.Name)} AS {column.Type.SqlName}) IS NULL) * 2 > count(*) FROM {relation} WHERE {Sql.Identifier(column.Name)} IS NOT NULL"))
            .Select(column => new ColumnDrift(ColumnDriftKind.Retyped, column.Name, $"retyped: {column.Name} is no {column.Type.SqlName} any more"));

    private static string Hash(IEnumerable<string> names) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', names))))[..12];
}
