namespace Workbook.Notebooks.Documents;

internal enum LineChange { Same, Removed, Added }

internal static class LineDiff
{
    /// <summary>
    /// The longest common subsequence, removals before additions. The table is |a|·|b|: ends that are equal are put aside first,
    /// and what remains of a cell is small.
    /// </summary>
    public static List<(LineChange Change, T Item)> Of<T>(IReadOnlyList<T> former, IReadOnlyList<T> now, Func<T, T, bool> equal)
    {
        var (head, tail, shorter) = (0, 0, Math.Min(former.Count, now.Count));
        while (head < shorter && equal(former[head], now[head]))
            head++;
        while (tail < shorter - head && equal(former[^(tail + 1)], now[^(tail + 1)]))
            tail++;
        var (rows, columns) = (former.Count - head - tail, now.Count - head - tail);
        var longest = new int[rows + 1, columns + 1];
        for (var row = rows - 1; row >= 0; row--)
            for (var column = columns - 1; column >= 0; column--)
                longest[row, column] = equal(former[head + row], now[head + column])
                    ? longest[row + 1, column + 1] + 1
                    : Math.Max(longest[row + 1, column], longest[row, column + 1]);

        var changes = now.Take(head).Select(item => (LineChange.Same, item)).ToList();
        for (int row = 0, column = 0; row < rows || column < columns;)
        {
            if (row < rows && column < columns && equal(former[head + row], now[head + column]))
            {
                changes.Add((LineChange.Same, now[head + column]));
                (row, column) = (row + 1, column + 1);
            }
            else if (row < rows && (column == columns || longest[row + 1, column] >= longest[row, column + 1]))
                changes.Add((LineChange.Removed, former[head + row++]));
            else
                changes.Add((LineChange.Added, now[head + column++]));
        }
        changes.AddRange(now.Skip(now.Count - tail).Select(item => (LineChange.Same, item)));
        return changes;
    }
}
