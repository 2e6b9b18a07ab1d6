using Workbook.Bronze.Inference;
using Workbook.Contracts;

namespace Workbook.Bronze;

/// <param name="Found">Files in the raw folder.</param>
/// <param name="Skipped">Those whose content is in bronze already.</param>
/// <param name="Batches">The others, in the order of their paths, cut into commits.</param>
/// <param name="Known">What the manifest says of the source's files.</param>
internal sealed record SourcePlan(
    SourceContract Source, int Found, int Skipped, IReadOnlyList<IReadOnlyList<RawFile>> Batches, IReadOnlyDictionary<string, ManifestEntry> Known)
{
    /// <summary>Files that bronze has rows of, and the raw folder no longer has.</summary>
    public IReadOnlyList<ManifestEntry> Vanished { get; init; } = [];

    /// <summary>Files whose content has changed since it came into bronze: their new rows take the place of the former ones.</summary>
    public IReadOnlyList<ManifestEntry> Changed { get; init; } = [];

    /// <summary>Whether the batch, then the only one, is all that the table holds after it.</summary>
    public bool Overwrites { get; init; }

    /// <summary>Files that no run has taken, since newer ones hold what the table holds.</summary>
    public IReadOnlyList<RawFile> Older { get; init; } = [];

    /// <summary>What the contract has gained by these deliveries, a sentence each.</summary>
    public IReadOnlyList<string> Gained { get; init; } = [];

    /// <summary>Files that lie among the source's, and that its path doesn't match.</summary>
    public IReadOnlyList<string> Strays { get; init; } = [];
}

/// <summary>Which files are new or changed. Content decides, not the time of the file: every known file is hashed again.</summary>
internal static class IngestionPlan
{
    public static IReadOnlyList<SourcePlan> Make(IngestionOptions options, CancellationToken cancel)
    {
        if (options.Files is not null && (options.Sources.Count != 1 || options.Sources[0].Format == SourceFormat.Delta))
            throw new WorkbookException($"Files can be named for one source of files only, found {string.Join(", ", options.Sources.Select(source => $"{source.Name} ({source.Format})"))}. Name one contract.");
        var known = new Manifest(options.ManifestPath).Read().ToLookup(entry => entry.Source);
        return [.. options.Sources.Select(source => Plan(options, source, known[source.Name].ToDictionary(entry => entry.Path), cancel))];
    }

    private static SourcePlan Plan(
        IngestionOptions options, SourceContract source, Dictionary<string, ManifestEntry> known, CancellationToken cancel)
    {
        if (source.Format == SourceFormat.Delta)
        {
            var versions = DeltaSource.NewVersions(options, source, known);
            return new SourcePlan(source, versions.Found, versions.Found - versions.New.Count, versions.New.Count == 0 ? [] : [versions.New], known);
        }

        KeyedRows.RequireKey(source);
        var found = options.Files is { } named ? RawFiles.Named(options.Raw, named) : RawFiles.Find(options.Raw, source);
        var paths = found.Select(file => file.Path).ToHashSet();
        var live = known.Values.Where(entry => entry.Rows + entry.Rejects > 0).ToList();
        IReadOnlyList<ManifestEntry> vanished = options.Files is not null ? [] : [.. live.Where(entry => !paths.Contains(entry.Path))];
        var delivered = source.Disposition == WriteDisposition.Replace && options.Files is null
            ? Deliveries.Newest(source, found, options.Prune ? live.Except(vanished) : live)
            : found;
        var isNew = new bool[delivered.Count];
        Parallel.For(0, delivered.Count, new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancel },
            index => isNew[index] = IsNewOrChanged(delivered[index], known));
        var news = delivered.Where((_, index) => isNew[index]).ToList();
        var changed = news.Where(file => known.GetValueOrDefault(file.Path)?.Rows > 0).ToList();
        if (options.Files is not null && KeyedRows.Has(source) && changed.Count > 0 && live.Find(entry => !paths.Contains(entry.Path)) is { } unnamed)
            throw new WorkbookException($"{changed[0].Path} has changed. '{source.Name}' is merged by key, so what its other files hold for the same keys counts again: name them all, {unnamed.Path} too.");
        var (taken, overwrites) = Deliveries.Taken(source, delivered, news, isWithdrawn: changed.Count > 0 || (options.Prune && vanished.Count > 0) || IsBehind(options, source, known));
        var (evolved, gained) = SchemaEvolution.Of(source, taken, options.Folder, cancel);
        return new SourcePlan(evolved, found.Count, found.Count - taken.Count, overwrites ? [taken] : Cut(taken, options.BatchBytes), known)
        {
            Overwrites = overwrites,
            Older = [.. found.Except(delivered).Where(file => !known.ContainsKey(file.Path))],
            Vanished = vanished,
            Gained = gained,
            Changed = [.. changed.Select(file => known[file.Path]).Where(entry => entry.Status != ManifestEntry.Reload)],
            Strays = options.Files is not null ? [] : RawFiles.Strays(options.Raw, source, found),
        };
    }

    /// <summary>Whether the table knows of batches that the manifest doesn't (it was deleted, or is an old copy): any file may have changed.</summary>
    private static bool IsBehind(IngestionOptions options, SourceContract source, Dictionary<string, ManifestEntry> known) =>
        KeyedRows.Has(source) && new BronzeTable(options.Folder, source, options.Time).LastBatch > known.Values.Select(entry => entry.Batch).DefaultIfEmpty(0).Max();

    private static bool IsNewOrChanged(RawFile file, Dictionary<string, ManifestEntry> known)
    {
        if (!known.TryGetValue(file.Path, out var entry) || entry.Status != ManifestEntry.Loaded || entry.Bytes != file.Bytes)
            return true;
        try
        {
            return RawFiles.ContentHash(file.FullPath) != entry.ContentHash;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return true; // reading it for good will say why it can't be read
        }
    }

    /// <summary>Consecutive files up to so many bytes, at least one in each group.</summary>
    public static IReadOnlyList<IReadOnlyList<RawFile>> Cut(IReadOnlyList<RawFile> files, long bytes)
    {
        var groups = new List<IReadOnlyList<RawFile>>();
        var group = new List<RawFile>();
        var size = 0L;
        foreach (var file in files)
        {
            if (group.Count > 0 && size + file.Bytes > bytes)
            {
                groups.Add(group);
                (group, size) = ([], 0);
            }

            group.Add(file);
            size += file.Bytes;
        }

        if (group.Count > 0)
            groups.Add(group);
        return groups;
    }
}
