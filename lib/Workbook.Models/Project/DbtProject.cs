using Workbook.Models.Jinja;

namespace Workbook.Models.Project;

/// <summary>What <c>dbt_project.yml</c> says.</summary>
public sealed class DbtProject
{
    /// <summary>The file that makes a folder a project.</summary>
    public const string FileName = "dbt_project.yml";

    private static readonly string[] Hooks = ["pre-hook", "post-hook", "+pre-hook", "+post-hook", "pre_hook", "post_hook", "+pre_hook", "+post_hook"];

    private readonly JinjaDict _values;

    private DbtProject(string folder, YamlMap yaml, JinjaDict values)
    {
        (Folder, _values) = (folder, values);
        Name = yaml.RequiredText("name");
    }

    /// <summary>Absolute.</summary>
    public string Folder { get; }

    /// <summary>dbt's <c>name</c>, which is its package's name too; never empty.</summary>
    public string Name { get; }

    /// <summary>dbt's <c>profile</c>, an entry of profiles.yml; the project's name where nothing is said.</summary>
    public string Profile => _values["profile"] as string ?? Name;

    /// <summary>dbt's <c>version</c>, whatever it looks like; null where nothing is said.</summary>
    public string? Version => _values["version"] is { } version ? JinjaText.Str(version) : null;

    /// <summary>dbt's <c>model-paths</c>, relative to <see cref="Folder"/>; <c>models</c> where nothing is said.</summary>
    public IReadOnlyList<string> ModelPaths => Paths("model-paths", "models");

    /// <summary>dbt's <c>seed-paths</c>; <c>seeds</c> where nothing is said.</summary>
    public IReadOnlyList<string> SeedPaths => Paths("seed-paths", "seeds");

    /// <summary>dbt's <c>test-paths</c>, generic tests in their <c>generic</c> folder; <c>tests</c> where nothing is said.</summary>
    public IReadOnlyList<string> TestPaths => Paths("test-paths", "tests");

    /// <summary>dbt's <c>snapshot-paths</c>; <c>snapshots</c> where nothing is said.</summary>
    public IReadOnlyList<string> SnapshotPaths => Paths("snapshot-paths", "snapshots");

    /// <summary>dbt's <c>macro-paths</c>; <c>macros</c> where nothing is said.</summary>
    public IReadOnlyList<string> MacroPaths => Paths("macro-paths", "macros");

    /// <summary>dbt's <c>analysis-paths</c>; <c>analyses</c> where nothing is said.</summary>
    public IReadOnlyList<string> AnalysisPaths => Paths("analysis-paths", "analyses");

    /// <summary>dbt's <c>target-path</c>, where artifacts and logs go; <c>target</c> where nothing is said.</summary>
    public string TargetPath => _values["target-path"] as string ?? "target";

    /// <summary>dbt's <c>vars</c>, those of single packages as dictionaries below their names; empty where nothing is said.</summary>
    public JinjaDict Variables => _values["vars"] as JinjaDict ?? [];

    /// <summary>dbt's <c>on-run-start</c>: templates of SQL in the file's order, as written.</summary>
    public IReadOnlyList<string> OnRunStart => Texts("on-run-start");

    /// <summary>dbt's <c>on-run-end</c>; a run that was stopped leaves them out.</summary>
    public IReadOnlyList<string> OnRunEnd => Texts("on-run-end");

    /// <param name="scope">What templates in the file may use: <c>env_var</c>, <c>var</c> and the like.</param>
    /// <exception cref="WorkbookException">The file is missing; a <see cref="ProjectException"/> where it isn't sound.</exception>
    public static DbtProject Read(string folder, JinjaScope scope)
    {
        folder = Path.GetFullPath(folder);
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            throw new WorkbookException($"{folder} is no dbt project: it has no {FileName}. Name the project's folder with --project-dir.");
        var yaml = YamlMap.Parse(File.ReadAllText(path), FileName) ?? throw new ProjectException(FileName, 1, "the file is empty; at least 'name' must be there.");
        return new DbtProject(folder, yaml, (JinjaDict)Rendered(yaml.ToDict(), scope)!);
    }

    /// <summary>What the project configures for a resource by its folders, outermost first.</summary>
    /// <param name="section">models, seeds, snapshots, data_tests, sources, …</param>
    public NodeConfig ConfigOf(string section, IReadOnlyList<string> fqn)
    {
        var sections = section == "data_tests" ? new[] { "tests", "data_tests" } : [section];
        return sections.Select(name => _values[name]).OfType<JinjaDict>()
            .Aggregate(NodeConfig.Empty, (config, tree) => config.With(Walk(tree, fqn)));
    }

    private static NodeConfig Walk(JinjaDict tree, IReadOnlyList<string> fqn)
    {
        var config = Direct(tree, fqn.Count > 0 ? fqn[0] : null);
        foreach (var part in fqn)
        {
            if (tree[part] is not JinjaDict inner)
                break;
            tree = inner;
            config = config.With(Direct(tree, null));
        }
        return config;
    }

    // "+tags" always; "materialized" without the plus as long as it isn't a folder.
    private static NodeConfig Direct(JinjaDict level, string? package)
    {
        var values = new JinjaDict();
        foreach (var (key, value) in level)
        {
            var name = (string)key!;
            if (name.StartsWith('+'))
                values[name[1..]] = value;
            else if (value is not JinjaDict && name != package)
                values[name] = value;
        }
        return new NodeConfig(values);
    }

    // Hooks are templates to render when they run.
    private static object? Rendered(object? value, JinjaScope scope) => value switch
    {
        JinjaDict map => RenderedMap(map, scope),
        List<object?> list => list.Select(item => Rendered(item, scope)).ToList(),
        string text when text.Contains("{{", StringComparison.Ordinal) => JinjaExpression.RenderNative(text, scope, FileName, 1),
        _ => value,
    };

    private static JinjaDict RenderedMap(JinjaDict map, JinjaScope scope)
    {
        var rendered = new JinjaDict();
        foreach (var (key, value) in map)
            rendered[key] = key is "on-run-start" or "on-run-end" || Hooks.Contains(key) ? value : Rendered(value, scope);
        return rendered;
    }

    private string[] Paths(string key, string fallback) => Texts(key) is { Length: > 0 } paths ? paths : [fallback];

    private string[] Texts(string key) => [.. new NodeConfig(_values).Texts(key)];
}
