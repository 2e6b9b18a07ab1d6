namespace Workbook.Charts;

/// <summary>A part of a whole, with its own parts.</summary>
/// <param name="Place">The labels from the outermost part to this one.</param>
/// <param name="Value">The sum of its rows.</param>
/// <param name="Group">Which of the outermost parts it belongs to.</param>
internal sealed record Share(IReadOnlyList<string> Place, double Value, int Group, IReadOnlyList<Share> Parts)
{
    private const int MaxShares = 2_000;

    public string Label => Place[^1];

    public string Path => string.Join(" / ", Place);

    /// <summary>Parts that come twice are added up; a NULL label ends its branch there, as in a tree that is deeper on one side.</summary>
    /// <exception cref="WorkbookException">There are no labels, or there are more parts than anyone could see.</exception>
    public static IReadOnlyList<Share> Of(IReadOnlyList<(IReadOnlyList<string?> Place, double Value)> rows)
    {
        if (rows.Count == 0)
            return [];
        if (rows[0].Place.Count == 0)
            throw new WorkbookException("A chart of shares expects at least one column of labels, from the outermost to the innermost, but was given none.");
        var tops = rows.GroupBy(row => row.Place[0] ?? PlotSeries.Null).Select((group, index) => Part([group.Key], [.. group], index)).ToList();
        var count = tops.Sum(top => top.Count());
        return count <= MaxShares ? tops : throw new WorkbookException(Invariant($"A chart of shares shows at most {MaxShares:N0} parts but was given {count:N0}. Put the small ones together as 'other'."));
    }

    /// <summary>The innermost parts.</summary>
    public IEnumerable<Share> Leaves() => Parts.Count == 0 ? [this] : Parts.SelectMany(part => part.Leaves());

    private int Count() => 1 + Parts.Sum(part => part.Count());

    private static Share Part(IReadOnlyList<string> place, IReadOnlyList<(IReadOnlyList<string?> Place, double Value)> rows, int group)
    {
        var deeper = rows[0].Place.Count > place.Count && rows.Any(row => row.Place[place.Count] is not null);
        var parts = deeper ? rows.GroupBy(row => row.Place[place.Count] ?? PlotSeries.Null).Select(part => Part([.. place, part.Key], [.. part], group)).ToList() : [];
        return new(place, rows.Sum(row => row.Value), group, parts);
    }
}
