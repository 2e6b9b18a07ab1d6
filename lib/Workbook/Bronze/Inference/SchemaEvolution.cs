using DuckDB.NET.Data;
using Workbook.Bronze.Scanning;
using Workbook.Contracts;
using Workbook.Contracts.Comparison;
using Workbook.Database;
using Workbook.Lake;

namespace Workbook.Bronze.Inference;

/// <summary>Columns that deliveries have and their contract doesn't know, where it lets the table gain them (<see cref="SchemaMode.Evolve"/>).</summary>
internal static class SchemaEvolution
{
    /// <summary>The contract with what it has gained before, as the lake's own says, and by these deliveries.</summary>
    /// <param name="files">New and changed ones. One that can't be read adds nothing; it will be refused by its name.</param>
    /// <returns>And a sentence for each new column.</returns>
    public static (SourceContract Source, IReadOnlyList<string> Gained) Of(SourceContract source, IReadOnlyList<RawFile> files, LakeFolder lake, CancellationToken cancel)
    {
        // What a catch-all column gathers needs no column of its own.
        if (source.UnknownColumns != SchemaMode.Evolve || source.CatchAll is not null || source.Format == SourceFormat.Delta)
            return (source, []);
        source = WithGained(source, LakeContracts.Find(lake, source.Name));
        var known = Columns(source).Select(column => column.NameInFile).ToHashSet();
        var others = files.Where(file => HasOthers(source, file, known)).Select(file => file.FullPath).ToList();
        if (others.Count == 0)
            return (source, []);

        var gained = Inferred(source with { Columns = [], LaterColumns = [], Key = [] }, others, cancel) is { } inferred ? Gained(source, inferred, known) : [];
        return gained.Count == 0 ? (source, []) : (
            source with { LaterColumns = [.. source.LaterColumns, .. gained], Version = SemanticVersion.Parse(source.Version).Raised(VersionPart.Minor).ToString() },
            [.. gained.Select(column => $"{source.Name} has gained the column '{column.Name}' ({column.Type.SqlName}): its contract is kept in {LakeContracts.FileOf(lake, source.Name)}.")]);
    }

    /// <summary>Null where none can be read to its end.</summary>
    private static InferredContract? Inferred(SourceContract bare, List<string> files, CancellationToken cancel)
    {
        try
        {
            return files.Count == 0 ? null : ContractInference.Of(bare, files, cancel);
        }
        catch (WorkbookException) when (files.Count == 1)
        {
            return null;
        }
        catch (WorkbookException)
        {
            var whole = files.Where(file => Inferred(bare, [file], cancel) is not null).ToList();
            return whole.Count < files.Count ? Inferred(bare, whole, cancel) : throw new WorkbookException($"The columns of {string.Join(", ", files)} don't go together. Ingest them one by one.");
        }
    }

    private static IEnumerable<Column> Columns(SourceContract source) => source.Columns.Concat(source.LaterColumns).Concat(source.PathColumns);

    private static SourceContract WithGained(SourceContract source, SourceContract? kept)
    {
        var known = Columns(source).SelectMany(column => (string[])[column.Name, column.NameInFile]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var gained = kept?.LaterColumns.Where(column => !known.Contains(column.Name) && !known.Contains(column.NameInFile)).ToList() ?? [];
        return gained.Count == 0 ? source : source with { LaterColumns = [.. source.LaterColumns, .. gained], Version = Newer(source.Version, kept!.Version) };
    }

    private static string Newer(string one, string other) => SemanticVersion.Parse(one).CompareTo(SemanticVersion.Parse(other)) < 0 ? other : one;

    /// <summary>As the files call them, without rules: a first delivery is no evidence for one.</summary>
    private static List<Column> Gained(SourceContract source, InferredContract inferred, HashSet<string> known)
    {
        var names = new DerivedNames();
        foreach (var column in Columns(source))
            names.Take(column.Name);
        return [.. inferred.Columns.Select(column => column.Column).Where(column => !known.Contains(column.NameInFile)).Select(column =>
            names.Of(column.NameInFile) is var name ? new Column(name, column.Type) { PhysicalName = name == column.NameInFile ? null : column.NameInFile, MissingValues = column.MissingValues } : column)];
    }

    /// <summary>Only the header of CSV and the footer of Parquet are looked at; what JSON and Excel have shows when they are read.</summary>
    private static bool HasOthers(SourceContract source, RawFile file, HashSet<string> known)
    {
        try
        {
            return source.Format switch
            {
                SourceFormat.Csv => CsvHeader.Names(FileFormat.Header(file.FullPath), source.Separator).Any(name => !known.Contains(name)),
                SourceFormat.Parquet => ColumnsOf(file.FullPath).Any(name => !known.Contains(name)),
                SourceFormat.JsonLines => Members(file.FullPath).Any(name => !known.Contains(name)),
                _ => Sheet(source, file.FullPath).Any(name => !known.Contains(name)),
            };
        }
        catch (Exception fault) when (fault is WorkbookException or RefusedFileException or DuckDBException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static IEnumerable<string> ColumnsOf(string file)
    {
        using var connection = WorkbookDatabase.Open();
        return ColumnarRows.TypesOf(connection, $"read_parquet({LakePath.File(file)}, hive_partitioning = false)").Keys;
    }

    private static IEnumerable<string> Members(string file)
    {
        var profile = new SourceProfile("", new KeyBudget(0));
        JsonProfiler.Read(file, profile, CancellationToken.None);
        return profile.Columns.Select(column => column.Name);
    }

    private static List<string> Sheet(SourceContract source, string file)
    {
        using var reader = RecordReader.For(source with { Columns = [], LaterColumns = [], UnknownColumns = SchemaMode.Discard });
        using var batch = new RecordBatch();
        reader.Open(new ScanFile(file, Path.GetFileName(file)), batch);
        return CsvHeader.Names(reader.Header!);
    }
}
