using Workbook.Contracts;
using Workbook.Lake;

namespace Workbook.Bronze.Inference;

/// <summary>
/// Any file into a lake, without more: by the contract that the lake keeps for files of that name, or else by one that is read
/// off them, which the lake keeps for the next time.
/// </summary>
public static class FileIngestion
{
    /// <summary>Plans and ingests.</summary>
    /// <param name="files">Of one source; for Delta, the table's folder.</param>
    /// <param name="name">Of the source, and so of the table in bronze; null for one made from the first file's name.</param>
    /// <exception cref="WorkbookException">A file is missing or can't be read, or nothing could be begun.</exception>
    public static IngestionSummary Run(IReadOnlyList<string> files, string lake, string? name = null, IProgress<IngestionProgress>? progress = null, CancellationToken cancel = default)
    {
        var plan = Plan(files, lake, name, cancel: cancel);
        var summary = BronzeIngestion.Run(plan.Options, progress, cancel);
        LakeContracts.Keep(new LakeFolder(lake), [plan.Kept(summary)]);
        return summary;
    }

    /// <summary>One file.</summary>
    /// <exception cref="WorkbookException">It is missing or can't be read, or nothing could be begun.</exception>
    public static IngestionSummary Run(string file, string lake, string? name = null, IProgress<IngestionProgress>? progress = null, CancellationToken cancel = default) =>
        Run([file], lake, name, progress, cancel);

    /// <summary>Finds or infers the contract, and changes nothing.</summary>
    /// <param name="contract">The one to use; null to find or infer it.</param>
    /// <exception cref="WorkbookException">A file is missing or can't be read, or isn't of the contract's format.</exception>
    public static FileIngestionPlan Plan(IReadOnlyList<string> files, string lake, string? name = null, SourceContract? contract = null, CancellationToken cancel = default)
    {
        if (files.Count == 0)
            throw new WorkbookException("There is no file to ingest. Name at least one.");
        var format = FileFormat.Of(files[0]);
        var folder = new LakeFolder(lake);
        var source = name ?? DerivedNames.OfFile(Path.TrimEndingDirectorySeparator(Path.GetFullPath(files[0]))).Name;
        var known = contract ?? LakeContracts.Read(folder).FirstOrDefault(kept => kept.Name == source);
        if (known is not null && known.Format != format)
            throw new WorkbookException($"{files[0]} is {format}, but the contract of '{known.Name}'{(contract is null ? $" that the lake keeps ({LakeContracts.FileOf(folder, known.Name)})" : "")} is for {known.Format}. Give the source another name (--name), or another contract.");
        var inferred = known is null ? ContractInference.Infer(files, source, cancel) : null;
        var used = known ?? inferred!.Contract;
        var root = Root(files);
        return new FileIngestionPlan(used, inferred, new IngestionOptions
        {
            Raw = root, Lake = lake, Sources = [format == SourceFormat.Delta ? used with { Path = Path.GetRelativePath(root, Path.GetFullPath(files[0])).Replace('\\', '/') } : used],
            Files = format == SourceFormat.Delta ? null : files,
        });
    }

    /// <summary>The folder that all of them lie in.</summary>
    private static string Root(IReadOnlyList<string> files)
    {
        var root = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(files[0])))!;
        while (files.Any(file => Path.GetRelativePath(root, Path.GetFullPath(file)).StartsWith("..", StringComparison.Ordinal)) && Path.GetDirectoryName(root) is { } parent)
            root = parent;
        return root;
    }
}

/// <param name="Contract">The one that the files are checked against.</param>
/// <param name="Inferred">What speaks for it; null where the contract was there already.</param>
/// <param name="Options">For <see cref="BronzeIngestion.Run"/>.</param>
public sealed record FileIngestionPlan(SourceContract Contract, InferredContract? Inferred, IngestionOptions Options)
{
    /// <summary>The contract for the lake to keep, with what it has gained by the ingestion.</summary>
    public SourceContract Kept(IngestionSummary summary) => summary.Contracts[0] with { Path = Contract.Path };
}
