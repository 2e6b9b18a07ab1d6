using Workbook.Models.Jinja;

namespace Workbook.Models.Project;

/// <summary>A macro or a generic test of a package, and what a property file says of it.</summary>
/// <param name="Package">dbt's <c>package_name</c>.</param>
/// <param name="Macro">As parsed, to be called.</param>
/// <param name="Name">As it is called: a generic test's begins with <c>test_</c>.</param>
/// <param name="File">Relative to the project; for one of the runner's own its path in the library, <c>Macros/dbt/names.sql</c>.</param>
/// <param name="Line">Of its opening tag, from 1.</param>
/// <param name="Source">dbt's <c>macro_sql</c>: the whole block, tags included.</param>
public sealed record MacroDefinition(string Package, JinjaMacro Macro, string Name, string File, int Line, string Source)
{
    /// <summary>dbt's <c>unique_id</c>: <c>macro.retail.cents_to_euro</c>.</summary>
    public string UniqueId => $"macro.{Package}.{Name}";

    /// <summary>dbt's <c>description</c>; empty where there is none.</summary>
    public string Description { get; init; } = "";

    /// <summary>dbt's <c>arguments</c>, as described; empty where nobody did, whatever parameters the macro has.</summary>
    public IReadOnlyList<MacroArgument> Arguments { get; init; } = [];

    /// <summary>The property file that describes it; null where none does.</summary>
    public string? PatchFile { get; init; }
}

/// <summary>All macros, by package. The runner's own stand last, in the packages <c>dbt</c> and <c>dbt_utils</c>.</summary>
public sealed class MacroLibrary
{
    /// <summary>The package with dbt's own macros; the last to be asked.</summary>
    public const string BuiltIn = "dbt";

    private readonly Dictionary<string, Dictionary<string, MacroDefinition>> _packages = new(StringComparer.Ordinal);
    private readonly string _root;

    internal MacroLibrary(string root)
    {
        _root = root;
        AddBuiltIn("dbt");
        AddBuiltIn("dbt_utils");
    }

    /// <summary>The root project's package, whose macros come before those of <see cref="BuiltIn"/>.</summary>
    public string Root => _root;

    /// <summary>Package by package, those that another one hides among them.</summary>
    public IEnumerable<MacroDefinition> All => _packages.Values.SelectMany(package => package.Values);

    /// <summary>The names of the packages that have macros, the runner's own first.</summary>
    public IEnumerable<string> Packages => _packages.Keys;

    /// <summary>Reads a file's macros, tests and materializations; a macro of a root project may take the place of any other.</summary>
    /// <exception cref="ProjectException">Two macros of a package have the same name.</exception>
    internal void Add(string package, string file, string text)
    {
        foreach (var block in JinjaTemplate.Parse(text, file).Blocks)
        {
            if (block.Kind is "materialization")
                throw new ProjectException(file, block.Line, $"the materialization '{block.Name}' is the project's own; this runner has view, table, incremental, ephemeral, external and snapshot. Configure one of these.");
            if (block.Kind is not ("macro" or "test" or "data_test"))
                continue;
            var name = block.Kind == "macro" ? block.Name : $"test_{block.Name}";
            var macros = Package(package);
            if (macros.TryGetValue(name, out var other) && other.File != file && package is not (BuiltIn or "dbt_utils"))
                throw new ProjectException(file, block.Line, $"the macro '{name}' exists already, in {other.File}:{other.Line}. Rename one of them.");
            macros[name] = new MacroDefinition(package, block.Macro!, name, file, block.Line, block.Source);
        }
    }

    internal void Describe(string package, string name, Func<MacroDefinition, MacroDefinition> describe)
    {
        if (Package(package).TryGetValue(name, out var macro) || Package(package).TryGetValue($"test_{name}", out macro))
            _packages[package][macro.Name] = describe(macro);
    }

    /// <summary>By the names that they are called by; null for a package without macros.</summary>
    public IReadOnlyDictionary<string, MacroDefinition>? OfPackage(string package) => _packages.GetValueOrDefault(package);

    /// <summary>The macro that a bare name means within a package.</summary>
    public MacroDefinition? Find(string name, string package) =>
        new[] { package, _root, BuiltIn }.Select(candidate => _packages.GetValueOrDefault(candidate)?.GetValueOrDefault(name)).FirstOrDefault(macro => macro is not null);

    /// <summary>As <c>adapter.dispatch</c> looks: <c>duckdb__x</c>, then <c>default__x</c>, in the root before the package.</summary>
    public MacroDefinition? Dispatch(string name, string? package)
    {
        var packages = package is null ? [_root, BuiltIn] : new[] { _root, package, BuiltIn };
        return packages.SelectMany(candidate => new[] { $"duckdb__{name}", $"default__{name}" }.Select(prefixed => _packages.GetValueOrDefault(candidate)?.GetValueOrDefault(prefixed)))
            .Concat(packages.Select(candidate => _packages.GetValueOrDefault(candidate)?.GetValueOrDefault(name)))
            .FirstOrDefault(macro => macro is not null);
    }

    private Dictionary<string, MacroDefinition> Package(string name) =>
        _packages.TryGetValue(name, out var macros) ? macros : _packages[name] = new(StringComparer.Ordinal);

    private void AddBuiltIn(string package)
    {
        var assembly = typeof(MacroLibrary).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith($"Macros/{package}/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            Add(package, resource, reader.ReadToEnd());
        }
    }
}
