namespace Workbook.Contracts.Comparison;

/// <summary>What changed of the columns.</summary>
internal static class ColumnChanges
{
    private const ContractParty Nobody = ContractParty.Nobody, Deliverers = ContractParty.Deliverers, Readers = ContractParty.Readers, Both = ContractParty.Both;

    private enum Place
    {
        Row,
        Later,
        Path,
    }

    public static IEnumerable<ContractChange> Between(SourceContract old, SourceContract now)
    {
        var (before, after) = (All(old), All(now));
        var removed = before.Where(column => after.All(other => other.Column.Name != column.Column.Name)).ToList();
        var added = after.Where(column => before.All(other => other.Column.Name != column.Column.Name)).ToList();
        foreach (var gone in removed)
        {
            if (added.FirstOrDefault(come => MayBe(gone, come)) is { } twin)
            {
                added.Remove(twin);
                yield return ContractChange.Of(gone.Column.Name, IsSameInFiles(gone, twin) ? "renamed" : "renamed, it seems", gone.Column.Name, twin.Column.Name, IsSameInFiles(gone, twin) ? Readers : Both);
                foreach (var change in Between(now, gone, twin))
                    yield return change;
            }
            else
            {
                yield return ContractChange.Of(gone.Column.Name, "column removed", gone.Column.Type.SqlName, null, gone.Place == Place.Path || TakesUnknown(now) ? Readers : Both);
            }
        }
        foreach (var (column, place, _, _) in added)
            yield return ContractChange.Of(column.Name, place switch
            {
                Place.Path => "column added, of the folder's name",
                Place.Later => $"{(column.Nullable ? "column" : "required column")} added, later",
                _ => column.Nullable ? "column added" : "required column added",
            }, null, column.Type.SqlName, IsOptional(now, column, place) ? Nobody : Deliverers);
        foreach (var former in before)
            if (after.FirstOrDefault(column => column.Column.Name == former.Column.Name) is { } same)
                foreach (var change in Between(now, former, same))
                    yield return change;
        if (!Common(before, after).SequenceEqual(Common(after, before)))
            yield return ContractChange.Documentation("", "order of the columns", null, null);
    }

    private static IEnumerable<ContractChange> Between(SourceContract now, Placed former, Placed placed)
    {
        var (old, column) = (former.Column, placed.Column);
        if (former.Place != placed.Place)
            yield return ContractChange.Of(column.Name, "place", Words(former.Place), Words(placed.Place),
                (former.Place, placed.Place) is (Place.Row, Place.Later) || ((former.Place, placed.Place) is (Place.Later, Place.Row) && now.Format == SourceFormat.JsonLines) ? Nobody : Deliverers);
        if (old.Type != column.Type)
            yield return TypeChange(now.Format, column.Name, old.Type, column.Type);
        if (old.Nullable != column.Nullable)
            yield return ContractChange.Of(column.Name, column.Nullable ? "no longer required" : "now required", null, null, column.Nullable ? Readers : Deliverers);
        if (old.Name == column.Name && old.NameInFile != column.NameInFile)
            yield return ContractChange.Of(column.Name, "name in files", old.NameInFile, column.NameInFile, Deliverers);
        // A text that means nothing now was a value before, and the other way round.
        if (!old.MissingValues.Order(StringComparer.Ordinal).SequenceEqual(column.MissingValues.Order(StringComparer.Ordinal)))
            yield return ContractChange.Of(column.Name, "missing values", Words(old.MissingValues), Words(column.MissingValues), Both);
        if (old.IsUnique != column.IsUnique)
            yield return ContractChange.Of(column.Name, column.IsUnique ? "now unique" : "no longer unique", null, null, column.IsUnique ? Nobody : Readers);
        foreach (var change in RuleChanges.OfColumn(old, column).Concat(DocumentationChanges.Of(old, column)))
            yield return change;
    }

    /// <summary>
    /// Wider: every value fits as it was. An instant is no wider day, a text no wider number: files may go on, in CSV at
    /// least, but what is read means something else.
    /// </summary>
    private static ContractChange TypeChange(SourceFormat format, string column, ColumnType old, ColumnType now)
    {
        var (what, breaks) = IsWider(old, now) ? ("type widened", Nobody) : IsWider(now, old) ? ("type narrowed", Deliverers)
            : ("type changed", format == SourceFormat.Csv && (now.Kind == ColumnKind.Text || (old.Kind, now.Kind) is (ColumnKind.Date, ColumnKind.Timestamp)) ? Readers : Both);
        return ContractChange.Of(column, what, old.SqlName, now.SqlName, breaks);
    }

    private static bool IsWider(ColumnType old, ColumnType now) => (old.Kind, now.Kind) switch
    {
        (ColumnKind.Int32, ColumnKind.Int64 or ColumnKind.Double) => true,
        (ColumnKind.Int32, ColumnKind.Decimal) => now.Precision - now.Scale >= 10,
        (ColumnKind.Decimal, ColumnKind.Decimal) => now.Scale >= old.Scale && now.Precision - now.Scale >= old.Precision - old.Scale,
        _ => false,
    };

    /// <summary>Whether files can do without it.</summary>
    private static bool IsOptional(SourceContract now, Column column, Place place) =>
        column.Nullable && (place == Place.Later || (place == Place.Row && now.Format == SourceFormat.JsonLines));

    /// <summary>Whether files may still have a column that the contract no longer names.</summary>
    private static bool TakesUnknown(SourceContract now) => now.UnknownColumns == SchemaMode.Discard || (now.Format == SourceFormat.JsonLines && now.CatchAll is not null);

    private static bool MayBe(Placed gone, Placed come) =>
        gone.Place == come.Place && gone.Column.Type == come.Column.Type && (gone.Index == come.Index || gone.After == come.After || IsSameInFiles(gone, come));

    private static bool IsSameInFiles(Placed gone, Placed come) => gone.Place != Place.Path && gone.Column.NameInFile == come.Column.NameInFile;

    private static List<Placed> All(SourceContract contract) =>
    [
        .. contract.Columns.Select((column, index) => new Placed(column, Place.Row, index, index == 0 ? null : contract.Columns[index - 1].Name)),
        .. contract.LaterColumns.Select((column, index) => new Placed(column, Place.Later, index, index == 0 ? null : contract.LaterColumns[index - 1].Name)),
        .. contract.PathColumns.Select((column, index) => new Placed(column, Place.Path, index, index == 0 ? null : contract.PathColumns[index - 1].Name)),
    ];

    private static IEnumerable<string> Common(List<Placed> columns, List<Placed> others) =>
        columns.Where(column => others.Any(other => other.Column.Name == column.Column.Name && other.Place == column.Place)).Select(column => column.Column.Name);

    private static string? Words(IReadOnlyList<string> texts) => texts.Count == 0 ? null : string.Join(", ", texts.Select(text => $"'{text}'"));

    private static string Words(Place place) => place switch
    {
        Place.Later => "a later column",
        Place.Path => "the folder's name",
        _ => "a column of each file",
    };

    /// <param name="After">The column before it; null for the first.</param>
    private sealed record Placed(Column Column, Place Place, int Index, string? After);
}
