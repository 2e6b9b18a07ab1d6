namespace Workbook.Dashboards;

/// <summary>What the slicers are set to. A tile goes by those that it can be cut by, and leaves the others aside.</summary>
/// <param name="Period">A <see cref="Period.Id"/>; null for the one that the page opens with.</param>
/// <param name="Region">Null for all.</param>
/// <param name="Category">Null for all.</param>
public sealed record SlicerState(string? Period = null, string? Region = null, string? Category = null);
