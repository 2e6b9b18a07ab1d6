namespace Workbook.Charts;

/// <summary>A chart's colours and letters.</summary>
/// <param name="Colors">One after the other for series and slices, as CSS writes colours.</param>
/// <param name="Background">Null lets the page shine through; text then takes the page's colour where the page can be asked.</param>
/// <param name="Text">Letters. Without a background it should be readable on white and on black.</param>
public sealed record ChartTemplate(IReadOnlyList<string> Colors, string? Background, string Text, string Grid)
{
    private static readonly string[] Distinct =
        ["#4c78a8", "#f58518", "#54a24b", "#e45756", "#72b7b2", "#b279a2", "#eeca3b", "#9d755d", "#ff9da6", "#79706e"];

    /// <summary>Readable on light and on dark pages.</summary>
    public static ChartTemplate Default { get; } = new(Distinct, null, "#7d7d7d", "rgba(128,128,128,0.25)");

    /// <summary>Black on white, wherever it stands.</summary>
    public static ChartTemplate Print { get; } = new(Distinct, "#ffffff", "#222222", "#e0e0e0");

    /// <summary>Light on dark, wherever it stands.</summary>
    public static ChartTemplate Dark { get; } = new(Distinct, "#1e1e1e", "#dddddd", "#444444");

    public string FontFamily { get; init; } = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

    /// <summary>In pixels.</summary>
    public double FontSize { get; init; } = 13;
}
