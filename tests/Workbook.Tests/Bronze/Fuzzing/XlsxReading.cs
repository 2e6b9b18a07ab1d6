using System.Globalization;
using System.IO.Compression;
using System.Numerics;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Workbook.Contracts;

namespace Workbook.Tests.Bronze.Fuzzing;

/// <summary>The first visible sheet as its XML has it: cells by their places, values by ECMA-376's words.</summary>
internal static partial class XlsxReading
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Package = "http://schemas.openxmlformats.org/package/2006/relationships";

    private static readonly XName Id = XName.Get("id", "http://schemas.openxmlformats.org/officeDocument/2006/relationships");

    public static Reading Read(byte[] bytes, SourceContract contract)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bytes));
            return Read(zip, contract);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return Reading.Refused(fault.Message);
        }
    }

    private static Reading Read(ZipArchive zip, SourceContract contract)
    {
        var workbook = Part(zip, "xl/workbook.xml")!;
        var is1904 = Named(workbook, "workbookPr").Any(one => (string?)one.Attribute("date1904") is "1" or "true");
        var sheet = Named(workbook, "sheet").First(one => (string?)one.Attribute("state") is null or "visible");
        var target = Named(Part(zip, "xl/_rels/workbook.xml.rels")!, "Relationship").Single(one => (string?)one.Attribute("Id") == (string)sheet.Attribute(Id)!).Attribute("Target")!.Value;
        var texts = Part(zip, "xl/sharedStrings.xml") is { } shared ? Named(shared, "si").Select(Plain).ToList() : [];
        var dates = DateStyles(Part(zip, "xl/styles.xml"));
        var grid = Cells(Part(zip, target.StartsWith('/') ? target[1..] : $"xl/{target}")!, texts, dates, is1904);

        var first = grid.GetValueOrDefault(1) ?? [];
        if (first.Count == 0)
            return Reading.Refused("no header");
        var columns = contract.Columns.Concat(contract.LaterColumns).ToList();
        var names = Enumerable.Range(0, first.Keys.Max() + 1).Select(place => first.TryGetValue(place, out var name) ? Text(name, ColumnKind.Text) : "").ToList();
        if (names.Distinct().Count() != names.Count || contract.Columns.Any(column => !names.Contains(column.Name))
            || (contract.UnknownColumns == SchemaMode.Freeze && names.Any(name => columns.All(column => column.Name != name))))
            return Reading.Refused("names");
        return new Reading([.. grid.Where(row => row.Key > 1 && row.Value.Count > 0).OrderBy(row => row.Key).Select(row => Row(contract, columns, names, row.Key, row.Value))]);
    }

    private static ReadRow Row(SourceContract contract, List<Column> columns, List<string> names, int line, SortedDictionary<int, object> cells)
    {
        if (cells.Keys.Max() >= names.Count)
            return ReadRow.Broken(line, "row.field_count");
        var (values, faults) = (new Dictionary<string, object?>(), new List<string>());
        foreach (var column in columns)
        {
            if (!cells.TryGetValue(names.IndexOf(column.Name), out var cell) || Text(cell, column.Type.Kind) is var text && column.MissingValues.Contains(text))
                continue;
            if (StrictText.Value(column.Type, text) is { } value)
                values[column.Name] = value;
            else
                faults.Add($"{column.Name}.{column.Type.MismatchReason}");
        }

        return ReadRow.Of(contract, line, values, faults);
    }

    private static Dictionary<int, SortedDictionary<int, object>> Cells(XDocument sheet, List<string> texts, Dictionary<int, char> dates, bool is1904)
    {
        var grid = new Dictionary<int, SortedDictionary<int, object>>();
        var at = 0;
        foreach (var row in Named(sheet, "row"))
        {
            at = (int?)row.Attribute("r") ?? at + 1;
            if (!grid.TryGetValue(at, out var cells))
                grid[at] = cells = [];
            var column = -1;
            foreach (var cell in row.Elements().Where(element => element.Name.LocalName == "c"))
            {
                column = (string?)cell.Attribute("r") is { } place && Place().IsMatch(place) ? ColumnOf(place) : column + 1;
                if (Value(cell, texts, dates, is1904) is { } value)
                    cells[column] = value;
            }
        }

        return grid;
    }

    /// <returns>A text, a bool, a double, a DateTime or a TimeSpan for a number that is shown as such; null for an empty cell.</returns>
    private static object? Value(XElement cell, List<string> texts, Dictionary<int, char> dates, bool is1904)
    {
        var type = (string?)cell.Attribute("t") ?? "n";
        if (type == "inlineStr")
            return cell.Elements().FirstOrDefault(element => element.Name.LocalName == "is") is { } inline ? OrNothing(Plain(inline)) : null;
        if (cell.Elements().FirstOrDefault(element => element.Name.LocalName == "v")?.Value is not { } text)
            return null;
        switch (type)
        {
            case "s": return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var place) && place >= 0 && place < texts.Count ? OrNothing(texts[place]) : throw new InvalidDataException($"no shared text {text}");
            case "b": return text switch { "1" or "true" => true, "0" or "false" => false, _ => throw new InvalidDataException($"no boolean {text}") };
            case "str" or "e": return OrNothing(Unescaped(text));
            case "d": return text;
        }

        if (text.Length == 0)
            return null;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return text;
        var style = dates.GetValueOrDefault((int?)cell.Attribute("s") ?? 0);
        return style == 'd' ? TimeSpan.FromMilliseconds(Math.Round(number * 86_400_000)) : style == 'i' && Moment(number, is1904) is { } moment ? moment : number;
    }

    /// <summary>A sheet knows no difference between an empty text and an empty cell.</summary>
    private static string? OrNothing(string text) => text.Length == 0 ? null : text;

    /// <summary>To the millisecond. In the calendar of 1900 day 60 is one that never was, and the days before it count from a day earlier.</summary>
    private static object? Moment(double serial, bool is1904)
    {
        if (serial + (is1904 ? 1462 : 0) >= 2_958_466)
            return null;
        if (serial + (is1904 ? 1462 : 0) < 0)
            return "########";
        var day = is1904 ? new DateTime(1904, 1, 1) : serial < 60 ? new DateTime(1899, 12, 31) : new DateTime(1899, 12, 30);
        return day.AddMilliseconds(Math.Round(serial * 86_400_000, MidpointRounding.AwayFromZero));
    }

    private static string Text(object cell, ColumnKind kind) => cell switch
    {
        string text => text,
        bool truth => truth ? "true" : "false",
        TimeSpan time => time.ToString(),
        DateTime day when kind != ColumnKind.Timestamp && day.TimeOfDay == TimeSpan.Zero => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime moment => moment.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        double number when Math.Abs(number) < 1e18 && Math.Truncate(number) == number => new BigInteger(number).ToString(CultureInfo.InvariantCulture),
        double number when kind != ColumnKind.Double && Math.Abs(number) is < 1e28 and > 1e-28 => decimal.Parse(number.ToString("G15", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
        _ => ((double)cell).ToString("R", CultureInfo.InvariantCulture),
    };

    /// <summary>By the number of the style: i for instants, d for durations.</summary>
    private static Dictionary<int, char> DateStyles(XDocument? styles)
    {
        if (styles is null)
            return [];
        var formats = Named(styles, "numFmt").ToDictionary(format => (int)format.Attribute("numFmtId")!, format => (string)format.Attribute("formatCode")!);
        return Named(styles, "cellXfs").Single().Elements().Select((style, index) => (Code: (int?)style.Attribute("numFmtId") is var format && format is (>= 14 and <= 22) or (>= 45 and <= 47) ? "ymd" : formats.GetValueOrDefault(format ?? 0, ""), index))
            .Where(style => IsDate(style.Code)).ToDictionary(style => style.index, style => style.Code.StartsWith("[h", StringComparison.Ordinal) ? 'd' : 'i');
    }

    private static bool IsDate(string format) => Literal().Replace(format, "").AsSpan().IndexOfAny("ydhs") >= 0;

    private static string Plain(XElement text) => Unescaped(string.Concat(text.Descendants().Where(element => element.Name.LocalName == "t" && element.Parent!.Name.LocalName != "rPh").Select(element => element.Value)));

    private static string Unescaped(string text) => Escape().Replace(text, escape => ((char)int.Parse(escape.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    private static int ColumnOf(string place) => place.TakeWhile(char.IsAsciiLetter).Aggregate(0, (column, letter) => (column * 26) + char.ToUpperInvariant(letter) - 'A' + 1) - 1;

    private static IEnumerable<XElement> Named(XDocument document, string name) => document.Descendants().Where(element => element.Name.LocalName == name && element.Name.NamespaceName is (Main or Package));

    private static XDocument? Part(ZipArchive zip, string name)
    {
        if (zip.GetEntry(name) is not { } entry)
            return null;
        using var stream = entry.Open();
        return XDocument.Load(stream, LoadOptions.PreserveWhitespace);
    }

    [GeneratedRegex("\"[^\"]*\"|\\\\.|\\[(?![hms]+\\])[^\\]]*\\]")]
    private static partial Regex Literal();

    [GeneratedRegex("^[A-Z]{1,3}[0-9]+$")]
    private static partial Regex Place();

    [GeneratedRegex("_x([0-9A-Fa-f]{4})_")]
    private static partial Regex Escape();
}
