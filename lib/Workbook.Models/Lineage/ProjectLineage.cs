using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Compilation;
using Workbook.Models.Context;
using Workbook.Models.Project;
using Workbook.Models.Running;

namespace Workbook.Models.Lineage;

/// <summary>Column lineage and impact of a project as it is written now; what it builds need not be there, its sources should.</summary>
public static class ProjectLineage
{
    /// <summary>Traces every column of the project from its source, by the SQL that the models compile to. What can't be traced is in the graph's gaps.</summary>
    /// <exception cref="WorkbookException">A model doesn't compile.</exception>
    public static LineageGraph Build(ModelProject project, TimeProvider? time = null)
    {
        using var database = RunDatabase.Open(project, 1);
        return Build(project, database.Main, new Invocation(Guid.NewGuid().ToString(), (time ?? TimeProvider.System).GetUtcNow().UtcDateTime, "lineage", false, _ => { }));
    }

    /// <param name="name">A model's name, or <c>source.table</c>, or a unique id.</param>
    /// <exception cref="WorkbookException">There is no such node or column; the message names the nearest.</exception>
    public static Impact Impact(ModelProject project, string name, string column)
    {
        var matching = project.Resources.Where(resource => resource.Type is ResourceType.Model or ResourceType.Seed or ResourceType.Snapshot or ResourceType.Source)
            .Where(resource => resource.UniqueId == name || resource.Name == name || resource is SourceTable source && $"{source.SourceName}.{source.Name}" == name).ToList();
        // A bare name means what the project makes rather than what it is made from.
        var node = matching.FirstOrDefault(resource => resource is not SourceTable) ?? matching.FirstOrDefault()
            ?? throw new WorkbookException($"There is no model, seed, snapshot or source '{name}'.{NearestName.Hint(name, project.Resources.Select(resource => resource.Name))}");
        var graph = Build(project);
        return graph.ColumnsOf(node.UniqueId).FirstOrDefault(known => string.Equals(known, column, StringComparison.OrdinalIgnoreCase)) is { } found
            ? graph.Impact(node.UniqueId, found)
            : throw new WorkbookException($"{node.UniqueId} has no column '{column}'; it has {string.Join(", ", graph.ColumnsOf(node.UniqueId))}.{NearestName.Hint(column, graph.ColumnsOf(node.UniqueId))}");
    }

    internal static LineageGraph Build(ModelProject project, DuckDBConnection connection, Invocation invocation)
    {
        // Sources by name: which columns a reader of files has is asked of the files below.
        var compiler = new ModelCompiler(project, invocation, connection) { Substitute = resource => resource is SourceTable source ? source.Relation.ToString() : null };
        return LineageGraph.Build(connection, project.Graph.Order.Select(project.Resource).Where(resource => resource is not UnitTest && resource.Type is not ResourceType.Operation)
            .Select(resource => resource switch
            {
                SourceTable source => new LineageNode(source.UniqueId, source.Relation, null, Columns(connection, source.Sql) ?? Written(source.Columns), []),
                SqlNode { Type: ResourceType.Seed } seed => new LineageNode(seed.UniqueId, seed.Relation, null, Columns(connection, seed.Relation!.ToString()) ?? Written(seed.Columns), []),
                SqlNode node => new LineageNode(node.UniqueId, node.Type == ResourceType.Test ? null : node.Relation, compiler.Compile(node).Sql, null, [.. node.DependsOn]),
                _ => new LineageNode(resource.UniqueId, null, null, null, [.. resource.DependsOn]),
            }));
    }

    private static List<string>? Columns(DuckDBConnection connection, string relation)
    {
        try
        {
            return connection.Query($"DESCRIBE SELECT * FROM {relation}", row => row.GetString(0));
        }
        catch (DuckDBException)
        {
            return null;
        }
    }

    private static List<string>? Written(IReadOnlyList<ColumnProperties> columns) => columns.Count == 0 ? null : [.. columns.Select(column => column.Name)];
}
