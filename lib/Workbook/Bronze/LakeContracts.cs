using Workbook.Contracts;
using Workbook.Lake;

namespace Workbook.Bronze;

/// <summary>The contracts that a lake keeps, so that what was ingested with a file can be asked of and replayed without it.</summary>
public static class LakeContracts
{
    /// <summary>Keeps each in the place of its former self.</summary>
    public static void Keep(LakeFolder lake, IEnumerable<SourceContract> sources)
    {
        Directory.CreateDirectory(lake.Contracts);
        foreach (var source in sources)
            AtomicFile.Write(FileOf(lake, source.Name), ContractFile.ToYaml(source));
    }

    /// <summary>By name; none in a lake that has only the retailer's sources.</summary>
    /// <exception cref="WorkbookException">One was changed by hand, and is at fault.</exception>
    public static IReadOnlyList<SourceContract> Read(LakeFolder lake) =>
        Directory.Exists(lake.Contracts) ? [.. Directory.EnumerateFiles(lake.Contracts, "*.yml").Order(StringComparer.Ordinal).Select(ContractFile.Read)] : [];

    /// <summary>Null where the lake keeps none of that name.</summary>
    /// <exception cref="WorkbookException">It was changed by hand, and is at fault.</exception>
    public static SourceContract? Find(LakeFolder lake, string source) => File.Exists(FileOf(lake, source)) ? ContractFile.Read(FileOf(lake, source)) : null;

    /// <summary>Where a source's contract lies, or would.</summary>
    public static string FileOf(LakeFolder lake, string source) => Path.Combine(lake.Contracts, $"{source}.yml");
}
