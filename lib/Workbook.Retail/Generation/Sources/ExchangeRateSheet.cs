using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Workbook.Retail.Generation.Sources;

/// <summary>What the workbook of rates looks like: cell formats, a header that stays in sight, widths, and the table round the rows.</summary>
internal static class ExchangeRateSheet
{
    public const uint TextStyle = 0;
    public const uint DateStyle = 1;
    public const uint RateStyle = 2;
    public const uint HeaderStyle = 3;

    private const uint DateFormat = 164; // The first number that is free for formats of one's own.
    private const uint RateFormat = 165;

    /// <summary>Texts that cells name by their place.</summary>
    public static SharedStringTable Texts(IReadOnlyList<string> texts) =>
        new(texts.Select(text => new SharedStringItem(new Text(text)))) { UniqueCount = (uint)texts.Count };

    /// <summary>What comes before the rows: the sheet's extent, its header row held in place, the columns' widths in digits.</summary>
    public static IEnumerable<OpenXmlElement> Before(string range) =>
    [
        new SheetDimension { Reference = range },
        new SheetViews(new SheetView(
            new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen },
            new Selection { Pane = PaneValues.BottomLeft, ActiveCell = "A2", SequenceOfReferences = new ListValue<StringValue> { InnerText = "A2" } }) { TabSelected = true, WorkbookViewId = 0 }),
        new SheetFormatProperties { DefaultRowHeight = 15 },
        new Columns(Width(1, 12), Width(2, 11), Width(3, 14)),
    ];

    /// <summary>What comes after them.</summary>
    public static TableParts After(string table) => new(new TablePart { Id = table }) { Count = 1 };

    public static Table Table(string name, IReadOnlyList<string> columns, string range) => new(
        new AutoFilter { Reference = range },
        new TableColumns(columns.Select((column, place) => new TableColumn { Id = (uint)place + 1, Name = column })) { Count = (uint)columns.Count },
        new TableStyleInfo { Name = "TableStyleLight1", ShowFirstColumn = false, ShowLastColumn = false, ShowRowStripes = true, ShowColumnStripes = false })
    {
        Id = 1,
        Name = name,
        DisplayName = name,
        Reference = range,
        TotalsRowShown = false,
    };

    public static Stylesheet Styles() => new(
        new NumberingFormats(
            new NumberingFormat { NumberFormatId = DateFormat, FormatCode = "yyyy-mm-dd" },
            new NumberingFormat { NumberFormatId = RateFormat, FormatCode = "0.00000000" }) { Count = 2 },
        new Fonts(
            new Font(new FontSize { Val = 11 }, new FontName { Val = "Calibri" }, new FontFamilyNumbering { Val = 2 }),
            new Font(new Bold(), new FontSize { Val = 11 }, new FontName { Val = "Calibri" }, new FontFamilyNumbering { Val = 2 })) { Count = 2 },
        new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })) { Count = 2 },
        new Borders(new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder())) { Count = 1 },
        new CellStyleFormats(Format()) { Count = 1 },
        // In the order of the styles' numbers above.
        new CellFormats(
            Format(based: true),
            Format(based: true, number: DateFormat),
            Format(based: true, number: RateFormat),
            Format(based: true, font: 1)) { Count = 4 },
        new CellStyles(new CellStyle { Name = "Normal", FormatId = 0, BuiltinId = 0 }) { Count = 1 },
        new DifferentialFormats { Count = 0 },
        new TableStyles { Count = 0, DefaultTableStyle = "TableStyleMedium2", DefaultPivotStyle = "PivotStyleLight16" });

    private static Column Width(uint column, double digits) => new() { Min = column, Max = column, Width = digits, CustomWidth = true };

    private static CellFormat Format(bool based = false, uint number = 0, uint font = 0) => new()
    {
        NumberFormatId = number,
        FontId = font,
        FillId = 0,
        BorderId = 0,
        FormatId = based ? 0u : null,
        ApplyNumberFormat = number > 0 ? true : null,
        ApplyFont = font > 0 ? true : null,
    };
}
