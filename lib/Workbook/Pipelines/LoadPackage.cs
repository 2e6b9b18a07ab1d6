using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workbook.Lake;

namespace Workbook.Pipelines;

/// <summary>How far a resource has come in a load package.</summary>
public enum PackageState
{
    /// <summary>Not extracted: it is yet to be, or its source failed.</summary>
    Waiting,

    /// <summary>Its rows lie in the package; the next run loads them first.</summary>
    Extracted,

    /// <summary>Its rows are in the table.</summary>
    Loaded,

    /// <summary>Its rows don't fit the table. The next run asks the source anew; resuming tries these again.</summary>
    Refused,
}

/// <summary>A resource in a load package.</summary>
/// <param name="Rows">Rows that were extracted, those at the cursor's edge that the table has already included.</param>
public sealed record PackagedResource(string Resource, PackageState State, long Rows = 0)
{
    /// <summary>The columns that are taken; none where the source gave nothing to tell them by.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Of a source whose files are loaded each once: those that were read, as <c>src_filename</c> has them.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>What the load did, or is about to do; null before.</summary>
    public LoadedResource? Load { get; init; }

    /// <summary>Why it was refused.</summary>
    public string? Fault { get; init; }
}

/// <summary>
/// What one run extracted, and what became of it: the folder <c>_pipelines/NAME/NUMBER</c> of the lake, with a Parquet file
/// for each resource and <c>package.json</c>.
/// </summary>
/// <param name="Number">Counts the pipeline's runs. The tables' commits hold it.</param>
/// <param name="StartedAt">UTC.</param>
public sealed record LoadPackage(string Pipeline, long Number, DateTime StartedAt, IReadOnlyList<PackagedResource> Resources)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The package's folder, absolute.</summary>
    [JsonIgnore]
    public string Folder { get; private init; } = "";

    /// <summary>Whether every resource is loaded.</summary>
    [JsonIgnore]
    public bool IsFinished => Resources.All(resource => resource.State == PackageState.Loaded);

    /// <summary>The extracted rows of a resource; the file is there once it is extracted.</summary>
    public string RowsOf(string resource) => Path.Combine(Folder, $"{resource}.parquet");

    internal static IReadOnlyList<LoadPackage> List(LakeFolder lake, string pipeline) => [.. Numbers(lake, pipeline).Select(number => Read(FolderOf(lake, pipeline, number))).OfType<LoadPackage>()];

    internal static LoadPackage? Newest(LakeFolder lake, string pipeline) => List(lake, pipeline) is [.., var newest] ? newest : null;

    /// <summary>Also of folders that a stop left without a record.</summary>
    internal static IEnumerable<long> Numbers(LakeFolder lake, string pipeline)
    {
        var folder = Path.Combine(lake.Pipelines, pipeline);
        return !Directory.Exists(folder) ? [] : Directory.EnumerateDirectories(folder)
            .Select(package => long.TryParse(Path.GetFileName(package), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).Where(number => number >= 0).Order();
    }

    internal static LoadPackage Start(LakeFolder lake, string pipeline, long number, DateTime now, IEnumerable<PackagedResource> resources)
    {
        var package = new LoadPackage(pipeline, number, now, [.. resources]) { Folder = FolderOf(lake, pipeline, number) };
        package.Write();
        return package;
    }

    internal PackagedResource this[string resource] => Resources.First(candidate => candidate.Resource == resource);

    internal LoadPackage With(PackagedResource changed)
    {
        var package = this with { Resources = [.. Resources.Select(resource => resource.Resource == changed.Resource ? changed : resource)] };
        package.Write();
        return package;
    }

    private void Write() => AtomicFile.Write(Path.Combine(Folder, "package.json"), JsonSerializer.Serialize(this, Json) + "\n");

    private static LoadPackage? Read(string folder)
    {
        var file = Path.Combine(folder, "package.json");
        if (!File.Exists(file))
            return null;
        try
        {
            return JsonSerializer.Deserialize<LoadPackage>(File.ReadAllText(file), Json)! with { Folder = folder };
        }
        catch (JsonException fault)
        {
            throw new WorkbookException($"The load package {file} is damaged: {fault.Message} Restore the file, or delete the package's folder: rows that were not loaded from it are then asked for anew.", fault);
        }
    }

    private static string FolderOf(LakeFolder lake, string pipeline, long number) => Path.Combine(lake.Pipelines, pipeline, number.ToString("D6", CultureInfo.InvariantCulture));
}
