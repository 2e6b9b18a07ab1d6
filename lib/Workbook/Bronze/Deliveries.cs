using Workbook.Contracts;

namespace Workbook.Bronze;

/// <summary>Which of a source's files a run takes, as its write disposition says.</summary>
internal static class Deliveries
{
    /// <summary>
    /// The newest delivery's files, for a source of which each replaces the one before: the files whose paths agree up to and
    /// with the first part that the contract's path leaves open, the last of such parts. A day's folder is one, or a file.
    /// </summary>
    /// <param name="live">Files that bronze has rows of. Older deliveries than theirs aren't gone back to.</param>
    public static IReadOnlyList<RawFile> Newest(SourceContract source, IReadOnlyList<RawFile> found, IEnumerable<ManifestEntry> live)
    {
        var depth = source.Path.Split('/').TakeWhile(part => !part.Contains('*')).Count() + 1;
        var newest = found.Select(file => Of(file.Path)).Concat(live.Select(entry => Of(entry.Path))).Max(StringComparer.Ordinal);
        return [.. found.Where(file => Of(file.Path) == newest)];

        string Of(string path) => string.Join('/', path.Split('/').Take(depth));
    }

    /// <summary>What a run takes of the files that are new or changed, and whether it is then all that the table holds.</summary>
    /// <param name="delivered">The files that count, known ones too.</param>
    /// <param name="isWithdrawn">Whether rows that the table has may be gone from the files, so that earlier ones of their keys count again.</param>
    public static (IReadOnlyList<RawFile> Files, bool Overwrites) Taken(SourceContract source, IReadOnlyList<RawFile> delivered, IReadOnlyList<RawFile> news, bool isWithdrawn) =>
        source.Format == SourceFormat.Delta ? (news, false)
        : source.Disposition == WriteDisposition.Replace ? news.Count > 0 ? (delivered, true) : (news, false)
        : KeyedRows.Has(source) && isWithdrawn && delivered.Count > 0 ? (delivered, true)
        : (news, false);
}
