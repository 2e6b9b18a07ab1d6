using System.Text.Json;
using System.Text.Json.Serialization;
using Workbook.Contracts;
using Workbook.Generation;

namespace Workbook.Retail.Generation;

/// <summary>A window of the world that has been written.</summary>
public sealed record GeneratedWindow(DateOnly StartDate, int Days, bool Late);

/// <summary>
/// What a raw folder holds: <c>_generation.json</c>. It is written before the first file (not complete) and after the
/// last one (complete), so an interrupted run is known for what it is.
/// </summary>
public sealed record GenerationState(ulong Seed, double Scale, bool Complete, IReadOnlyList<GeneratedWindow> Windows)
{
    /// <summary>Of the state, in the raw folder.</summary>
    public const string FileName = "_generation.json";

    internal static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <returns>Null where nothing was ever generated.</returns>
    /// <exception cref="WorkbookException">The file is not ours or is damaged.</exception>
    public static GenerationState? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return null;
        try
        {
            return JsonSerializer.Deserialize<GenerationState>(File.ReadAllText(path), Json);
        }
        catch (JsonException fault)
        {
            throw new WorkbookException($"{path} can't be read as the generator's state ({fault.Message}). Delete it, and the generated files beside it, to start afresh.", fault);
        }
    }

    /// <summary>Whether the folder already holds, complete, just what the options ask for.</summary>
    public static bool Holds(GenerationOptions options) =>
        options.Tables is null && Read(options.Output) is { Complete: true } state
        && state.Seed == options.Seed && state.Scale.Equals(options.Scale) && state.Windows.Contains(WindowOf(options));

    internal static GeneratedWindow WindowOf(GenerationOptions options) => new(options.StartDate, options.WindowDays, options.Late);

    /// <summary>The first day that no window has.</summary>
    [JsonIgnore]
    public DateOnly NextDay => Windows.Max(window => window.StartDate.AddDays(window.Days));

    /// <summary>Whether the options continue this world: same seed and scale, and a window after all others.</summary>
    internal bool IsContinuedBy(GenerationOptions options) =>
        Complete && Seed == options.Seed && Scale.Equals(options.Scale) && Windows.Count > 0
        && options.StartDate >= NextDay;

    internal void Write(string folder)
    {
        using var file = new CompleteFile(Path.Combine(folder, FileName));
        JsonSerializer.Serialize(file.Stream, this, Json);
        file.Complete();
    }
}

/// <summary>The folder that is written to: makes room for a fresh world without touching what the generator didn't write.</summary>
internal static class RawFolder
{
    /// <exception cref="WorkbookException">The folder holds source files of another origin.</exception>
    public static void RemoveSources(string folder, IEnumerable<SourceContract> sources, GenerationState? state)
    {
        Directory.CreateDirectory(folder);
        var existing = sources.Select(source => RootOf(folder, source)).Where(Path.Exists).ToList();
        if (state is null && existing.Count > 0)
            throw new WorkbookException(
                $"{folder} already holds {Path.GetFileName(existing[0])}, which the generator did not write ({GenerationState.FileName} is missing). Generate into another folder (--out), or move those files away.");
        foreach (var path in existing)
        {
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
            else
                File.Delete(path);
        }
    }

    private static string RootOf(string folder, SourceContract source) => Path.Combine(folder, source.Path.Split('/')[0]);
}
