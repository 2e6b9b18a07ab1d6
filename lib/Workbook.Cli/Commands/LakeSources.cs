using Workbook.Bronze;
using Workbook.Contracts;
using Workbook.Lake;
using Workbook.Retail;

namespace Workbook.Cli.Commands;

/// <summary>The sources that a lake may have: those whose contracts it keeps, and the retailer's.</summary>
internal static class LakeSources
{
    /// <exception cref="WorkbookException">A name is none of them.</exception>
    public static IReadOnlyList<SourceContract> Select(string lake, IReadOnlyCollection<string>? names = null)
    {
        var kept = LakeContracts.Read(new LakeFolder(lake));
        var all = RetailSources.All.Where(source => kept.All(own => own.Name != source.Name)).Concat(kept).ToList();
        if (names?.Except(all.Select(source => source.Name)).FirstOrDefault() is { } unknown)
            throw new WorkbookException($"There is no source '{unknown}'; the sources are {string.Join(", ", all.Select(source => source.Name))}.");
        return names is null or { Count: 0 } ? all : [.. all.Where(source => names.Contains(source.Name))];
    }
}
