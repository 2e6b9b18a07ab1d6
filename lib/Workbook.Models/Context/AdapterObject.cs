using Workbook.Database;
using Workbook.Models.Compilation;
using Workbook.Models.Jinja;
using Workbook.Models.Project;

namespace Workbook.Models.Context;

/// <summary><c>adapter</c> in templates. While a project is only read, its questions have empty answers.</summary>
internal sealed class AdapterObject(NodeContext context) : IJinjaObject
{
    public bool TryGetMember(string name, out object? value)
    {
        value = name switch
        {
            "dispatch" => new JinjaFunction(name, Dispatch),
            "get_columns_in_relation" => new JinjaFunction(name, call => Columns(call.Required(0, "relation"))),
            "get_missing_columns" => new JinjaFunction(name, call =>
            {
                var known = Columns(call.Required(1, "to_relation")).Cast<ColumnValue>().Select(column => column.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
                return Columns(call.Required(0, "from_relation")).Where(column => !known.Contains(((ColumnValue)column!).Name)).ToList();
            }),
            "get_relation" => new JinjaFunction(name, call => Relation(call.RequiredText(0, "database"), call.RequiredText(1, "schema"), call.RequiredText(2, "identifier"))),
            "already_exists" => new JinjaFunction(name, call => Relation(null, call.RequiredText(0, "schema"), call.RequiredText(1, "name")) is not null),
            "check_schema_exists" => new JinjaFunction(name, call => context.Connection?.Scalar<long>(
                "SELECT count(*) FROM duckdb_schemas() WHERE schema_name = $1", call.RequiredText(1, "schema")) > 0),
            "quote" or "quote_as_configured" => new JinjaFunction(name, call => Sql.Identifier(call.RequiredText(0, "identifier"))),
            "type" => new JinjaFunction(name, _ => "duckdb"),
            "create_schema" => Executing(name, call => $"CREATE SCHEMA IF NOT EXISTS {((RelationValue)call.Required(0, "relation")!).Relation.SchemaSql}"),
            "drop_schema" => Executing(name, call => $"DROP SCHEMA IF EXISTS {((RelationValue)call.Required(0, "relation")!).Relation.SchemaSql} CASCADE"),
            "drop_relation" => Executing(name, call => Drop((RelationValue)call.Required(0, "relation")!)),
            "move_file" => new JinjaFunction(name, MoveFile),
            "is_motherduck" => new JinjaFunction(name, _ => false),
            _ => null,
        };
        return value is not null;
    }

    /// <summary>
    /// <c>adapter.move_file(from, to)</c>: in one step, in place of what is there; the folder is made. SQL can't, nor can
    /// dbt: a macro that asks <c>adapter.move_file is defined</c> runs there too.
    /// </summary>
    private string MoveFile(JinjaArguments call)
    {
        if (context.Folder is not { } folder)
            return "";
        var (from, to) = (Path.GetFullPath(call.RequiredText(0, "from"), folder), Path.GetFullPath(call.RequiredText(1, "to"), folder));
        if (!File.Exists(from))
            throw call.Error($"adapter.move_file finds no file '{from}' to move to '{to}'.");
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Move(from, to, overwrite: true);
        return "";
    }

    private JinjaFunction Executing(string name, Func<JinjaArguments, string> sql) => new(name, call =>
    {
        context.Connection?.Execute(sql(call));
        return "";
    });

    private JinjaFunction Dispatch(JinjaArguments call)
    {
        var name = call.RequiredText(0, "macro_name");
        var package = call.Text(1, "macro_namespace");
        if (name.Split('.') is [var first, var second])
            (package, name) = (first, second);
        var macro = context.Macros.Dispatch(name, package)
            ?? throw call.Error($"adapter.dispatch finds no macro duckdb__{name} or default__{name}{(package is null ? "" : $" in {package}")}.");
        return new JinjaFunction(name, arguments => context.Call(macro, arguments));
    }

    private List<object?> Columns(object? relation)
    {
        if (context.Connection is not { } connection)
            return [];
        return
        [
            .. connection.Query(Invariant($"DESCRIBE SELECT * FROM {relation}"), row => (object?)new ColumnValue(row.GetString(0), row.GetString(1))),
        ];
    }

    private RelationValue? Relation(string? database, string schema, string name)
    {
        if (context.Connection is not { } connection)
            return null;
        var found = connection.Query("""
            SELECT database_name, 'table' AS kind FROM duckdb_tables() WHERE ($1 IS NULL OR database_name = $1) AND schema_name = $2 AND table_name = $3
            UNION ALL
            SELECT database_name, 'view' FROM duckdb_views() WHERE ($1 IS NULL OR database_name = $1) AND schema_name = $2 AND view_name = $3
            """, row => (row.GetString(0), row.GetString(1)), database, schema, name);
        return found is [var (owner, kind), ..]
            ? new RelationValue(new Relation(owner, schema, name), kind == "view" ? RelationKind.View : RelationKind.Table)
            : null;
    }

    private string Drop(RelationValue relation) =>
        $"DROP {(Relation(relation.Relation.Database, relation.Relation.Schema, relation.Relation.Name)?.Kind is RelationKind.View ? "VIEW" : "TABLE")} IF EXISTS {relation.Relation}";
}

/// <summary>A column as <c>adapter.get_columns_in_relation</c> gives it.</summary>
internal sealed class ColumnValue(string name, string type) : IJinjaObject
{
    public string Name => name;

