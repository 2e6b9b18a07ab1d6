using System.Globalization;
using System.Xml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Workbook.Bronze.Scanning;

/// <summary>The cells of a sheet that hold an error of Excel's, which ExcelDataReader gives as empty, or a number that is none.</summary>
internal static class SheetErrors
{
    /// <exception cref="RefusedFileException">A cell names a shared text that there isn't; ExcelDataReader would leave it empty.</exception>
    /// <returns>The errors as Excel shows them (<c>#N/A</c>), or the text that should be a number, by row and column from 0.</returns>
    public static IReadOnlyDictionary<(int Row, int Column), string> Find(byte[] workbook, string sheet)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(workbook), isEditable: false);
        var parts = document.WorkbookPart!;
        if (parts.Workbook?.Sheets?.Elements<Sheet>().FirstOrDefault(one => one.Name == sheet)?.Id?.Value is not { } id)
            return new Dictionary<(int, int), string>();
        using var xml = Open(parts.GetPartById(id));
        return Read(xml, SharedTexts(parts));
    }

    private static XmlReader Open(OpenXmlPart part) => XmlReader.Create(part.GetStream(), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });

    private static int SharedTexts(WorkbookPart parts)
    {
        var count = 0;
        if (parts.SharedStringTablePart is not { } texts)
            return count;
        using var xml = Open(texts);
        while (xml.Read())
            count += xml is { NodeType: XmlNodeType.Element, LocalName: "si" } ? 1 : 0;
        return count;
    }

    private static Dictionary<(int, int), string> Read(XmlReader xml, int texts)
    {
        var errors = new Dictionary<(int, int), string>();
        var (row, column) = (-1, -1);
        var type = "";
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            if (xml.LocalName == "row")
                (row, column) = (int.TryParse(xml.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number - 1 : row + 1, -1);
            else if (xml.LocalName == "c")
                (column, type) = (xml.GetAttribute("r") is { } place ? ColumnOf(place) : column + 1, xml.GetAttribute("t"));
            else if (xml.LocalName == "v" && type == "e")
                errors[(row, column)] = xml.ReadElementContentAsString();
            else if (xml.LocalName == "v" && type is (null or "n"))
                AddIfNoNumber(errors, (row, column), xml.ReadElementContentAsString());
            else if (xml.LocalName == "v" && type == "s" && xml.ReadElementContentAsString() is var text && !(int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var shared) && shared >= 0 && shared < texts))
                throw new RefusedFileException(Invariant($"has in row {row + 1}, column {column + 1} the shared text number '{text}', but its shared texts are {texts:N0}. Open it in Excel and save it again, or deliver it anew."));
        }

        return errors;
    }

    /// <summary>ExcelDataReader would take 1,5 for fifteen.</summary>
    private static void AddIfNoNumber(Dictionary<(int, int), string> errors, (int, int) place, string text)
    {
        if (text.Length > 0 && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            errors[place] = text;
    }

    /// <summary>BC7 is column 54.</summary>
    private static int ColumnOf(string place) => place.TakeWhile(char.IsAsciiLetterUpper).Aggregate(0, (column, letter) => (column * 26) + letter - 'A' + 1) - 1;
}
