using System.Globalization;
using System.IO.Compression;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Workbook.Generation;

namespace Workbook.Retail.Generation.Sources;

/// <summary>
/// exchange_rates.xlsx: real dates and numbers in a table with a name, as a treasury department would send it. Covers the
/// year before the epoch and at least three years in all.
/// </summary>
internal static class ExchangeRateWorkbook
{
    private const string File = "exchange_rates.xlsx";

    private static IReadOnlyList<string> Header { get; } = [.. Sales.ExchangeRates.Columns.Select(column => column.Name)];

    public static IEnumerable<GenerationUnit> Units(World world)
    {
        var first = World.EpochDay - 365;
        var days = Math.Max(1_100, world.EndDay + 7 - first);
        yield return new GenerationUnit(Sales.ExchangeRates, days * Currencies.All.Count, (_, _) =>
        {
            using var package = new MemoryStream();
            using (var document = SpreadsheetDocument.Create(package, SpreadsheetDocumentType.Workbook))
                WriteWorkbook(document, world, first, days);
            using var file = new CompleteFile(world.PathOf(File));
            CopyWithFixedTimes(package, file.Stream);
            var bytes = file.Stream.Length;
            file.Complete();
            return new UnitResult(days * Currencies.All.Count, bytes);
        });
    }

    private static void WriteWorkbook(SpreadsheetDocument document, World world, int firstDay, int days)
    {
        var workbook = document.AddNewPart<WorkbookPart>("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "rId1");
        var sheet = workbook.AddNewPart<WorksheetPart>("rId1");
        workbook.AddNewPart<WorkbookStylesPart>("rId2").Stylesheet = ExchangeRateSheet.Styles();
        workbook.AddNewPart<SharedStringTablePart>("rId3").SharedStringTable = ExchangeRateSheet.Texts([.. Header, .. Currencies.All.Select(currency => currency.Code)]);
        workbook.Workbook = new DocumentFormat.OpenXml.Spreadsheet.Workbook(
            new BookViews(new WorkbookView()),
            new Sheets(new Sheet { Id = "rId1", SheetId = 1, Name = "rates" }));
        var range = Invariant($"A1:C{(days * Currencies.All.Count) + 1}");
        sheet.AddNewPart<TableDefinitionPart>("rId1").Table = ExchangeRateSheet.Table(Sales.ExchangeRates.Name, Header, range);

        using var writer = OpenXmlWriter.Create(sheet);
        writer.WriteStartElement(new Worksheet());
        foreach (var element in ExchangeRateSheet.Before(range))
            writer.WriteElement(element);
        writer.WriteStartElement(new SheetData());
        WriteRow(writer, [.. Header.Select((_, column) => TextCell(column, ExchangeRateSheet.HeaderStyle))]);
        var rates = new double[Currencies.All.Count];
        for (var day = firstDay; day < firstDay + days; day++)
        {
            for (var currency = 0; currency < rates.Length; currency++)
            {
                rates[currency] = Step(world, day, firstDay, currency, rates[currency], Currencies.All[currency].RateToAud);
                WriteRow(writer,
                [
                    NumberCell(ExcelSerial(day), ExchangeRateSheet.DateStyle),
                    TextCell(Header.Count + currency, ExchangeRateSheet.TextStyle),
                    NumberCell(Math.Round((decimal)rates[currency], 8), ExchangeRateSheet.RateStyle),
                ]);
            }
        }

        writer.WriteEndElement();
        writer.WriteElement(ExchangeRateSheet.After("rId1"));
        writer.WriteEndElement();
    }

    /// <summary>A random walk that is pulled back to the long-run rate; markets rest at weekends.</summary>
    private static double Step(World world, int day, int firstDay, int currency, double rate, double around)
    {
        if (currency == 0 || day == firstDay)
            return around;
        if (DateOnly.FromDayNumber(day).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            return rate;
        var draw = world.Draw(Series.Rate, ((long)day << 8) | (uint)currency);
        return (rate * (1 + (0.004 * draw.Normal()))) + (0.01 * (around - rate));
    }

    private static void WriteRow(OpenXmlWriter writer, Cell[] cells)
    {
        writer.WriteStartElement(new Row());
        foreach (var cell in cells)
            writer.WriteElement(cell);
        writer.WriteEndElement();
    }

    /// <param name="text">Its place among the shared texts.</param>
    private static Cell TextCell(int text, uint style) =>
        new() { DataType = CellValues.SharedString, StyleIndex = style, CellValue = new CellValue(text.ToString(CultureInfo.InvariantCulture)) };

    private static Cell NumberCell(decimal value, uint style) =>
        new() { StyleIndex = style, CellValue = new CellValue(value.ToString(CultureInfo.InvariantCulture)) };

    /// <summary>Days since 1899-12-30, as Excel counts them.</summary>
    private static decimal ExcelSerial(int day) => day - new DateOnly(1899, 12, 30).DayNumber;

    /// <summary>A zip entry carries the time at which it was written; the same seed must give the same bytes.</summary>
    private static void CopyWithFixedTimes(MemoryStream package, Stream target)
    {
        using var source = new ZipArchive(package, ZipArchiveMode.Read);
        using var copy = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var entry in source.Entries.OrderBy(entry => entry.FullName == "[Content_Types].xml" ? "" : entry.FullName, StringComparer.Ordinal))
        {
            var written = copy.CreateEntry(entry.FullName, CompressionLevel.Fastest);
            written.LastWriteTime = new DateTimeOffset(GenerationOptions.Epoch, TimeOnly.MinValue, TimeSpan.Zero);
            using var from = entry.Open();
            using var to = written.Open();
            from.CopyTo(to);
        }
    }
}
