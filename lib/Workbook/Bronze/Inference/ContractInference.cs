using System.Text;
using Workbook.Contracts;
using Workbook.Database;
using Workbook.Delta;

namespace Workbook.Bronze.Inference;

/// <summary>Reads a contract off files: types that hold every value, the key, rules with their evidence. One pass over all rows.</summary>
public static class ContractInference
{
    /// <summary>64-bit hashes for the search of keys: half a gigabyte. Where they don't suffice, the notes say so.</summary>
    private const long KeyHashes = 64L << 20;

    /// <param name="files">Of one source and one format: CSV, JSON Lines, Excel, Parquet, or the folder of a Delta table.</param>
    /// <param name="name">What the source shall be called; null for a name made from the first file's.</param>
    /// <exception cref="WorkbookException">A file is missing, of another format than the first, or can't be read.</exception>
    public static InferredContract Infer(IReadOnlyList<string> files, string? name = null, CancellationToken cancel = default)
    {
        if (files.Count == 0)
            throw new WorkbookException("There is no file to read a contract off. Name at least one.");
        var formats = files.Select(FileFormat.Of).ToList();
        if (formats.FindIndex(format => format != formats[0]) is var other and >= 0)
            throw new WorkbookException($"{files[0]} is {formats[0]}, but {files[other]} is {formats[other]}: one contract is of one format. Infer one for each.");
        var (fileName, pattern) = DerivedNames.OfFile(Path.TrimEndingDirectorySeparator(Path.GetFullPath(files[0])));
        var start = new SourceContract(name ?? fileName, formats[0])
        {
            Description = "", Path = files.Count == 1 || formats[0] == SourceFormat.Delta ? pattern : CommonPattern(files), Columns = [], Key = [], Rows = 0,
            Separator = formats[0] == SourceFormat.Csv ? FileFormat.SeparatorOf(files[0]) : ',', UnknownColumns = SchemaMode.Evolve,
        };
        return Of(start, files, cancel);
    }

    /// <param name="start">Says format and separator.</param>
    internal static InferredContract Of(SourceContract start, IReadOnlyList<string> files, CancellationToken cancel) => start.Format switch
    {
        SourceFormat.Parquet => Columnar(start, files, $"read_parquet({LakePath.Files(files.Select(Path.GetFullPath))}, union_by_name = true, hive_partitioning = false)", cancel),
        SourceFormat.Delta when files.Count > 1 => throw new WorkbookException("A Delta source is one table. Infer a contract for each."),
        SourceFormat.Delta => Columnar(start with { UnknownColumns = SchemaMode.Freeze }, files, DeltaTable.Open(files[0]).Snapshot().ScanSql(), cancel),
        _ => Text(start, files, cancel),
    };

    private static InferredContract Text(SourceContract start, IReadOnlyList<string> files, CancellationToken cancel)
    {
        var budget = new KeyBudget(KeyHashes);
        var profile = new SourceProfile(start.Name, budget);
        foreach (var file in files)
        {
            if (start.Format == SourceFormat.JsonLines)
                JsonProfiler.Read(file, profile, cancel);
            else
                TextProfiler.Read(file, start.Format, start.Separator, profile, cancel);
        }

        var isJson = start.Format == SourceFormat.JsonLines;
        if (profile.Columns.Count == 0)
            throw new WorkbookException($"No row of {string.Join(", ", files)} is a JSON object: there is nothing to read a contract off.");
        var key = KeySearch.Of(profile);
        var names = new DerivedNames();
        var columns = profile.Columns.Select(seen => (Seen: seen, Inferred: ColumnInference.Of(seen, names.Of(seen.Name), profile.Rows, key.Contains(seen.Name), isJson))).ToList();
        var notes = Notes(profile, key, start.Separator).ToList();
        var contract = start with
        {
            // A member of JSON may be absent from any line: it is no matter of files.
            Columns = [.. columns.Where(column => isJson || profile.IsInAllFiles(column.Seen)).Select(column => column.Inferred.Column)],
            LaterColumns = [.. columns.Where(column => !isJson && !profile.IsInAllFiles(column.Seen)).Select(column => column.Inferred.Column)],
            Key = [.. columns.Where(column => key.Contains(column.Seen.Name)).Select(column => column.Inferred.Column.Name)],
            Rows = profile.Rows,
            Description = Invariant($"Read off {files.Count:N0} file(s) with {profile.Rows:N0} rows."),
        };
        return new InferredContract(contract, files, profile.Rows, profile.Broken, [.. columns.Select(column => column.Inferred)], notes);
    }

