namespace Workbook;

/// <summary>The known name a mistyped one was probably meant to be.</summary>
public static class NearestName
{
    /// <summary>" Did you mean 'ref'?", or nothing when no name is near.</summary>
    public static string Hint(string name, IEnumerable<string> known) => Find(name, known) is { } nearest ? $" Did you mean '{nearest}'?" : "";

    /// <summary>
    /// The first of those with the fewest edits, one for each three letters at most; null when none is near. Case
    /// counts for nothing.
    /// </summary>
    public static string? Find(string name, IEnumerable<string> known)
    {
        var limit = Math.Max(1, name.Length / 3);
        string? nearest = null;
        foreach (var candidate in known)
        {
            if (Math.Abs(candidate.Length - name.Length) > limit || candidate == name) continue;
            var distance = Distance(name, candidate, limit);
            if (distance > limit) continue;
            limit = distance - 1;
            nearest = candidate;
            if (distance == 1) break;
        }
        return nearest;
    }

    /// <summary>Insertions, deletions, replacements and swaps of neighbours; above the limit it only says so.</summary>
    private static int Distance(string a, string b, int limit)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) table[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) table[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var least = int.MaxValue;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
                var cost = Math.Min(Math.Min(table[i - 1, j], table[i, j - 1]) + 1, table[i - 1, j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) cost = Math.Min(cost, table[i - 2, j - 2] + 1);
                table[i, j] = cost;
                least = Math.Min(least, cost);
            }
            if (least > limit + 1) return limit + 1;
        }
        return table[a.Length, b.Length];
    }
}
