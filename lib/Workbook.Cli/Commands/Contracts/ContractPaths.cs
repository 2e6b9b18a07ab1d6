using Workbook.Contracts;

namespace Workbook.Cli.Commands;

/// <summary>Contracts by their files, or by the folders that hold them.</summary>
internal static class ContractPaths
{
    /// <summary>The files of contracts that a path names.</summary>
    /// <exception cref="WorkbookException">It is a folder without any.</exception>
    public static IReadOnlyList<string> Files(string path)
    {
        if (!Directory.Exists(path))
            return [path];
        var files = Directory.EnumerateFiles(path, "*.yml").Concat(Directory.EnumerateFiles(path, "*.yaml")).Order(StringComparer.Ordinal).ToList();
        return files.Count > 0 ? files : throw new WorkbookException($"There is no contract (*.yml) in '{path}'. Name a folder that has some.");
    }

    /// <exception cref="WorkbookException">One is missing or at fault.</exception>
    public static IReadOnlyList<SourceContract> Read(IEnumerable<string> paths) => [.. paths.SelectMany(Files).Select(ContractFile.Read)];
}
