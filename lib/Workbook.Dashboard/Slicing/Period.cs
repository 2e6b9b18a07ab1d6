namespace Workbook.Dashboards;

/// <summary>Days that the page can be set to, both ends included.</summary>
/// <param name="Id">As it stands in the page's address: m12, d30, 2025q4.</param>
public sealed record Period(string Id, string Label, DateOnly From, DateOnly To);
