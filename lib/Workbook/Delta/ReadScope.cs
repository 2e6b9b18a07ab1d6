namespace Workbook.Delta;

/// <summary>What a transaction looked at, and so what other writers may not have changed under it.</summary>
public abstract record ReadScope
{
    private ReadScope() { }

    /// <summary>Nothing: rows are only added, whatever the table holds. Such a commit retries until it is in.</summary>
    public static ReadScope Nothing { get; } = new NothingScope();

    /// <summary>Every row: anything added or removed by others is a conflict.</summary>
    public static ReadScope WholeTable { get; } = new WholeTableScope();

    /// <summary>These files, found by something that new files can't answer to: only their removal is a conflict.</summary>
    public static ReadScope Files(IEnumerable<AddFile> files) => new FilesScope([.. files]);

    /// <summary>The rows of a predicate, found in these files: their removal is a conflict, and so is a new file with such rows.</summary>
    /// <param name="matches">Whether any of the files that another writer added may hold rows of the predicate.</param>
    public static ReadScope Matching(IEnumerable<AddFile> files, Func<IReadOnlyList<AddFile>, bool> matches) => new MatchingScope([.. files], matches);

    internal sealed record NothingScope : ReadScope;

    internal sealed record WholeTableScope : ReadScope;

    internal sealed record FilesScope(IReadOnlyList<AddFile> Read) : ReadScope;

    internal sealed record MatchingScope(IReadOnlyList<AddFile> Read, Func<IReadOnlyList<AddFile>, bool> Matches) : ReadScope;
}
