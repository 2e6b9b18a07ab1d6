using Workbook.Models.Compilation;
using Workbook.Models.Context;
using Workbook.Models.Jinja;
using Workbook.Models.Project;

namespace Workbook.Models.Reading;

/// <summary>Property files: what they say of models, seeds, snapshots, sources, exposures, macros and unit tests.</summary>
/// <param name="documented">Fills in a description: text, package, file, line.</param>
internal sealed class PropertyReader(ProjectDraft draft, PackageFolder package, Func<string, string, string, int, string> documented)
{
    private readonly JinjaScope _scope = BasicContext.WithTarget(draft);

    public void Read(IEnumerable<ProjectFile> files)
    {
        foreach (var file in files)
        {
            if (YamlMap.Parse(file.Text, file.Name) is not { } yaml)
                continue;
            foreach (var section in new[] { "models", "seeds", "analyses" })
                foreach (var entry in yaml.Maps(section))
                    Describe(section, entry, file);
            foreach (var entry in yaml.Maps("snapshots"))
                Snapshot(entry, file);
            foreach (var entry in yaml.Maps("sources"))
                new SourceReader(draft, package, this).Read(entry, file);
            foreach (var entry in yaml.Maps("exposures"))
                Exposure(entry, file);
            foreach (var entry in yaml.Maps("macros"))
                Macro(entry);
            foreach (var entry in yaml.Maps("unit_tests"))
                UnitTest(entry, file);
            foreach (var entry in yaml.Maps("data_tests").Concat(yaml.Maps("tests")))
                SingularTest(entry);
        }
    }

    public string Description(YamlMap entry) =>
        entry.Text("description") is { } text ? documented(text, package.Name, entry.File, entry.LineOf("description")) : "";

    /// <summary>What stands below <c>config:</c>, templates in it rendered.</summary>
    public NodeConfig Config(YamlMap entry)
    {
        var config = entry.Map("config") is { } map ? new NodeConfig((JinjaDict)Rendered(map.ToDict(), map)!) : NodeConfig.Empty;
        var direct = new JinjaDict();
        foreach (var key in new[] { "tags", "meta", "enabled", "access", "group", "docs" })
            if (entry.Has(key))
                direct[key] = Rendered(entry.Value(key), entry);
        return new NodeConfig(direct).With(config);
    }

    public IReadOnlyList<ColumnProperties> Columns(YamlMap entry) => [.. entry.Maps("columns").Select(Column)];

    public object? Rendered(object? value, YamlMap at) => value switch
    {
        JinjaDict map => RenderedMap(map, at),
        List<object?> list => list.Select(item => Rendered(item, at)).ToList(),
        string text when text.Contains("{{", StringComparison.Ordinal) => JinjaExpression.RenderNative(text, _scope, at.File, at.Line),
        _ => value,
    };

    /// <summary>The tests below a model, source or one of their columns.</summary>
    public void Tests(YamlMap entry, string? column, DbtResource owner, string model, ProjectFile file)
    {
        foreach (var key in new[] { "tests", "data_tests" })
            foreach (var (name, arguments, line) in entry.Named(key))
                draft.Add(GenericTestNode.Create(name, arguments, column, owner, model, file, line, text => documented(text, package.Name, file.Name, line)));
    }

    private JinjaDict RenderedMap(JinjaDict map, YamlMap at)
    {
        var rendered = new JinjaDict();
        foreach (var (key, value) in map)
            rendered[key] = key is "pre-hook" or "post-hook" or "pre_hook" or "post_hook" ? value : Rendered(value, at);
        return rendered;
    }

    private void Describe(string section, YamlMap entry, ProjectFile file)
    {
        var name = entry.RequiredText("name");
        var type = section switch { "models" => "model", "seeds" => "seed", _ => "analysis" };
        if (draft.Nodes.GetValueOrDefault($"{type}.{package.Name}.{name}") is not { } node)
        {
            var known = draft.Nodes.Values.Where(candidate => candidate.UniqueId.StartsWith(type + ".", StringComparison.Ordinal)).Select(candidate => candidate.Name);
            draft.Warnings.Add($"{file.Name}:{entry.Line}: there is no {type} '{name}'; what is said of it is left out.{NearestName.Hint(name, known)}");
            return;
        }
        Patch(node, entry, file);
    }

    private void Patch(SqlNode node, YamlMap entry, ProjectFile file)
    {
        if (node.PatchFile is { } other)
            throw new ProjectException(file.Name, entry.Line, $"'{node.Name}' is described already, in {other}. Keep one of the two entries.");
        node.PatchFile = file.Name;
        node.Description = Description(entry);
        node.PropertyConfig = Config(entry);
        node.Columns = Columns(entry);
        if (entry.Has("constraints"))
            node.PropertyConfig = node.PropertyConfig.With(new NodeConfig(new JinjaDict { ["constraints"] = entry.Value("constraints") }));
        if (node.Type == ResourceType.Analysis)
            return;
        var model = $"ref('{node.Name}')";
        Tests(entry, null, node, model, file);
        foreach (var column in entry.Maps("columns"))
            Tests(column, column.RequiredText("name"), node, model, file);
    }

