using Workbook.Models.Compilation;
using Workbook.Models.Context;
using Workbook.Models.Jinja;
using Workbook.Models.Project;

namespace Workbook.Models.Reading;

/// <summary>Reads a dbt project's folder into a <see cref="ModelProject"/>; nothing is run.</summary>
internal sealed class ProjectReader
{
    private readonly ProjectOptions _options;
    private readonly List<PackageFolder> _packages = [];
    private readonly List<YamlMap> _propertyFiles = [];
    private readonly ProjectDraft _draft;

    private ProjectReader(ProjectOptions options, DbtProject root, Profile profile)
    {
        _options = options;
        _draft = new ProjectDraft(root, profile, options);
        _packages.Add(new PackageFolder(root, ""));
    }

    public static ModelProject Read(ProjectOptions options)
    {
        var scope = BasicContext.Create(options.Variables, options.Environment);
        var root = DbtProject.Read(options.Folder, scope);
        var profile = Profile.Read(options.ProfilesFolder ?? Profile.FindFolder(root), root, options.Target, scope);
        if (options.Threads is { } threads)
            profile = profile with { Threads = threads };
        return new ProjectReader(options, root, profile).Read(scope);
    }

    private ModelProject Read(JinjaScope scope)
    {
        AddInstalledPackages(scope);
        foreach (var package in _packages)
            ReadMacros(package);
        foreach (var package in _packages)
        {
            ReadDocs(package);
            ReadModels(package);
            ReadSnapshots(package);
            ReadSeeds(package);
            ReadSingularTests(package);
        }
        foreach (var package in _packages)
            new PropertyReader(_draft, package, Documented).Read(PropertyFiles(package));
        foreach (var (kind, hooks) in new[] { ("on-run-start", _draft.Root.OnRunStart), ("on-run-end", _draft.Root.OnRunEnd) })
            ReadRunHooks(kind, hooks);
        return new ProjectResolver(_draft).Resolve();
    }

    private void AddInstalledPackages(JinjaScope scope)
    {
        var folder = Path.Combine(_draft.Root.Folder, "dbt_packages");
        if (!Directory.Exists(folder))
            return;
        foreach (var installed in Directory.EnumerateDirectories(folder).Where(path => File.Exists(Path.Combine(path, DbtProject.FileName))).Order(StringComparer.Ordinal))
            _packages.Add(new PackageFolder(DbtProject.Read(installed, scope), $"dbt_packages/{Path.GetFileName(installed)}/"));
    }

    private void ReadMacros(PackageFolder package)
    {
        foreach (var file in package.Files(package.Project.MacroPaths, ".sql").Concat(GenericTestFiles(package)))
            _draft.Macros.Add(package.Name, file.Name, file.Text);
    }

    private static IEnumerable<ProjectFile> GenericTestFiles(PackageFolder package) =>
        package.Files(package.Project.TestPaths, ".sql").Where(file => file.Below.StartsWith("generic/", StringComparison.Ordinal));

    private void ReadDocs(PackageFolder package)
    {
        var paths = package.Project.ModelPaths.Concat(package.Project.SeedPaths).Concat(package.Project.SnapshotPaths)
            .Concat(package.Project.MacroPaths).Concat(package.Project.TestPaths).Concat(package.Project.AnalysisPaths);
        foreach (var file in package.Files(paths, ".md"))
            foreach (var block in JinjaBlock.DocsIn(file.Text, file.Name))
                _draft.Docs[$"doc.{package.Name}.{block.Name}"] = new DocBlock(package.Name, block.Name, file.Name, block.Line, block.Body.Trim());
    }

    private void ReadModels(PackageFolder package)
    {
        foreach (var file in package.Files(package.Project.ModelPaths, ".sql"))
            AddCode(ResourceType.Model, file);
        foreach (var file in package.Files(package.Project.AnalysisPaths, ".sql"))
            AddCode(ResourceType.Analysis, file);
        if (package.Files(package.Project.ModelPaths, ".py").FirstOrDefault() is { } python)
            throw new ProjectException(python.Name, 1, "models in Python need dbt itself; this runner takes SQL. Rewrite it, or take it out of the model path.");
    }

