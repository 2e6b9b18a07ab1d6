using Workbook.Operations.Increments;

namespace Workbook.Operations.Backfill;

/// <summary>A raw folder with the files in scope alone, as second names of the same bytes, within the copy of the lake.</summary>
internal static class BackfillRaw
{
    public static string Only(IncrementTarget copy, IEnumerable<string> files)
    {
        var folder = Path.Combine(copy.Lake.Path, BackfillLog.Folder, "raw");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        foreach (var file in files)
            LakeCopy.LinkOrCopy(Path.Combine(copy.Raw, file), Path.Combine(folder, file));
        return folder;
    }
}
