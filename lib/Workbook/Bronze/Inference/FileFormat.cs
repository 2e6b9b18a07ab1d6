using System.Text;
using Workbook.Contracts;

namespace Workbook.Bronze.Inference;

/// <summary>What a file is, by its name's ending, and what separates its fields, by its header.</summary>
internal static class FileFormat
{
    /// <exception cref="WorkbookException">It is missing, or of a format that bronze doesn't read.</exception>
    public static SourceFormat Of(string path)
    {
        if (Directory.Exists(path))
            return Directory.Exists(Path.Combine(path, "_delta_log")) ? SourceFormat.Delta
                : throw new WorkbookException($"{path} is a folder, but no Delta table (it has no _delta_log). Name the files in it, or a Delta table.");
        if (!File.Exists(path))
            throw new WorkbookException($"There is no file '{path}'. Check the path.");
        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".csv" or ".tsv" or ".tab" or ".psv" or ".txt" => SourceFormat.Csv,
            ".jsonl" or ".ndjson" or ".json" => SourceFormat.JsonLines,
            ".xlsx" or ".xlsm" => SourceFormat.Xlsx,
            ".parquet" or ".pq" => SourceFormat.Parquet,
            ".gz" or ".zip" or ".zst" or ".bz2" => throw new WorkbookException($"{path} is compressed: expected plain text. Unpack it."),
            var other => throw new WorkbookException($"{path} ends in '{other}': expected .csv, .tsv, .txt, .jsonl, .ndjson, .json (a line each), .xlsx, .parquet, or the folder of a Delta table. Rename it, or export it as one of them."),
        };
    }

    /// <summary>The one of comma, semicolon, tab and bar that the header has most of, outside of quotes.</summary>
    public static char SeparatorOf(string path)
    {
        using var reader = new StreamReader(path, Encoding.UTF8);
        var header = reader.ReadLine() ?? "";
        var isQuoted = false;
        var counts = new Dictionary<char, int> { [','] = 0, [';'] = 0, ['\t'] = 0, ['|'] = 0 };
        foreach (var letter in header)
        {
            if (letter == '"')
                isQuoted = !isQuoted;
            else if (!isQuoted && counts.TryGetValue(letter, out var count))
                counts[letter] = count + 1;
        }

        return counts.MaxBy(separator => separator.Value).Key;
    }
}
