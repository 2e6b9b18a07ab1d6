using DuckDB.NET.Data;
using Workbook.Models.Compilation;
using Workbook.Models.Jinja;
using Workbook.Models.Project;

namespace Workbook.Models.Context;

/// <summary>
/// The names that a node's code may use. The same while a project is read, when calls of <c>ref</c>, <c>source</c> and
/// <c>config</c> are only noted down, and while it is compiled, when they are answered.
/// </summary>
internal sealed class NodeContext
{
    private readonly Dictionary<string, JinjaScope> _macroScopes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, QueryTable?> _statements = new(StringComparer.Ordinal);
    private readonly MacroLibrary _macros;
    private readonly Dictionary<string, object?> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, object?> _overrides = new(StringComparer.Ordinal);

    private NodeContext(SqlNode node, MacroLibrary macros, JinjaScope basics)
    {
        (Node, _macros, Basics) = (node, macros, basics);
        _names["execute"] = false;
        _names["model"] = new LazyValue(() => NodeFacts.Of(node));
        _names["adapter"] = new AdapterObject(this);
        _names["api"] = new ApiObject();
        _names["exceptions"] = new ExceptionsObject();
        _names["run_query"] = new JinjaFunction("run_query", call => RunQuery(call.RequiredText(0, "sql")));
        _names["statement"] = new JinjaFunction("statement", Statement);
        _names["load_result"] = new JinjaFunction("load_result", call => _statements.GetValueOrDefault(call.RequiredText(0, "name")) is { } table
            ? new JinjaDict { ["table"] = table, ["data"] = table.TryGetMember("rows", out var rows) ? rows : null }
            : null);
        _names["config"] = new ConfigObject(node);
    }

    public SqlNode Node { get; }

    /// <summary>Null while the project is only read.</summary>
    public DuckDBConnection? Connection { get; private init; }

    /// <summary>The project's folder, from which relative paths go; null while the project is only read.</summary>
    public string? Folder { get; private init; }

    public JinjaScope Basics { get; }

    public MacroLibrary Macros => _macros;

    /// <summary>Notes down what the code refers to.</summary>
    public static NodeContext ForReading(SqlNode node, ProjectDraft draft)
    {
        var context = new NodeContext(node, draft.Macros, BasicNames(draft.Profile, draft.Root, draft.Options, node, new Invocation("", default, "parse", false, _ => { })));
        var placeholder = new RelationValue(new Relation(draft.Profile.Database, draft.Profile.Schema, node.Name));
        context.Add("this", placeholder);
        context.Add("is_incremental", new JinjaFunction("is_incremental", _ => false));
        context.Add("graph", new JinjaDict { ["nodes"] = new JinjaDict(), ["sources"] = new JinjaDict(), ["exposures"] = new JinjaDict() });
        context.Add("ref", new JinjaFunction("ref", call =>
        {
            node.References.Add(Reference(call));
            return placeholder;
        }));
        context.Add("source", new JinjaFunction("source", call =>
        {
            node.SourceCalls.Add((call.RequiredText(0, "source"), call.RequiredText(1, "table")));
            return placeholder;
        }));
        return context;
    }

    /// <summary>Answers from the project and, where templates ask for it, from the database.</summary>
    public static NodeContext ForExecution(SqlNode node, ModelProject project, Invocation invocation, DuckDBConnection connection, ExecutionNames names)
    {
        var context = new NodeContext(node, project.Macros, BasicNames(project.Profile, project.Root, project.Options, node, invocation)) { Connection = connection, Folder = project.Root.Folder };
        context.Add("execute", true);
        context.Add("this", node.Relation is { } relation ? new RelationValue(relation) : null);
        context.Add("is_incremental", new JinjaFunction("is_incremental", _ => names.IsIncremental));
        context.Add("graph", new LazyValue(() => project.TemplateGraph));
        context.Add("ref", new JinjaFunction("ref", call => names.Reference(Reference(call))));
        context.Add("source", new JinjaFunction("source", call => names.Source(call.RequiredText(0, "source"), call.RequiredText(1, "table"))));
        return context;
    }

    public void Add(string name, object? value) => _names[name] = value;

    /// <summary>Takes the place of whatever has the name, a project's macro too.</summary>
    public void Override(string name, object? value) => _overrides[name] = value;

    /// <summary>Some answers of a function such as <c>var</c>; for the others it is asked as before.</summary>
    public void OverrideLookup(string function, JinjaDict answers)
    {
        if (Basics.TryGet(function, out var original))
            Override(function, new JinjaFunction(function, call => answers.TryGet(call.At(0, "name"), out var value) ? value : ((IJinjaCallable)original!).Call(call)));
    }

    public string Render(JinjaTemplate template) => template.Render(ScopeOf(Node.Package));

    /// <summary>Calls a macro as if the node's code had.</summary>
    public object? Call(MacroDefinition macro, JinjaArguments arguments)
    {
        Node.Macros.Add(macro.UniqueId);
        return macro.Macro.Call(ScopeOf(macro.Package), arguments);
    }

