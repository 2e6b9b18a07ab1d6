using System.Security.Cryptography;
using System.Text;
using Workbook.Bronze.Scanning;
using Workbook.Contracts;
using Workbook.Tests.Database;
using static Workbook.Contracts.Column;

namespace Workbook.Tests.Bronze.Scanning;

/// <summary>How CSV is cut into records and fields.</summary>
public sealed class CsvScanTests
{
    [Fact]
    public void Lines_that_end_in_CR_alone_are_no_values()
    {
        var contract = new SourceContract("notes", SourceFormat.Csv) { Description = "", Path = "*", Rows = 1, Key = ["note"], Columns = [Column.Text("note")] };
        Assert.Contains("has lines that end in CR alone", ScanResult.Of(contract, "note\ra\rb\r").File.Refusal);
        var mixed = ScanResult.Of(contract, "note\r\na\rb\r\n\"c\rd\"\r\ne\n");
        Assert.Equal(["c\rd", "e"], mixed.Values);
        Assert.Equal(["2:row.bare_carriage_return:a\rb"], mixed.Faults);
    }

    [Fact]
    public void A_quote_within_a_field_hides_no_carriage_return()
    {
        var scan = ScanResult.Of(Contract, "id,name,city\n1,5\" pipe\rx,\"a\rb\"\n2,\"say \"\"a\rb\"\"\",x\"\n");
        Assert.Equal(["2|say \"a\rb\"|x\""], scan.Values);
        Assert.Equal(["2:row.bare_carriage_return:1,5\" pipe\rx,\"a\rb\""], scan.Faults);
    }

    private static readonly SourceContract Contract = new("people", SourceFormat.Csv)
    {
        Description = "",
        Path = "*",
        Rows = 1,
        Key = ["id"],
        Columns = [Int64("id").Required().Positive(), Text("name"), Text("city")],
    };

    [Fact]
    public void Rows_come_typed_with_file_line_and_hash()
    {
        var scan = ScanResult.Of(Contract, "id,name,city\n1,Ada,London\n2,Grace Brewster Hopper,New York\n", "people/file.csv");
        Assert.Equal(["1|Ada|London", "2|Grace Brewster Hopper|New York"], scan.Values);
        Assert.Equal(["people/file.csv", "2", $"{(long)XxHash64.Hash("1,Ada,London"u8)}", "∅"], scan.Rows[0][^4..]);
        Assert.Equal("3", scan.Rows[1][^3]);
    }