    private ColumnProperties Column(YamlMap column)
    {
        var config = Config(column);
        return new ColumnProperties(column.RequiredText("name"))
        {
            Description = Description(column),
            DataType = column.Text("data_type"),
            Tags = config.Tags,
            Meta = config.Meta,
            Quote = column.Value("quote") is true,
            Constraints = [.. column.Maps("constraints").Select(item => new ColumnConstraint(item.RequiredText("type"), item.Text("expression"), item.Text("name")))],
        };
    }

    /// <summary>Of a snapshot block, or the snapshot itself: <c>relation</c> names what is watched.</summary>
    private void Snapshot(YamlMap entry, ProjectFile file)
    {
        var name = entry.RequiredText("name");
        if (!draft.Nodes.TryGetValue($"snapshot.{package.Name}.{name}", out var node))
        {
            var relation = entry.Text("relation")
                ?? throw new ProjectException(file.Name, entry.Line, $"there is no snapshot '{name}', and without 'relation' this entry makes none. Give it relation: ref('…').");
            var code = $"select * from {{{{ {relation} }}}}";
            node = new SqlNode
            {
                Type = ResourceType.Snapshot,
                UniqueId = $"snapshot.{package.Name}.{name}",
                Name = name,
                Package = package.Name,
                File = file.Name,
                Line = entry.Line,
                CodeLine = entry.LineOf("relation"),
                Fqn = file.Fqn(name),
                RawCode = code,
                Checksum = ProjectFile.Checksum(code),
            };
            draft.Add(node);
        }
        Patch(node, entry, file);
    }

    private void Exposure(YamlMap entry, ProjectFile file)
    {
        var name = entry.RequiredText("name");
        var exposure = new Exposure
        {
            Type = ResourceType.Exposure,
            UniqueId = $"exposure.{package.Name}.{name}",
            Name = name,
            Package = package.Name,
            File = file.Name,
            Line = entry.Line,
            Fqn = file.Fqn(name),
            Kind = entry.RequiredText("type"),
            Label = entry.Text("label"),
            Url = entry.Text("url"),
            Maturity = entry.Text("maturity"),
            OwnerName = entry.Map("owner")?.Text("name"),
            OwnerEmail = entry.Map("owner")?.Text("email"),
            References = entry.Texts("depends_on"),
            Description = Description(entry),
            Config = Config(entry),
        };
        draft.Exposures[exposure.UniqueId] = exposure;
    }

    private void Macro(YamlMap entry)
    {
        var arguments = entry.Maps("arguments").Select(argument => new MacroArgument(argument.RequiredText("name"), argument.Text("type"), Description(argument))).ToList();
        draft.Macros.Describe(package.Name, entry.RequiredText("name"), macro => macro with { Description = Description(entry), Arguments = arguments, PatchFile = entry.File });
    }

    private void SingularTest(YamlMap entry)
    {
        if (draft.Nodes.GetValueOrDefault($"test.{package.Name}.{entry.Text("name")}") is not { } node)
            return;
        node.Description = Description(entry);
        node.PropertyConfig = Config(entry);
        node.PatchFile = entry.File;
    }

    private void UnitTest(YamlMap entry, ProjectFile file)
    {
        var name = entry.RequiredText("name");
        var model = entry.RequiredText("model");
        var overrides = entry.Map("overrides");
        var expect = entry.Map("expect") ?? throw new ProjectException(file.Name, entry.Line, $"the unit test '{name}' doesn't say what it expects: add 'expect' with 'rows'.");
        var test = new UnitTest
        {
            Type = ResourceType.UnitTest,
            UniqueId = $"unit_test.{package.Name}.{model}.{name}",
            Name = name,
            Package = package.Name,
            File = file.Name,
            Line = entry.Line,
            Fqn = [.. file.Fqn(model), name],
            Model = model,
            Given = [.. entry.Maps("given").Select(given => Rows(given, given.RequiredText("input")))],
            Expect = Rows(expect, ""),
            MacroOverrides = overrides?.Map("macros")?.ToDict() ?? [],
            VariableOverrides = overrides?.Map("vars")?.ToDict() ?? [],
            EnvironmentOverrides = overrides?.Map("env_vars")?.ToDict() ?? [],
            Description = Description(entry),
            Config = Config(entry),
        };
        if (!draft.UnitTests.TryAdd(test.UniqueId, test))
            throw new ProjectException(file.Name, entry.Line, $"the unit test '{name}' of '{model}' exists already. Rename one of them.");
    }

    private static UnitTestInput Rows(YamlMap entry, string input) =>
        new(input, entry.Text("format") ?? "dict", entry.Value("rows"), entry.Text("fixture"), entry.Line);
}
