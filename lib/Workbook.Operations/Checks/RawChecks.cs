using Workbook.Bronze;
using Workbook.Contracts;
using Workbook.Operations.Increments;

namespace Workbook.Operations.Checks;

internal static class RawChecks
{
    /// <summary>Of a refused text file it also says what its columns are, beside what they should be.</summary>
    public static IReadOnlyList<string> FilesAreAccepted(IncrementTarget target) =>
    [
        .. new Manifest(target.Lake.Warehouse).Read().Where(entry => entry.Status == ManifestEntry.Refused)
            .Select(entry => $"{entry.Path} was refused: {(entry.Message ?? "").Replace(entry.Path, "it", StringComparison.Ordinal)}{Drift(target, entry)}"),
    ];

    public static IReadOnlyList<string> NoLateFileWaits(IncrementTarget target)
    {
        var known = new Manifest(target.Lake.Warehouse).Read().ToLookup(entry => entry.Source);
        return [.. target.Project.Sources.Where(source => source.Format != SourceFormat.Delta).SelectMany(source =>
        {
            var loaded = known[source.Name].Select(entry => entry.Path).ToHashSet(StringComparer.Ordinal);
            var newest = loaded.Select(DeliveryDay.Of).Max();
            return RawFiles.Find(target.Raw, source).Where(file => !loaded.Contains(file.Path) && DeliveryDay.Of(file.Path) <= newest)
                .Select(file => Invariant($"{file.Path} came late: bronze has {source.Name} up to {newest:yyyy-MM-dd} already"));
        })];
    }

    private static string Drift(IncrementTarget target, ManifestEntry entry)
    {
        var file = Path.Combine(target.Raw, entry.Path);
        var source = target.Project.Sources.First(source => source.Name == entry.Source);
        return source.Format == SourceFormat.Csv && File.Exists(file) && SchemaDrift.Of(source, file) is { Changes.Count: > 0 } drift
            ? $" Schema {drift.ExpectedHash} became {drift.FoundHash}: {string.Join("; ", drift.Changes.Select(change => change.Text))}."
            : "";
    }
}
