using System.Text;
using Workbook.Bronze.Scanning;
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
        var isPacked = PackedFile.IsOne(path);
        return Path.GetExtension(isPacked ? path[..^".gz".Length] : path).ToLowerInvariant() switch
        {
            ".xlsx" or ".xlsm" or ".parquet" or ".pq" when isPacked => throw new WorkbookException($"{path} is packed twice. Unpack it."),
            ".csv" or ".tsv" or ".tab" or ".psv" or ".txt" => SourceFormat.Csv,
            ".jsonl" or ".ndjson" or ".json" => SourceFormat.JsonLines,
            ".xlsx" or ".xlsm" => SourceFormat.Xlsx,
            ".parquet" or ".pq" => SourceFormat.Parquet,
            ".zip" or ".zst" or ".bz2" or ".xz" => throw new WorkbookException($"{path} is compressed in a way that isn't read here: expected plain text, or gzip (.csv.gz). Unpack it."),
            var other => throw new WorkbookException($"{path} ends in '{other}': expected .csv, .tsv, .txt, .jsonl, .ndjson, .json (a line each; each may be packed, .csv.gz), .xlsx, .parquet, or the folder of a Delta table. Rename it, or export it as one of them."),
        };
    }

    /// <summary>The one of comma, semicolon, tab and bar that the header has most of, outside of quotes.</summary>
    public static char SeparatorOf(string path)
    {
        var isQuoted = false;
        var counts = new Dictionary<char, int> { [','] = 0, [';'] = 0, ['\t'] = 0, ['|'] = 0 };
        foreach (var letter in Header(path))
        {
            if (letter == '"')
                isQuoted = !isQuoted;
            else if (!isQuoted && counts.TryGetValue(letter, out var count))
                counts[letter] = count + 1;
        }

        return counts.MaxBy(separator => separator.Value).Key;
    }

    /// <summary>The first line, without its end.</summary>
    /// <exception cref="WorkbookException">The file can't be read.</exception>
    public static string Header(string path)
    {
        using var buffer = new FileBuffer();
        try
        {
            buffer.Open(path);
        }
        catch (RefusedFileException refused)
        {
            throw new WorkbookException($"{path} {refused.Message}");
        }

        var end = buffer.Window.IndexOf((byte)'\n');
        var line = end < 0 ? buffer.Window : buffer.Window[..end];
        line = line.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? line[3..] : line;
        return Encoding.UTF8.GetString(line.EndsWith("\r"u8) ? line[..^1] : line);
    }
}
