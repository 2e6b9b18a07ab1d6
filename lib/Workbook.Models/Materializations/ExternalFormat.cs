using System.Globalization;
using Workbook.Database;
using Workbook.Models.Project;

namespace Workbook.Models.Materializations;

/// <summary>How an external model's files are written and read back: COPY and its counterpart.</summary>
internal static class ExternalFormat
{
    private static readonly string[] FileExtensions = [".parquet", ".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".gz", ".zst"];

    // COPY's name, then the reader's.
    private static readonly Dictionary<string, string> SharedCsvOptions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["delimiter"] = "delim", ["delim"] = "delim", ["sep"] = "delim", ["header"] = "header", ["quote"] = "quote", ["escape"] = "escape",
        ["nullstr"] = "nullstr", ["null"] = "nullstr", ["dateformat"] = "dateformat", ["timestampformat"] = "timestampformat", ["compression"] = "compression",
    };

    internal static bool IsFile(ExternalOptions options) =>
        FileExtensions.Contains(Path.GetExtension(Path.TrimEndingDirectorySeparator(options.Location)).ToLowerInvariant());

    internal static void Require(Relation target, ExternalOptions options, RelationColumns columns)
    {
        if (!ExternalOptions.Formats.Contains(options.Format))
            throw new WorkbookException(
                $"{target.Path}: there is no external format '{options.Format}'. Use one of {string.Join(", ", ExternalOptions.Formats)}.");
        if (options.PartitionBy.Count > 0 && IsFile(options))
            throw new WorkbookException(
                $"{target.Path}: partition_by makes folders, but the location '{options.Location}' is a file. Name a folder.");
        if (options.PartitionBy.Count > 0 && options.Format == "json")
            throw new WorkbookException($"{target.Path}: DuckDB writes no partitioned JSON. Use parquet or csv, or leave partition_by out.");
        if (options.PartitionBy.FirstOrDefault(name => !columns.Has(name)) is { } unknown)
            throw new WorkbookException($"{target.Path}: partition_by names a column '{unknown}' that the SELECT doesn't have. It has {columns}.");
        if (options.PartitionBy.Count > 0 && options.PartitionBy.Count == columns.All.Count)
            throw new WorkbookException($"{target.Path}: every column is in partition_by, so the files would have none. Leave one out.");
    }

    /// <summary>The name of a new file in a folder.</summary>
    internal static string NewName(ExternalOptions options) => $"part_{Guid.NewGuid():N}.{options.Format}";

    internal static string Copy(string select, string path, ExternalOptions options, bool partitioned)
    {
        var settings = new List<string> { $"FORMAT {options.Format}" };
        if (partitioned)
            settings.AddRange([$"PARTITION_BY ({string.Join(", ", options.PartitionBy.Select(Sql.Identifier))})", "FILENAME_PATTERN 'part_{uuid}'"]);
        settings.AddRange(options.Options.Select(option => $"{option.Key} {Value(option.Value)}"));
        return $"COPY {select} TO {LakePath.Target(path)} ({string.Join(", ", settings)})";
    }

    /// <summary>Types are given where the files don't carry them, so that what is read back is what was written.</summary>
    /// <param name="patterns">A path as <see cref="LakePath.Pattern"/> spells it.</param>
    internal static string Reader(ExternalOptions options, RelationColumns columns, IReadOnlyList<string> patterns, bool withFileName = false)
    {
        var settings = new List<string> { $"[{string.Join(", ", patterns.Select(Sql.Literal))}]" };
        var inFolders = columns.All.Where(column => options.PartitionBy.Contains(column.Name, StringComparer.OrdinalIgnoreCase)).ToList();
        if (options.Format != "parquet")
            settings.Add($"columns = {Types(columns.All.Except(inFolders))}");
        if (options.Format == "csv")
            settings.AddRange(options.Options
                .Where(option => SharedCsvOptions.ContainsKey(option.Key))
                .Select(option => $"{SharedCsvOptions[option.Key]} = {Value(option.Value)}")
                .Append("auto_detect = false").Append(options.Options.Keys.Contains("header", StringComparer.OrdinalIgnoreCase) ? "" : "header = true")
                .Where(setting => setting.Length > 0));
        settings.Add($"hive_partitioning = {(inFolders.Count > 0 ? "true" : "false")}");
        if (inFolders.Count > 0)
            settings.Add($"hive_types = {Types(inFolders)}");
        if (withFileName)
            settings.Add("filename = true");
        return $"read_{options.Format}({string.Join(", ", settings)})";
    }

    internal static string Pattern(ExternalOptions options, string location) =>
        IsFile(options) ? LakePath.Pattern(location)
        : options.PartitionBy.Count > 0 ? $"{LakePath.Pattern(location)}/**/*.{options.Format}"
        : $"{LakePath.Pattern(location)}/*.{options.Format}";

    private static string Types(IEnumerable<RelationColumn> columns) =>
        $"{{{string.Join(", ", columns.Select(column => $"{Sql.Literal(column.Name)}: {Sql.Literal(column.Type)}"))}}}";

    private static string Value(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) || value is "true" or "false" or "True" or "False"
            ? value
            : Sql.Literal(value);
}
