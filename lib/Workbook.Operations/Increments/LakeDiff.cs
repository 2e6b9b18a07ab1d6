namespace Workbook.Operations.Increments;

/// <summary>A day of a table whose rows are not what they were.</summary>
/// <param name="Day">Null for the rows that belong to no day.</param>
public sealed record DayChange(string Table, DateOnly? Day, long RowsBefore, long RowsAfter);

/// <summary>What differs between two digests, by table and day; days that are alike are left out.</summary>
public sealed record LakeDiff(IReadOnlyList<DayChange> Changes)
{
    /// <summary>Whether both lakes have the same rows, technical columns aside.</summary>
    public bool IsEmpty => Changes.Count == 0;

    /// <summary>The days that changed in any table whose name begins so.</summary>
    public IReadOnlyList<DateOnly> Days(string prefix = "") =>
        [.. Changes.Where(change => change.Table.StartsWith(prefix, StringComparison.Ordinal)).Select(change => change.Day).OfType<DateOnly>().Distinct().Order()];

    /// <summary>Those that differ on any day, each once.</summary>
    public IReadOnlyList<string> Tables => [.. Changes.Select(change => change.Table).Distinct()];

    /// <summary>Which days of which tables have other rows after than before.</summary>
    public static LakeDiff Between(LakeDigest before, LakeDigest after)
    {
        var old = before.Days.ToDictionary(day => (day.Table, day.Day));
        var now = after.Days.ToDictionary(day => (day.Table, day.Day));
        return new LakeDiff([.. old.Keys.Union(now.Keys)
            .Where(key => old.GetValueOrDefault(key) != now.GetValueOrDefault(key))
            .OrderBy(key => key.Table, StringComparer.Ordinal).ThenBy(key => key.Day)
            .Select(key => new DayChange(key.Table, key.Day, old.GetValueOrDefault(key)?.Rows ?? 0, now.GetValueOrDefault(key)?.Rows ?? 0))]);
    }

    /// <summary>One line for each table: how many days changed, from when to when, and how many rows more or fewer.</summary>
    public override string ToString() => IsEmpty
        ? "no difference"
        : string.Join(Environment.NewLine, Changes.GroupBy(change => change.Table).Select(table =>
        {
            var days = table.Select(change => change.Day).OfType<DateOnly>().ToList();
            var when = days.Count == 0 ? "rows without a day" : days.Count == 1 ? Invariant($"{days[0]:yyyy-MM-dd}") : Invariant($"{days.Count:N0} days from {days.Min():yyyy-MM-dd} to {days.Max():yyyy-MM-dd}");
            return Invariant($"{table.Key}: {when}, {table.Sum(change => change.RowsAfter - change.RowsBefore):+#,0;-#,0;0} rows");
        }));
}
