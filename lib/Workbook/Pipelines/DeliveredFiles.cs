using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Delta;

namespace Workbook.Pipelines;

/// <summary>The files of a <see cref="FileSource"/> that are to be read.</summary>
/// <param name="Relation">Their rows; null where there is no file to read.</param>
internal sealed record DeliveredFiles(string? Relation, IReadOnlyList<string> Names)
{
    public const string NameColumn = "src_filename";

    public static readonly IReadOnlyList<string> Columns = [NameColumn, "src_modified"];

    private static readonly string[] Packed = [".gz", ".zst"];

    /// <param name="table">Leaves out the files that it has as they are now; null takes all.</param>
    /// <exception cref="WorkbookException">There is no such file, or one of a format that isn't read here.</exception>
    public static DeliveredFiles Find(DuckDBConnection connection, Resource resource, FileSource source, DeltaSnapshot? table)
    {
        var pattern = Path.GetFullPath(source.Pattern).Replace('\\', '/');
        if (connection.Scalar<long>($"SELECT count(*) FROM glob({Sql.Literal(pattern)})") == 0)
            return table is not null ? new DeliveredFiles(null, []) : throw resource.Fault($"no file matches '{pattern}'. Correct the pattern, or wait for the files.");
        // Not their content: only these two columns are read.
        var found = connection.Query($"SELECT filename, CAST(last_modified AS TIMESTAMPTZ)::VARCHAR FROM read_blob({Sql.Literal(pattern)}) ORDER BY ALL", row => (Path: row.GetString(0), Modified: row.GetString(1)));
        var root = Root(pattern);
        var files = found.Select(file => (file.Path, Name: Path.GetRelativePath(root, file.Path).Replace('\\', '/'), file.Modified)).ToList();
        if (table?.Schema.Find(NameColumn) is not null)
        {
            var loaded = connection.Query($"SELECT DISTINCT {NameColumn}, src_modified::VARCHAR FROM {table.ScanSql()}", row => (row.GetString(0), row.GetString(1))).ToHashSet();
            files.RemoveAll(file => loaded.Contains((file.Name, file.Modified)));
        }

        if (files.Count == 0)
            return new DeliveredFiles(null, []);
        var values = string.Join(", ", files.Select(file => $"({Sql.Literal(file.Path)}, {Sql.Literal(file.Name)}, {Sql.Literal(file.Modified)}::TIMESTAMPTZ)"));
        var rows = Rows(connection, resource, [.. files.Select(file => file.Path)]);
        return new DeliveredFiles($"(SELECT rows.* EXCLUDE (src_path), files.* EXCLUDE (path) FROM (SELECT * EXCLUDE (filename), filename AS src_path FROM {rows}) rows JOIN (VALUES {values}) files(path, {string.Join(", ", Columns)}) ON src_path = path)", [.. files.Select(file => file.Name)]);
    }

    private static string Rows(DuckDBConnection connection, Resource resource, IReadOnlyList<string> files)
    {
        var endings = files.Select(Ending).Distinct().ToList();
        if (endings.Count > 1)
            throw resource.Fault($"its files end in {string.Join(", ", endings)}; expected one format. Narrow the pattern, or declare a resource for each.");
        return endings[0] switch
        {
            ".csv" or ".tsv" => $"read_csv({LakePath.Files(files)}, all_varchar = true, header = true, union_by_name = true, filename = true{(endings[0] == ".tsv" ? @", delim = '\t'" : "")})",
            ".json" or ".jsonl" or ".ndjson" => JsonRows.Relation(connection, resource, files, withFile: true),
            ".parquet" => $"read_parquet({LakePath.Files(files)}, union_by_name = true, filename = true)",
            _ => throw resource.Fault($"'{Path.GetFileName(files[0])}' is none of .csv, .tsv, .json, .jsonl, .ndjson and .parquet. Rename the files, or read them in the query, such as SELECT * FROM read_csv(…)."),
        };
    }

    private static string Ending(string file)
    {
        var name = Path.GetFileName(file).ToLowerInvariant();
        return Path.GetExtension(Packed.FirstOrDefault(name.EndsWith) is { } packed ? name[..^packed.Length] : name);
    }

    /// <summary>The folder before the first part with a pattern.</summary>
    private static string Root(string pattern)
    {
        var parts = pattern.Split('/');
        var plain = parts.TakeWhile(part => !LakePath.IsPattern(part)).ToList();
        return plain.Count == parts.Length ? Path.GetDirectoryName(pattern)! : plain.Count > 1 ? string.Join('/', plain) : "/";
    }
}