    private void ReadSingularTests(PackageFolder package)
    {
        foreach (var file in package.Files(package.Project.TestPaths, ".sql").Except(GenericTestFiles(package)))
            AddCode(ResourceType.Test, file);
    }

    private void AddCode(ResourceType type, ProjectFile file)
    {
        if (string.IsNullOrWhiteSpace(file.Text))
            return;
        _draft.Add(new SqlNode
        {
            Type = type,
            UniqueId = $"{type.ToString().ToLowerInvariant()}.{file.Package.Name}.{file.Stem}",
            Name = file.Stem,
            Package = file.Package.Name,
            File = file.Name,
            Fqn = file.Fqn(file.Stem),
            RawCode = file.Text,
            Checksum = ProjectFile.Checksum(file.Text),
        });
    }

    private void ReadSnapshots(PackageFolder package)
    {
        foreach (var file in package.Files(package.Project.SnapshotPaths, ".sql"))
            foreach (var block in JinjaTemplate.Parse(file.Text, file.Name).Blocks.Where(block => block.Kind == "snapshot"))
                _draft.Add(new SqlNode
                {
                    Type = ResourceType.Snapshot,
                    UniqueId = $"snapshot.{package.Name}.{block.Name}",
                    Name = block.Name,
                    Package = package.Name,
                    File = file.Name,
                    Line = block.Line,
                    CodeLine = block.BodyLine,
                    Fqn = [.. file.Fqn(file.Stem), block.Name],
                    RawCode = block.Body,
                    Checksum = ProjectFile.Checksum(block.Body),
                });
    }

    private void ReadSeeds(PackageFolder package)
    {
        foreach (var file in package.Files(package.Project.SeedPaths, ".csv"))
            _draft.Add(new SqlNode
            {
                Type = ResourceType.Seed,
                UniqueId = $"seed.{package.Name}.{file.Stem}",
                Name = file.Stem,
                Package = package.Name,
                File = file.Name,
                Fqn = file.Fqn(file.Stem),
                RawCode = "",
                Checksum = ProjectFile.Checksum(file.Text),
            });
    }

    private void ReadRunHooks(string kind, IReadOnlyList<string> hooks)
    {
        foreach (var (index, hook) in hooks.Index())
        {
            var name = $"{_draft.Root.Name}-{kind}-{index}";
            _draft.Add(new SqlNode
            {
                Type = ResourceType.Operation,
                UniqueId = $"operation.{_draft.Root.Name}.{name}",
                Name = name,
                Package = _draft.Root.Name,
                File = DbtProject.FileName,
                Fqn = [_draft.Root.Name, "hooks", name],
                RawCode = hook,
                Checksum = ProjectFile.Checksum(hook),
                PropertyConfig = new NodeConfig(new JinjaDict { ["tags"] = new List<object?> { kind } }),
            });
        }
    }

    private static IEnumerable<ProjectFile> PropertyFiles(PackageFolder package)
    {
        var project = package.Project;
        var paths = project.ModelPaths.Concat(project.SeedPaths).Concat(project.SnapshotPaths).Concat(project.MacroPaths).Concat(project.TestPaths).Concat(project.AnalysisPaths);
        return package.Files(paths, ".yml", ".yaml");
    }

    /// <summary>A description with its <c>doc()</c> calls filled in.</summary>
    private string Documented(string text, string package, string file, int line)
    {
        if (!text.Contains("{{", StringComparison.Ordinal))
            return text;
        var scope = new JinjaScope
        {
            ["doc"] = new JinjaFunction("doc", arguments =>
            {
                var names = arguments.Positional.Select(JinjaText.Str).ToList();
                var candidates = names.Count == 2 ? [$"doc.{names[0]}.{names[1]}"] : new[] { package, _draft.Root.Name }.Select(owner => $"doc.{owner}.{names[0]}");
                return candidates.Select(id => _draft.Docs.GetValueOrDefault(id)).FirstOrDefault(doc => doc is not null)?.Text
                    ?? throw new WorkbookException($"there is no docs block '{names[^1]}'.{NearestName.Hint(names[^1], _draft.Docs.Values.Select(doc => doc.Name))}");
            }),
        };
        return JinjaTemplate.Parse(text, file, line).Render(scope);
    }
}
