using Workbook.Models.Compilation;
using Workbook.Models.Jinja;
using Workbook.Models.Project;

namespace Workbook.Models.Context;

/// <summary>What any template of a project may use, property and project files included.</summary>
internal static class BasicContext
{
    /// <summary>Of the dialect that the runner speaks; projects compare it.</summary>
    public const string DbtVersion = "1.10.0";

    public static JinjaScope Create(IReadOnlyDictionary<string, object?> variables, IReadOnlyDictionary<string, string> environment)
    {
        var scope = new JinjaScope
        {
            ["env_var"] = EnvironmentVariable(environment),
            ["var"] = new JinjaFunction("var", call => Variable(call, [variables])),
            ["return"] = JinjaReturn.Function,
            ["tojson"] = new JinjaFunction("tojson", call => ContextJson.Write(call.At(0, "value"), call.Flag(2, "sort_keys"))),
            ["fromjson"] = new JinjaFunction("fromjson", call => ContextJson.Read(call.RequiredText(0, "string"))),
            ["set"] = new JinjaFunction("set", call => JinjaValue.Items(call.Required(0, "value")).Distinct().ToList()),
            ["zip"] = new JinjaFunction("zip", Zip),
            ["local_md5"] = new JinjaFunction("local_md5", call => Md5Text.Hash(call.RequiredText(0, "value"))),
            ["dbt_version"] = DbtVersion,
            ["modules"] = new PythonModules(),
        };
        return scope;
    }

    /// <summary>With <c>target</c>, as property files are read.</summary>
    public static JinjaScope WithTarget(ProjectDraft draft)
    {
        var scope = Create(draft.Options.Variables, draft.Options.Environment);
        scope["var"] = new JinjaFunction("var", call => Variable(call, [draft.Options.Variables, .. Variables(draft.Root, draft.Root.Name)]));
        scope["target"] = Target(draft.Profile);
        return scope;
    }

    public static IEnumerable<IReadOnlyDictionary<string, object?>> Variables(DbtProject root, string package)
    {
        var all = root.Variables.ToDictionary(entry => JinjaText.Str(entry.Key), entry => entry.Value, StringComparer.Ordinal);
        if (all.GetValueOrDefault(package) is JinjaDict own)
            yield return own.ToDictionary(entry => JinjaText.Str(entry.Key), entry => entry.Value, StringComparer.Ordinal);
        yield return all;
    }

    public static JinjaDict Target(Profile profile)
    {
        var target = profile.Values.Copy();
        target["name"] = target["target_name"] = profile.Target;
        target["profile_name"] = profile.Name;
        target["schema"] = profile.Schema;
        target["database"] = profile.Database;
        target["threads"] = profile.Threads;
        target["type"] = "duckdb";
        return target;
    }

    /// <summary>The first layer that has it wins.</summary>
    public static object? Variable(JinjaArguments call, IReadOnlyList<IReadOnlyDictionary<string, object?>> layers)
    {
        var name = call.RequiredText(0, "name");
        foreach (var layer in layers)
            if (layer.TryGetValue(name, out var value))
                return value;
        return call.Has(1, "default")
            ? call.At(1, "default")
            : throw call.Error($"there is no variable '{name}'; give it in {DbtProject.FileName} below vars:, with --vars, or as var('{name}', default).{NearestName.Hint(name, layers.SelectMany(layer => layer.Keys))}");
    }

    private static JinjaFunction EnvironmentVariable(IReadOnlyDictionary<string, string> environment) => new("env_var", call =>
    {
        var name = call.RequiredText(0, "name");
        return environment.GetValueOrDefault(name) ?? Environment.GetEnvironmentVariable(name)
            ?? (call.Has(1, "default") ? call.At(1, "default") : throw call.Error($"the environment variable {name} is not set; set it, or give a default: env_var('{name}', '…')."));
    });

    private static List<object?> Zip(JinjaArguments call)
    {
        var lists = call.Positional.Select(JinjaValue.Items).ToList();
        return Enumerable.Range(0, lists.Count == 0 ? 0 : lists.Min(list => list.Count))
            .Select(index => (object?)new JinjaTuple([.. lists.Select(list => list[index])])).ToList();
    }
}
