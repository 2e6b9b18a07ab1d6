namespace Workbook.Dedup.Matching;

/// <summary>
/// DuckDB's text distances count bytes, so that one letter of Greek is two mistakes. These count code points and give
/// DuckDB's results for ASCII; they are called where a text has other letters left after cleaning.
/// </summary>
internal static class EditDistance
{
    private const double PrefixWeight = 0.1;
    private const double BoostAbove = 0.7;

    public static int Levenshtein(string left, string right)
    {
        var (a, b) = WithoutCommonEnds(CodePoints(left), CodePoints(right));
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[^1];
    }

    /// <summary>The unrestricted distance, as DuckDB has it: what was swapped may be edited further.</summary>
    public static int Damerau(string left, string right)
    {
        var (a, b) = WithoutCommonEnds(CodePoints(left), CodePoints(right));
        if (a.Length == 0 || b.Length == 0)
            return Math.Max(a.Length, b.Length);
        var most = a.Length + b.Length;
        // One row and column more than usual, for swaps that reach back to before the start.
        var table = new int[a.Length + 2, b.Length + 2];
        table[0, 0] = most;
        for (var i = 0; i <= a.Length; i++)
            (table[i + 1, 0], table[i + 1, 1]) = (most, i);
        for (var j = 0; j <= b.Length; j++)
            (table[0, j + 1], table[1, j + 1]) = (most, j);
        var lastRow = new Dictionary<int, int>();
        for (var i = 1; i <= a.Length; i++)
        {
            var lastColumn = 0;
            for (var j = 1; j <= b.Length; j++)
            {
                var (row, column) = (lastRow.GetValueOrDefault(b[j - 1]), lastColumn);
                var same = a[i - 1] == b[j - 1];
                if (same)
                    lastColumn = j;
                var edit = Math.Min(table[i, j] + (same ? 0 : 1), Math.Min(table[i + 1, j], table[i, j + 1]) + 1);
                table[i + 1, j + 1] = Math.Min(edit, table[row, column] + (i - row - 1) + 1 + (j - column - 1));
            }
            lastRow[a[i - 1]] = i;
        }
        return table[a.Length + 1, b.Length + 1];
    }

    /// <summary>Jaro's similarity, raised by up to four common first letters where it is above 0.7.</summary>
    public static double JaroWinkler(string left, string right)
    {
        var (a, b) = (CodePoints(left), CodePoints(right));
        var jaro = Jaro(a, b);
        if (jaro <= BoostAbove)
            return jaro;
        var prefix = 0;
        while (prefix < Math.Min(4, Math.Min(a.Length, b.Length)) && a[prefix] == b[prefix])
            prefix++;
        return jaro + (prefix * PrefixWeight * (1 - jaro));
    }

    private static double Jaro(int[] a, int[] b)
    {
        if (a.Length == 0 || b.Length == 0)
            return 0;
        var reach = Math.Max(0, (Math.Max(a.Length, b.Length) / 2) - 1);
        var (inA, inB) = (new bool[a.Length], new bool[b.Length]);
        var matches = 0;
        for (var i = 0; i < a.Length; i++)
        {
            for (var j = Math.Max(0, i - reach); j < Math.Min(b.Length, i + reach + 1); j++)
            {
                if (inB[j] || a[i] != b[j])
                    continue;
                (inA[i], inB[j]) = (true, true);
                matches++;
                break;
            }
        }
        if (matches == 0)
            return 0;
        var (moved, next) = (0, 0);
        for (var i = 0; i < a.Length; i++)
        {
            if (!inA[i])
                continue;
            while (!inB[next])
                next++;
            if (a[i] != b[next++])
                moved++;
        }
        return (((double)matches / a.Length) + ((double)matches / b.Length) + ((double)(matches - (moved / 2)) / matches)) / 3;
    }

    /// <summary>What two texts begin and end with alike takes no edit.</summary>
    private static (int[] Left, int[] Right) WithoutCommonEnds(int[] left, int[] right)
    {
        var shorter = Math.Min(left.Length, right.Length);
        var (start, end) = (0, 0);
        while (start < shorter && left[start] == right[start])
            start++;
        while (end < shorter - start && left[^(end + 1)] == right[^(end + 1)])
            end++;
        return (left[start..^end], right[start..^end]);
    }

    private static int[] CodePoints(string text)
    {
        var points = new int[text.Length];
        var count = 0;
        foreach (var rune in text.EnumerateRunes())
            points[count++] = rune.Value;
        return count == points.Length ? points : points[..count];
    }
}
