using Workbook.Models.Jinja;

namespace Workbook.Models.Project;

/// <summary>Where a project is built: one target of <c>profiles.yml</c>, of type duckdb.</summary>
/// <param name="Path">The database file, absolute; null for one in memory.</param>
/// <param name="Schema">Of models that name none.</param>
/// <param name="Values">The target as the file gives it, for <c>target.x</c> in templates.</param>
public sealed record Profile(string Name, string Target, string? Path, string Schema, int Threads, JinjaDict Values)
{
    /// <summary>The file with all profiles, in the project's folder or another one.</summary>
    public const string FileName = "profiles.yml";

    /// <summary>As DuckDB names the database: the file without its ending.</summary>
    public string Database => Values["database"] as string ?? (Path is null ? "memory" : System.IO.Path.GetFileNameWithoutExtension(Path));

    /// <summary>Where dbt would look, too; the project's own folder where there is none.</summary>
    public static string FindFolder(DbtProject project)
    {
        var home = System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dbt");
        return new[] { Environment.GetEnvironmentVariable("DBT_PROFILES_DIR"), project.Folder, home }
            .FirstOrDefault(folder => folder is { Length: > 0 } && File.Exists(System.IO.Path.Combine(folder, FileName))) ?? project.Folder;
    }

    /// <param name="folder">Where profiles.yml lies; paths in it are relative to <paramref name="project"/>.</param>
    /// <param name="target">Null for the profile's own default.</param>
    /// <exception cref="WorkbookException">There is no such profile or target, or it isn't for DuckDB.</exception>
    public static Profile Read(string folder, DbtProject project, string? target, JinjaScope scope)
    {
        var file = System.IO.Path.Combine(folder, FileName);
        if (!File.Exists(file))
            throw new WorkbookException($"{file} is missing: it says which database the project is built in. Write one, or name its folder with --profiles-dir.");
        var yaml = YamlMap.Parse(File.ReadAllText(file), FileName);
        var profile = yaml?.Map(project.Profile)
            ?? throw new WorkbookException($"{file} has no profile '{project.Profile}', which {DbtProject.FileName} asks for; it has {string.Join(", ", yaml?.Keys ?? [])}.");
        var name = target ?? Rendered(profile.Text("target")) as string ?? "default";
        var outputs = profile.Map("outputs") ?? throw new ProjectException(FileName, profile.Line, $"the profile '{project.Profile}' has no 'outputs'.");
        var output = outputs.Map(name)
            ?? throw new ProjectException(FileName, outputs.Line, $"the profile '{project.Profile}' has no target '{name}'; it has {string.Join(", ", outputs.Keys)}.{NearestName.Hint(name, outputs.Keys)}");

        var values = new JinjaDict();
        foreach (var (key, value) in output.ToDict())
            values[key] = value is string text ? Rendered(text) : value;
        if (values["type"] as string is var type and not "duckdb")
            throw new ProjectException(FileName, output.Line, $"the target '{name}' is of type '{type}'; this runner builds in duckdb only.");
        var path = values["path"] as string;
        var absolute = path is null or ":memory:" ? null : System.IO.Path.GetFullPath(path, project.Folder);
        return new Profile(project.Profile, name, absolute, values["schema"] as string ?? "main", ReadThreads(values, output), values);

        object? Rendered(string? text) => text is null ? null : JinjaExpression.RenderNative(text, scope, FileName, 1);
    }

    private static int ReadThreads(JinjaDict values, YamlMap output) => values["threads"] switch
    {
        null => 1,
        long threads and > 0 and <= 64 => (int)threads,
        string text when int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var threads) && threads is > 0 and <= 64 => threads,
        var other => throw new ProjectException(FileName, output.LineOf("threads"), $"'threads' is {JinjaText.Str(other)}; it must be a number from 1 to 64."),
    };
}
