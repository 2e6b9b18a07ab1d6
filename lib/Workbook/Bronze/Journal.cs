using System.Text.Json;
using Workbook.Lake;

namespace Workbook.Bronze;

/// <summary>
/// A commit in the making: written before the Delta commit, deleted when everything that follows from it is done. What
/// it says lets the next run finish, or undo, what a killed one began.
/// </summary>
/// <param name="Batch">The number that the Delta commit records as its transaction.</param>
/// <param name="Entries">What the manifest will say.</param>
/// <param name="Superseded">Files whose earlier rejects are void, because their content changed.</param>
/// <param name="ObsoleteRejects">Reject files that the batch replaces whole.</param>
internal sealed record JournalEntry(
    string Source, long Batch, IReadOnlyList<ManifestEntry> Entries, IReadOnlyList<string> Superseded, IReadOnlyList<string> ObsoleteRejects);

internal sealed class Journal(LakeFolder lake)
{
    public void Write(JournalEntry entry)
    {
        Directory.CreateDirectory(lake.Journal);
        var path = PathOf(entry);
        using (var file = new FileStream(path + ".tmp", FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, entry);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".tmp", path, overwrite: true);
    }

    public IReadOnlyList<JournalEntry> Read() => !Directory.Exists(lake.Journal)
        ? []
        : [.. Directory.EnumerateFiles(lake.Journal, "*.json").Order(StringComparer.Ordinal)
            .Select(path => JsonSerializer.Deserialize<JournalEntry>(File.ReadAllBytes(path))!)];

    public void Delete(JournalEntry entry) => File.Delete(PathOf(entry));

    private string PathOf(JournalEntry entry) => Path.Combine(lake.Journal, $"{entry.Source}-{entry.Batch:D6}.json");
}
