using Workbook.Models.Metrics;

namespace Workbook.Dashboards;

/// <summary>How a tile shows one of its columns.</summary>
/// <param name="Column">Of the tile's query.</param>
/// <param name="Format">currency, integer, decimal, percent (a share: 0.25 is 25 %), text, date or instant.</param>
/// <param name="Unit">In words, such as AUD or parcels; empty for a percent and for text.</param>
/// <param name="Definition">What it means, in a sentence.</param>
public sealed record Measure(string Column, string Label, string Format, string Unit = "", string Definition = "")
{
    /// <summary>Who answers for its definition; empty where nobody is named.</summary>
    public string Owner { get; init; } = "";

    /// <summary>A rise is then bad news.</summary>
    public bool IsLowerBetter { get; init; }

    internal static Measure Of(Metric metric, bool isLowerBetter) => new(metric.Name, metric.Label, metric.Format, metric.Format == "percent" ? "" : metric.Unit ?? "", metric.Description)
    {
        Owner = metric.Owner, IsLowerBetter = isLowerBetter,
    };
}
