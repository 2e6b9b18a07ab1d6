using Workbook.Bronze;
using Workbook.Contracts;

namespace Workbook.Cli.Commands;

/// <summary>Files as an ingestion that writes nothing looks for them, though they lie elsewhere than the contract says.</summary>
internal static class ContractCheckFiles
{
    /// <exception cref="WorkbookException">A path is missing, or is none that the contract's format has.</exception>
    public static IngestionOptions Options(SourceContract contract, IReadOnlyList<string> named)
    {
        var paths = named.Select(path => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))).ToList();
        if (paths.FirstOrDefault(path => !Path.Exists(path)) is { } missing)
            throw new WorkbookException($"There is no file or folder '{missing}'. Check the path.");
        if (paths.Count == 1 && Directory.Exists(paths[0]))
        {
            return contract.Format == SourceFormat.Delta && Directory.Exists(Path.Combine(paths[0], "_delta_log"))
                ? Of(contract with { Path = Path.GetFileName(paths[0]) }, Path.GetDirectoryName(paths[0])!)
                : Of(contract, paths[0]);
        }
        if (contract.Format == SourceFormat.Delta)
            throw new WorkbookException($"'{contract.Name}' is a Delta table: name its folder, and nothing else.");
        if (paths.FirstOrDefault(Directory.Exists) is { } folder)
            throw new WorkbookException($"'{folder}' is a folder. Name files, or one raw folder alone.");
        return Of(contract, Root(paths)) with { Files = paths };
    }

    /// <summary>There is no lake: nothing is known, and nothing is written.</summary>
    private static IngestionOptions Of(SourceContract contract, string raw) =>
        new() { Raw = raw, Lake = Path.Combine(raw, $"no-lake-{Guid.NewGuid():N}"), Sources = [contract], DryRun = true };

    /// <summary>The folder that all files lie below, above those whose names hold values: <c>order_dt=2024-01-01</c>.</summary>
    private static string Root(IReadOnlyList<string> files)
    {
        var root = files.Select(Above).Aggregate((one, other) =>
        {
            while (!IsBelow(other, one))
                one = Path.GetDirectoryName(one) ?? throw new WorkbookException("The files lie on different drives. Check those of one at a time.");
            return one;
        });
        return root;
    }

    private static string Above(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        while (Path.GetFileName(folder).Contains('='))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    private static bool IsBelow(string path, string folder) =>
        path == folder || path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
