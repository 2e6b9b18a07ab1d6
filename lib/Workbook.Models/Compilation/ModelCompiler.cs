using DuckDB.NET.Data;
using Workbook.Models.Context;
using Workbook.Models.Project;

namespace Workbook.Models.Compilation;

/// <param name="Sql">Ready to run: references are names, ephemeral models stand before it as common table expressions.</param>
internal sealed record CompiledNode(SqlNode Node, string Sql, NodeContext Context);

/// <summary>Turns a node's code into SQL.</summary>
internal sealed class ModelCompiler(ModelProject project, Invocation invocation, DuckDBConnection connection)
{
    /// <summary>For unit tests: what stands for a relation instead.</summary>
    public Func<DbtResource, string?>? Substitute { get; init; }

    /// <summary>For unit tests: names that a template sees instead.</summary>
    public Action<NodeContext>? Override { get; init; }

    /// <param name="isIncremental">What <c>is_incremental()</c> says.</param>
    public CompiledNode Compile(SqlNode node, bool isIncremental = false)
    {
        var ephemerals = new Dictionary<string, SqlNode>(StringComparer.Ordinal);
        var context = Context(node, isIncremental, ephemerals);
        var body = Render(node, context);
        return new CompiledNode(node, WithEphemerals(body, ephemerals), context);
    }

    private NodeContext Context(SqlNode node, bool isIncremental, Dictionary<string, SqlNode> ephemerals)
    {
        var names = new ExecutionNames(isIncremental, reference => Reference(project.Find(reference, node), ephemerals), (source, table) => Source(project.FindSource(source, table, node)));
        var context = NodeContext.ForExecution(node, project, invocation, connection, names);
        if (Substitute?.Invoke(node) is { } own && node.Relation is { } relation)
            context.Add("this", new RelationValue(relation, text: own));
        Override?.Invoke(context);
        return context;
    }

    private static string Render(SqlNode node, NodeContext context)
    {
        if (node.Test is not null)
            TestArguments.Add(context);
        return context.Render(node.Template).Trim();
    }

    private RelationValue Reference(SqlNode target, Dictionary<string, SqlNode> ephemerals)
    {
        var name = target.Relation ?? new Relation(project.Profile.Database, project.Profile.Schema, target.Name);
        if (Substitute?.Invoke(target) is { } substitute)
            return new RelationValue(name, text: substitute);
        if (!target.IsEphemeral)
            return new RelationValue(name);
        ephemerals.TryAdd(target.UniqueId, target);
        return new RelationValue(name, text: CommonTable(target));
    }

    private RelationValue Source(SourceTable source) => new(source.Relation, text: Substitute?.Invoke(source) ?? source.ExternalLocation);

    private static string CommonTable(SqlNode ephemeral) => $"__dbt__cte__{ephemeral.Name}";

    /// <summary>Ephemeral models before the code, each after those that it uses itself.</summary>
    private string WithEphemerals(string body, Dictionary<string, SqlNode> used)
    {
        if (used.Count == 0)
            return body;
        var tables = new List<string>();
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var ephemeral in used.Values.ToList())
            Add(ephemeral);
        return LeadingWith.Insert(body, tables);

        void Add(SqlNode ephemeral)
        {
            if (!done.Add(ephemeral.UniqueId))
                return;
            var inner = new Dictionary<string, SqlNode>(StringComparer.Ordinal);
            var sql = Render(ephemeral, Context(ephemeral, false, inner));
            foreach (var deeper in inner.Values)
                Add(deeper);
            tables.Add($"{CommonTable(ephemeral)} as (\n{sql}\n)");
        }
    }
}
