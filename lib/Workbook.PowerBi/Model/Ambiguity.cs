namespace Workbook.PowerBi.Model;

/// <summary>Power BI refuses a model in which a filter can reach a table in two ways.</summary>
internal static class Ambiguity
{
    /// <summary>Two tables with more than one active way between them; null where there are none.</summary>
    public static (string From, string To)? Find(IEnumerable<ModelRelationship> relationships)
    {
        var active = relationships.Where(edge => edge.IsActive).ToLookup(edge => edge.FromTable, edge => edge.ToTable);
        foreach (var start in active.Select(group => group.Key).Order(StringComparer.Ordinal))
        {
            var reached = new HashSet<string> { start };
            var queue = new Queue<string>([start]);
            while (queue.TryDequeue(out var table))
                foreach (var next in active[table])
                {
                    if (!reached.Add(next)) return (start, next);
                    queue.Enqueue(next);
                }
        }
        return null;
    }
}
