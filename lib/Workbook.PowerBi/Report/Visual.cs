using Workbook.PowerBi.Model;

namespace Workbook.PowerBi.Report;

/// <summary>A page of the report: visuals on a grid of 12 columns and 8 rows.</summary>
public sealed record ReportPage(string Title, IReadOnlyList<Visual> Visuals)
{
    /// <summary>Pixels.</summary>
    public const int Width = 1280;

    /// <summary>Pixels.</summary>
    public const int Height = 720;

    /// <summary>Its name in the files: twenty hexadecimal digits that follow from the title alone.</summary>
    public string Id => StableId.Short("page", Title);
}

/// <param name="Type">Power BI's name for the kind of visual.</param>
public sealed record Visual(string Type, string Title, Cells Cells, IReadOnlyList<RoleField> Fields)
{
    /// <summary>Only so many members, those with most of the first measure.</summary>
    public int? Top { get; init; }

    /// <summary>
    /// Its name in the files: twenty hexadecimal digits that follow from both titles, so that a page has each title once.
    /// </summary>
    public string Id(ReportPage page) => StableId.Short("visual", page.Title, Title);
}

/// <summary>Where a visual stands, counted from 0.</summary>
public sealed record Cells(int Column, int Row, int Columns, int Rows)
{
    private const int Margin = 16;
    private const int Gap = 8;
    private const int Across = 12;
    private const int Down = 8;

    /// <summary>In pixels, from the left.</summary>
    public double X => Margin + Column * (CellWidth + Gap);

    /// <summary>In pixels, from the top.</summary>
    public double Y => Margin + Row * (CellHeight + Gap);

    /// <summary>In pixels, with the gaps between its columns.</summary>
    public double Width => Columns * CellWidth + (Columns - 1) * Gap;

    /// <summary>In pixels, with the gaps between its rows.</summary>
    public double Height => Rows * CellHeight + (Rows - 1) * Gap;

    private static int CellWidth => (ReportPage.Width - 2 * Margin - (Across - 1) * Gap) / Across;

    private static int CellHeight => (ReportPage.Height - 2 * Margin - (Down - 1) * Gap) / Down;
}

/// <param name="Role">What the visual does with it: Category, Y, Values, …</param>
public sealed record RoleField(string Role, FieldName Field);

/// <summary>A measure, or a column, by the model's names.</summary>
public sealed record FieldName(string Table, string Name, bool IsMeasure);