    private static IEnumerable<string> Notes(SourceProfile profile, IReadOnlyList<string> key, char separator)
    {
        if (separator != ',')
            yield return $"The fields are separated by {(separator == '\t' ? "tabs" : $"'{separator}'")}.";
        if (key.Count == 0)
            yield return profile.Columns.Any(column => column.Distinct.IsUnique is null)
                ? Invariant($"The rows are too many to look for a key among all of them: name it in the contract (primaryKey).")
                : "No column names a row, nor do two that are named as keys: repeated rows can't be told from new ones.";
        if (profile.Broken > 0)
            yield return Invariant($"{profile.Broken:N0} rows can't be read as rows (too few or too many fields, open quotes, no JSON): they will be rejects.");
        if (profile.Columns.Where(column => column.Name.Length == 0).ToList() is { Count: > 0 })
            yield return "A column has no name in the header.";
    }

    private static InferredContract Columnar(SourceContract start, IReadOnlyList<string> files, string relation, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        using var connection = WorkbookDatabase.Open();
        var seen = Profiled(connection, relation, files);
        var key = KeySearch.Of(seen);
        if (start.Format == SourceFormat.Delta && key.Count == 0)
            throw new WorkbookException($"No column of {files[0]} names a row, and a Delta source is merged by its key. Write the contract by hand, with primaryKey: true at the columns that together name a row.");
        var names = new DerivedNames();
        var taken = seen.Where(column => column.ContractType is not null).ToList();
        var columns = taken.Select(column => ColumnInference.Of(column, start.Format == SourceFormat.Delta ? column.Name : names.Of(column.Name), column.ContractType!.Value, key.Contains(column.Name))).ToList();
        var left = seen.Where(column => column.ContractType is null).ToList();
        var rows = seen.Count == 0 ? 0 : seen[0].Rows;
        return new InferredContract(
            start with
            {
                Columns = [.. columns.Select(column => column.Column)],
                Key = [.. taken.Zip(columns).Where(pair => key.Contains(pair.First.Name)).Select(pair => pair.Second.Column.Name)],
                UnknownColumns = left.Count > 0 ? SchemaMode.Discard : start.UnknownColumns,
                Rows = rows,
                Description = Invariant($"Read off {files.Count:N0} {(start.Format == SourceFormat.Delta ? "table" : "file(s)")} with {rows:N0} rows."),
            },
            files, rows, 0, columns,
            [
                .. left.Select(column => $"'{column.Name}' is left out: bronze takes no {column.Type}."),
                .. key.Count > 0 ? [] : (string[])["No column names a row: repeated rows can't be told from new ones."],
            ]);
    }

    private static IReadOnlyList<DeliveredColumn> Profiled(DuckDB.NET.Data.DuckDBConnection connection, string relation, IReadOnlyList<string> files)
    {
        try
        {
            return ColumnarProfiler.Read(connection, relation);
        }
        catch (DuckDB.NET.Data.DuckDBException fault)
        {
            throw new WorkbookException($"{string.Join(", ", files)} can't be read: {fault.Message.Split('\n')[0]} Ask for the file again.", fault);
        }
    }

    /// <summary>What the names have in common, with * between.</summary>
    private static string CommonPattern(IReadOnlyList<string> files)
    {
        var names = files.Select(file => Path.GetFileName(file)).ToList();
        var (start, end) = (0, 0);
        var shortest = names.Min(name => name.Length);
        while (start < shortest && names.All(name => name[start] == names[0][start]))
            start++;
        while (end < shortest - start && names.All(name => name[^(end + 1)] == names[0][^(end + 1)]))
            end++;
        return $"{names[0][..start]}*{names[0][^end..]}";
    }
}
