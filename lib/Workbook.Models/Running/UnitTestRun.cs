using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Compilation;
using Workbook.Models.Context;
using Workbook.Models.Jinja;
using Workbook.Models.Project;

namespace Workbook.Models.Running;

/// <summary>Runs a model's SQL on rows given by hand, and compares what comes out with what is expected, as bags of rows.</summary>
internal static class UnitTestRun
{
    private const int ShownRows = 5;

    /// <summary>All that decides its outcome beside the model.</summary>
    public static string Identity(UnitTest test) =>
        $"{test.Given.Count} {string.Concat(test.Given.Append(test.Expect).Select(given => given.Input + given.Format + JinjaText.Str(given.Rows) + given.Fixture))} "
        + $"{JinjaText.Repr(test.MacroOverrides)} {JinjaText.Repr(test.VariableOverrides)} {JinjaText.Repr(test.EnvironmentOverrides)}";

    public static NodeOutcome Execute(NodeRun run, UnitTest test)
    {
        var model = (SqlNode)run.Project.Resource(test.DependsOn.Single());
        var given = test.Given.ToDictionary(input => input.Input.Trim() == "this" ? model.UniqueId : run.Project.FindNamed(input.Input, test).UniqueId, input => input, StringComparer.Ordinal);
        if (run.Project.Graph.Parents(model.UniqueId).Where(parent => !given.ContainsKey(parent)).ToList() is [var missing, ..])
            throw new ProjectException(test.File, test.Line, $"the unit test '{test.Name}' gives no rows for {missing}, which {model.Name} reads. Add it under 'given'; rows: [] for an empty one.");

        var substitutes = given.ToDictionary(entry => entry.Key, entry => Rows(run, test, entry.Value, Types(run, run.Project.Resource(entry.Key))), StringComparer.Ordinal);
        var isIncremental = test.MacroOverrides["is_incremental"] is true;
        var compiled = new ModelCompiler(run.Project, run.Invocation, run.Connection)
        {
            Substitute = resource => substitutes.GetValueOrDefault(resource.UniqueId),
            Override = context => AddOverrides(context, test),
        }.Compile(model, isIncremental);

        var sql = compiled.Sql.TrimEnd().TrimEnd(';');
        var produced = run.Connection.Query($"DESCRIBE SELECT * FROM ({sql}\n)", row => (Name: row.GetString(0), Type: row.GetString(1)));
        var expected = Rows(run, test, test.Expect, produced.ToDictionary(column => column.Name, column => column.Type, StringComparer.OrdinalIgnoreCase), onlyGiven: true);
        var columns = run.Connection.Query($"DESCRIBE SELECT * FROM {expected}", row => row.GetString(0));
        if (columns.Except(produced.Select(column => column.Name), StringComparer.OrdinalIgnoreCase).ToList() is [var unknown, ..])
            throw new ProjectException(test.File, test.Expect.Line, $"the unit test '{test.Name}' expects a column '{unknown}', which {model.Name} doesn't have.{NearestName.Hint(unknown, produced.Select(column => column.Name))}");
        return Compare(run.Connection, sql, expected, columns);
    }

    private static NodeOutcome Compare(DuckDBConnection connection, string sql, string expected, IReadOnlyList<string> columns)
    {
        var list = string.Join(", ", columns.Select(Sql.Identifier));
        var differences = connection.Query($"""
            WITH actual AS (SELECT {list} FROM ({sql}
            )), expected AS (SELECT {list} FROM {expected})
            SELECT 'missing' AS difference, row_to_json(missing)::VARCHAR FROM (FROM expected EXCEPT ALL FROM actual) AS missing
            UNION ALL
            SELECT 'unexpected', row_to_json(surplus)::VARCHAR FROM (FROM actual EXCEPT ALL FROM expected) AS surplus
            """, row => $"{row.GetString(0)}: {row.GetString(1)}");
        if (differences.Count == 0)
            return new NodeOutcome(NodeStatus.Pass, "PASS", 0, null);
        var shown = differences.Order(StringComparer.Ordinal).Take(ShownRows);
        var more = differences.Count > ShownRows ? $"\n  and {differences.Count - ShownRows} more" : "";
        return new NodeOutcome(NodeStatus.Fail, $"{differences.Count} rows differ from what is expected:\n  {string.Join("\n  ", shown)}{more}", differences.Count, null);
    }

