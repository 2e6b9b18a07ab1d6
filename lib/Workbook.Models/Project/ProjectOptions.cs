using Workbook.Lake;

namespace Workbook.Models.Project;

/// <summary>Which project to read, and with what from outside.</summary>
public sealed record ProjectOptions
{
    /// <summary>Names the lake to the project's files, as <c>env_var('WORKBOOK_LAKE')</c>.</summary>
    public const string LakeVariable = "WORKBOOK_LAKE";

    /// <summary>With dbt_project.yml in it.</summary>
    public required string Folder { get; init; }

    /// <summary>Where profiles.yml lies; by default $DBT_PROFILES_DIR, the project's folder, or .dbt in the user's own, whichever has one first.</summary>
    public string? ProfilesFolder { get; init; }

    /// <summary>A target of the profile; its default otherwise.</summary>
    public string? Target { get; init; }

    /// <summary>They win over the project's own, as with <c>--vars</c>.</summary>
    public IReadOnlyDictionary<string, object?> Variables { get; init; } = new Dictionary<string, object?>();

    /// <summary>What <c>env_var</c> finds, before the process's own environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Keeps the failing rows of every test as a table, whatever the test's own configuration says.</summary>
    public bool StoreFailures { get; init; }

    /// <summary>Models built at once; the profile's number by default.</summary>
    public int? Threads { get; init; }

    /// <summary>A project whose profile and sources name the lake by <see cref="LakeVariable"/>.</summary>
    public static ProjectOptions InLake(string folder, LakeFolder lake) => new()
    {
        Folder = folder,
        Environment = new Dictionary<string, string> { [LakeVariable] = lake.Path },
    };
}
