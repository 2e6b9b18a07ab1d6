namespace Workbook.Charts;

/// <summary>A chart's colours and letters.</summary>
/// <param name="Colors">One after the other for series and slices, as CSS writes colours.</param>
/// <param name="Background">Null lets the page shine through; text then takes the page's colour where the page can be asked.</param>
/// <param name="Text">Letters. Without a background it should be readable on white and on black.</param>
public sealed record ChartTemplate(IReadOnlyList<string> Colors, string? Background, string Text, string Grid)
{
    // The colours of Okabe and Ito (2008), which stay apart for the colour-blind. Black would vanish on dark pages, and yellow
    // nearly does on white ones: grey stands for the one, the other comes last.
    private static readonly string[] Distinct = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#666666", "#f0e442"];

    /// <summary>Of judgements, where an arrow, a place or a word says the same.</summary>
    internal const string Good = "#009e73", Warning = "#e69f00", Bad = "#d55e00";

    /// <summary>Readable on light and on dark pages.</summary>
    public static ChartTemplate Default { get; } = new(Distinct, null, "#7d7d7d", "rgba(128,128,128,0.25)");

    /// <summary>Black on white, wherever it stands.</summary>
    public static ChartTemplate Print { get; } = new(Distinct, "#ffffff", "#222222", "#e0e0e0");

    /// <summary>Light on dark, wherever it stands.</summary>
    public static ChartTemplate Dark { get; } = new(Distinct, "#1e1e1e", "#dddddd", "#444444");

    /// <summary>As CSS lists fonts: the first that the reader's machine has is taken.</summary>
    public string FontFamily { get; init; } = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

    /// <summary>In pixels.</summary>
    public double FontSize { get; init; } = 13;
}
