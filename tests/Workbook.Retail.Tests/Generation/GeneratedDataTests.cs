using System.Data;
using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using ExcelDataReader;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Tests.Generation;

namespace Workbook.Retail.Tests.Generation;

/// <summary>What the generated sources promise, asked of the files themselves.</summary>
public sealed class GeneratedDataTests(GeneratedWorld world) : IClassFixture<GeneratedWorld>
{
    [Fact]
    public void Every_source_has_its_scaled_number_of_rows()
    {
        foreach (var source in world.Summary.Sources.Where(source => source.Source is "orders_header" or "orders_lines" or "events" or "sensors" or "customers"))
            Assert.InRange(source.Rows, RetailSources.Named(source.Source).Rows * 0.0099, RetailSources.Named(source.Source).Rows * 0.0105);
    }

    [Fact]
    public void A_parcel_leaves_after_its_order_and_arrives_after_it_left() => Assert.Equal(0, Count($"""
        SELECT count(*)
        FROM read_parquet('{world.PathOf("shipments/*.parquet")}') JOIN {Orders} USING (order_id)
        WHERE shipped_at <= order_ts OR delivered_at <= shipped_at
        """));

    [Fact]
    public void Goods_come_back_after_they_were_ordered()
    {
        var returns = DeltaTable.Open(world.PathOf("returns")).Snapshot();
        Assert.Equal(0, Count($"SELECT count(*) FROM {returns.ScanSql()} JOIN {Orders} USING (order_id) WHERE return_ts <= order_ts"));
        Assert.True(Count($"SELECT count(*) FROM {returns.ScanSql()} JOIN {Orders} USING (order_id)") > 900);
    }

    [Fact]
    public void Returns_have_a_history_in_which_a_column_comes_and_rows_go()
    {
        var returns = DeltaTable.Open(world.PathOf("returns"));
        Assert.Equal(4, returns.Snapshot().Version);
        Assert.Null(returns.Snapshot(1).Schema.Find("return_reason_code"));
        Assert.NotNull(returns.Snapshot(2).Schema.Find("return_reason_code"));
        Assert.True(Count($"SELECT count(*) FROM {returns.Snapshot(3).ScanSql()}") > Count($"SELECT count(*) FROM {returns.Snapshot(4).ScanSql()}"));
    }

    [Fact]
    public void A_line_costs_what_its_product_cost_on_the_day() => Assert.Equal(0, Count($"""
        WITH price AS (
            SELECT product_id, coalesce(CAST(valid_from AS DATE), DATE '1900-01-01') AS valid_from, CAST(price AS DECIMAL(12,4)) AS price, currency
            FROM read_csv('{world.PathOf("_truth/price_history.csv")}')
        )
        SELECT count(*)
        FROM {Lines} line
        JOIN {Orders} o USING (order_id)
        ASOF JOIN price ON price.product_id = line.product_id AND price.valid_from <= o.order_dt_local
        WHERE o.currency = price.currency AND unit_price <> 0 AND unit_price <> price.price
        """));

    [Fact]
    public void Prices_change_over_time() =>
        Assert.True(Count($"SELECT count(*) FROM (SELECT product_id FROM read_csv('{world.PathOf("_truth/price_history.csv")}') GROUP BY ALL HAVING count(*) > 1)") > 0);

    [Fact]
    public void Few_products_make_much_of_the_sales() => Assert.InRange(
        Count($"SELECT 100 * sum(n) FILTER (place <= 50) // sum(n) FROM (SELECT count(*) AS n, row_number() OVER (ORDER BY count(*) DESC) AS place FROM {Lines} GROUP BY product_id)"),
        35, 90);

    [Fact]
    public void The_ledger_points_at_the_faulty_line_itself()
    {
        using var connection = WorkbookDatabase.Open();
        var faults = connection.Query(
            $"SELECT kind, file, line FROM read_json('{world.PathOf("_anomalies.jsonl")}', format = 'newline_delimited') WHERE kind IN ('zero_price', 'negative_qty', 'not_json', 'missing_sensor_ts', 'no_phone')",
            row => (Kind: row.GetString(0), File: row.GetString(1), Line: (int)row.GetInt64(2)));
        Assert.Equal(5, faults.Select(fault => fault.Kind).Distinct().Count());
        foreach (var (kind, file, line) in faults)
        {
            var text = File.ReadLines(world.PathOf(file)).ElementAt(line - 1);
            var isFaulty = kind switch
            {
                "zero_price" => text.Split(',')[4] == "0.0000",
                "negative_qty" => text.Split(',')[3].StartsWith('-'),
                "not_json" => !text.EndsWith('}'),
                "missing_sensor_ts" => text.StartsWith(','),
                _ => text.Contains(",,"),
            };
            Assert.True(isFaulty, $"{kind} in {file}, line {line}: {text}");
        }
    }

