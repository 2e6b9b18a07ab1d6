using System.CommandLine;
using Workbook.Lake;
using Workbook.Models;
using Workbook.Models.Project;
using Workbook.Models.Running;
using Workbook.Retail;

namespace Workbook.Cli.Commands;

/// <summary>The options that dbt's commands share, spelled as dbt spells them.</summary>
internal sealed class DbtOptions
{
    private readonly Option<string?> _projectDir = new("--project-dir") { Description = "The folder with dbt_project.yml; by default this one if it has it, else lib/dbt." };
    private readonly Option<string?> _profilesDir = new("--profiles-dir") { Description = "The folder with profiles.yml; by default the project's." };
    private readonly Option<string?> _target = new("--target", "-t") { Description = "The profile's target to build in." };
    private readonly Option<string> _lake = CommonOptions.Lake();
    private readonly Option<string?> _vars = new("--vars") { Description = "Variables as YAML or JSON: '{as_of: 2025-01-31}'." };
    private readonly Option<int?> _threads = new("--threads") { Description = "Models built at once.", Validators = { result => CommonOptions.RequireAtLeast(result, 1) } };
    private readonly Option<string?> _targetPath = new("--target-path") { Description = "Where artifacts and compiled SQL go; by default target in the project." };
    private readonly Option<string[]> _select = new("--select", "-s", "--models", "-m") { Description = "What to work on: name, +name, name+, @name, tag:x, path:x, source:x, state:modified, …; commas intersect.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string[]> _exclude = new("--exclude") { Description = "What to leave out, in the same language.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string[]> _types = new("--resource-type", "--resource-types") { Description = "Only these kinds: model, seed, snapshot, test, unit_test.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _state = new("--state") { Description = "A folder with the artifacts of an earlier run, for state: and result:." };

    public void AddProject(Command command)
    {
        foreach (var option in new Option[] { _projectDir, _profilesDir, _target, _lake, _vars, _threads, _targetPath })
            command.Options.Add(option);
    }

    public void AddSelection(Command command)
    {
        foreach (var option in new Option[] { _select, _exclude, _types, _state })
            command.Options.Add(option);
    }

    public ModelProject Read(ParseResult parsed, bool storeFailures = false)
    {
        var lake = new LakeFolder(parsed.GetValue(_lake)!);
        var profiles = parsed.GetValue(_profilesDir) is { } path ? Path.GetFullPath(path) : null;
        return ModelProject.Read(ProjectOptions.InLake(Folder(parsed) ?? RetailProject.FindModels("."), lake) with
        {
            ProfilesFolder = profiles,
            StoreFailures = storeFailures,
            Target = parsed.GetValue(_target),
            Threads = parsed.GetValue(_threads),
            Variables = ProjectVariables.Parse(parsed.GetValue(_vars)),
        });
    }

    public ModelRunOptions Run(ParseResult parsed, string command) => new()
    {
        Command = command,
        Select = parsed.GetValue(_select) ?? [],
        Exclude = parsed.GetValue(_exclude) ?? [],
        ResourceTypes = parsed.GetValue(_types) ?? [],
        State = parsed.GetValue(_state) is { } state ? Path.GetFullPath(state) : null,
        TargetPath = TargetPath(parsed),
    };

    /// <summary>Null for the project's own.</summary>
    public string? TargetPath(ParseResult parsed) => parsed.GetValue(_targetPath) is { } path
        ? Path.GetFullPath(path)
        : Folder(parsed) is null ? new LakeFolder(parsed.GetValue(_lake)!).Artifacts : null;

    /// <summary>Null for the retailer's.</summary>
    private string? Folder(ParseResult parsed) => parsed.GetValue(_projectDir) is { } named ? Path.GetFullPath(named) : File.Exists(DbtProject.FileName) ? Path.GetFullPath(".") : null;
}