    private static void AddOverrides(NodeContext context, UnitTest test)
    {
        foreach (var (name, value) in test.MacroOverrides)
            context.Override(JinjaText.Str(name), new JinjaFunction(JinjaText.Str(name), _ => value));
        if (test.VariableOverrides.Count > 0)
            context.OverrideLookup("var", test.VariableOverrides);
        if (test.EnvironmentOverrides.Count > 0)
            context.OverrideLookup("env_var", test.EnvironmentOverrides);
    }

    /// <summary>The columns of the real relation, as far as it is there.</summary>
    private static Dictionary<string, string> Types(NodeRun run, DbtResource resource)
    {
        var name = resource switch { SourceTable source => source.Sql, SqlNode { Relation: { } relation } => relation.ToString(), _ => null };
        try
        {
            return name is null ? [] : run.Connection.Query($"DESCRIBE SELECT * FROM {name}", row => (row.GetString(0), row.GetString(1)))
                .ToDictionary(column => column.Item1, column => column.Item2, StringComparer.OrdinalIgnoreCase);
        }
        catch (DuckDBException)
        {
            return [];
        }
    }

    /// <summary>Rows by hand as a subquery. Columns that are not given are NULL, of the relation's type.</summary>
    private static string Rows(NodeRun run, UnitTest test, UnitTestInput input, IReadOnlyDictionary<string, string> types, bool onlyGiven = false)
    {
        if (input.Format == "sql")
            return Invariant($"({input.Rows ?? Fixture(run, input, ".sql")})");
        var rows = input.Format == "csv" ? CsvRows((string?)input.Rows ?? Fixture(run, input, ".csv")) : (input.Rows as List<object?> ?? []).OfType<JinjaDict>().ToList();
        var given = rows.SelectMany(row => row.Keys).Select(JinjaText.Str).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (types.Count > 0 && given.FirstOrDefault(name => !types.ContainsKey(name)) is { } unknown)
            throw new ProjectException(test.File, input.Line, $"the unit test '{test.Name}' gives a column '{unknown}', which {(input.Input.Length > 0 ? input.Input : test.Model)} doesn't have.{NearestName.Hint(unknown, types.Keys)}");
        var columns = onlyGiven && given.Count > 0 ? given : given.Union(types.Keys, StringComparer.OrdinalIgnoreCase).ToList();
        if (columns.Count == 0)
            throw new ProjectException(test.File, input.Line, $"the unit test '{test.Name}' has no columns for {(input.Input.Length > 0 ? input.Input : "what it expects")}: give a row, or build the relation first.");

        var selects = rows.Select(row => $"select {string.Join(", ", columns.Select(column => $"{Value(row[column], types.GetValueOrDefault(column))} as {Sql.Identifier(column)}"))}");
        return rows.Count > 0
            ? $"({string.Join(" union all ", selects)})"
            : $"(select {string.Join(", ", columns.Select(column => $"{Value(null, types.GetValueOrDefault(column))} as {Sql.Identifier(column)}"))} where false)";
    }

    private static string Value(object? value, string? type)
    {
        var text = value switch
        {
            null => "null",
            bool flag => flag ? "true" : "false",
            string words => Sql.Literal(words),
            List<object?> or JinjaDict => Sql.Literal(ContextJson.Write(value)),
            var number => JinjaText.Str(number),
        };
        return type is null ? text : $"cast({text} as {type})";
    }

    private static string Fixture(NodeRun run, UnitTestInput input, string ending)
    {
        var name = input.Fixture ?? throw new WorkbookException($"Rows of format {input.Format} need 'rows' or 'fixture'.");
        return run.Project.Root.TestPaths.Select(path => Path.Combine(run.Project.Root.Folder, path, "fixtures", name + ending)).FirstOrDefault(File.Exists) is { } file
            ? File.ReadAllText(file)
            : throw new WorkbookException($"There is no fixture {name}{ending} in {string.Join(" or ", run.Project.Root.TestPaths)}/fixtures.");
    }

    private static List<JinjaDict> CsvRows(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var names = lines.Length == 0 ? [] : lines[0].Split(',', StringSplitOptions.TrimEntries);
        return
        [
            .. lines.Skip(1).Select(line =>
            {
                var row = new JinjaDict();
                foreach (var (name, value) in names.Zip(line.Split(',', StringSplitOptions.TrimEntries)))
                    row[name] = value.Length == 0 ? null : value.Trim('"');
                return row;
            }),
        ];
    }
}
