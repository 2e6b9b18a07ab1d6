using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Workbook.Tests.Bronze.Scanning;

/// <summary>Workbooks of a test's own.</summary>
internal static class Excel
{
    public static Cell Empty => new();

    public static Cell Text(string text) => new() { DataType = CellValues.InlineString, InlineString = new InlineString(new Text(text)) };

    public static Cell Number(string value) => new() { CellValue = new CellValue(value) };

    public static Cell Date(string serial) => new() { StyleIndex = 1, CellValue = new CellValue(serial) };

    public static Cell Error(string text) => new() { DataType = CellValues.Error, CellValue = new CellValue(text) };

    public static byte[] Package(params Cell[][] rows) => Package(new Sheet("rates", "visible", rows));

    public static byte[] Package(params Sheet[] sheets)
    {
        using var package = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(package, SpreadsheetDocumentType.Workbook))
        {
            var workbook = document.AddWorkbookPart();
            workbook.AddNewPart<WorkbookStylesPart>().Stylesheet = new Stylesheet(
                new Fonts(new Font()), new Fills(new Fill()), new Borders(new Border()), new CellStyleFormats(new CellFormat()),
                new CellFormats(new CellFormat(), new CellFormat { NumberFormatId = 14, ApplyNumberFormat = true }));
            workbook.Workbook = new DocumentFormat.OpenXml.Spreadsheet.Workbook(new Sheets(sheets.Select((sheet, number) =>
            {
                var part = workbook.AddNewPart<WorksheetPart>();
                part.Worksheet = new Worksheet(new SheetData(sheet.Rows.Select(RowOf)));
                return new DocumentFormat.OpenXml.Spreadsheet.Sheet
                {
                    Id = workbook.GetIdOfPart(part), SheetId = (uint)number + 1, Name = sheet.Name, State = new SheetStateValues(sheet.State),
                };
            })));
        }

        return package.ToArray();
    }

    private static Row RowOf(Cell[] cells, int row) => new(cells.Select((cell, column) =>
    {
        cell = (Cell)cell.CloneNode(true);
        cell.CellReference = $"{(char)('A' + column)}{row + 1}";
        return cell;
    })) { RowIndex = (uint)(row + 1) };

    /// <param name="State">visible, hidden or veryHidden.</param>
    public sealed record Sheet(string Name, string State, Cell[][] Rows);
}
