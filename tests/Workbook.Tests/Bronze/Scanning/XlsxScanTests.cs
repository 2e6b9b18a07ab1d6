using System.IO.Compression;
using DocumentFormat.OpenXml.Spreadsheet;
using Workbook.Bronze.Scanning;
using Workbook.Contracts;
using Workbook.Retail;
using Workbook.Retail.Generation;
using Workbook.Tests.Database;
using static Workbook.Tests.Bronze.Scanning.Excel;
using Column = Workbook.Contracts.Column;

namespace Workbook.Tests.Bronze.Scanning;

public sealed class XlsxScanTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Dates_numbers_and_texts_come_as_their_columns_ask()
    {
        var scan = Scan([Text("date"), Text("currency"), Text("rate_to_aud")],
            [Date("45351"), Text("USD"), Number("1.52345678")],
            [Text("2024-03-01"), Text("EUR"), Number("0.30000000000000004")],
            [Date("45351"), Text("GBP"), Text("2.5")]);
        Assert.Equal(["2024-02-29|USD|1.52345678", "2024-03-01|EUR|0.30000000", "2024-02-29|GBP|2.50000000"], scan.Values);
        Assert.Equal("date,currency,rate_to_aud", scan.File.Header);
        Assert.Equal(["2", "3", "4"], scan.Rows.Select(row => row[^3]));
    }

    [Fact]
    public void A_cell_whose_shared_text_is_missing_makes_it_a_damaged_workbook()
    {
        var scan = Scan([Text("date"), Text("currency"), Text("rate_to_aud")], [Date("45351"), new Cell { DataType = CellValues.SharedString, CellValue = new CellValue("7") }, Number("1.5")]);
        Assert.Contains("has in row 2, column 2 the shared text number '7', but its shared texts are 0", scan.File.Refusal);
    }

    [Fact]
    public void A_number_with_a_comma_is_no_number()
    {
        var scan = Scan([Text("date"), Text("currency"), Text("rate_to_aud")], [Date("45351"), Text("USD"), Number("1,5")]);
        Assert.Equal(["2:rate_to_aud.not_a_decimal:2024-02-29,USD,\"1,5\""], scan.Faults);
        Assert.Null(scan.File.Notes);
    }

    [Fact]
    public void An_empty_text_is_an_empty_cell()
    {
        var scan = Scan([Text("date"), Text("currency"), Text("rate_to_aud")], [Date("45351"), new Cell { DataType = CellValues.String, CellValue = new CellValue("") }, Number("1.5")]);
        Assert.Equal(["2:currency.required:2024-02-29,,1.5"], scan.Faults);
    }

    [Fact]
    public void A_day_before_the_calendar_begins_is_no_date()
    {
        var scan = Scan([Text("date"), Text("currency"), Text("rate_to_aud")], [Date("-1"), Text("USD"), Number("1.5")]);
        Assert.Equal(["2:date.not_a_date:########,USD,1.5"], scan.Faults);
    }

    [Fact]
    public void A_row_that_breaks_the_contract_is_a_reject_with_its_cells_as_CSV()
    {
        var scan = Scan([Text("currency"), Text("rate_to_aud"), Text("date")],
            [Text("USD"), Number("1.5"), Text("29/02/2024")],
            [],
            [Text("US,\"D"), Number("1.5"), Date("45351")],
            [Text("USD"), Number("1.123456789"), Date("45351")],
            [Text("USD"), Number("1.5"), Date("45351.5")],
            [Text("USD"), Number("1.5"), Date("45351"), Text("note")],
            [Text("USD"), Empty, Date("45351")]);
        Assert.Equal(
            [
                "2:date.not_a_date:USD,1.5,29/02/2024",
                "4:currency.malformed:\"US,\"\"D\",1.5,2024-02-29",
                "5:rate_to_aud.not_a_decimal:USD,1.123456789,2024-02-29",
                "6:date.not_a_date:USD,1.5,2024-02-29T12:00:00.000000",
                "7:row.field_count:USD,1.5,2024-02-29,note",
                "8:rate_to_aud.required:USD,,2024-02-29",
            ], scan.Faults);
    }

    [Fact]
    public void Its_rejects_are_heard_again_from_their_CSV()
    {
        var first = Scan([Text("date"), Text("currency"), Text("rate_to_aud")], [Date("45351"), Text("usd"), Number("1.5")]);
        var again = ScanResult.Of(Sales.ExchangeRates.Without("currency.malformed"), new ScanFile("", "x.xlsx")
        {
            Header = first.File.Header,
            Records = [new RawRecord(2, Assert.Single(first.Rejects).Raw)],
        });
        Assert.Equal(["2024-02-29|usd|1.50000000"], again.Values);
    }

    [Fact]
    public void Whole_numbers_dates_with_time_and_truths_come_exactly_and_an_error_of_Excel_is_its_text()
    {
        var contract = Sales.ExchangeRates with
        {
            Columns = [Column.Int64("n"), Column.Timestamp("at"), Column.Boolean("ok"), Column.Double("x"), Column.Text("t")],
        };
        var truth = new Cell { DataType = CellValues.Boolean, CellValue = new CellValue("1") };
        File.WriteAllBytes(_folder.File("a"), Package(
            [Text("n"), Text("at"), Text("ok"), Text("x"), Text("t")],
            [Number("9007199254740991"), Date("45351"), truth, Number("0.1"), Number("12")],
            [Number("5"), Date("45351.25"), truth, Number("1E-30"), Error("#N/A")],
            [Error("#DIV/0!"), Date("45351.25"), truth, Number("1"), Text("t")]));
        var scan = ScanResult.Of(contract, new ScanFile(_folder.File("a"), "a"));
        Assert.Equal(["9007199254740991|2024-02-29 00:00:00+00|true|0.1|12", "5|2024-02-29 06:00:00+00|true|1e-30|#N/A"], scan.Values);
        Assert.Equal(["4:n.not_an_integer:#DIV/0!,2024-02-29T06:00:00.000000,true,1,t"], scan.Faults);
        Assert.Equal("errors of Excel stand in 1 cells (#DIV/0!), 1 cells (#N/A)", scan.File.Notes);
    }

    [Fact]
    public void The_first_visible_sheet_is_read_and_the_others_are_named()
    {
        Cell[] header = [Text("date"), Text("currency"), Text("rate_to_aud")];
        Cell[][] Rates(string currency) => [header, [Date("45351"), Text(currency), Number("1.5")]];
        var scan = ScanResult.Of(Sales.ExchangeRates, Package(
            new Excel.Sheet("old", "veryHidden", Rates("OLD")), new Excel.Sheet("draft", "hidden", Rates("BAD")), new Excel.Sheet("rates", "visible", Rates("USD")), new Excel.Sheet("notes", "visible", [])));
        Assert.Equal(["2024-02-29|USD|1.50000000"], scan.Values);
        Assert.Equal("the sheet 'rates' was read, and 'old' (hidden), 'draft' (hidden), 'notes' left aside", scan.File.Notes);
    }

    [Fact]
    public void A_generated_workbook_is_accepted_row_for_row()
    {
        DataGenerator.Generate(new GenerationOptions { Output = _folder.Path, Scale = 0.001, Tables = ["exchange_rates"] });
        var scan = ScanResult.Of(Sales.ExchangeRates, new ScanFile(_folder.File("exchange_rates.xlsx"), "exchange_rates.xlsx"));
        Assert.Empty(scan.Rejects);
        Assert.Equal(11_000, scan.Rows.Count);
        Assert.Equal("2023-01-01", scan.Rows[0][0]);
    }

    [Fact]
    public void What_is_no_workbook_is_refused()
    {
        Assert.Contains("is no zip package", ScanResult.Of(Sales.ExchangeRates, "date,currency,rate_to_aud\n").File.Refusal);
        Assert.Contains("is empty: expected an .xlsx", ScanResult.Of(Sales.ExchangeRates, "").File.Refusal);
        Assert.Contains("is encrypted or in the old .xls format", ScanResult.Of(Sales.ExchangeRates, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]).File.Refusal);
        Assert.Contains("lacks column 'rate_to_aud'", Scan([Text("date"), Text("currency")]).File.Refusal);
        Assert.Contains("nothing in its first row", Scan([]).File.Refusal);
        Assert.Contains("can't be", ScanResult.Of(Sales.ExchangeRates, new ScanFile(_folder.File("none"), "none")).File.Refusal);
    }

    [Fact]
    public void A_broken_package_is_refused_wherever_it_breaks()
    {
        var whole = Package([.. Enumerable.Range(0, 300).Select(i => i == 0
            ? (Cell[])[Text("date"), Text("currency"), Text("rate_to_aud")]
            : [Date("45351"), Text("USD"), Number("1.5")])]);
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var broken = whole.ToArray();
            for (var hits = 0; hits < 5; hits++)
                broken[random.Next(2, broken.Length)] ^= (byte)random.Next(1, 256);
            var scan = ScanResult.Of(Sales.ExchangeRates, random.Next(2) == 0 ? broken : broken[..random.Next(10, broken.Length)]);
            Assert.True(scan.File.Refusal is not null || scan.File.RowsRead > 0 || scan.Rows.Count == 0);
        }

        using var empty = new MemoryStream();
        new ZipArchive(empty, ZipArchiveMode.Create, leaveOpen: true).Dispose();
        Assert.NotNull(ScanResult.Of(Sales.ExchangeRates, empty.ToArray()).File.Refusal);
    }

    private static ScanResult Scan(params Cell[][] rows) => ScanResult.Of(Sales.ExchangeRates, Package(rows));
}
