namespace Workbook.Dashboards;

/// <summary>The slicers that a tile's rows can be cut by.</summary>
[Flags]
public enum Cuts
{
    None = 0,
    Period = 1,
    Region = 2,
    Category = 4,
    PeriodAndRegion = Period | Region,
    All = Period | Region | Category,
}
