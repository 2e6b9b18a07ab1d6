using System.Text.RegularExpressions;
using Workbook.Models.Compilation;
using Workbook.Models.Context;
using Workbook.Models.Jinja;
using Workbook.Models.Project;

namespace Workbook.Models.Reading;

/// <summary>A test of a property file as a node: its name as dbt makes it, its arguments apart from its configuration.</summary>
internal static partial class GenericTestNode
{
    private const int LongestName = 63;

    private static readonly string[] ConfigKeys =
    [
        "enabled", "severity", "tags", "where", "limit", "warn_if", "error_if", "fail_calc", "store_failures", "store_failures_as", "meta", "database", "schema", "alias",
    ];

    public static SqlNode Create(
        string test, YamlMap? given, string? column, DbtResource owner, string model, ProjectFile file, int line, Func<string, string> documented)
    {
        var (space, name) = test.Split('.') is [var first, var second] ? (first, second) : (null, test);
        var (arguments, config) = Split(given);
        if (column is not null)
            arguments["column_name"] = column;
        var synthetic = Synthetic(space, name, owner, arguments);
        var chosen = given?.Text("name") ?? synthetic;
        // A relation's name has a limit, a node's has none.
        if (chosen.Length > LongestName && config.Alias is null)
            config = new NodeConfig(new JinjaDict { ["alias"] = $"{$"{name}_{owner.Name}"[..Math.Min(30, name.Length + 1 + owner.Name.Length)]}_{Md5Text.Hash(synthetic)}" }).With(config);
        var identity = $"{owner.UniqueId} {synthetic} {JinjaText.Str(config.Values)} {chosen}";
        var invocation = $"{{{{ {(space is null ? "" : space + ".")}test_{name}(**_dbt_generic_test_kwargs) }}}}";
        return new SqlNode
        {
            Type = ResourceType.Test,
            UniqueId = $"test.{file.Package.Name}.{chosen}.{Md5Text.Hash(identity)[..10]}",
            Name = chosen,
            Package = file.Package.Name,
            File = file.Name,
            Line = line,
            CodeLine = line,
            Fqn = file.Fqn(chosen),
            RawCode = invocation,
            Checksum = ProjectFile.Checksum(invocation),
            Test = new GenericTest(space, name, arguments, column, owner.UniqueId, model),
            PropertyConfig = config,
            Description = given?.Text("description") is { } text ? documented(text) : "",
        };
    }

    private static (JinjaDict Arguments, NodeConfig Config) Split(YamlMap? given)
    {
        var (arguments, config) = (new JinjaDict(), new JinjaDict());
        if (given is null)
            return (arguments, NodeConfig.Empty);
        foreach (var (key, value) in given.ToDict())
        {
            var name = (string)key!;
            if (name is "name" or "description" or "test_name" or "config" or "arguments")
                continue;
            (ConfigKeys.Contains(name) ? config : arguments)[name] = value;
        }
        foreach (var (key, value) in given.Map("arguments")?.ToDict() ?? [])
            arguments[key] = value;
        return (arguments, new NodeConfig(config).With(new NodeConfig(given.Map("config")?.ToDict() ?? [])));
    }

    private static string Synthetic(string? space, string name, DbtResource owner, JinjaDict arguments)
    {
        var parts = arguments.OrderBy(argument => (string)argument.Key!, StringComparer.Ordinal).SelectMany(argument => Flat(argument.Value))
            .Select(value => NotInNames().Replace(JinjaText.Str(value), "_"));
        var target = owner is SourceTable table ? $"{table.SourceName}_{table.Name}" : owner.Name;
        return $"{(space is null ? "" : space + "_")}{(owner is SourceTable ? "source_" : "")}{name}_{target}_{string.Join("__", parts)}";
    }

    private static IEnumerable<object?> Flat(object? value) => value switch
    {
        JinjaDict map => map.Select(entry => entry.Value),
        List<object?> list => list,
        _ => [value],
    };

    [GeneratedRegex("[^0-9a-zA-Z_]+")]
    private static partial Regex NotInNames();
}
