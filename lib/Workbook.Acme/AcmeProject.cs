using Workbook.Lake;
using Workbook.Models;
using Workbook.Models.Project;
using Workbook.Models.Running;

namespace Workbook.Acme;

/// <summary>
/// Acme's dbt project as it was at one time. Its history lies in <c>lib/acme</c>, a folder for each stage with the files
/// that changed; a stage is all folders up to its own, laid over each other. What is opened is a copy in the lake with the
/// tables of its day as seeds: yours to change and to break.
/// </summary>
public sealed class AcmeProject
{
    private const string StagesFolder = "lib/acme";

    private readonly string _stages;

    private AcmeProject(string stages, string stage, LakeFolder lake, AcmeOptions options) => (_stages, Stage, Lake, Options) = (stages, stage, lake, options);

    /// <summary>Such as <c>1_inherited</c>.</summary>
    public string Stage { get; }

    /// <summary>Its warehouse has the project's tables: <c>warehouse.marts.fct_daily_revenue</c>.</summary>
    public LakeFolder Lake { get; }

    /// <summary>
    /// What the company was generated with: the day, seed and scale given to <see cref="Open"/>, and the folders of its seeds and
    /// truth.
    /// </summary>
    public AcmeOptions Options { get; }

    /// <summary>The project's files: models, tests and seeds.</summary>
    public string Folder => FolderOf(Lake);

    /// <summary>What the walkthroughs' checks know: <c>_defects.jsonl</c> and <c>_identities.csv</c>.</summary>
    public string Truth => Options.Truth;

    /// <summary>A fresh copy of a stage, with its seeds; what was changed in an earlier copy is gone.</summary>
    /// <param name="root">The workbook's folder, or one in it.</param>
    /// <param name="stage">A folder of <c>lib/acme</c>, or the beginning of its name: <c>1</c>.</param>
    /// <param name="lake">Where the copy, the truth and the warehouse go.</param>
    /// <exception cref="WorkbookException">There is no such stage, or no <c>lib/acme</c>.</exception>
    public static AcmeProject Open(string root, string stage, LakeFolder lake, DateOnly today, ulong seed = 42, double scale = 1, CancellationToken cancel = default)
    {
        var stages = ShippedFolder.Find(root, StagesFolder)
            ?? throw new WorkbookException($"Acme's project, {StagesFolder}, is neither in {Path.GetFullPath(root)} nor above it. Go to the workbook's folder.");
        var name = Named(stages, stage);
        var options = new AcmeOptions { Output = Path.Combine(FolderOf(lake), "seeds"), Truth = Path.Combine(lake.Path, "truth"), Today = today, Seed = seed, Scale = scale };
        var project = new AcmeProject(stages, name, lake, options);
        Clear(project);
        foreach (var layer in Stages(stages).TakeWhile(candidate => string.CompareOrdinal(candidate, name) <= 0))
            project.Overlay(layer);
        AcmeCompany.Generate(options, cancel);
        return project;
    }

    /// <summary>Lays the files of a stage over these, as a commit would; other files stay as they are.</summary>
    /// <exception cref="WorkbookException">There is no such stage.</exception>
    public AcmeProject Apply(string stage)
    {
        Overlay(Named(_stages, stage));
        return this;
    }

    /// <summary>Changes one file of the copy, such as <c>models/marts/fct_daily_revenue.sql</c>.</summary>
    /// <exception cref="WorkbookException">The path leads out of the project.</exception>
    public void Write(string path, string text)
    {
        var file = Path.GetFullPath(Path.Combine(Folder, path));
        if (!file.StartsWith(Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new WorkbookException($"'{path}' is not in the project's folder {Folder}. Paths begin with models/, tests/ or macros/.");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text.TrimEnd() + "\n");
    }

    /// <summary>A file of the copy, as it is now.</summary>
    public string Read(string path) => File.ReadAllText(Path.Combine(Folder, path));

    /// <summary>The project as its files are now.</summary>
    public ModelProject Models => ModelProject.Read(ProjectOptions.InLake(Folder, Lake));

    /// <summary>Builds and tests what changed; a failed test is in the results and stops nothing.</summary>
    public ModelLayers Build(CancellationToken cancel = default)
    {
        var models = Models;
        var built = Run(models, new ModelRunOptions { ReuseUnchanged = true, ResourceTypes = ["model", "seed"] }, cancel);
        var tested = Run(models, new ModelRunOptions { ReuseUnchanged = true, Command = "test" }, cancel);
        return new ModelLayers(models, [.. built.Results, .. tested.Results]);
    }

    private RunSummary Run(ModelProject models, ModelRunOptions options, CancellationToken cancel)
    {
        var summary = ModelRunner.Run(models, options with { TargetPath = Lake.Artifacts }, cancel: cancel);
        cancel.ThrowIfCancellationRequested();
        return summary;
    }

    /// <summary>Only what an earlier copy left: the folder may be one that holds more.</summary>
    private static void Clear(AcmeProject project)
    {
        foreach (var folder in new[] { project.Folder, project.Truth, project.Lake.Artifacts }.Where(Directory.Exists))
            Directory.Delete(folder, recursive: true);
        foreach (var file in new[] { project.Lake.Warehouse, project.Lake.Warehouse + ".wal" }.Where(File.Exists))
            File.Delete(file);
    }

    private static string FolderOf(LakeFolder lake) => Path.Combine(lake.Path, "project");

    private static List<string> Stages(string folder) =>
        [.. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)).Where(name => char.IsAsciiDigit(name[0])).Order(StringComparer.Ordinal)];

    private static string Named(string stages, string stage)
    {
        var names = Stages(stages);
        return names.FirstOrDefault(name => name == stage || name.StartsWith($"{stage}_", StringComparison.Ordinal))
            ?? throw new WorkbookException($"Acme's project has no stage '{stage}'. There are {string.Join(", ", names)}.");
    }

    private void Overlay(string stage)
    {
        var from = Path.Combine(_stages, stage);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(Folder, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to, overwrite: true);
        }
    }
}
