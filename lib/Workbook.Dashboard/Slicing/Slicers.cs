namespace Workbook.Dashboards;

/// <summary>What the slicers offer, and where each value stands in its list: rows name them by that.</summary>
internal sealed record Slicers(IReadOnlyList<Period> Periods, IReadOnlyList<string> Regions, IReadOnlyList<string> Categories)
{
    /// <summary>As the dimensions call what they don't know.</summary>
    public const string Unknown = "unknown";

    /// <summary>-1 for all.</summary>
    public int RegionPlace(string? region) => Place(Regions, region, "region");

    public int CategoryPlace(string? category) => Place(Categories, category, "category");

    public int PeriodPlace(string? period)
    {
        var place = Periods.Select(one => one.Id).ToList().IndexOf(period ?? Dashboards.Periods.Default);
        return place >= 0 ? place : throw new WorkbookException($"There is no period '{period}'. There are {string.Join(", ", Periods.Select(one => one.Id))}.");
    }

    /// <summary>The state's places, -1 where it is all or the slicer doesn't cut.</summary>
    public (int Period, int Region, int Category) Places(SlicerState state, Cuts cuts) => (
        cuts.HasFlag(Cuts.Period) ? PeriodPlace(state.Period) : -1,
        cuts.HasFlag(Cuts.Region) ? RegionPlace(state.Region) : -1,
        cuts.HasFlag(Cuts.Category) ? CategoryPlace(state.Category) : -1);

    private static int Place(IReadOnlyList<string> values, string? value, string name)
    {
        if (value is null)
            return -1;
        var place = values.ToList().IndexOf(value);
        return place >= 0 ? place : throw new WorkbookException($"There is no {name} '{value}'. There are {string.Join(", ", values)}.");
    }
}
