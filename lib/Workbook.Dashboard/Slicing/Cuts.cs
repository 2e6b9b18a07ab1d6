namespace Workbook.Dashboards;

/// <summary>The slicers that a tile's rows can be cut by.</summary>
[Flags]
public enum Cuts
{
    /// <summary>By nothing: the same rows under every state.</summary>
    None = 0,
    /// <summary>By the days of the period.</summary>
    Period = 1,
    /// <summary>By one region, or all.</summary>
    Region = 2,
    /// <summary>By one category, or all.</summary>
    Category = 4,
    /// <summary>Not by category.</summary>
    PeriodAndRegion = Period | Region,
    /// <summary>By all three.</summary>
    All = Period | Region | Category,
}
