using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Delta;

namespace Workbook.Bronze;

/// <summary>
/// Whether a Delta table's data files have the types that its log names. What differs would be cast on reading, and rounded
/// or cut on the way, before any contract sees it.
/// </summary>
internal static partial class DeltaFileTypes
{
    private static readonly string[] Integers = ["TINYINT", "SMALLINT", "INTEGER", "BIGINT"];

    /// <returns>The first column of a file that doesn't fit, as a refusal; null where all do. A narrower type of the same kind fits.</returns>
    public static string? Difference(DuckDBConnection connection, DeltaChanges changes)
    {
        var files = changes.Versions.SelectMany(version => version.Files).Distinct().Where(File.Exists).ToList();
        if (files.Count == 0)
            return null;
        var said = changes.Schema.Fields.Where(field => !field.Type.IsNested).ToDictionary(field => field.Name, field => Short(field.Type.Sql), StringComparer.OrdinalIgnoreCase);
        var elements = connection.Query(
            $"SELECT file_name, name, duckdb_type, coalesce(num_children, 0) FROM parquet_schema({LakePath.Files(files)})",
            row => new Element(row.GetString(0), row.GetString(1), row.IsDBNull(2) ? "a nested type" : Short(row.GetString(2)), (int)row.GetInt64(3)));
        foreach (var file in elements.GroupBy(element => element.File))
            foreach (var column in Columns([.. file]))
                if (said.TryGetValue(column.Name, out var type) && !Fits(column.Type, type))
                    return $"has the column '{column.Name}' as {column.Type} in its data file {Path.GetFileName(file.Key)}, but its log says {type}: the values would be read as others. Ask for the table again.";
        return null;
    }

    /// <summary>Of the schema's elements, which stand in order of depth, those that are in no other.</summary>
    private static IEnumerable<Element> Columns(List<Element> schema)
    {
        for (var at = 1; at < schema.Count;)
        {
            yield return schema[at];
            for (var open = 1; open > 0 && at < schema.Count; at++)
                open += schema[at].Children - 1;
        }
    }

    private static bool Fits(string type, string said)
    {
        if (type == said || (Array.IndexOf(Integers, type) is >= 0 and var narrow && narrow < Array.IndexOf(Integers, said)))
            return true;
        if (Decimal().Match(type) is { Success: true } found && Decimal().Match(said) is { Success: true } wanted)
            return Digits(found, 2) <= Digits(wanted, 2) && Digits(found, 1) - Digits(found, 2) <= Digits(wanted, 1) - Digits(wanted, 2);
        return (type, said) switch
        {
            ("FLOAT" or "TINYINT" or "SMALLINT" or "INTEGER", "DOUBLE") => true,
            ("TIMESTAMP" or "TIMESTAMP_S" or "TIMESTAMP_MS" or "TIMESTAMPTZ", "TIMESTAMP" or "TIMESTAMPTZ") => true,
            ("JSON" or "UUID", "VARCHAR") => true,
            _ => false,
        };
    }

    private static string Short(string type) => type == "TIMESTAMP WITH TIME ZONE" ? "TIMESTAMPTZ" : type;

    private static int Digits(Match type, int group) => int.Parse(type.Groups[group].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex("^DECIMAL\\(([0-9]+), ?([0-9]+)\\)$")]
    private static partial Regex Decimal();

    private sealed record Element(string File, string Name, string Type, int Children);
}
