using System.Globalization;
using System.Xml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Workbook.Bronze.Scanning;

/// <summary>The cells of a sheet that hold an error of Excel's; ExcelDataReader gives them as empty.</summary>
internal static class SheetErrors
{
    /// <returns>The errors as Excel shows them (<c>#N/A</c>), by row and column from 0.</returns>
    public static IReadOnlyDictionary<(int Row, int Column), string> Find(byte[] workbook, string sheet)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(workbook), isEditable: false);
        var parts = document.WorkbookPart!;
        if (parts.Workbook?.Sheets?.Elements<Sheet>().FirstOrDefault(one => one.Name == sheet)?.Id?.Value is not { } id)
            return new Dictionary<(int, int), string>();
        using var xml = XmlReader.Create(parts.GetPartById(id).GetStream(), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        return Read(xml);
    }

    private static Dictionary<(int, int), string> Read(XmlReader xml)
    {
        var errors = new Dictionary<(int, int), string>();
        var (row, column) = (-1, -1);
        var isError = false;
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            if (xml.LocalName == "row")
                (row, column) = (int.TryParse(xml.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number - 1 : row + 1, -1);
            else if (xml.LocalName == "c")
                (column, isError) = (xml.GetAttribute("r") is { } place ? ColumnOf(place) : column + 1, xml.GetAttribute("t") == "e");
            else if (xml.LocalName == "v" && isError)
                errors[(row, column)] = xml.ReadElementContentAsString();
        }

        return errors;
    }

    /// <summary>BC7 is column 54.</summary>
    private static int ColumnOf(string place) => place.TakeWhile(char.IsAsciiLetterUpper).Aggregate(0, (column, letter) => (column * 26) + letter - 'A' + 1) - 1;
}