    [Fact]
    public void The_account_of_a_file_has_its_bytes_hash_header_and_counts()
    {
        const string Text = "id,name,city\n1,a,b\n-1,a,b\nx,a,b\n";
        var file = ScanResult.Of(Contract, Text).File;
        Assert.Equal(
            new ScannedFile("file", Text.Length, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text))), 3, 2, null, "id,name,city", null), file);
    }

    [Fact]
    public void Line_ends_may_be_mixed_and_the_last_may_be_missing()
    {
        var scan = ScanResult.Of(Contract, "id,name,city\r\n1,a,b\n2,c,d\r\n3,e,f\r\n4,g,");
        Assert.Equal(["1|a|b", "2|c|d", "3|e|f", "4|g|∅"], scan.Values);
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_header() =>
        Assert.Equal(["1|a|b"], ScanResult.Of(Contract, "\uFEFFid,name,city\n1,a,b\n").Values);

    [Fact]
    public void Empty_lines_are_no_rows_but_count_as_lines()
    {
        var scan = ScanResult.Of(Contract, "id,name,city\n\n1,a,b\n\r\n\n2,c,d\n\n");
        Assert.Equal(["3", "6"], scan.Rows.Select(row => row[^3]));
        Assert.Equal(2, scan.File.RowsRead);
    }

    [Fact]
    public void An_unquoted_empty_field_is_null_and_a_quoted_one_is_empty_text() =>
        Assert.Equal(["1|∅|", "2||∅"], ScanResult.Of(Contract, "id,name,city\n1,,\"\"\n2,\"\",\n").Values);

    [Fact]
    public void Quoted_fields_hold_commas_quotes_and_line_ends_and_keep_the_first_line_number()
    {
        var scan = ScanResult.Of(Contract, "id,name,city\n1,\"a,\"\"b\"\"\",\"two\nlines\r\nor three\"\r\n2,\"\"\"\",x\n");
        Assert.Equal(["1|a,\"b\"|two\nlines\r\nor three", "2|\"|x"], scan.Values);
        Assert.Equal(["2", "5"], scan.Rows.Select(row => row[^3]));
    }

    [Fact]
    public void A_quote_within_an_unquoted_field_is_text() =>
        Assert.Equal(["1|5\" pipe|a\"\"b"], ScanResult.Of(Contract, "id,name,city\n1,5\" pipe,a\"\"b\n").Values);

    [Fact]
    public void An_unclosed_quote_costs_one_line_only()
    {
        var scan = ScanResult.Of(Contract, "id,name,city\n1,\"oops,b\n2,c,d\n3,e,f\n");
        Assert.Equal(["2:row.unclosed_quote:1,\"oops,b"], scan.Faults);
        Assert.Equal(["2|c|d", "3|e|f"], scan.Values);
        Assert.Equal("3", scan.Rows[0][^3]);
    }

    [Fact]
    public void A_quote_that_only_a_far_quote_closes_costs_one_line_too()
    {
        var filler = string.Concat(Enumerable.Range(1, 200_000).Select(i => $"{i},abc,def\n"));
        var scan = ScanResult.Of(Contract, $"id,name,city\n1,\"oops,b\n{filler}7,\"x\",y\n");
        Assert.Equal(["2:row.unclosed_quote:1,\"oops,b"], scan.Faults);
        Assert.Equal(200_001, scan.Rows.Count);
    }

    [Fact]
    public void Garbage_after_a_closing_quote_costs_one_line()
    {
        var scan = ScanResult.Of(Contract, "id,name,city\n1,\"a\"b,c\n2,\"x\ny\"z,d\n3,e,f\n4,\"g\"\rh,i\n");
        Assert.Equal(
            ["2:row.malformed_quotes:1,\"a\"b,c", "3:row.malformed_quotes:2,\"x", "4:row.field_count:y\"z,d", "6:row.malformed_quotes:4,\"g\"\rh,i"], scan.Faults);
        Assert.Equal(["3|e|f"], scan.Values);
    }

    [Fact]
    public void Too_few_and_too_many_fields_are_rejects()
    {
        var scan = ScanResult.Of(Contract, "id,name,city\n1,a\n2,a,b,c\n3\n4,a,b\n,,,\n");
        Assert.Equal(["2:row.field_count:1,a", "3:row.field_count:2,a,b,c", "4:row.field_count:3", "6:row.field_count:,,,"], scan.Faults);
        Assert.Equal(["4|a|b"], scan.Values);
    }

    [Fact]
    public void Broken_text_is_rejected_byte_for_byte()
    {
        byte[] bytes = [.. "id,name,city\n1,"u8, 0xFF, 0xFE, .. ",x\n2,a\0b,x\n3,é,x\n"u8];
        var scan = ScanResult.Of(Contract, bytes);
        Assert.Equal(["row.invalid_utf8", "row.nul_byte"], scan.Rejects.Select(reject => $"{reject.Column}.{reject.Reason}"));
        Assert.Equal([.. "1,"u8, 0xFF, 0xFE, .. ",x"u8], scan.Rejects[0].Raw);
        Assert.Equal(["3|é|x"], scan.Values);
    }

    [Fact]
    public void A_line_of_fifty_megabytes_is_a_reject_with_all_its_text()
    {
        var monster = new string('x', 50_000_000);
        var scan = ScanResult.Of(Contract, $"id,name,city\n1,a,b\nbad,{monster},b\n2,c,d\n");
        Assert.Equal(2, scan.Rows.Count);
        var reject = Assert.Single(scan.Rejects);
        Assert.Equal("id.not_an_integer", $"{reject.Column}.{reject.Reason}");
        Assert.Equal(Encoding.ASCII.GetBytes($"bad,{monster},b"), reject.Raw);
    }

    [Fact]
    public void Records_may_straddle_every_buffer_border()
    {
        // Some 5 MB of rows of many lengths, a third of them quoted with doubled quotes and line ends.
        var text = new StringBuilder("id,name,city\n");
        var expected = new List<string>();
        for (var i = 1; i <= 60_000; i++)
        {
            var filler = new string((char)('a' + (i % 26)), i % 173);
            text.Append(i % 3 == 0 ? $"{i},\"{filler}\"\"\n,\",z\r\n" : $"{i},q{filler},z\n");
            expected.Add(i % 3 == 0 ? $"{i}|{filler}\"\n,|z" : $"{i}|q{filler}|z");
        }

        Assert.Equal(expected, ScanResult.Of(Contract, text.ToString()).Values);
    }
}
