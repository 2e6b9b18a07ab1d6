using System.Text.Json;
using Workbook.Generation;
using Workbook.Lake;

namespace Workbook.Retail.Generation;

/// <summary>
/// Where a world of some seed and scale lies: its raw files, and the lake that is made of them. Folders that hold another
/// world are left to it, and this one has folders of its own inside that lake.
/// </summary>
/// <param name="Raw">The raw files' folder.</param>
/// <param name="Lake">The lake's folder.</param>
/// <param name="Notice">Why these aren't the folders that were asked for; null where they are.</param>
public sealed record WorldFolders(string Raw, string Lake, string? Notice)
{
    /// <param name="raw">Taken where neither it nor the lake is another world's.</param>
    /// <param name="lake">As <paramref name="raw"/>.</param>
    /// <exception cref="WorkbookException">What a folder says of its world can't be read.</exception>
    public static WorldFolders For(string raw, string lake, ulong seed, double scale)
    {
        var world = new Identity(seed, scale);
        var (rawHas, lakeHas) = (GenerationState.Read(raw) is { } state ? new Identity(state.Seed, state.Scale) : null, Of(lake));
        if ((rawHas ?? world) == world && (lakeHas ?? rawHas ?? world) == world)
            return new WorldFolders(raw, lake, null);
        // As the lake was named, relative or not.
        var home = Path.Combine(lake, Path.GetFileName(new LakeFolder(lake).Worlds), Invariant($"scale-{scale}-seed-{seed}"));
        return new WorldFolders(Path.Combine(home, "data_raw"), Path.Combine(home, "lake"), (rawHas ?? world) != world
            ? $"{raw} holds {rawHas}: {world} goes to {home}, and both stay apart."
            : $"{lake} holds {lakeHas}: {world} goes to {home}, and both stay apart.");
    }

    /// <summary>Makes a lake this world's, before its first row comes.</summary>
    public static void Mark(string lake, ulong seed, double scale)
    {
        if (Of(lake) == new Identity(seed, scale))
            return;
        Directory.CreateDirectory(lake);
        using var file = new CompleteFile(new LakeFolder(lake).WorldFile);
        JsonSerializer.Serialize(file.Stream, new Identity(seed, scale), GenerationState.Json);
        file.Complete();
    }

    /// <summary>Null where the lake doesn't say: it is of an earlier version, or of files that nobody generated.</summary>
    private static Identity? Of(string lake)
    {
        var path = new LakeFolder(lake).WorldFile;
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<Identity>(File.ReadAllBytes(path), GenerationState.Json) : null;
        }
        catch (JsonException fault)
        {
            throw new WorkbookException($"{path} can't be read as the seed and scale of the lake's data ({fault.Message}). Delete it, or name another lake.", fault);
        }
    }

    private sealed record Identity(ulong Seed, double Scale)
    {
        public override string ToString() => Invariant($"scale {Scale}, seed {Seed}");
    }
}