    /// <summary>The names as a package's macros see them: a bare macro's name means their own package's first.</summary>
    public JinjaScope ScopeOf(string package)
    {
        if (_macroScopes.TryGetValue(package, out var scope))
            return scope;
        scope = new JinjaScope(Basics);
        foreach (var name in _macros.Packages)
            scope[name] = new MacroNamespace(this, name);
        foreach (var layer in new[] { MacroLibrary.BuiltIn, _macros.Root, package })
            foreach (var macro in _macros.OfPackage(layer)?.Values ?? [])
                scope[macro.Name] = new ContextMacro(this, macro);
        var own = new JinjaScope(scope);
        foreach (var (name, value) in _names)
            if (_macros.OfPackage(_macros.Root)?.ContainsKey(name) is not true)
                own[name] = value is LazyValue lazy ? lazy.Value : value;
        foreach (var (name, value) in _overrides)
            own[name] = value;
        own["builtins"] = new JinjaDict { ["ref"] = _names["ref"], ["source"] = _names["source"], ["config"] = _names["config"] };
        own["context"] = new ContextObject(own);
        return _macroScopes[package] = own;
    }

    private QueryTable? RunQuery(string sql) => Connection is null || string.IsNullOrWhiteSpace(sql) ? null : QueryTable.Run(Connection, sql);

    private string Statement(JinjaArguments call)
    {
        var sql = (call.Named.GetValueOrDefault("caller") as IJinjaCallable)?.Call(JinjaArguments.None)?.ToString() ?? "";
        if (Connection is not null && !string.IsNullOrWhiteSpace(sql))
        {
            var table = QueryTable.Run(Connection, sql);
            if (call.At(0, "name") is string name)
                _statements[name] = table;
        }
        return "";
    }

    private static ReferenceCall Reference(JinjaArguments call)
    {
        var version = (call.Named.GetValueOrDefault("v") ?? call.Named.GetValueOrDefault("version")) is { } given ? JinjaText.Str(given) : null;
        return call.Positional.Count > 1
            ? new ReferenceCall(call.RequiredText(0, "package"), call.RequiredText(1, "name"), version, call.File, call.Line)
            : new ReferenceCall(null, call.RequiredText(0, "name"), version, call.File, call.Line);
    }

    private static JinjaScope BasicNames(Profile profile, DbtProject root, ProjectOptions options, SqlNode node, Invocation invocation)
    {
        var scope = BasicContext.Create(options.Variables, options.Environment);
        var layers = new[] { options.Variables }.Concat(BasicContext.Variables(root, node.Package)).ToList();
        scope["var"] = new JinjaFunction("var", call => BasicContext.Variable(call, layers));
        scope["target"] = BasicContext.Target(profile);
        scope["project_name"] = root.Name;
        scope["schema"] = profile.Schema;
        scope["database"] = profile.Database;
        scope["invocation_id"] = invocation.Id;
        scope["run_started_at"] = invocation.StartedAt;
        scope["flags"] = new JinjaDict { ["FULL_REFRESH"] = invocation.FullRefresh, ["WHICH"] = invocation.Command };
        scope["invocation_args_dict"] = new JinjaDict { ["which"] = invocation.Command };
        scope["dbt_metadata_envs"] = new JinjaDict();
        scope["log"] = new JinjaFunction("log", call =>
        {
            if (call.Flag(1, "info"))
                invocation.Log(JinjaText.Str(call.At(0, "msg")));
            return "";
        });
        scope["print"] = new JinjaFunction("print", call =>
        {
            invocation.Log(JinjaText.Str(call.At(0, "msg")));
            return "";
        });
        return scope;
    }

    /// <summary>Made when a template's scope first needs it.</summary>
    private sealed class LazyValue(Func<object?> make)
    {
        private object? _value;

        public object? Value => _value ??= make();
    }

    private sealed class ContextMacro(NodeContext context, MacroDefinition macro) : IJinjaCallable
    {
        public object? Call(JinjaArguments arguments) => context.Call(macro, arguments);

        public override string ToString() => $"<macro {macro.Name}>";
    }

    private sealed class MacroNamespace(NodeContext context, string package) : IJinjaObject
    {
        public bool TryGetMember(string name, out object? value)
        {
            value = context._macros.OfPackage(package)?.GetValueOrDefault(name) is { } macro ? new ContextMacro(context, macro) : null;
            return value is not null;
        }
    }

    /// <summary><c>context['name']</c>: whatever a template could name.</summary>
    private sealed class ContextObject(JinjaScope scope) : IJinjaObject
    {
        public bool TryGetMember(string name, out object? value)
        {
            if (name == "get")
            {
                value = new JinjaFunction("get", call => scope.TryGet(call.RequiredText(0, "name"), out var found) ? found : call.At(1, "default"));
                return true;
            }
            return scope.TryGet(name, out value);
        }
    }
}

/// <summary>How a node that is compiled sees its neighbours.</summary>
internal sealed record ExecutionNames(bool IsIncremental, Func<ReferenceCall, object?> Reference, Func<string, string, object?> Source);
