using Workbook.PowerBi.Tmdl;

namespace Workbook.PowerBi.Checks;

/// <summary>What the model's documents define. Names count without regard to case, as in Power BI.</summary>
internal sealed class ModelIndex
{
    public ModelIndex(ProjectFiles files)
    {
        foreach (var (file, nodes) in files.Tmdl)
            foreach (var node in nodes)
            {
                if (node.Keyword == "table")
                    Tables.TryAdd(node.Name!, (file, node));
                else if (node.Keyword == "role")
                    Roles.TryAdd(node.Name!, (file, node));
                else if (node.Keyword == "relationship")
                    Relationships.Add((file, node));
                else if (node.Keyword == "expression")
                    Expressions.Add(node.Name!);
            }
    }

    public Dictionary<string, (string File, TmdlNode Node)> Tables { get; } = new(StringComparer.OrdinalIgnoreCase);
    public Dictionary<string, (string File, TmdlNode Node)> Roles { get; } = new(StringComparer.OrdinalIgnoreCase);
    public List<(string File, TmdlNode Node)> Relationships { get; } = [];
    public HashSet<string> Expressions { get; } = [];

    public TmdlNode? Column(string table, string column) => Find(table, "column", column);

    public TmdlNode? Measure(string table, string measure) => Find(table, "measure", measure);

    public IEnumerable<(string File, TmdlNode Measure)> Measures => Tables.Values.SelectMany(table => table.Node.Objects("measure").Select(measure => (table.File, measure)));

    private TmdlNode? Find(string table, string kind, string name) =>
        Tables.TryGetValue(table, out var found) ? found.Node.Objects(kind).FirstOrDefault(own => string.Equals(own.Name, name, StringComparison.OrdinalIgnoreCase)) : null;
}
