using System.Text.Json.Nodes;
using DuckDB.NET.Data;
using Parquet;
using Parquet.Schema;
using Workbook.Database;

namespace Workbook.ParquetReading;

/// <summary>
/// A Parquet file read by Parquet.Net, which shares no code with DuckDB, and compared with what DuckDB reads: columns and
/// types, every value in its row, and what each column chunk says of its values. DuckDB writes and reads all files of the
/// lake, so a fault that it makes both ways would show to nobody else.
/// </summary>
public static class ParquetCheck
{
    private const int Enough = 10;

    /// <summary>All files below these folders. A folder without any is an error: nothing would have been checked.</summary>
    /// <exception cref="InvalidDataException">A line for each fault, at most ten of a file.</exception>
    public static async Task Verify(params string[] folders)
    {
        var faults = new List<string>();
        foreach (var folder in folders)
        {
            var files = Directory.GetFiles(folder, "*.parquet", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
            if (files.Count == 0) throw new ArgumentException($"{folder} has no Parquet file.");
            foreach (var file in files) faults.AddRange((await DifferencesOf(file)).Select(fault => $"{Path.GetRelativePath(folder, file)}, {fault}"));
        }
        if (faults.Count > 0) throw new InvalidDataException(string.Join('\n', faults));
    }

    private static async Task<IEnumerable<string>> DifferencesOf(string file)
    {
        await using var reader = await ParquetReader.CreateAsync(file, new ParquetOptions { UseBigDecimal = true, UseDateOnlyTypeForDates = true });
        using var connection = WorkbookDatabase.Open(new DatabaseOptions { Threads = 1 });
        var fields = reader.Schema.Fields;
        var source = $"read_parquet({Sql.Literal(file)}, hive_partitioning = false)";
        // Quotes aside, which are a matter of spelling.
        var read = connection.Query($"DESCRIBE SELECT * FROM {source}", row => $"{row.GetString(0)} {row.GetString(1)}".Replace("\"", ""));
        var expected = fields.Select(field => $"{field.Name} {DuckDbText.TypeOf(field)}").ToList();
        if (!read.SequenceEqual(expected))
            return [$"columns: Parquet.Net reads the columns [{string.Join("; ", expected)}], DuckDB [{string.Join("; ", read)}]"];

        var found = new List<string>();
        var columns = fields.Select(_ => new List<string?>()).ToList();
        for (var group = 0; group < reader.RowGroupCount; group++)
        {
            using var rowGroup = reader.OpenRowGroupReader(group);
            for (var index = 0; index < fields.Count; index++)
            {
                var chunks = new List<ColumnChunk>();
                foreach (var leaf in Leaves(fields[index])) chunks.Add(await ColumnChunk.Read(rowGroup, leaf));
                found.AddRange(chunks.SelectMany(ChunkStatistics.Faults).Select(fault => $"row group {group}, {fault}"));
                var rows = RecordAssembly.Rows(fields[index], chunks).Select(Text).ToList();
                if (rows.Count != rowGroup.RowCount) found.Add($"row group {group}, {fields[index].Name}: {rows.Count} rows, but the group says {rowGroup.RowCount}");
                columns[index].AddRange(rows);
            }
        }

        return found.Concat(Compare(connection, source, fields, columns)).Take(Enough).ToList();
    }

    private static IEnumerable<string> Compare(DuckDBConnection connection, string source, IReadOnlyList<Field> fields, List<List<string?>> columns)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {string.Join(", ", fields.Select(field => DuckDbText.Of(field, Sql.Identifier(field.Name))))} FROM {source}";
        using var reader = command.ExecuteReader();
        var row = 0;
        for (; reader.Read(); row++)
        {
            for (var index = 0; index < fields.Count; index++)
            {
                var theirs = reader.IsDBNull(index) ? null : reader.GetString(index);
                // JSON has several spellings of one text.
                if (theirs is not null && fields[index] is not DataField) theirs = JsonNode.Parse(theirs)!.ToJsonString();
                if (row < columns[index].Count && columns[index][row] != theirs)
                    yield return $"{fields[index].Name}, row {row}: Parquet.Net reads {columns[index][row] ?? "NULL"}, DuckDB {theirs ?? "NULL"}";
            }
        }

        for (var index = 0; index < fields.Count; index++)
            if (columns[index].Count != row) yield return $"{fields[index].Name}: Parquet.Net reads {columns[index].Count} rows, DuckDB {row}";
    }

    private static IEnumerable<DataField> Leaves(Field field) => field is DataField leaf ? [leaf] : DuckDbText.Children(field).SelectMany(Leaves);

    private static string? Text(object? value) => value is JsonNode node ? node.ToJsonString() : (string?)value;
}