    public bool TryGetMember(string member, out object? value)
    {
        value = member switch
        {
            "name" or "column" => name,
            "quoted" => Sql.Identifier(name),
            "data_type" or "dtype" => type,
            "is_string" => new JinjaFunction(member, _ => type.StartsWith("VARCHAR", StringComparison.Ordinal)),
            "is_numeric" => new JinjaFunction(member, _ => type.StartsWith("DECIMAL", StringComparison.Ordinal)),
            "is_integer" => new JinjaFunction(member, _ => type.EndsWith("INT", StringComparison.Ordinal) || type is "INTEGER"),
            "is_float" => new JinjaFunction(member, _ => type is "DOUBLE" or "FLOAT"),
            "is_number" => new JinjaFunction(member, _ => type.EndsWith("INT", StringComparison.Ordinal) || type is "INTEGER" or "DOUBLE" or "FLOAT" || type.StartsWith("DECIMAL", StringComparison.Ordinal)),
            _ => null,
        };
        return value is not null;
    }

    public override string ToString() => name;
}

/// <summary><c>api.Relation.create</c> and <c>api.Column.create</c>.</summary>
internal sealed class ApiObject : IJinjaObject
{
    public bool TryGetMember(string name, out object? value)
    {
        value = name switch
        {
            "Relation" => new JinjaDict
            {
                ["create"] = new JinjaFunction("create", call => new RelationValue(
                    new Relation(call.RequiredText(0, "database"), call.RequiredText(1, "schema"), call.RequiredText(2, "identifier")))),
            },
            "Column" => new JinjaDict
            {
                ["create"] = new JinjaFunction("create", call => new ColumnValue(call.RequiredText(0, "name"), call.RequiredText(1, "label_or_dtype"))),
                ["translate_type"] = new JinjaFunction("translate_type", call => call.RequiredText(0, "dtype")),
            },
            _ => null,
        };
        return value is not null;
    }
}

/// <summary><c>exceptions</c>: how a macro says what is wrong.</summary>
internal sealed class ExceptionsObject : IJinjaObject
{
    public bool TryGetMember(string name, out object? value)
    {
        value = name switch
        {
            "raise_compiler_error" or "raise_fail_fast_error" or "raise_parsing_error" => new JinjaFunction(name, call => throw call.Error(JinjaText.Str(call.At(0, "msg")))),
            "raise_not_implemented" => new JinjaFunction(name, call => throw call.Error($"not implemented: {JinjaText.Str(call.At(0, "msg"))}")),
            "warn" => new JinjaFunction(name, _ => ""),
            _ => null,
        };
        return value is not null;
    }
}

/// <summary><c>config(…)</c> sets while a project is read, and <c>config.get(…)</c> asks.</summary>
internal sealed class ConfigObject(Project.SqlNode node) : IJinjaObject, IJinjaCallable
{
    public object? Call(JinjaArguments arguments)
    {
        var values = arguments.Positional.Count == 1 && arguments.Positional[0] is JinjaDict dict ? dict.Copy() : new JinjaDict();
        foreach (var (name, value) in arguments.Named)
            values[name] = value;
        if (node.IsOpen)
            node.InlineConfig = node.InlineConfig.With(new Project.NodeConfig(values));
        return "";
    }

    public bool TryGetMember(string name, out object? value)
    {
        value = name switch
        {
            "get" => new JinjaFunction(name, call => Find(call) is { } found ? found : call.At(1, "default")),
            "require" => new JinjaFunction(name, call => Find(call) ?? throw call.Error($"the configuration '{call.RequiredText(0, "name")}' is required here and is not set.")),
            "set" => new JinjaFunction(name, _ => ""),
            "persist_relation_docs" or "persist_column_docs" => new JinjaFunction(name, _ => false),
            _ => null,
        };
        return value is not null;
    }

    private object? Find(JinjaArguments call)
    {
        var config = node.IsOpen ? node.PropertyConfig.With(node.InlineConfig) : node.Config;
        return config.Values[call.RequiredText(0, "name")];
    }
}
