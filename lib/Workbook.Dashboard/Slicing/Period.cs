namespace Workbook.Dashboards;

/// <summary>Days that the page can be set to, both ends included.</summary>
/// <param name="Id">As it stands in the page's address: m12, d30, 2025q4.</param>
public sealed record Period(string Id, string Label, DateOnly From, DateOnly To)
{
    /// <summary>As many whole months before whole months, and otherwise as many days: as the metrics' catalogue compares.</summary>
    internal Period Before()
    {
        var isMonths = From.Day == 1 && To.AddDays(1).Day == 1;
        var from = isMonths ? From.AddMonths(-((12 * (To.Year - From.Year)) + To.Month - From.Month + 1)) : From.AddDays(-(To.DayNumber - From.DayNumber + 1));
        return this with { From = from, To = From.AddDays(-1) };
    }
}
