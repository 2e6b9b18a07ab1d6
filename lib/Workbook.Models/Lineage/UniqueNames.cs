namespace Workbook.Models.Lineage;

internal static class UniqueNames
{
    /// <summary>As the engine names the columns of a table made from a query that has one name several times: a, a_1, a_2.</summary>
    internal static List<string> Of(IEnumerable<string> names)
    {
        var seen = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var unique = new List<string>();
        foreach (var name in names)
        {
            var own = name;
            while (!seen.TryAdd(own, 1)) own = $"{name}_{seen[name]++}";
            unique.Add(own);
        }
        return unique;
    }
}