    [Fact]
    public void A_near_duplicate_is_told_from_its_original_and_shares_something_with_it() => Assert.Equal(0, Count($"""
        WITH pair AS (
            SELECT a AS variant, b AS original
            FROM read_csv('{world.PathOf("_truth/customer_identities.csv")}', nullstr = '') identity
            JOIN {Customers} a ON a.customer_id = identity.customer_id
            JOIN {Customers} b ON b.customer_id = identity.person_id
            WHERE identity.customer_id <> identity.person_id
        )
        SELECT count(*) + if(count(*) OVER () = 0, 1, 0)
        FROM pair
        WHERE variant.birth_date <> original.birth_date AND variant.phone <> original.phone
        """));

    [Fact]
    public void Exchange_rates_are_a_workbook_with_real_dates_and_numbers()
    {
        System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);
        using var file = File.OpenRead(world.PathOf("exchange_rates.xlsx"));
        using var reader = ExcelReaderFactory.CreateReader(file);
        Assert.True(reader.Read());
        Assert.Equal("date", reader.GetString(0));
        Assert.True(reader.Read());
        Assert.Equal(new DateTime(2023, 1, 1), reader.GetDateTime(0));
        Assert.Equal(("AUD", 1.0), (reader.GetString(1), reader.GetDouble(2)));
    }

    [Fact]
    public void The_workbook_is_valid_has_a_named_table_round_all_rows_and_a_bold_header_that_stays()
    {
        using var document = SpreadsheetDocument.Open(world.PathOf("exchange_rates.xlsx"), isEditable: false);
        Assert.Equal([], new OpenXmlValidator(FileFormatVersions.Microsoft365).Validate(document).Select(fault => $"{fault.Part?.Uri} {fault.Path?.XPath}: {fault.Description}"));

        var sheet = document.WorkbookPart!.WorksheetParts.Single();
        var table = sheet.TableDefinitionParts.Single().Table!;
        var rows = sheet.Worksheet!.Descendants<Row>().Count();
        Assert.Equal(("exchange_rates", $"A1:C{rows}"), (table.DisplayName!.Value, table.Reference!.Value));
        Assert.Equal(Cells(0), table.Descendants<TableColumn>().Select(column => column.Name!.Value!));
        var pane = sheet.Worksheet.Descendants<Pane>().Single();
        Assert.Equal((PaneStateValues.Frozen, 1.0, "A2"), (pane.State!.Value, pane.VerticalSplit!.Value, pane.TopLeftCell!.Value));
        Assert.Equal([12.0, 11.0, 14.0], sheet.Worksheet.Descendants<Column>().Select(column => column.Width!.Value));

        var styles = document.WorkbookPart.WorkbookStylesPart!.Stylesheet!;
        Assert.All(Formats(0), format => Assert.NotNull(styles.Fonts!.Elements<Font>().ElementAt((int)format.FontId!.Value).Bold));
        var codes = styles.NumberingFormats!.Elements<NumberingFormat>().ToDictionary(format => format.NumberFormatId!.Value, format => format.FormatCode!.Value);
        Assert.Equal(["yyyy-mm-dd", null, "0.00000000"], Formats(rows - 1).Select(format => codes.GetValueOrDefault(format.NumberFormatId!.Value)));

        IEnumerable<Cell> Row(int number) => sheet.Worksheet.Descendants<Row>().ElementAt(number).Elements<Cell>();
        IEnumerable<CellFormat> Formats(int number) => Row(number).Select(cell => styles.CellFormats!.Elements<CellFormat>().ElementAt((int)cell.StyleIndex!.Value));
        IEnumerable<string> Cells(int number) => Row(number).Select(cell => document.WorkbookPart.SharedStringTablePart!.SharedStringTable!.ElementAt(int.Parse(cell.CellValue!.Text, CultureInfo.InvariantCulture)).InnerText);
    }

    private string Orders => $"read_csv('{world.PathOf("orders_header/*/*.csv")}', hive_partitioning = false)";

    private string Lines => $"read_csv('{world.PathOf("orders_lines/*/*.csv")}', hive_partitioning = false)";

    private string Customers => $"read_csv('{world.PathOf("customers.csv")}', all_varchar = true)";

    private static long Count(string sql)
    {
        using var connection = WorkbookDatabase.Open();
        return connection.Scalar<long>($"SELECT coalesce(CAST(({sql}) AS BIGINT), 0)");
    }
}
