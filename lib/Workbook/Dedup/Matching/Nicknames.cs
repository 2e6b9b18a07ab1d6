using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Dedup.Matching;

/// <summary>English names and their short forms, from <c>nicknames.csv</c>; one short form may stand for several names.</summary>
internal static class Nicknames
{
    private const string Resource = "Dedup/nicknames.csv";

    /// <summary>A table of each known name with all names that it may stand for, itself among them.</summary>
    public static void CreateTable(DuckDBConnection connection, string table)
    {
        var rows = Read().Select(row => $"({Sql.Literal(row.Name)}, {Sql.Literal(row.Short)})");
        connection.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE {Sql.Identifier(table)} AS
            WITH forms(name, short) AS (VALUES {string.Join(", ", rows)})
            SELECT spelling AS _spelling, list(DISTINCT name ORDER BY name) AS _names
            FROM (SELECT short AS spelling, name FROM forms UNION ALL SELECT name, name FROM forms UNION ALL SELECT short, short FROM forms)
            GROUP BY spelling
            """);
    }

    internal static IEnumerable<(string Name, string Short)> Read()
    {
        using var reader = new StreamReader(typeof(Nicknames).Assembly.GetManifestResourceStream(Resource)!);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var at = line.IndexOf(',');
            yield return (line[..at], line[(at + 1)..]);
        }
    }
}
