using Workbook.Contracts;

namespace Workbook.Bronze.Inference;

/// <summary>Which columns name a row: all different and none missing, and called so, or first of all.</summary>
internal static class KeySearch
{
    /// <returns>The columns' names in the files; none where nothing is sure.</returns>
    public static IReadOnlyList<string> Of(SourceProfile profile)
    {
        var unique = profile.Columns.Where(column => column.Distinct.IsUnique is true && column.Values == profile.Rows && profile.Rows > 1 && column.Shape.Longest <= 64 && !(column.IsNumber && !column.Numbers.IsWhole)).Select(column => column.Name).ToList();
        return Chosen(unique, profile.Columns.Select(column => column.Name).ToList(), profile.Rows)
            ?? (profile.Pairs.Unique is var (first, second) && IsFull(first) && IsFull(second) ? [first, second] : []);

        bool IsFull(string name) => profile.Column(name).Values == profile.Rows;
    }

    public static IReadOnlyList<string> Of(IReadOnlyList<DeliveredColumn> columns)
    {
        var unique = columns.Where(column => column is { IsUnique: true, Rows: > 1, ContractType.Kind: ColumnKind.Int32 or ColumnKind.Int64 or ColumnKind.Text }).Select(column => column.Name).ToList();
        return Chosen(unique, columns.Select(column => column.Name).ToList(), columns.Count == 0 ? 0 : columns[0].Rows) ?? [];
    }

    /// <summary>In a small file much is unique by chance: there the name must say it, or the place.</summary>
    private static IReadOnlyList<string>? Chosen(List<string> unique, List<string> all, long rows) =>
        unique.FirstOrDefault(ColumnPairs.IsKeyName) is { } named ? [named]
        : unique.Count > 0 && unique[0] == all[0] ? [unique[0]]
        : unique.Count > 0 && rows >= ColumnInference.EnoughRows ? [unique[0]]
        : null;
}
