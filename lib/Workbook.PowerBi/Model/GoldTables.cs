using Workbook.Database;
using Workbook.Lake;
using Workbook.Models.Project;

namespace Workbook.PowerBi.Model;

/// <summary>The tables that lie in a lake's gold folder, with what the models' files say about them.</summary>
internal sealed class GoldTables
{
    private readonly Dictionary<string, GoldTable> _tables;

    private GoldTables(IEnumerable<GoldTable> tables) => _tables = tables.ToDictionary(table => table.Name);

    public IEnumerable<GoldTable> All => _tables.Values;

    /// <summary>Null where gold has no Parquet files for it.</summary>
    public GoldTable? Find(string name) => _tables.GetValueOrDefault(name);

    /// <exception cref="WorkbookException">There is no gold, or it lies otherwise than the queries would read it.</exception>
    public static GoldTables Read(LakeConnection lake, ModelProject project)
    {
        var folder = lake.Lake.Gold;
        // The queries read a table's files side by side, not what lies in folders below.
        var tables = Directory.Exists(folder)
            ? Directory.GetDirectories(folder).Where(table => Directory.EnumerateFiles(table, "*.parquet").Any()).Select(table => Path.GetFileName(table)!).Order(StringComparer.Ordinal).ToList()
            : [];
        if (tables.Count == 0)
            throw new WorkbookException($"There are no tables' folders with Parquet files in '{folder}'. Build gold with 'workbook run', or name another lake (--lake).");
        return new GoldTables(tables.Select(name => Table(lake, project, name)));
    }

    /// <summary>What the models' files say about a table or view; null where they don't know it.</summary>
    public static SqlNode? Node(ModelProject project, string name) =>
        project.Nodes.Values.FirstOrDefault(node => node.Type == ResourceType.Model && node.Name == name);

    private static GoldTable Table(LakeConnection lake, ModelProject project, string name)
    {
        var node = Node(project, name);
        var described = node?.Columns.ToDictionary(column => column.Name) ?? [];
        var columns = lake.Connection.Query($"DESCRIBE gold.{Sql.Identifier(name)}", row => (Name: row.GetString(0), Type: row.GetString(1)));
        return new GoldTable(name, node?.Description ?? "", [.. columns.Select(column => new GoldColumn(
            column.Name,
            GoldTypes.Kind(name, column.Name, column.Type),
            described.GetValueOrDefault(column.Name)?.Description ?? "",
            described.GetValueOrDefault(column.Name)?.Constraints.Any(constraint => constraint.Type == "not_null") != true))]);
    }
}

internal sealed record GoldTable(string Name, string Description, IReadOnlyList<GoldColumn> Columns);

internal sealed record GoldColumn(string Name, ModelDataType Kind, string Description, bool IsNullable);
